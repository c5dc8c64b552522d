/** CRL distribution points (RFC 5280 section 4.2.1.13): where, by whom and for which reasons a certificate's lists come. */
import { type Asn1Element, type Asn1Reader, isContext, isUniversal, TAG } from './asn1-reader.ts'
import type { Certificate } from './certificate.ts'
import { comparisonKey, type DistinguishedName, type NameAttribute, readRelativeName } from './distinguished-name.ts'
import { X509Error } from './errors.ts'
import { membersOf, openExtension } from './extension.ts'
import { type GeneralName, generalNameKey, readGeneralName } from './general-name.ts'
import { OID } from './object-identifier.ts'

export type DistributionPointName =
  | { readonly kind: 'full'; readonly names: readonly GeneralName[] }
  /** To be appended to the name of the CRL issuer. */
  | { readonly kind: 'relative'; readonly attributes: readonly NameAttribute[] }

export interface DistributionPoint {
  readonly name: DistributionPointName | undefined
  /** ReasonFlags as bits by number; undefined means all. */
  readonly reasons: number | undefined
  /** Directory names of an issuer other than the certificate's; undefined when it is the certificate's. */
  readonly listIssuers: readonly DistinguishedName[] | undefined
}

/** Every reason of ReasonFlags: bits 1 (keyCompromise) to 8 (aACompromise). */
export const ALL_REASONS = 0x1fe

/** Empty when the certificate has none. @throws X509Error when the extension is malformed. */
export function readDistributionPoints(certificate: Certificate): readonly DistributionPoint[] {
  const open = openExtension(certificate, OID.crlDistributionPoints)
  return open ? membersOf(open, 'cRLDistributionPoints').map(point => readPoint(open.reader, point)) : []
}

function readPoint(reader: Asn1Reader, point: Asn1Element): DistributionPoint {
  if (!isUniversal(point, TAG.sequence)) throw new X509Error('x509/unreadable', 'distribution point is no SEQUENCE')
  const members = reader.children(point)
  const issuers = members.find(member => isContext(member, 2))
  const reasons = members.find(member => isContext(member, 1))
  const names = issuers && reader.children(issuers).map(member => readGeneralName(reader, member))
  return {
    name: readDistributionPointName(reader, members.find(member => isContext(member, 0))),
    reasons: reasons && readReasonFlags(reader.content(reasons)),
    listIssuers: names?.flatMap(name => (name.kind === 'directory' ? [name.name] : [])),
  }
}

/** DistributionPointName inside its explicit tag. */
export function readDistributionPointName(reader: Asn1Reader, wrapper: Asn1Element | undefined): DistributionPointName | undefined {
  if (!wrapper) return undefined
  const [choice] = reader.children(wrapper)
  if (isContext(choice, 0)) return { kind: 'full', names: reader.children(choice).map(member => readGeneralName(reader, member)) }
  if (isContext(choice, 1)) return { kind: 'relative', attributes: readRelativeName(reader, choice) }
  throw new X509Error('x509/unreadable', 'distribution point name of another kind')
}

/** ReasonFlags (a BIT STRING's content) as bits by number, unknown ones left out. */
export function readReasonFlags(content: Uint8Array): number {
  let flags = 0
  for (let bit = 1; bit <= 8; bit++) if ((((content[1 + (bit >> 3)] ?? 0) >> (7 - (bit & 7))) & 1) === 1) flags |= 1 << bit
  return flags
}

/** Keys of all names of the point; `base` is the CRL issuer to which a relative name is appended. */
export function distributionPointKeys(name: DistributionPointName, base: DistinguishedName): readonly string[] {
  if (name.kind === 'full') return name.names.flatMap(each => generalNameKey(each) ?? [])
  return [`directory:${comparisonKey({ encoded: base.encoded, relativeNames: [...base.relativeNames, name.attributes] })}`]
}
