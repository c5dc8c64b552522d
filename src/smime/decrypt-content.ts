/**
 * The content of an envelope: which cipher may stand in which kind of envelope, and with which lengths (SEC-32, SEC-33).
 *
 * SECURITY (SEC-36, SEC-38): what comes out has passed its tag or its padding, and everything that is wrong has one answer.
 */
import type { Envelope } from '../cms/enveloped-data.ts'
import { type ContentCipher, decryptContent } from '../webcrypto/content-cipher.ts'
import { deriveContentKey } from '../webcrypto/hkdf.ts'
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts'
import { nameOfCipher } from '../x509/algorithm-name.ts'
import { type Asn1Element, Asn1Reader, isUniversal, TAG } from '../x509/asn1-reader.ts'
import { X509Error } from '../x509/errors.ts'
import { gatherRanges, joinRanges } from '../x509/octet-string.ts'
import { readCbcCipher } from '../x509/pkcs12-encryption-scheme.ts'

export type CipherAnswer =
  | { readonly outcome: 'known'; readonly plan: DecryptionPlan }
  | { readonly outcome: 'unknown'; readonly name: string }
  /** Known, and not allowed in this kind of envelope, or with other lengths than the standard's. */
  | { readonly outcome: 'refused'; readonly name: string }

export interface DecryptionPlan {
  /** The cipher's name. */
  readonly name: string
  readonly cipher: ContentCipher
  /** RFC 9709: the AlgorithmIdentifier that the transported key is bound to; undefined when it is the content key itself. */
  readonly boundTo: Uint8Array | undefined
  /** Outdated: 3DES, RC2, or fewer than 128 bits (RFC 8551 section 2.7). */
  readonly isWeak: boolean
}

const CEK_HKDF_SHA256 = '1.2.840.113549.1.9.16.3.31'

const GCM_KEY_LENGTH: Readonly<Record<string, 16 | 24 | 32>> = {
  '2.16.840.1.101.3.4.1.6': 16,
  '2.16.840.1.101.3.4.1.26': 24,
  '2.16.840.1.101.3.4.1.46': 32,
}

const CCM_KEY_LENGTH: Readonly<Record<string, 16 | 24 | 32>> = {
  '2.16.840.1.101.3.4.1.7': 16,
  '2.16.840.1.101.3.4.1.27': 24,
  '2.16.840.1.101.3.4.1.47': 32,
}

/**
 * What the envelope's algorithm asks for, told without any key.
 *
 * SECURITY (SEC-32): EnvelopedData takes CBC only and AuthEnvelopedData GCM or CCM only. An authenticated message that is
 * re-labelled as an unauthenticated one would make this program an oracle (RFC 9709 section 1).
 */
export function planDecryption({ contentEncryption, isAuthenticated, mac }: Envelope): CipherAnswer {
  const bound = contentEncryption.oid === CEK_HKDF_SHA256 ? readInnerAlgorithm(contentEncryption) : undefined
  const algorithm = bound ?? contentEncryption
  const name = nameOfCipher(algorithm.oid)
  const cipher = readCipher(algorithm)
  if (cipher === undefined) return { outcome: 'unknown', name }
  const isAllowed = cipher !== 'malformed' && (cipher.mode === 'cbc' ? !isAuthenticated && isBlock(cipher) : isAuthenticated && hasFixedLengths(cipher, mac))
  if (!isAllowed) return { outcome: 'refused', name }
  const isWeak = cipher.mode === 'cbc' && cipher.cipher !== 'aes'
  return { outcome: 'known', plan: { name, cipher, boundTo: bound?.encoded, isWeak } }
}

/**
 * Decrypts with a transported key.
 *
 * SECURITY: consumes the octets of the envelope unless `keep` is set: the content is decrypted where it lies.
 *
 * @param key - Of `plan.cipher.keyLength` octets; of another length it does not decrypt.
 * @returns undefined when it does not decrypt, whatever the cause.
 */
export async function decryptEnvelope(envelope: Envelope, plan: DecryptionPlan, key: Uint8Array, keep: boolean): Promise<Uint8Array | undefined> {
  const { source, contentRanges, authenticatedAttributes, mac } = envelope
  if (!contentRanges) return undefined
  const contentKey = plan.boundTo ? await deriveContentKey(key, plan.boundTo) : key
  if (!contentKey) return undefined
  const ciphertext = keep ? joinRanges(source, contentRanges).slice() : gatherRanges(source, contentRanges)
  try {
    return await decryptContent(plan.cipher, contentKey, ciphertext, { authenticatedData: authenticatedAttributes, tag: mac, isRoomBehind: !keep })
  } finally {
    contentKey.fill(0)
  }
}

/** Undefined for an algorithm that we do not know. */
function readCipher(algorithm: AlgorithmIdentifier): ContentCipher | 'malformed' | undefined {
  try {
    const gcm = GCM_KEY_LENGTH[algorithm.oid]
    if (gcm !== undefined) return { mode: 'gcm', keyLength: gcm, ...readAuthenticatedParameters(algorithm.parameters) }
    const ccm = CCM_KEY_LENGTH[algorithm.oid]
    if (ccm !== undefined) return { mode: 'ccm', keyLength: ccm, ...readAuthenticatedParameters(algorithm.parameters) }
    const cbc = readCbcCipher(algorithm, undefined)
    return cbc && { mode: 'cbc', ...cbc.cipher, iv: cbc.iv.slice() }
  } catch (error) {
    if (error instanceof X509Error) return 'malformed'
    throw error
  }
}

function isBlock(cipher: Extract<ContentCipher, { mode: 'cbc' }>): boolean {
  return cipher.iv.length === (cipher.cipher === 'aes' ? 16 : 8)
}

/**
 * SEC-33: a nonce of 12 octets and a whole tag. RFC 5084 section 3.2 would allow GCM shorter tags and any nonce; short tags
 * can be forged one octet at a time, and no mail program makes them. CCM keeps the lengths of its section 3.1, with no
 * tag shorter than its default of 12 octets.
 */
function hasFixedLengths({ mode, nonce, tagLength }: Exclude<ContentCipher, { mode: 'cbc' }>, mac: Uint8Array): boolean {
  if (mac.length !== tagLength) return false
  if (mode === 'gcm') return nonce.length === 12 && tagLength === 16
  return nonce.length >= 7 && nonce.length <= 13 && (tagLength === 12 || tagLength === 14 || tagLength === 16)
}

/** GCMParameters and CCMParameters (RFC 5084 section 3): nonce, length of the tag DEFAULT 12. */
function readAuthenticatedParameters(parameters: Uint8Array | undefined): { readonly nonce: Uint8Array; readonly tagLength: number } {
  const { reader, members } = membersOf(parameters)
  const [nonce, length] = members
  if (!isUniversal(nonce, TAG.octetString) || nonce.constructed) throw new X509Error('x509/unreadable', 'nonce is no OCTET STRING')
  const lengthOctets = isUniversal(length, TAG.integer) ? reader.content(length) : undefined
  return { nonce: reader.content(nonce).slice(), tagLength: lengthOctets ? (lengthOctets.length === 1 ? (lengthOctets[0] as number) : 0) : 12 }
}

/** RFC 9709 section 3: the parameters are the algorithm that the content is encrypted with. */
function readInnerAlgorithm({ parameters }: AlgorithmIdentifier): AlgorithmIdentifier | undefined {
  try {
    const reader = new Asn1Reader((parameters ?? new Uint8Array()).slice())
    return readAlgorithmIdentifier(reader, reader.read(0))
  } catch (error) {
    if (error instanceof X509Error) return undefined
    throw error
  }
}

function membersOf(parameters: Uint8Array | undefined): { readonly reader: Asn1Reader; readonly members: readonly Asn1Element[] } {
  const reader = new Asn1Reader(parameters ?? new Uint8Array())
  const root = reader.read(0)
  if (!isUniversal(root, TAG.sequence)) throw new X509Error('x509/unreadable', 'parameters are no SEQUENCE')
  return { reader, members: reader.children(root) }
}
