/** AES in CBC mode (RFC 3565) over contents of any size, decrypted where they lie. */
import { concatBytes } from '../bytes/bytes.ts'
import { type Aes, AES_BLOCK, openAes } from './aes.ts'

/**
 * Octets handed over at a time. Fresh memory costs more than the cipher does: in pieces of this size the same pages are used
 * again and again; with 1 MiB the gain is gone.
 */
const CHUNK = 256 * 1024

const NOTHING = new Uint8Array()

/**
 * Decrypts in place and takes the padding off.
 *
 * @returns a view of `data`; undefined when the length is no multiple of a block, or the padding is none.
 */
export async function decryptAesCbc(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Promise<Uint8Array | undefined> {
  if (iv.length !== AES_BLOCK || data.length === 0 || data.length % AES_BLOCK !== 0) return undefined
  const aes = await openAes(key)
  const { start, previous } = await decryptWholeChunks(aes, iv, data)
  try {
    const last = await aes.decryptCbc(previous, data.subarray(start))
    data.set(last, start)
    return data.subarray(0, start + last.length)
  } catch {
    return undefined
  }
}

/** All chunks but the last one, which may be shorter and has the padding. */
async function decryptWholeChunks(aes: Aes, iv: Uint8Array, data: Uint8Array): Promise<{ readonly start: number; readonly previous: Uint8Array }> {
  const count = Math.ceil(data.length / CHUNK) - 1
  const lastBlocks = Array.from({ length: count }, (_, index) => data.slice((index + 1) * CHUNK - AES_BLOCK, (index + 1) * CHUNK))
  const paddings = await Promise.all(lastBlocks.map(block => paddingAfter(aes, block)))
  const padded = new Uint8Array(count === 0 ? 0 : CHUNK + AES_BLOCK)
  let pending: Promise<Uint8Array> | undefined
  let previous = iv
  for (const [index, padding] of paddings.entries()) {
    padded.set(data.subarray(index * CHUNK, (index + 1) * CHUNK))
    padded.set(padding, CHUNK)
    const next = aes.decryptCbc(previous, padded)
    if (pending) data.set(await pending, (index - 1) * CHUNK)
    pending = next
    previous = lastBlocks[index] as Uint8Array
  }
  if (pending) data.set(await pending, (count - 1) * CHUNK)
  return { start: count * CHUNK, previous }
}

/**
 * The block that must follow `block` so that a whole padding block comes out: WebCrypto decrypts nothing without a padding, and
 * encrypting nothing gives one.
 */
function paddingAfter(aes: Aes, block: Uint8Array): Promise<Uint8Array> {
  return aes.encryptCbc(block, NOTHING)
}

/** Decrypts whole blocks that have no padding, into an array of their own; undefined when there are none, or one is cut. */
export async function decryptAesBlocks(key: Uint8Array, iv: Uint8Array, blocks: Uint8Array): Promise<Uint8Array | undefined> {
  if (iv.length !== AES_BLOCK || blocks.length === 0 || blocks.length % AES_BLOCK !== 0) return undefined
  const aes = await openAes(key)
  return aes.decryptCbc(iv, concatBytes([blocks, await paddingAfter(aes, blocks.subarray(-AES_BLOCK))]))
}
