/** OCSP answers (RFC 6960 section 4.2) as read-only values. Nothing is verified here. */
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from './algorithm-identifier.ts'
import { type Asn1Element, Asn1Reader, isContext, isUniversal, TAG } from './asn1-reader.ts'
import { type Extension, readExtensionList, readTime } from './certificate.ts'
import { type DistinguishedName, readDistinguishedName } from './distinguished-name.ts'
import { X509Error } from './errors.ts'
import { readObjectIdentifier } from './object-identifier.ts'

const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1'

/** Certificates and answers in one response that are looked at. */
const LIMIT = 64

export interface CertificateIdentity {
  readonly hashOid: string
  readonly issuerNameHash: Uint8Array
  readonly issuerKeyHash: Uint8Array
  readonly serialNumber: Uint8Array
}

export interface SingleResponse {
  readonly identity: CertificateIdentity
  readonly status: { readonly kind: 'good' | 'unknown' } | { readonly kind: 'revoked'; readonly revocationDate: number; readonly reason: number }
  readonly thisUpdate: number
  readonly nextUpdate: number | undefined
  readonly extensions: ReadonlyMap<string, Extension>
}

/** Who says that they answered (section 4.2.1). */
export type ResponderId = { readonly kind: 'name'; readonly name: DistinguishedName } | { readonly kind: 'key'; readonly keyHash: Uint8Array }

export interface OcspResponse {
  readonly responder: ResponderId
  readonly tbs: Uint8Array
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
  readonly responses: readonly SingleResponse[]
  readonly extensions: ReadonlyMap<string, Extension>
  /** Certificates that came with the answer, unparsed. */
  readonly certificates: readonly Uint8Array[]
}

/** Reads a successful basic response. @throws X509Error for anything else, an error status included. */
export function parseOcspResponse(bytes: Uint8Array): OcspResponse {
  const reader = new Asn1Reader(bytes)
  const root = reader.read(0)
  const [status, wrapper] = isUniversal(root, TAG.sequence) ? reader.children(root) : []
  if (!isUniversal(status, TAG.enumerated) || root.end !== bytes.length) throw new X509Error('x509/unreadable', 'no OCSP response')
  if (reader.content(status)[0] !== 0 || !isContext(wrapper, 0)) throw new X509Error('x509/unreadable', 'OCSP response with an error status')
  const [responseBytes] = reader.children(wrapper)
  const [type, octets] = responseBytes ? reader.children(responseBytes) : []
  if (!isUniversal(type, TAG.objectIdentifier) || !isUniversal(octets, TAG.octetString) || readObjectIdentifier(reader.content(type)) !== BASIC_RESPONSE) {
    throw new X509Error('x509/unreadable', 'OCSP response of another type')
  }
  return parseBasicResponse(reader.content(octets))
}

function parseBasicResponse(bytes: Uint8Array): OcspResponse {
  const reader = new Asn1Reader(bytes)
  const root = reader.read(0)
  const [tbs, algorithm, signature, wrapper] = isUniversal(root, TAG.sequence) ? reader.children(root) : []
  if (!isUniversal(tbs, TAG.sequence) || !isUniversal(signature, TAG.bitString)) throw new X509Error('x509/unreadable', 'basic OCSP response malformed')
  const members = reader.children(tbs)
  if (isContext(members[0], 0)) members.shift()
  const [responder, producedAt, list, extensions] = members
  if (!responder || !isUniversal(producedAt, TAG.generalizedTime) || !isUniversal(list, TAG.sequence)) {
    throw new X509Error('x509/unreadable', 'OCSP response data malformed')
  }
  const [certificates] = isContext(wrapper, 0) ? reader.children(wrapper) : []
  return {
    responder: readResponder(reader, responder),
    extensions: isContext(extensions, 1) ? readExtensionList(reader, reader.children(extensions)[0]) : new Map<string, Extension>(),
    tbs: reader.encoded(tbs),
    signatureAlgorithm: readAlgorithmIdentifier(reader, algorithm),
    signature: reader.content(signature).subarray(1),
    responses: reader.children(list).slice(0, LIMIT).map(single => readSingleResponse(reader, single)),
    certificates: certificates ? reader.children(certificates).slice(0, LIMIT).map(element => reader.encoded(element)) : [],
  }
}

function readResponder(reader: Asn1Reader, responder: Asn1Element): ResponderId {
  const [value] = responder.constructed ? reader.children(responder) : []
  if (isContext(responder, 1)) return { kind: 'name', name: readDistinguishedName(reader, value) }
  if (isContext(responder, 2) && isUniversal(value, TAG.octetString)) return { kind: 'key', keyHash: reader.content(value) }
  throw new X509Error('x509/unreadable', 'OCSP responder is named in no known way')
}

function readSingleResponse(reader: Asn1Reader, single: Asn1Element): SingleResponse {
  const [identity, status, thisUpdate, ...optional] = reader.children(single)
  if (!identity || !status) throw new X509Error('x509/unreadable', 'OCSP answer malformed')
  const [nextUpdate] = childrenOf(reader, optional.find(member => isContext(member, 0)))
  const [extensions] = childrenOf(reader, optional.find(member => isContext(member, 1)))
  return {
    identity: readIdentity(reader, identity),
    status: readStatus(reader, status),
    thisUpdate: readTime(reader, thisUpdate),
    nextUpdate: nextUpdate && readTime(reader, nextUpdate),
    extensions: extensions ? readExtensionList(reader, extensions) : new Map(),
  }
}

function childrenOf(reader: Asn1Reader, element: Asn1Element | undefined): Asn1Element[] {
  return element ? reader.children(element) : []
}

function readIdentity(reader: Asn1Reader, identity: Asn1Element): CertificateIdentity {
  const [algorithm, nameHash, keyHash, serial] = reader.children(identity)
  if (!isUniversal(nameHash, TAG.octetString) || !isUniversal(keyHash, TAG.octetString) || !isUniversal(serial, TAG.integer)) {
    throw new X509Error('x509/unreadable', 'OCSP certificate identity malformed')
  }
  return {
    hashOid: readAlgorithmIdentifier(reader, algorithm).oid,
    issuerNameHash: reader.content(nameHash),
    issuerKeyHash: reader.content(keyHash),
    serialNumber: reader.content(serial),
  }
}

/** good [0], revoked [1] with its date and reason, unknown [2] (section 4.2.1). */
function readStatus(reader: Asn1Reader, status: Asn1Element): SingleResponse['status'] {
  if (isContext(status, 0)) return { kind: 'good' }
  if (!isContext(status, 1)) return { kind: 'unknown' }
  const [date, wrapper] = reader.children(status)
  const [reason] = childrenOf(reader, wrapper)
  return { kind: 'revoked', revocationDate: readTime(reader, date), reason: reason ? (reader.content(reason)[0] ?? 0) : 0 }
}
