/** Values of one attribute of the subject, as text; values that are no text are left out. */
import type { Certificate } from '../../x509/certificate.ts'

export function subjectValues(certificate: Certificate, oid: string): readonly string[] {
  return certificate.subject.relativeNames.flat().flatMap(attribute => (attribute.oid === oid && attribute.text !== null ? [attribute.text] : []))
}
