/** AES in Galois/Counter mode (SP 800-38D), as CMS uses it (RFC 5084 section 3.2): decryption. */
import { concatBytes } from '../bytes/bytes.ts'
import { importAesKey } from './aes.ts'
import { equalCodes } from './hmac.ts'
import { lateLibrary } from './late-library.ts'
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

const USUAL_NONCE = 12

/** The library's bound. Shorter ones are unheard of in mail. */
const SHORTEST_NONCE = 8

/**
 * @param ciphertext - Not altered; with `isRoomBehind` the octets behind it are.
 * @returns an array of its own; undefined when the tag does not hold, or a length cannot be.
 */
export async function decryptGcm(input: AuthenticatedInput, ciphertext: Uint8Array): Promise<Uint8Array | undefined> {
  const { key, nonce, tag, tagLength } = input
  if (nonce.length < SHORTEST_NONCE || tag.length !== tagLength || tagLength < 12 || tagLength > 16) return undefined
  // QUIRK: the platforms differ in which other nonces they take.
  const native = nonce.length === USUAL_NONCE ? await importAesKey(key, 'AES-GCM', ['decrypt']) : undefined
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

/**
 * The library knows tags of 16 octets only. For any other the content is decrypted first (encrypting it once more does that), and
 * the tag that belongs to it is computed: SP 800-38D section 7.2 with its steps in another order. Nothing is handed out before
 * the tags agree.
 */
async function decryptByLibrary(input: AuthenticatedInput, ciphertext: Uint8Array): Promise<Uint8Array | undefined> {
  const { key, nonce, authenticatedData, tag, tagLength } = input
  const { gcm } = await lateLibrary(() => import('@noble/ciphers/aes.js'))
  const plaintext = gcm(key, nonce).encrypt(ciphertext).subarray(0, ciphertext.length)
  const expected = gcm(key, nonce, authenticatedData).encrypt(plaintext).subarray(ciphertext.length)
  return equalCodes(expected.subarray(0, tagLength), tag) ? plaintext : undefined
}
