/** AES in Galois/Counter mode (SP 800-38D), as CMS uses it (RFC 5084 section 3.2): decryption. */
import { concatBytes } from '../bytes/bytes.ts'
import { importAesKey } from './aes.ts'
import { equalCodes } from './hmac.ts'
import { asBufferSource } from './native-digest.ts'

export interface AuthenticatedInput {
  readonly key: Uint8Array
  readonly nonce: Uint8Array
  readonly authenticatedData: Uint8Array
  readonly tag: Uint8Array
  readonly tagLength: number
  /** True when the octets behind the ciphertext may be overwritten. */
  readonly isRoomBehind?: boolean
}

/**
 * @param ciphertext - Not altered; with `isRoomBehind` the octets behind it are.
 * @returns an array of its own; undefined when the tag does not hold, or a length cannot be.
 */
export async function decryptGcm(input: AuthenticatedInput, ciphertext: Uint8Array): Promise<Uint8Array | undefined> {
  const { key, nonce, tag, tagLength } = input
  if (nonce.length === 0 || tag.length !== tagLength || tagLength < 12 || tagLength > 16) return undefined
  const native = await importAesKey(key, 'AES-GCM', ['decrypt'])
  if (!native) return decryptByLibrary(input, ciphertext)
  // Copied before anything is moved: it may lie where the tag goes.
  const additionalData = input.authenticatedData.slice()
  const algorithm = { name: 'AES-GCM', iv: asBufferSource(nonce), additionalData, tagLength: 8 * tagLength }
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, native, asBufferSource(withTag(input, ciphertext))))
  } catch {
    return undefined
  }
}

/** WebCrypto wants the tag right behind the ciphertext. */
function withTag({ tag, isRoomBehind }: AuthenticatedInput, ciphertext: Uint8Array): Uint8Array {
  const { buffer, byteOffset, length } = ciphertext
  if (!isRoomBehind || byteOffset + length + tag.length > buffer.byteLength) return concatBytes([ciphertext, tag])
  const joined = new Uint8Array(buffer, byteOffset, length + tag.length)
  joined.set(tag, length)
  return joined
}

const FIRST_COUNTER = Uint8Array.of(0, 0, 0, 2)

/**
 * The library knows tags of 16 octets only: for any other the content is decrypted first, and the tag that belongs to it is
 * computed (SP 800-38D section 7.2 with its steps in another order; nothing is handed out before they agree).
 */
async function decryptByLibrary(input: AuthenticatedInput, ciphertext: Uint8Array): Promise<Uint8Array | undefined> {
  const { key, nonce, authenticatedData, tag, tagLength } = input
  const { ctr, gcm } = await import('@noble/ciphers/aes.js')
  if (tagLength === 16) {
    try {
      return gcm(key, nonce, authenticatedData).decrypt(concatBytes([ciphertext, tag]))
    } catch {
      return undefined
    }
  }
  if (nonce.length !== 12) return undefined
  const plaintext = ctr(key, concatBytes([nonce, FIRST_COUNTER])).decrypt(ciphertext)
  const whole = gcm(key, nonce, authenticatedData).encrypt(plaintext)
  return equalCodes(whole.subarray(ciphertext.length, ciphertext.length + tagLength), tag) ? plaintext : undefined
}
