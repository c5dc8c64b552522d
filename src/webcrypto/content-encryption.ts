/** Encrypting contents for EnvelopedData and AuthEnvelopedData: AES in CBC (RFC 3565) and GCM mode (RFC 5084). */
import { lengthOf } from '../bytes/bytes.ts'
import { AES_BLOCK, importAesKey, openAes } from './aes.ts'
import { blockOf, multiplierBy, octetsOfBlock, powerOfBlock } from './ghash.ts'
import { asBufferSource } from './native-digest.ts'
import { discardBuffer } from './spent-buffer.ts'

export interface ContentEncryption {
  readonly mode: 'cbc' | 'gcm'
  readonly keyLength: 16 | 32
}

/** A content that is about to be encrypted: how long it will be is known, and is written in front of it. */
export interface ContentToEncrypt {
  /** Fresh: 16 octets of IV for CBC, 12 of nonce for GCM (SEC-33). */
  readonly iv: Uint8Array
  /** Octets of the ciphertext. */
  readonly length: number
  /** Octets of the tag: 16 for GCM (SEC-33), 0 for CBC, which has none. */
  readonly tagLength: number
  /**
   * Encrypts, once.
   *
   * @param write - Gets the ciphertext in order and does not keep what it is given.
   * @returns the tag; empty for CBC.
   */
  run(write: (ciphertext: Uint8Array) => void): Promise<Uint8Array>
}

/** Octets encrypted at a time: fresh memory costs more than the cipher does. */
const CHUNK = 256 * 1024
const GCM_TAG = 16

/** A key of that length from the browser's generator. SECURITY: the caller wipes it. */
export function makeContentKey({ keyLength }: ContentEncryption): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(keyLength))
}

/**
 * Prepares the encryption of one content. Never encrypt two contents with one key.
 *
 * @param key - As long as the choice says; wiped by the caller, but not before `run` is done.
 * @param parts - The content in pieces. Not kept after `run`.
 */
export function prepareContent({ mode }: ContentEncryption, key: Uint8Array, parts: readonly Uint8Array[]): ContentToEncrypt {
  const length = lengthOf(parts)
  if (mode === 'cbc') {
    const iv = crypto.getRandomValues(new Uint8Array(AES_BLOCK))
    const padded = (Math.floor(length / AES_BLOCK) + 1) * AES_BLOCK
    return { iv, length: padded, tagLength: 0, run: write => encryptCbc(key, iv, parts, write) }
  }
  const iv = crypto.getRandomValues(new Uint8Array(12))
  return { iv, length, tagLength: GCM_TAG, run: write => encryptGcm(key, iv, parts, length, write) }
}

/** Chunk by chunk: WebCrypto pads every one of them, so all but the last lose their padding block again. */
async function encryptCbc(key: Uint8Array, iv: Uint8Array, parts: readonly Uint8Array[], write: (ciphertext: Uint8Array) => void): Promise<Uint8Array> {
  const aes = await openAes(key)
  let previous = iv
  for (const chunk of chunksOf(parts)) {
    const encrypted = await aes.encryptCbc(previous, chunk)
    write(chunk.length < CHUNK ? encrypted : encrypted.subarray(0, CHUNK))
    previous = encrypted.slice(CHUNK - AES_BLOCK, CHUNK)
    discardBuffer(encrypted)
  }
  return new Uint8Array()
}

/** Whole chunks and a shorter one, which may be empty. One inside a part is a view on it; the others share their memory. */
function* chunksOf(parts: readonly Uint8Array[]): Generator<Uint8Array> {
  const gathered = new Uint8Array(CHUNK)
  let filled = 0
  for (const part of parts) {
    let at = 0
    if (filled > 0) {
      at = Math.min(CHUNK - filled, part.length)
      gathered.set(part.subarray(0, at), filled)
      filled += at
      if (filled < CHUNK) continue
      yield gathered
    }
    for (; part.length - at >= CHUNK; at += CHUNK) yield part.subarray(at, at + CHUNK)
    gathered.set(part.subarray(at))
    filled = part.length - at
  }
  yield gathered.subarray(0, filled)
}

async function encryptGcm(key: Uint8Array, iv: Uint8Array, parts: readonly Uint8Array[], length: number, write: (ciphertext: Uint8Array) => void): Promise<Uint8Array> {
  const imported = await importAesKey(key, 'AES-GCM', ['encrypt'])
  if (!imported) throw new RangeError('an AES key for new contents has 16 or 32 octets')
  if (length >= CHUNK) return encryptGcmInChunks(key, imported, iv, parts, length, write)
  const [content] = chunksOf(parts)
  const sealed = await seal(imported, iv, content ?? new Uint8Array(), new Uint8Array())
  write(sealed.subarray(0, length))
  return sealed.subarray(length)
}

async function seal(key: CryptoKey, iv: Uint8Array, content: Uint8Array, additionalData: Uint8Array): Promise<Uint8Array> {
  const algorithm = { name: 'AES-GCM', iv: asBufferSource(iv), tagLength: 8 * GCM_TAG, additionalData: asBufferSource(additionalData) }
  return new Uint8Array(await crypto.subtle.encrypt(algorithm, key, asBufferSource(content)))
}

/**
 * GCM of any length without a second copy of the content (SP 800-38D section 7.1): counter mode chunk by chunk, and GHASH of each chunk from
 * WebCrypto, which hashes it as additional data of an empty message. The chunks' values are put together with `ghash.ts`.
 *
 * SECURITY: the tags that are asked for on the way share the nonce. They never leave this function; what does is the one tag of one message.
 */
async function encryptGcmInChunks(
  key: Uint8Array,
  gcmKey: CryptoKey,
  iv: Uint8Array,
  parts: readonly Uint8Array[],
  length: number,
  write: (ciphertext: Uint8Array) => void,
): Promise<Uint8Array> {
  const ctrKey = await importAesKey(key, 'AES-CTR', ['encrypt'])
  if (!ctrKey) throw new RangeError('an AES key for new contents has 16 or 32 octets')
  const applyCounter = async (counter: Uint8Array, octets: Uint8Array) =>
    new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CTR', counter: asBufferSource(counter), length: 32 }, ctrKey, asBufferSource(octets)))
  const hashKey = blockOf(await applyCounter(new Uint8Array(AES_BLOCK), new Uint8Array(AES_BLOCK)))
  const mask = blockOf(await applyCounter(counterBlock(iv, 1), new Uint8Array(AES_BLOCK)))
  const timesHashKey = multiplierBy(hashKey)
  const timesWholeChunk = multiplierBy(powerOfBlock(hashKey, CHUNK / AES_BLOCK))
  let hash = 0n
  let counter = 2
  for (const chunk of chunksOf(parts)) {
    if (chunk.length === 0) break
    const encrypted = await applyCounter(counterBlock(iv, counter), chunk)
    const blocks = Math.ceil(chunk.length / AES_BLOCK)
    // The tag of a message that has only additional data: its hash, the lengths, the mask.
    const tag = blockOf(await seal(gcmKey, iv, new Uint8Array(), encrypted))
    const ownHash = tag ^ mask ^ timesHashKey(BigInt(8 * chunk.length) << 64n)
    hash = (chunk.length === CHUNK ? timesWholeChunk(hash) : multiplierBy(powerOfBlock(hashKey, blocks))(hash)) ^ ownHash
    counter += blocks
    write(encrypted)
    discardBuffer(encrypted)
  }
  return octetsOfBlock(hash ^ timesHashKey(BigInt(8 * length)) ^ mask)
}

/** The nonce of 12 octets and a number from 1 on (section 7.1, steps 2 and 3). */
function counterBlock(iv: Uint8Array, counter: number): Uint8Array {
  const block = new Uint8Array(AES_BLOCK)
  block.set(iv)
  new DataView(block.buffer).setUint32(12, counter)
  return block
}
