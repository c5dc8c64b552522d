/** IssuingDistributionPoint of a CRL (RFC 5280 section 5.2.5): which certificates the list speaks for. */
import { Asn1Reader, isUniversal, TAG } from './asn1-reader.ts'
import type { CertificateList } from './certificate-list.ts'
import { X509Error } from './errors.ts'
import { OID } from './object-identifier.ts'
import { assertStrictDer } from './strict-der.ts'

export interface IssuingDistributionPoint {
  /** The first GeneralName of fullName, or the relative name, as encoded. Undefined when the list names no point. */
  readonly distributionPoint: Uint8Array | undefined
  readonly onlyUserCertificates: boolean
  readonly onlyAuthorityCertificates: boolean
  readonly onlySomeReasons: boolean
  readonly isIndirect: boolean
  readonly onlyAttributeCertificates: boolean
}

/** Undefined when the list has no such extension: it is complete. @throws X509Error when the extension is malformed. */
export function readIssuingDistributionPoint(list: CertificateList): IssuingDistributionPoint | undefined {
  const value = list.extensions.get(OID.issuingDistributionPoint)?.value
  if (!value) return undefined
  assertStrictDer(value)
  const reader = new Asn1Reader(value)
  const root = reader.read(0)
  if (!isUniversal(root, TAG.sequence)) throw new X509Error('x509/unreadable', 'issuingDistributionPoint is no SEQUENCE')
  const members = new Map(reader.children(root).map(member => [member.tag, member]))
  const isTrue = (tag: number) => {
    const member = members.get(tag)
    return member !== undefined && reader.content(member)[0] === 0xff
  }
  const point = members.get(0)
  const [choice] = point ? reader.children(point) : []
  const [name] = choice ? reader.children(choice) : []
  return {
    distributionPoint: name && reader.encoded(name),
    onlyUserCertificates: isTrue(1),
    onlyAuthorityCertificates: isTrue(2),
    onlySomeReasons: members.has(3),
    isIndirect: isTrue(4),
    onlyAttributeCertificates: isTrue(5),
  }
}
