/** Signed messages for fixtures: correct by default, each deviation by name. */
import { createHash } from 'node:crypto'
import {
  algorithm,
  context,
  contextPrimitive,
  type Der,
  indefinite,
  integer,
  joined,
  octetString,
  oid,
  sequence,
  setOf,
  setOfAsGiven,
  time,
  tlv,
} from './der.ts'
import { type Holder, NOW } from './certificate-authority.ts'
import { DIGEST_OID, type DigestName } from './keys.ts'

const DATA = '1.2.840.113549.1.7.1'

export interface SignerOptions {
  readonly holder: Holder
  readonly digest?: DigestName
  readonly identifiedBy?: 'issuer-and-serial' | 'key-identifier'
  /** Changes the list of attributes (each a SEQUENCE) before signing. */
  readonly attributes?: (attributes: Der[]) => Der[]
  /** Leaves the signed attributes out; the signature is then over the content. */
  readonly withoutAttributes?: boolean
  /** Keeps the attributes in the order given instead of DER's. */
  readonly unsorted?: boolean
  readonly signingTime?: Date | null
  /** Named in the SignerInfo instead of the real ones. */
  readonly digestAlgorithm?: Der
  readonly signatureAlgorithm?: Der
  readonly breakSignature?: boolean
  /** What the message-digest attribute is made from, instead of the content. */
  readonly digestOver?: Uint8Array
  /** Computes the message-digest by something else than `digest`. */
  readonly digestBy?: (content: Uint8Array) => Uint8Array
  /** Unsigned attributes (each a SEQUENCE), made from the signature value. */
  readonly unsignedAttributes?: (signature: Uint8Array) => Promise<readonly Der[]>
  /** The version of the SignerInfo instead of the right one. */
  readonly version?: number
}

export interface SignedDataOptions {
  readonly content: Uint8Array
  readonly signers: readonly SignerOptions[]
  /** Content inside the CMS object; a detached signature has none. */
  readonly encapsulated?: Uint8Array | undefined
  readonly certificates?: readonly Uint8Array[]
  readonly contentType?: string
  /** BER as OpenSSL's -stream writes it: indefinite lengths and chunks of that many octets. */
  readonly chunk?: number
  /** Members of `digestAlgorithms` instead of what the signers use. */
  readonly digestAlgorithms?: readonly Der[]
  /** Members of `crls`. */
  readonly crls?: readonly Der[]
}

export const attribute = (type: string, ...values: readonly Der[]): Der => sequence(oid(type), setOf(...values))

function digestOf(name: DigestName, bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash(name.replace('-', '')).update(bytes).digest())
}

const digestNameOf = ({ digest, holder }: SignerOptions): DigestName => digest ?? (holder.key.kind === 'Ed25519' ? 'SHA-512' : 'SHA-256')

/** The attributes in the form that is signed: SET OF. */
function signedAttributes(options: SignerOptions, digest: DigestName, content: Uint8Array, contentType: string): Der {
  const over = options.digestOver ?? content
  const standard = [
    attribute('1.2.840.113549.1.9.3', oid(contentType)),
    ...(options.signingTime === null ? [] : [attribute('1.2.840.113549.1.9.5', time(options.signingTime ?? NOW))]),
    attribute('1.2.840.113549.1.9.4', octetString(options.digestBy ? options.digestBy(over) : digestOf(digest, over))),
  ]
  const attributes = options.attributes ? options.attributes(standard) : standard
  return options.unsorted === true ? setOfAsGiven(...attributes) : setOf(...attributes)
}

async function signerInfo(options: SignerOptions, content: Uint8Array, contentType: string): Promise<Der> {
  const { holder } = options
  const digest = digestNameOf(options)
  const signedForm = signedAttributes(options, digest, content, contentType)
  const signature = (await holder.key.sign(digest, options.withoutAttributes === true ? content : signedForm)).slice()
  if (options.breakSignature === true) signature[8] = (signature[8] ?? 0) ^ 1
  const received = signedForm.slice()
  received[0] = 0xa0
  const unsigned = options.unsignedAttributes ? [context(1, ...(await options.unsignedAttributes(signature)))] : []
  const identifier =
    options.identifiedBy === 'key-identifier' ? contextPrimitive(0, holder.keyIdentifier) : sequence(holder.issuerName, integer(holder.serial))
  return sequence(
    integer(options.version ?? (options.identifiedBy === 'key-identifier' ? 3 : 1)),
    identifier,
    options.digestAlgorithm ?? algorithm(DIGEST_OID[digest]),
    ...(options.withoutAttributes === true ? [] : [received]),
    options.signatureAlgorithm ?? holder.key.signatureAlgorithm(digest),
    octetString(signature),
    ...unsigned,
  )
}

/** A ContentInfo with SignedData. */
export async function aSignedData(options: SignedDataOptions): Promise<Uint8Array> {
  const contentType = options.contentType ?? DATA
  const infos = await Promise.all(options.signers.map(signer => signerInfo(signer, options.content, contentType)))
  const used = options.signers.map(signer => signer.digestAlgorithm ?? algorithm(DIGEST_OID[digestNameOf(signer)]))
  const digests = setOf(...(options.digestAlgorithms ?? used))
  const certificates = options.certificates ?? options.signers.map(signer => signer.holder.certificate)
  const set = certificates.length > 0 ? [tlv(0xa0, joined(certificates))] : []
  if (options.crls) set.push(context(1, ...options.crls))
  if (options.chunk === undefined) {
    const inside = options.encapsulated ? [context(0, octetString(options.encapsulated))] : []
    const signedData = sequence(integer(1), digests, sequence(oid(contentType), ...inside), ...set, setOf(...infos))
    return sequence(oid('1.2.840.113549.1.7.2'), context(0, signedData))
  }
  const chunks: Der[] = []
  const octets = options.encapsulated ?? new Uint8Array()
  for (let offset = 0; offset < octets.length; offset += options.chunk) chunks.push(octetString(octets.subarray(offset, offset + options.chunk)))
  const inside = options.encapsulated ? [indefinite(0xa0, indefinite(0x24, ...chunks))] : []
  const signedData = indefinite(0x30, integer(1), digests, indefinite(0x30, oid(contentType), ...inside), ...set, setOf(...infos))
  return indefinite(0x30, oid('1.2.840.113549.1.7.2'), indefinite(0xa0, signedData))
}

export function base64Lines(bytes: Uint8Array): string {
  return (Buffer.from(bytes).toString('base64').match(/.{1,64}/gu) ?? []).join('\r\n')
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

export const HEADER = [
  'From: Alice <alice@example.com>',
  'To: bob@example.com',
  'Subject: A letter',
  `Date: ${NOW.toUTCString().replace('GMT', '+0000')}`,
  'MIME-Version: 1.0',
]

export const ENTITY = 'Content-Type: text/plain; charset=utf-8\r\n\r\nThe offer stands until Friday.\r\n'

export interface MessageOptions {
  readonly header?: readonly string[]
  /** What is in the message; the signature may cover something else. */
  readonly entity?: string
  readonly protocol?: boolean
  readonly extraParts?: readonly string[]
}

/** multipart/signed around an entity and a CMS object. */
export function aClearSignedMessage(signature: Uint8Array, options: MessageOptions = {}): Uint8Array {
  const protocol = options.protocol === false ? '' : ' protocol="application/pkcs7-signature"; micalg=sha-256;'
  const parts = [
    options.entity ?? ENTITY,
    `Content-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64Lines(signature)}\r\n`,
    ...(options.extraParts ?? []),
  ]
  return bytesOf(
    [...(options.header ?? HEADER), `Content-Type: multipart/signed;${protocol} boundary="b1"`, '', 'This is signed.', ''].join('\r\n') +
      parts.map(part => `--b1\r\n${part}\r\n`).join('') +
      '--b1--\r\n',
  )
}

/** application/pkcs7-mime around a CMS object. */
export function anOpaqueMessage(cms: Uint8Array, header: readonly string[] = HEADER): Uint8Array {
  return bytesOf(
    [
      ...header,
      'Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m',
      'Content-Transfer-Encoding: base64',
      '',
      base64Lines(cms),
      '',
    ].join('\r\n'),
  )
}

export { setOf, setOfAsGiven }
