/** Triple-DES and RC2 key unwrapping (RFC 3217 sections 3.2 and 4.2). */
import { type BlockDecryption, decryptCbcBlocks } from './cbc.ts'
import { computeDigest } from './digest.ts'
import { equalCodes } from './hmac.ts'
import { rc2Decryption } from './rc2.ts'
import { tripleDesDecryption } from './triple-des.ts'

const OUTER_IV = Uint8Array.of(0x4a, 0xdd, 0xa2, 0x2c, 0x79, 0xe8, 0x21, 0x05)

/** The 24 octets of a Triple-DES key. */
export async function unwrapTripleDesKey(keyEncryptionKey: Uint8Array, wrapped: Uint8Array): Promise<Uint8Array | undefined> {
  if (wrapped.length !== 40) return undefined
  const key = await unwrapChecked(tripleDesDecryption(keyEncryptionKey), wrapped)
  return key?.every(hasOddParity) ? key : undefined
}

function hasOddParity(octet: number): boolean {
  let parity = octet ^ (octet >> 4)
  parity ^= parity >> 2
  return ((parity ^ (parity >> 1)) & 1) === 1
}

/** An RC2 key of any length that its first octet gives; behind it is padding of at most seven octets. */
export async function unwrapRc2Key(keyEncryptionKey: Uint8Array, effectiveBits: number, wrapped: Uint8Array): Promise<Uint8Array | undefined> {
  const padded = await unwrapChecked(rc2Decryption(keyEncryptionKey, effectiveBits), wrapped)
  const length = padded?.[0] ?? 0
  if (!padded || length === 0 || length > padded.length - 1 || padded.length - 1 - length > 7) return undefined
  return padded.slice(1, 1 + length)
}

/** Both layers off, and the key checksum (section 2) compared. */
async function unwrapChecked(decryptBlock: BlockDecryption, wrapped: Uint8Array): Promise<Uint8Array | undefined> {
  const turned = decryptCbcBlocks(decryptBlock, OUTER_IV, wrapped)?.reverse()
  const inner = turned && decryptCbcBlocks(decryptBlock, turned.subarray(0, 8), turned.subarray(8))
  if (!inner || inner.length < 16) return undefined
  const [key, checksum] = [inner.subarray(0, -8), inner.subarray(-8)]
  return equalCodes((await computeDigest('SHA-1', key)).subarray(0, 8), checksum) ? key : undefined
}
