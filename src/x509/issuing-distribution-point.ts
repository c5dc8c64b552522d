/** IssuingDistributionPoint of a CRL (RFC 5280 section 5.2.5): which certificates the list speaks for. */
import { Asn1Reader, isUniversal, TAG } from './asn1-reader.ts'
import type { CertificateList } from './certificate-list.ts'
import { type DistributionPointName, readDistributionPointName, readReasonFlags } from './distribution-point.ts'
import { X509Error } from './errors.ts'
import { OID } from './object-identifier.ts'
import { assertStrictDer } from './strict-der.ts'

export interface IssuingDistributionPoint {
  /** Undefined when the list names no point. */
  readonly name: DistributionPointName | undefined
  readonly onlyUserCertificates: boolean
  readonly onlyAuthorityCertificates: boolean
  /** ReasonFlags as bits by number; undefined when the list speaks for all. */
  readonly onlySomeReasons: number | undefined
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
  const reasons = members.get(3)
  return {
    name: readDistributionPointName(reader, members.get(0)),
    onlyUserCertificates: isTrue(1),
    onlyAuthorityCertificates: isTrue(2),
    onlySomeReasons: reasons && readReasonFlags(reader.content(reasons)),
    isIndirect: isTrue(4),
    onlyAttributeCertificates: isTrue(5),
  }
}
