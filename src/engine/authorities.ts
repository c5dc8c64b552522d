/** Finding the authorities above a certificate among some that lie beside it. Nothing is judged. */
import { equalBytes } from '../bytes/bytes.ts'
import type { Certificate } from '../x509/certificate.ts'
import { comparisonKey, type DistinguishedName } from '../x509/distinguished-name.ts'

/** Longest path of authorities that is kept or sent. */
const MAXIMAL_AUTHORITIES = 12

/** By name, nearest first, each once; self-signed ones too, as far as `named` gives them. */
export function authoritiesAbove(certificate: Certificate, named: (name: DistinguishedName) => readonly Certificate[]): Certificate[] {
  const found: Certificate[] = []
  const queue = [certificate]
  for (let next = queue.shift(); next; next = queue.shift()) {
    for (const issuer of named(next.issuer)) {
      if (found.length >= MAXIMAL_AUTHORITIES || found.some(({ der }) => equalBytes(der, issuer.der))) continue
      found.push(issuer)
      if (!isOwnIssuer(issuer)) queue.push(issuer)
    }
  }
  return found
}

/** Subject and issuer are one name: most likely an anchor. */
export const isOwnIssuer = ({ subject, issuer }: Certificate): boolean => comparisonKey(subject) === comparisonKey(issuer)

/** Those of a list that have a name. */
export const namedIn = (certificates: readonly Certificate[]) => {
  const byName = new Map<string, Certificate[]>()
  for (const certificate of certificates) {
    const key = comparisonKey(certificate.subject)
    byName.set(key, [...(byName.get(key) ?? []), certificate])
  }
  return (name: DistinguishedName): readonly Certificate[] => byName.get(comparisonKey(name)) ?? []
}
