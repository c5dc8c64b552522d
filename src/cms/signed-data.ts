/** SignedData (RFC 5652 section 5.1) as ranges and small values. Nothing is verified here. */
import type { ByteRange } from '../bytes/bytes.ts'
import { readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts'
import { type Asn1Element, type Asn1Reader, isContext, isUniversal, TAG } from '../x509/asn1-reader.ts'
import { readCertificateSet } from '../x509/certificate-file.ts'
import { OID, readObjectIdentifier } from '../x509/object-identifier.ts'
import type { ContentInfo } from './content-info.ts'
import { CmsError } from './errors.ts'
import { octetStringRanges } from '../x509/octet-string.ts'
import { isKnownVersion, readSignerInfo, type SignerInfo } from './signer-info.ts'

/** SEC-75 and SEC-65: what a message may carry before we stop looking. */
export const SIGNED_DATA_LIMITS = { certificates: 256, crls: 16, signers: 32 } as const

export interface SignedData {
  readonly source: Uint8Array
  /** Object identifiers in `digestAlgorithms`: what the signers say beforehand that they hash with. */
  readonly digestOids: readonly string[]
  readonly contentType: string
  /** Where the encapsulated content lies; undefined when it is absent (a detached signature). */
  readonly contentRanges: readonly ByteRange[] | undefined
  /** X.509 certificates as received, unparsed. Other kinds are passed over. */
  readonly certificates: readonly Uint8Array[]
  readonly crls: readonly Uint8Array[]
  readonly signers: readonly SignerInfo[]
  readonly hasTrailingData: boolean
}

/**
 * Reads the SignedData of a ContentInfo.
 *
 * @throws CmsError `cms/malformed` for another type or a broken structure, `cms/limit-exceeded`; X509Error for broken BER.
 */
export function parseSignedData(contentInfo: ContentInfo): SignedData {
  const { reader, content } = contentInfo
  if (contentInfo.contentType !== OID.signedData) throw new CmsError('cms/malformed', 'no SignedData')
  const members = isUniversal(content, TAG.sequence) ? reader.children(content) : []
  const [version, digestAlgorithms, encapsulated] = members
  const signerSet = members.at(-1)
  if (
    !isKnownVersion(reader, version) ||
    !isUniversal(digestAlgorithms, TAG.set) ||
    !isUniversal(encapsulated, TAG.sequence) ||
    !isUniversal(signerSet, TAG.set) ||
    members.length < 4
  ) {
    throw new CmsError('cms/malformed', 'SignedData malformed')
  }
  assertOptionalMembers(members.slice(3, -1))
  const certificates = readCertificateSet(reader, content).map(element => reader.encoded(element))
  const revocations = members.slice(3, -1).find(member => isContext(member, 1))
  const crls = revocations ? reader.children(revocations).filter(member => isUniversal(member, TAG.sequence)) : []
  const signers = reader.children(signerSet)
  assertLimits(certificates.length, crls.length, signers.length)
  return {
    source: reader.bytes,
    digestOids: reader.children(digestAlgorithms).map(algorithm => readAlgorithmIdentifier(reader, algorithm).oid),
    ...readEncapsulated(reader, encapsulated),
    certificates,
    crls: crls.map(crl => reader.encoded(crl)),
    signers: signers.map(signer => readSignerInfo(reader, signer)),
    hasTrailingData: contentInfo.hasTrailingData,
  }
}

/** EncapsulatedContentInfo (section 5.2). */
function readEncapsulated(reader: Asn1Reader, encapsulated: Asn1Element): Pick<SignedData, 'contentType' | 'contentRanges'> {
  const [contentType, wrapper, ...surplus] = reader.children(encapsulated)
  if (!isUniversal(contentType, TAG.objectIdentifier) || surplus.length > 0 || (wrapper && !isContext(wrapper, 0))) {
    throw new CmsError('cms/malformed', 'EncapsulatedContentInfo malformed')
  }
  const [octets, ...more] = wrapper ? reader.children(wrapper) : []
  if (more.length > 0) throw new CmsError('cms/malformed', 'more than one content')
  return {
    contentType: readObjectIdentifier(reader.content(contentType)),
    contentRanges: octets && octetStringRanges(reader, octets),
  }
}

function assertLimits(certificates: number, crls: number, signers: number): void {
  const limits = SIGNED_DATA_LIMITS
  if (certificates > limits.certificates || crls > limits.crls || signers > limits.signers) {
    throw new CmsError('cms/limit-exceeded', 'more certificates, CRLs or signers than we look at')
  }
}

/** certificates [0] and crls [1], each at most once and in that order. */
function assertOptionalMembers(members: readonly Asn1Element[]): void {
  let previous = -1
  for (const member of members) {
    if (member.tagClass !== 2 || member.tag > 1 || member.tag <= previous) throw new CmsError('cms/malformed', 'SignedData malformed')
    previous = member.tag
  }
}
