/** RFC 5280 sections 4.2.1.3 and 6.1.4 (n); RFC 8550 section 4.4.2 for the end-entity's key. */
import { labelOfName } from '../../x509/distinguished-name.ts'
import { type KeyUsage, readKeyUsage } from '../../x509/extension.ts'
import type { Certificate } from '../../x509/certificate.ts'
import type { CandidatePath, CheckContext, Purpose } from '../candidate-path.ts'
import type { PathFailure } from '../verdict.ts'

/** An absent extension limits nothing. Authorities need keyCertSign; the end-entity what its purpose asks for. */
export function checkKeyUsage(path: CandidatePath, context: CheckContext): readonly PathFailure[] {
  return path.certificates.flatMap((certificate, index): PathFailure[] => {
    const subject = labelOfName(certificate.subject)
    if (index > 0) return readKeyUsage(certificate)?.has('keyCertSign') === false ? [{ code: 'certpath/not-a-ca', subject }] : []
    return isUsableFor(context.purpose, certificate) ? [] : [{ code: 'certpath/key-usage', subject }]
  })
}

/** Whether the certificate's own key usage allows the purpose. Nothing else is looked at. */
export function isUsableFor(purpose: Purpose, certificate: Certificate): boolean {
  const usage = readKeyUsage(certificate)
  return !usage || purpose === 'any' || wantedUsages(purpose, certificate).some(wanted => usage.has(wanted))
}

function wantedUsages(purpose: Exclude<Purpose, 'any'>, certificate: Certificate): readonly KeyUsage[] {
  switch (purpose) {
    case 'email-signing':
      return ['digitalSignature', 'nonRepudiation']
    case 'email-encryption':
      return certificate.publicKey.key.kind === 'rsa' ? ['keyEncipherment'] : ['keyAgreement']
  }
}
