/**
 * AES in Counter with CBC-MAC mode (RFC 3610), as CMS uses it (RFC 5084 section 3.1): decryption only. WebCrypto has not got
 * it, but both halves of it.
 */
import { concatBytes } from '../bytes/bytes.ts'
import { type Aes, AES_BLOCK, openAes } from './aes.ts'
import type { AuthenticatedInput } from './aes-gcm.ts'
import { equalCodes } from './hmac.ts'

/** Octets handed over at a time; a multiple of a block. */
const CHUNK = 256 * 1024

/**
 * Decrypts in place.
 *
 * @returns a view of `data`; undefined when the tag does not hold, or a length cannot be. SECURITY: `data` is wiped then.
 */
export async function decryptCcm(input: AuthenticatedInput, data: Uint8Array): Promise<Uint8Array | undefined> {
  const { nonce, tag, tagLength } = input
  const lengthOctets = 15 - nonce.length
  const isTagLength = tagLength % 2 === 0 && tagLength >= 4 && tagLength <= 16
  if (lengthOctets < 2 || lengthOctets > 8 || !isTagLength || tag.length !== tagLength) return undefined
  if (data.length >= 256 ** lengthOctets) return undefined
  const aes = await openAes(input.key)
  await decryptInPlace(aes, nonce, data)
  const mac = await computeMac(aes, input, data)
  const encryptedMac = await aes.applyCounter(counterBlock(nonce, 0), 8 * lengthOctets, mac)
  if (equalCodes(encryptedMac.subarray(0, tagLength), tag)) return data
  data.fill(0)
  return undefined
}

/** Section 2.3: the block A_i. */
function counterBlock(nonce: Uint8Array, counter: number): Uint8Array {
  return concatBytes([Uint8Array.of(14 - nonce.length), nonce, bigEndian(counter, 15 - nonce.length)])
}

function bigEndian(value: number, octets: number): Uint8Array {
  return Uint8Array.from({ length: octets }, (_, index) => Math.floor(value / 256 ** (octets - 1 - index)))
}

async function decryptInPlace(aes: Aes, nonce: Uint8Array, data: Uint8Array): Promise<void> {
  for (let start = 0; start < data.length; start += CHUNK) {
    const chunk = data.subarray(start, start + CHUNK)
    chunk.set(await aes.applyCounter(counterBlock(nonce, 1 + start / AES_BLOCK), 8 * (15 - nonce.length), chunk))
  }
}

/** Section 2.2: CBC-MAC over the first block, the authenticated octets and the message, each filled up with zeros. */
async function computeMac(aes: Aes, input: AuthenticatedInput, message: Uint8Array): Promise<Uint8Array> {
  const { nonce, authenticatedData, tagLength } = input
  const flags = (authenticatedData.length > 0 ? 64 : 0) + 8 * ((tagLength - 2) / 2) + (14 - nonce.length)
  const first = concatBytes([Uint8Array.of(flags), nonce, bigEndian(message.length, 15 - nonce.length)])
  const head = concatBytes([first, filledUp(concatBytes([lengthPrefix(authenticatedData.length), authenticatedData]))])
  let mac = await chain(aes, new Uint8Array(AES_BLOCK), head)
  for (let start = 0; start < message.length; start += CHUNK) {
    mac = await chain(aes, mac, filledUp(message.subarray(start, start + CHUNK)))
  }
  return mac
}

/** The last block that CBC gives for whole blocks, before the padding. */
async function chain(aes: Aes, iv: Uint8Array, blocks: Uint8Array): Promise<Uint8Array> {
  const encrypted = await aes.encryptCbc(iv, blocks)
  return encrypted.slice(blocks.length - AES_BLOCK, blocks.length)
}

function filledUp(bytes: Uint8Array): Uint8Array {
  return concatBytes([bytes, new Uint8Array((AES_BLOCK - (bytes.length % AES_BLOCK)) % AES_BLOCK)])
}

/** Nothing for nothing; two octets, or 0xfffe and four. More does not fit into our limits. */
function lengthPrefix(length: number): Uint8Array {
  if (length === 0) return new Uint8Array()
  return length < 0xff00 ? bigEndian(length, 2) : concatBytes([Uint8Array.of(0xff, 0xfe), bigEndian(length, 4)])
}
