/** RFC 5280 sections 4.2.1.10 and 6.1.3 (b), (c): an authority's names end where its issuer says. */
import { labelOfName } from '../../x509/distinguished-name.ts'
import type { Certificate } from '../../x509/certificate.ts'
import { type NameConstraints, readNameConstraints, readSubjectAltNames } from '../../x509/extension.ts'
import type { GeneralName } from '../../x509/general-name.ts'
import { OID } from '../../x509/object-identifier.ts'
import { BudgetExhausted } from '../budget.ts'
import { type CandidatePath, type CheckContext, isSelfIssued } from '../candidate-path.ts'
import { isWithinSubtree } from '../subtree.ts'
import type { PathFailure } from '../verdict.ts'

/**
 * Applies the constraints of every authority, the anchor included (SEC-54), to all certificates below it. Self-issued
 * intermediates are exempt (6.1.3 (b)); the end-entity never is.
 *
 * @throws BudgetExhausted above the budget's name comparisons.
 */
export function checkNameConstraints(path: CandidatePath, context: CheckContext): readonly PathFailure[] {
  let comparisons = 0
  const failures: PathFailure[] = []
  for (const [index, authority] of path.certificates.entries()) {
    const constraints = index === 0 ? undefined : readNameConstraints(authority)
    if (!constraints) continue
    for (const [below, certificate] of path.certificates.slice(0, index).entries()) {
      if (below > 0 && isSelfIssued(certificate)) continue
      const names = namesOf(certificate)
      comparisons += names.length * (constraints.permitted.length + constraints.excluded.length)
      if (comparisons > context.budget.nameComparisons) throw new BudgetExhausted(comparisons)
      const offending = names.find(name => !isPermitted(name, constraints))
      if (offending) failures.push({ code: 'certpath/name-constraint', issuer: labelOfName(authority.subject), address: describeName(offending) })
    }
  }
  return failures
}

/**
 * Every name the certificate speaks for: alternative names, a non-empty subject, and e-mail addresses in the subject.
 * The last is wider than section 4.2.1.10, which asks only without an alternative name: we would show such an address.
 */
function namesOf(certificate: Certificate): GeneralName[] {
  const names: GeneralName[] = [...(readSubjectAltNames(certificate) ?? [])]
  if (certificate.subject.relativeNames.length > 0) names.push({ kind: 'directory', name: certificate.subject })
  for (const attribute of certificate.subject.relativeNames.flat()) {
    if (attribute.oid === OID.emailAddress && attribute.text !== null) names.push({ kind: 'email', text: attribute.text })
  }
  return names
}

/** Forms that compare with one another: a SmtpUTF8Mailbox is held by rfc822Name subtrees (RFC 9598 section 6). */
function isSameForm(subtree: GeneralName, name: GeneralName): boolean {
  if (name.kind === 'utf8-email') return subtree.kind === 'email' || subtree.kind === 'utf8-email'
  if (name.kind === 'other' && subtree.kind === 'other') return subtree.oid === name.oid
  return subtree.kind === name.kind
}

/** A form that is constrained in a way we cannot compare counts as a breach (section 4.2.1.10, last paragraph). */
function isPermitted(name: GeneralName, constraints: NameConstraints): boolean {
  const excluded = constraints.excluded.filter(subtree => isSameForm(subtree, name))
  const permitted = constraints.permitted.filter(subtree => isSameForm(subtree, name))
  if (excluded.some(subtree => isWithinSubtree(name, subtree) !== false)) return false
  return permitted.length === 0 || permitted.some(subtree => isWithinSubtree(name, subtree) === true)
}

function describeName(name: GeneralName): string {
  switch (name.kind) {
    case 'email':
    case 'utf8-email':
    case 'dns':
    case 'uri':
      return name.text
    case 'directory':
      return labelOfName(name.name)
    case 'ip':
      return name.octets.join('.')
    case 'other':
    case 'registered-id':
      return name.oid
    case 'x400':
    case 'edi-party':
      return name.kind
  }
}
