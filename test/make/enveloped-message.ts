/** Encrypted messages for fixtures, by Node's OpenSSL: correct by default, each deviation by name. */
import {
  constants, createCipheriv, createHash, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject, pbkdf2Sync, publicEncrypt, randomBytes, sign,
} from 'node:crypto'
import { deflateSync } from 'node:zlib'
import type { KeyFile } from '../../src/engine/protocol.ts'
import { anEndEntity, aRootCa, type CertificateOptions, type Holder, keyUsage } from './certificate-authority.ts'
import { algorithm, bitString, context, contextPrimitive, type Der, indefinite, integer, joined, nullValue, octetString, oid, sequence, setOf, tlv } from './der.ts'
import { ECDSA_OID, type KeyPair, RSA_OID } from './keys.ts'
import { pemOf } from './key-files.ts'
import { base64Lines, bytesOf, HEADER } from './signed-message.ts'

export const DATA = '1.2.840.113549.1.7.1'
export const ENVELOPED = '1.2.840.113549.1.7.3'
export const AUTH_ENVELOPED = '1.2.840.113549.1.9.16.1.23'
export const COMPRESSED = '1.2.840.113549.1.9.16.1.9'

/** Someone who receives: a certificate, and the private key that only the test and the key file have. */
export interface Recipient extends Holder {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  /** PEM: the key, and the certificate beside it. */
  readonly keyFile: KeyFile
}

export type RecipientKind = 'rsa' | 'P-256' | 'P-384' | 'P-521' | 'brainpoolP256r1' | 'brainpoolP384r1' | 'brainpoolP512r1' | 'x25519' | 'x448'

function keysOf(kind: RecipientKind): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  if (kind === 'rsa') return generateKeyPairSync('rsa', { modulusLength: 2048 })
  if (kind === 'x25519') return generateKeyPairSync('x25519')
  if (kind === 'x448') return generateKeyPairSync('x448')
  return generateKeyPairSync('ec', { namedCurve: kind })
}

export async function aRecipient(kind: RecipientKind = 'rsa', options: CertificateOptions & { readonly issuer?: never; readonly authority?: Holder } = {}): Promise<Recipient> {
  const { publicKey, privateKey } = keysOf(kind)
  const key: KeyPair = {
    kind: kind === 'rsa' ? 'RSA-2048' : 'P-256',
    spki: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })),
    signatureAlgorithm: digest => (kind === 'rsa' ? algorithm(RSA_OID[digest], nullValue()) : algorithm(ECDSA_OID[digest])),
    sign: (digest, message) => Promise.resolve(new Uint8Array(sign(digest.replace('-', ''), message, privateKey))),
  }
  const { authority, ...rest } = options
  const usage = { keyUsage: keyUsage(0, kind === 'rsa' ? 2 : 4), ...rest.extensions }
  const holder = await anEndEntity(authority ?? (await aRootCa()), { commonName: 'Bob', mailboxes: ['bob@example.com'], ...rest, key, extensions: usage })
  const pkcs8 = new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' }))
  return { ...holder, privateKey, publicKey, keyFile: { bytes: bytesOf(pemOf('PRIVATE KEY', pkcs8) + pemOf('CERTIFICATE', holder.certificate)), passphrase: null } }
}

/** One RecipientInfo for a content key. */
export type RecipientMaker = (contentKey: Uint8Array) => Der

const identifierOf = (to: Holder, by: 'issuer' | 'ski' | undefined): Der =>
  by === 'ski' ? contextPrimitive(0, to.keyIdentifier) : sequence(to.issuerName, integer(to.serial))

const OAEP_HASH = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1', sha384: '2.16.840.1.101.3.4.2.2', sha512: '2.16.840.1.101.3.4.2.3' } as const

export interface TransportOptions {
  readonly by?: 'issuer' | 'ski'
  /** OAEP with that hash for content and mask. */
  readonly oaep?: keyof typeof OAEP_HASH
  readonly label?: Uint8Array
  /** Changes the encrypted key. */
  readonly broken?: (encryptedKey: Uint8Array) => Uint8Array
}

/** KeyTransRecipientInfo. */
export function byTransport(to: Recipient, { by, oaep, label, broken = key => key }: TransportOptions = {}): RecipientMaker {
  return contentKey => {
    const padding = oaep ? constants.RSA_PKCS1_OAEP_PADDING : constants.RSA_PKCS1_PADDING
    const encrypted = publicEncrypt({ key: to.publicKey, padding, ...(oaep ? { oaepHash: oaep } : {}), ...(label ? { oaepLabel: Buffer.from(label) } : {}) }, contentKey)
    const hash = algorithm(OAEP_HASH[oaep ?? 'sha1'], nullValue())
    const parameters = sequence(context(0, hash), context(1, algorithm('1.2.840.113549.1.1.8', hash)), ...(label ? [context(2, algorithm('1.2.840.113549.1.1.9', octetString(label)))] : []))
    const scheme = oaep ? algorithm('1.2.840.113549.1.1.7', parameters) : algorithm('1.2.840.113549.1.1.1', nullValue())
    return sequence(integer(by === 'ski' ? 2 : 0), identifierOf(to, by), scheme, octetString(broken(new Uint8Array(encrypted))))
  }
}

const WRAP_OID: Readonly<Record<number, string>> = { 16: '2.16.840.1.101.3.4.1.5', 24: '2.16.840.1.101.3.4.1.25', 32: '2.16.840.1.101.3.4.1.45' }

function wrapped(kek: Uint8Array, contentKey: Uint8Array): Uint8Array {
  const cipher = createCipheriv(`id-aes${kek.length * 8}-wrap`, kek, Buffer.alloc(8, 0xa6))
  return new Uint8Array(Buffer.concat([cipher.update(contentKey), cipher.final()]))
}

export interface AgreementOptions {
  readonly by?: 'issuer' | 'ski'
  readonly digest?: 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512'
  readonly derivation?: 'x963' | 'cofactor' | 'hkdf'
  readonly ukm?: Uint8Array
  readonly wrapLength?: 16 | 24 | 32
  /** The originator is this holder's certificate, not a key for this once. */
  readonly from?: Recipient
  readonly fromBy?: 'issuer' | 'ski'
  /** Whom the originator says to be, instead. */
  readonly claimedFrom?: Recipient
}

const DIGESTS = ['sha224', 'sha256', 'sha384', 'sha512']

function agreementOid({ derivation = 'x963', digest = 'sha256' }: AgreementOptions): string {
  if (derivation === 'hkdf') return `1.2.840.113549.1.9.16.3.${18 + DIGESTS.indexOf(digest)}`
  if (digest === 'sha1') return `1.3.133.16.840.63.0.${derivation === 'x963' ? 2 : 3}`
  return `1.3.132.1.${derivation === 'x963' ? 11 : 14}.${DIGESTS.indexOf(digest)}`
}

/** KeyAgreeRecipientInfo for several recipients at once. */
export function byAgreement(to: readonly Recipient[], options: AgreementOptions = {}): RecipientMaker {
  return contentKey => {
    const first = to[0] as Recipient
    const { wrapLength = 16, ukm, digest = 'sha256', from } = options
    const isEc = first.publicKey.asymmetricKeyType === 'ec'
    const own = from ?? (isEc ? generateKeyPairSync('ec', { namedCurve: first.publicKey.asymmetricKeyDetails?.namedCurve ?? '' }) : generateKeyPairSync(first.publicKey.asymmetricKeyType as 'x25519'))
    const wrapAlgorithm = algorithm(WRAP_OID[wrapLength] ?? '')
    const info = sequence(wrapAlgorithm, ...(ukm ? [context(0, octetString(ukm))] : []), context(2, octetString(Uint8Array.of(0, 0, wrapLength >> 5, (wrapLength * 8) & 0xff))))
    const keyFor = (recipient: Recipient) => {
      const secret = diffieHellman({ privateKey: own.privateKey, publicKey: recipient.publicKey })
      return options.derivation === 'hkdf' ? new Uint8Array(hkdfSync(digest, secret, ukm ?? new Uint8Array(), info, wrapLength)) : x963(digest, secret, info, wrapLength)
    }
    const entry = (recipient: Recipient) =>
      sequence(options.by === 'ski' ? context(0, octetString(recipient.keyIdentifier)) : identifierOf(recipient, 'issuer'), octetString(wrapped(keyFor(recipient), contentKey)))
    const originator = from ? identifierOf(options.claimedFrom ?? from, options.fromBy) : originatorKey(createPublicKey(own.publicKey.export({ format: 'pem', type: 'spki' })))
    return context(1, integer(3), context(0, originator), ...(ukm ? [context(1, octetString(ukm))] : []), algorithm(agreementOid(options), wrapAlgorithm), sequence(...to.map(entry)))
  }
}

/** OriginatorPublicKey [1]: the SubjectPublicKeyInfo under another tag. */
function originatorKey(key: KeyObject): Der {
  const spki = new Uint8Array(key.export({ format: 'der', type: 'spki' }))
  if (key.asymmetricKeyType !== 'ec') return joined([Uint8Array.of(0xa1), spki.subarray(1)])
  const bits = bitString(pointOf(spki))
  return context(1, algorithm('1.2.840.10045.2.1'), bits)
}

/** The uncompressed point at the end of a SubjectPublicKeyInfo; its BIT STRING begins with a zero octet. */
function pointOf(spki: Uint8Array): Uint8Array {
  for (let at = 20; at < spki.length; at++) {
    if (spki[at] !== 0x03) continue
    const header = (spki[at + 1] ?? 0) > 0x80 ? 3 : 2
    const length = header === 3 ? (spki[at + 2] ?? 0) : (spki[at + 1] ?? 0)
    if (at + header + length === spki.length && spki[at + header] === 0 && spki[at + header + 1] === 4) return spki.subarray(at + header + 1)
  }
  throw new Error('no point')
}

function x963(digest: string, secret: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  const blocks: Buffer[] = []
  for (let counter = 1; blocks.length * 20 < length; counter++) blocks.push(createHash(digest).update(secret).update(Uint8Array.of(0, 0, 0, counter)).update(info).digest())
  return new Uint8Array(Buffer.concat(blocks).subarray(0, length))
}

/** KEKRecipientInfo. */
export function bySharedKey(key: Uint8Array, identifier: Uint8Array): RecipientMaker {
  return contentKey => context(2, integer(4), sequence(octetString(identifier)), algorithm(WRAP_OID[key.length] ?? ''), octetString(wrapped(key, contentKey)))
}

/** PasswordRecipientInfo with PBKDF2, and PWRI-KEK over AES-256-CBC (RFC 3211 section 2.3.1). */
export function byPassword(password: string, claimedIterations = 2048): RecipientMaker {
  return contentKey => {
    const [salt, iv] = [randomBytes(16), randomBytes(16)]
    const kek = pbkdf2Sync(password, salt, Math.min(claimedIterations, 2048), 32, 'sha256')
    const head = Buffer.from([contentKey.length, ...contentKey.subarray(0, 3).map(octet => octet ^ 0xff)])
    const block = Buffer.concat([head, contentKey])
    const padded = Buffer.concat([block, randomBytes((32 - (block.length % 16)) % 16)])
    const encrypt = (vector: Uint8Array, octets: Uint8Array) => {
      const cipher = createCipheriv('aes-256-cbc', kek, vector).setAutoPadding(false)
      return Buffer.concat([cipher.update(octets), cipher.final()])
    }
    const once = encrypt(iv, padded)
    const derivation = sequence(octetString(salt), integer(claimedIterations), algorithm('1.2.840.113549.2.9', nullValue()))
    return context(
      3, integer(0), tlv(0xa0, joined([oid('1.2.840.113549.1.5.12'), derivation])),
      algorithm('1.2.840.113549.1.9.16.3.9', algorithm('2.16.840.1.101.3.4.1.42', octetString(iv))), octetString(encrypt(once.subarray(-16), once)),
    )
  }
}

const CIPHER = {
  'aes-128-cbc': ['2.16.840.1.101.3.4.1.2', 16, 16], 'aes-192-cbc': ['2.16.840.1.101.3.4.1.22', 24, 16], 'aes-256-cbc': ['2.16.840.1.101.3.4.1.42', 32, 16],
  'des-ede3-cbc': ['1.2.840.113549.3.7', 24, 8],
  'aes-128-gcm': ['2.16.840.1.101.3.4.1.6', 16, 12], 'aes-192-gcm': ['2.16.840.1.101.3.4.1.26', 24, 12], 'aes-256-gcm': ['2.16.840.1.101.3.4.1.46', 32, 12],
  'aes-128-ccm': ['2.16.840.1.101.3.4.1.7', 16, 12], 'aes-256-ccm': ['2.16.840.1.101.3.4.1.47', 32, 12],
} as const

export type CipherName = keyof typeof CIPHER

export interface EnvelopeOptions {
  readonly content: Uint8Array
  readonly recipients: readonly RecipientMaker[]
  readonly cipher?: CipherName
  /** The other content type than the cipher's. */
  readonly type?: typeof ENVELOPED | typeof AUTH_ENVELOPED
  readonly contentType?: string
  readonly nonceLength?: number
  readonly tagLength?: number
  /** The tag's length as the parameters say it, when it is another one; null leaves it out. */
  readonly claimedTagLength?: number | null
  readonly attributes?: readonly Der[]
  /** RFC 9709. */
  readonly bound?: boolean
  /** The algorithm that the parameters name, instead of the real one. */
  readonly claimedAlgorithm?: Der
  readonly contentKeyLength?: number
  /** BER as streams write it: indefinite lengths and chunks of that many octets. */
  readonly chunk?: number
  readonly originatorCertificates?: readonly Uint8Array[]
  /** Changes ciphertext or tag. */
  readonly tamper?: (ciphertext: Uint8Array, tag: Uint8Array) => void
  readonly withoutContent?: boolean
}

/** ContentInfo with EnvelopedData for CBC, AuthEnvelopedData for the rest. */
export function anEnvelope(options: EnvelopeOptions): Der {
  const { content, cipher = 'aes-256-cbc' } = options
  const [cipherOid, keyLength, ivLength] = CIPHER[cipher]
  const transported = randomBytes(options.contentKeyLength ?? keyLength)
  const iv = randomBytes(options.nonceLength ?? ivLength)
  const real = algorithm(cipherOid, parametersOf(options, iv))
  const key = options.bound ? Buffer.from(hkdfSync('sha256', transported, 'The Cryptographic Message Syntax', real, keyLength)) : transported
  const attributes = options.attributes ? setOf(...options.attributes) : undefined
  const [ciphertext, tag] = encrypt(cipher, key.subarray(0, keyLength), iv, content, attributes ?? new Uint8Array(), options.tagLength ?? 16)
  options.tamper?.(ciphertext, tag)
  const named = options.claimedAlgorithm ?? real
  const info = encryptedContentInfo(options, options.bound ? algorithm('1.2.840.113549.1.9.16.3.31', named) : named, ciphertext)
  return assemble(options, transported, info, [...(attributes ? [joined([Uint8Array.of(0xa1), attributes.subarray(1)])] : []), octetString(tag)])
}

function parametersOf({ cipher = 'aes-256-cbc', tagLength = 16, claimedTagLength }: EnvelopeOptions, iv: Uint8Array): Der {
  const claimed = claimedTagLength === undefined ? tagLength : claimedTagLength
  return cipher.endsWith('cbc') ? octetString(iv) : sequence(octetString(iv), ...(claimed === null ? [] : [integer(claimed)]))
}

/** @param authentication - What AuthEnvelopedData has behind the content. */
function assemble(options: EnvelopeOptions, transported: Uint8Array, info: Der, authentication: readonly Der[]): Der {
  const { cipher = 'aes-256-cbc', recipients, originatorCertificates } = options
  const type = options.type ?? (cipher.endsWith('cbc') ? ENVELOPED : AUTH_ENVELOPED)
  const members = [
    integer(type === ENVELOPED ? 2 : 0),
    ...(originatorCertificates ? [context(0, context(0, ...originatorCertificates))] : []),
    setOf(...recipients.map(make => make(transported))),
    info,
    ...(type === ENVELOPED ? [] : authentication),
  ]
  if (options.chunk === undefined) return sequence(oid(type), context(0, sequence(...members)))
  return indefinite(0x30, oid(type), indefinite(0xa0, indefinite(0x30, ...members)))
}

function encryptedContentInfo({ chunk, contentType, withoutContent }: EnvelopeOptions, received: Der, ciphertext: Uint8Array): Der {
  const head = [oid(contentType ?? DATA), received]
  if (withoutContent) return sequence(...head)
  if (chunk === undefined) return sequence(...head, contextPrimitive(0, ciphertext))
  const segments = Array.from({ length: Math.ceil(ciphertext.length / chunk) }, (_, i) => octetString(ciphertext.subarray(i * chunk, (i + 1) * chunk)))
  return indefinite(0x30, ...head, indefinite(0xa0, ...segments))
}

function encrypt(cipher: CipherName, key: Uint8Array, iv: Uint8Array, content: Uint8Array, aad: Uint8Array, tagLength: number): [Uint8Array, Uint8Array] {
  if (cipher.endsWith('cbc')) {
    const engine = createCipheriv(cipher, key, iv)
    return [new Uint8Array(Buffer.concat([engine.update(content), engine.final()])), new Uint8Array(16)]
  }
  const engine = cipher.endsWith('gcm')
    ? createCipheriv(cipher as 'aes-128-gcm', key, iv, { authTagLength: Math.max(tagLength, 12) })
    : createCipheriv(cipher as 'aes-128-ccm', key, iv, { authTagLength: tagLength })
  engine.setAAD(aad, { plaintextLength: content.length })
  const ciphertext = Buffer.concat([engine.update(content), engine.final()])
  return [new Uint8Array(ciphertext), new Uint8Array(engine.getAuthTag().subarray(0, tagLength))]
}

/** ContentInfo with CompressedData (RFC 3274). */
export function aCompression(content: Uint8Array, options: { readonly deflated?: Uint8Array; readonly algorithmOid?: string; readonly contentType?: string } = {}): Der {
  const deflated = options.deflated ?? new Uint8Array(deflateSync(content))
  const encapsulated = sequence(oid(options.contentType ?? DATA), context(0, octetString(deflated)))
  return sequence(oid(COMPRESSED), context(0, sequence(integer(0), algorithm(options.algorithmOid ?? '1.2.840.113549.1.9.16.3.8'), encapsulated)))
}

/** application/pkcs7-mime around a CMS object. */
export function aCmsEntity(cms: Uint8Array, header: readonly string[] = [], smimeType = 'enveloped-data'): Uint8Array {
  return bytesOf([...header, `Content-Type: application/pkcs7-mime; smime-type=${smimeType}; name=smime.p7m`, 'Content-Transfer-Encoding: base64', '', base64Lines(cms), ''].join('\r\n'))
}

export const anEncryptedMessage = (cms: Uint8Array, header: readonly string[] = HEADER): Uint8Array => aCmsEntity(cms, header)
