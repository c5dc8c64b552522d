/** Revocation evidence for fixtures: CRLs (RFC 5280 section 5) and OCSP answers (RFC 6960), one deviation per case. */
import { extension, type Holder, NOW } from './certificate-authority.ts'
import { algorithm, bitString, context, contextPrimitive, type Der, integer, octetString, oid, sequence, time, tlv } from './der.ts'

const HOUR = 3_600_000

export interface ListOptions {
  readonly revoked?: readonly { readonly serial: number; readonly reason?: number; readonly extensions?: readonly Der[] }[]
  /** Encoded entries, one after the other, instead of `revoked`: for lists of hundreds of thousands. */
  readonly entries?: Der
  readonly thisUpdate?: Date
  readonly nextUpdate?: Date | null
  readonly extensions?: readonly Der[]
  /** Named as issuer instead of the signer. */
  readonly issuerName?: Der
  readonly forged?: boolean
}

/** A list by `issuer`, current unless said otherwise. */
export async function aCertificateList(issuer: Holder, options: ListOptions = {}): Promise<Uint8Array> {
  const { revoked = [], extensions = [], nextUpdate = new Date(NOW.getTime() + 24 * HOUR) } = options
  const signature = issuer.key.signatureAlgorithm('SHA-256')
  const entries = revoked.map(({ serial, reason, extensions: more = [] }) => {
    const all = [...(reason === undefined ? [] : [extension('2.5.29.21', tlv(0x0a, Uint8Array.of(reason)))]), ...more]
    return sequence(integer(serial), time(new Date(NOW.getTime() - 48 * HOUR)), ...(all.length > 0 ? [sequence(...all)] : []))
  })
  const tbs = sequence(
    integer(1),
    signature,
    options.issuerName ?? issuer.name,
    time(options.thisUpdate ?? new Date(NOW.getTime() - HOUR)),
    ...(nextUpdate ? [time(nextUpdate)] : []),
    ...(options.entries ? [sequence(options.entries)] : entries.length > 0 ? [sequence(...entries)] : []),
    ...(extensions.length > 0 ? [context(0, sequence(...extensions))] : []),
  )
  const value = (await issuer.key.sign('SHA-256', tbs)).slice()
  if (options.forged === true) value.set([(value.at(-1) ?? 0) ^ 1], value.length - 1)
  return sequence(tbs, signature, bitString(value))
}

export interface OcspOptions {
  readonly status?: 'good' | 'revoked' | 'unknown'
  readonly responder?: Holder
  readonly certificates?: readonly Uint8Array[]
  readonly serial?: number
  readonly thisUpdate?: Date
  readonly nextUpdate?: Date | null
  /** Whose name and key the answer is bound to, instead of the issuer's. */
  readonly boundTo?: Holder
  readonly forged?: boolean
  /** Replaces responderID. */
  readonly responderId?: Der
  /** Extensions of the whole answer. */
  readonly extensions?: readonly Der[]
  /** Extensions of the answer about the certificate. */
  readonly singleExtensions?: readonly Der[]
  /** Answers about other certificates in front of this one, by serial number. */
  readonly othersFirst?: readonly number[]
  /** A second answer about the same certificate. */
  readonly secondStatus?: 'good' | 'revoked' | 'unknown'
}

async function sha1(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-1', bytes as BufferSource))
}

/** Key octets of a SubjectPublicKeyInfo of an EC P-256 key: its last 65. */
const keyOctetsOf = (holder: Holder): Uint8Array => holder.key.spki.subarray(-65)

const generalized = (at: Date): Der => tlv(0x18, new TextEncoder().encode(at.toISOString().replace(/[-:T]|\.\d+/gu, '')))

/** A basic response about `subject`, signed by its issuer unless said otherwise. */
export async function anOcspResponse(subject: Holder, issuer: Holder, options: OcspOptions = {}): Promise<Uint8Array> {
  const responder = options.responder ?? issuer
  const bound = options.boundTo ?? issuer
  const { nextUpdate = new Date(NOW.getTime() + HOUR) } = options
  const nameHash = octetString(await sha1(bound.name))
  const keyHash = octetString(await sha1(keyOctetsOf(bound)))
  const statuses = {
    good: contextPrimitive(0, new Uint8Array()),
    revoked: context(1, generalized(new Date(NOW.getTime() - 48 * HOUR)), context(0, tlv(0x0a, Uint8Array.of(1)))),
    unknown: contextPrimitive(2, new Uint8Array()),
  }
  const list = (tag: number, extensions: readonly Der[] | undefined) => (extensions ? [context(tag, sequence(...extensions))] : [])
  const answer = (serial: number, status: keyof typeof statuses) =>
    sequence(
      sequence(algorithm('1.3.14.3.2.26'), nameHash, keyHash, integer(serial)),
      statuses[status],
      generalized(options.thisUpdate ?? new Date(NOW.getTime() - HOUR)),
      ...(nextUpdate ? [context(0, generalized(nextUpdate))] : []),
      ...list(1, options.singleExtensions),
    )
  const serial = options.serial ?? subject.serial
  const answers = [
    ...(options.othersFirst ?? []).map(other => answer(other, 'good')),
    answer(serial, options.status ?? 'good'),
    ...(options.secondStatus ? [answer(serial, options.secondStatus)] : []),
  ]
  const responderId = options.responderId ?? context(2, octetString(await sha1(keyOctetsOf(responder))))
  const tbs = sequence(responderId, generalized(NOW), sequence(...answers), ...list(1, options.extensions))
  const value = (await responder.key.sign('SHA-256', tbs)).slice()
  if (options.forged === true) value.set([(value.at(-1) ?? 0) ^ 1], value.length - 1)
  const certificates = options.certificates ? [context(0, sequence(...options.certificates))] : []
  const basic = sequence(tbs, responder.key.signatureAlgorithm('SHA-256'), bitString(value), ...certificates)
  return sequence(tlv(0x0a, Uint8Array.of(0)), context(0, sequence(oid('1.3.6.1.5.5.7.48.1.1'), octetString(basic))))
}

