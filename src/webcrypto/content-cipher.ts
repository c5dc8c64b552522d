/**
 * Decrypting the content of an envelope (RFC 5652 section 6.1, RFC 5083, RFC 5084): AES in CBC, GCM and CCM mode, Triple DES
 * and RC2 in CBC mode. Which of them may stand in which kind of envelope is the caller's to say (SEC-32, SEC-33).
 *
 * SECURITY: there is one answer for whatever is wrong: key, padding, length or tag (SEC-38).
 */
import type { BlockCipher } from '../x509/pkcs12-encryption-scheme.ts'
import { decryptCcm } from './aes-ccm.ts'
import { decryptAesCbc } from './aes-cbc.ts'
import { decryptGcm } from './aes-gcm.ts'
import { decryptRc2Cbc } from './rc2.ts'
import { decryptTripleDesCbc } from './triple-des.ts'

/** `cipher`, `keyLength` and, for RC2, `effectiveBits` as in BlockCipher. The IV is one block: 16 octets for AES, else 8. */
export type CbcContentCipher = BlockCipher & { readonly mode: 'cbc'; readonly iv: Uint8Array }

export interface AuthenticatedContentCipher {
  readonly mode: 'gcm' | 'ccm'
  readonly keyLength: 16 | 24 | 32
  /** GCM: at least 8 octets, 12 by any sender of today; CCM: 7 to 13 octets (RFC 5084 sections 3.1 and 3.2). */
  readonly nonce: Uint8Array
  /** Octets: GCM 12 to 16, CCM 4, 6, 8 to 16 by twos. */
  readonly tagLength: number
}

export type ContentCipher = CbcContentCipher | AuthenticatedContentCipher

/** What the authenticated modes need beside the ciphertext. */
export interface ContentAuthentication {
  /** The octets that are authenticated and not encrypted (RFC 5083 section 2.2: DER of the SET OF authAttrs); may be none. */
  readonly authenticatedData: Uint8Array
  /** The `mac` of AuthEnvelopedData. */
  readonly tag: Uint8Array
  /**
   * True when the octets behind `ciphertext` in its buffer are of no more use to anybody. The tag is then moved there, and a
   * large content needs no second buffer. `tag` and `authenticatedData` may themselves lie there.
   */
  readonly isRoomBehind?: boolean
}

/**
 * Decrypts, checks the tag or takes the padding off.
 *
 * SECURITY: consumes `ciphertext`: AES-CBC is decrypted where it lies, and the answer is a view of the same buffer. What the
 * buffer holds when the answer is undefined must not be looked at.
 *
 * @param key - `cipher.keyLength` octets. Not kept, not wiped.
 * @returns undefined when it does not decrypt, whatever the cause; lengths of key, IV, nonce or tag that cannot be are one.
 * @throws LibraryUnavailable when WebCrypto lacks the cipher (AES-192 in Chromium) and the library that has it does not load.
 */
export async function decryptContent(
  cipher: ContentCipher,
  key: Uint8Array,
  ciphertext: Uint8Array,
  authentication?: ContentAuthentication,
): Promise<Uint8Array | undefined> {
  if (key.length !== cipher.keyLength) return undefined
  switch (cipher.mode) {
    case 'cbc':
      return decryptCbcContent(cipher, key, ciphertext)
    case 'gcm':
      return authentication && decryptGcm({ ...authentication, ...cipher, key }, ciphertext)
    case 'ccm':
      return authentication && decryptCcm({ ...authentication, ...cipher, key }, ciphertext)
  }
}

async function decryptCbcContent(cipher: CbcContentCipher, key: Uint8Array, ciphertext: Uint8Array): Promise<Uint8Array | undefined> {
  switch (cipher.cipher) {
    case 'aes':
      return decryptAesCbc(key, cipher.iv, ciphertext)
    case 'triple-des':
      return decryptTripleDesCbc(key, cipher.iv, ciphertext)
    case 'rc2':
      return decryptRc2Cbc(key, cipher.effectiveBits, cipher.iv, ciphertext)
  }
}
