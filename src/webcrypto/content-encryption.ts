/** Encrypting contents for EnvelopedData and AuthEnvelopedData: AES in CBC (RFC 3565) and GCM mode (RFC 5084). */
import { AES_BLOCK, importAesKey, openAes } from './aes.ts'
import { asBufferSource } from './native-digest.ts'

export interface ContentEncryption {
  readonly mode: 'cbc' | 'gcm'
  readonly keyLength: 16 | 32
}

export interface EncryptedContent {
  /** Fresh: 16 octets of IV for CBC, 12 of nonce for GCM (SEC-33). */
  readonly iv: Uint8Array
  readonly ciphertext: Uint8Array
  /** GCM: 16 octets (SEC-33). Undefined for CBC. */
  readonly tag: Uint8Array | undefined
}

/** Octets encrypted at a time in CBC: fresh memory costs more than the cipher does. */
const CHUNK = 256 * 1024
const GCM_TAG = 16

/** A key of that length from the browser's generator. SECURITY: the caller wipes it. */
export function makeContentKey({ keyLength }: ContentEncryption): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(keyLength))
}

/**
 * Encrypts a content once. Never encrypt two contents with one key.
 *
 * @param authenticatedData - GCM: what is authenticated and not encrypted; none for CBC.
 */
export async function encryptContent(
  { mode }: ContentEncryption,
  key: Uint8Array,
  content: Uint8Array,
  authenticatedData: Uint8Array = new Uint8Array(),
): Promise<EncryptedContent> {
  return mode === 'cbc' ? encryptCbc(key, content) : encryptGcm(key, content, authenticatedData)
}

/** Chunk by chunk into one array: WebCrypto pads every chunk, so all but the last lose their padding block again. */
async function encryptCbc(key: Uint8Array, content: Uint8Array): Promise<EncryptedContent> {
  const aes = await openAes(key)
  const iv = crypto.getRandomValues(new Uint8Array(AES_BLOCK))
  const ciphertext = new Uint8Array((Math.floor(content.length / AES_BLOCK) + 1) * AES_BLOCK)
  let previous: Uint8Array = iv
  let start = 0
  for (; content.length - start > CHUNK; start += CHUNK) {
    const encrypted = (await aes.encryptCbc(previous, content.subarray(start, start + CHUNK))).subarray(0, CHUNK)
    ciphertext.set(encrypted, start)
    previous = encrypted.subarray(CHUNK - AES_BLOCK)
  }
  ciphertext.set(await aes.encryptCbc(previous, content.subarray(start)), start)
  return { iv, ciphertext, tag: undefined }
}

async function encryptGcm(key: Uint8Array, content: Uint8Array, authenticatedData: Uint8Array): Promise<EncryptedContent> {
  const imported = await importAesKey(key, 'AES-GCM', ['encrypt'])
  if (!imported) throw new RangeError('an AES key for new contents has 16 or 32 octets')
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const algorithm = { name: 'AES-GCM', iv, tagLength: 8 * GCM_TAG, additionalData: asBufferSource(authenticatedData) }
  const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, imported, asBufferSource(content)))
  const end = sealed.length - GCM_TAG
  return { iv, ciphertext: sealed.subarray(0, end), tag: sealed.subarray(end) }
}
