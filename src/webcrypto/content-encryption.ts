/** Encrypting contents for EnvelopedData and AuthEnvelopedData: AES in CBC (RFC 3565) and GCM mode (RFC 5084). */
import { concatInto, lengthOf } from '../bytes/bytes.ts'
import { AES_BLOCK, importAesKey, openAes } from './aes.ts'
import { asBufferSource } from './native-digest.ts'

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
   * @param workspace - As many octets as the content has; written over.
   * @returns the tag; empty for CBC.
   */
  run(write: (ciphertext: Uint8Array) => void, workspace: Uint8Array): Promise<Uint8Array>
}

/** Octets encrypted at a time in CBC: fresh memory costs more than the cipher does. */
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
  return { iv, length, tagLength: GCM_TAG, run: (write, workspace) => encryptGcm(key, iv, joinedIn(workspace, parts), write) }
}

/** Chunk by chunk: WebCrypto pads every one of them, so all but the last lose their padding block again. */
async function encryptCbc(key: Uint8Array, iv: Uint8Array, parts: readonly Uint8Array[], write: (ciphertext: Uint8Array) => void): Promise<Uint8Array> {
  const aes = await openAes(key)
  let previous = iv
  for (const chunk of chunksOf(parts)) {
    const encrypted = await aes.encryptCbc(previous, chunk)
    write(chunk.length < CHUNK ? encrypted : encrypted.subarray(0, CHUNK))
    previous = encrypted.slice(CHUNK - AES_BLOCK, CHUNK)
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

/** WebCrypto has GCM only as one call for all. */
async function encryptGcm(key: Uint8Array, iv: Uint8Array, content: Uint8Array, write: (ciphertext: Uint8Array) => void): Promise<Uint8Array> {
  const imported = await importAesKey(key, 'AES-GCM', ['encrypt'])
  if (!imported) throw new RangeError('an AES key for new contents has 16 or 32 octets')
  const algorithm = { name: 'AES-GCM', iv: asBufferSource(iv), tagLength: 8 * GCM_TAG }
  const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, imported, asBufferSource(content)))
  const end = sealed.length - GCM_TAG
  write(sealed.subarray(0, end))
  return sealed.subarray(end)
}

function joinedIn(workspace: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts
  if (only && parts.length === 1) return only
  return workspace.subarray(0, concatInto(workspace, parts))
}
