/**
 * LIMIT: what an operation cannot avoid, as whole-buffer calls of the same process. Verifying a clear-signed message cannot
 * avoid SHA-256 of its content; an opaque one has to be decoded from base64 before that, an encrypted one decoded and decrypted.
 * Signing cannot avoid SHA-256 and, where there is no room around the message, a copy; encrypting neither the cipher nor base64, for which the
 * fastest encoder there is our own.
 */
import { encodeBase64Lines } from '../../src/bytes/base64-lines.ts'
import { isMaking, type MakingOperation, type Operation } from './options.ts'

interface NativeBase64 {
  setFromBase64(text: string, options: { readonly lastChunkHandling: 'stop-before-partial' }): { readonly read: number; readonly written: number }
}

const CHUNK = 256 * 1024

/** The fastest decoder the platform has itself: `Buffer` in Node, `setFromBase64` on chunks of text in a browser. */
function decodeNatively(text: Uint8Array): Uint8Array {
  if (typeof Buffer !== 'undefined') return Buffer.from(Buffer.from(text.buffer, text.byteOffset, text.length).toString('latin1'), 'base64')
  const decoder = new TextDecoder('latin1')
  const decoded = new Uint8Array(Math.ceil((text.length * 3) / 4))
  let out = 0
  for (let at = 0; at < text.length; ) {
    const target = decoded.subarray(out) as unknown as NativeBase64
    const { read, written } = target.setFromBase64(decoder.decode(text.subarray(at, at + CHUNK)), { lastChunkHandling: 'stop-before-partial' })
    out += written
    if (read === 0) break
    at += read
  }
  return decoded.subarray(0, out)
}

interface Encrypted {
  readonly algorithm: AesCbcParams | AesGcmParams
  readonly key: CryptoKey
  readonly ciphertext: ArrayBuffer
}

/** One ciphertext for all rounds of an operation and size, so that only the last is kept. */
let kept: { readonly name: string; readonly encrypted: Encrypted } | undefined

/** A ciphertext of about that many octets. Making it is no part of LIMIT. */
async function encryptedOf(operation: Operation, octets: number): Promise<Encrypted> {
  const name = `${operation} ${octets}`
  if (kept?.name === name) return kept.encrypted
  const isGcm = operation === 'decrypt-gcm'
  const algorithm = isGcm ? { name: 'AES-GCM', iv: new Uint8Array(12) } : { name: 'AES-CBC', iv: new Uint8Array(16) }
  const key = await crypto.subtle.generateKey({ name: algorithm.name, length: 256 }, false, ['encrypt', 'decrypt'])
  const ciphertext = await crypto.subtle.encrypt(algorithm, key, new Uint8Array(Math.max(octets - 16, 0)))
  kept = { name, encrypted: { algorithm, key, ciphertext } }
  return kept.encrypted
}

/** Milliseconds for the unavoidable part of making a message around `content`. */
async function limitOfMaking(operation: MakingOperation, content: Uint8Array<ArrayBuffer>): Promise<number> {
  const algorithm = operation === 'encrypt-gcm' ? { name: 'AES-GCM', iv: new Uint8Array(12) } : { name: 'AES-CBC', iv: new Uint8Array(16) }
  const key = await crypto.subtle.generateKey({ name: algorithm.name, length: 256 }, false, ['encrypt', 'decrypt'])
  const began = performance.now()
  if (operation === 'sign') await crypto.subtle.digest('SHA-256', content.slice())
  else encodeBase64Lines([new Uint8Array(await crypto.subtle.encrypt(algorithm, key, content))])
  return performance.now() - began
}

/** Milliseconds for the unavoidable part of `operation`. `body` is the content to sign or encrypt, the signed content, or the base64 text of any other message. */
export async function limitOf(operation: Operation, body: Uint8Array): Promise<number> {
  if (isMaking(operation)) return limitOfMaking(operation, body as Uint8Array<ArrayBuffer>)
  const encrypted = operation.startsWith('decrypt') ? await encryptedOf(operation, Math.floor((body.length * 64 * 3) / (65 * 4))) : undefined
  const began = performance.now()
  const content = operation === 'verify-detached' ? body : decodeNatively(body)
  const plain = encrypted ? new Uint8Array(await crypto.subtle.decrypt(encrypted.algorithm, encrypted.key, encrypted.ciphertext)) : content
  if (!encrypted || operation === 'decrypt-verify') await crypto.subtle.digest('SHA-256', plain as Uint8Array<ArrayBuffer>)
  return performance.now() - began
}
