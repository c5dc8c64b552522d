/**
 * Hashing what a large clear-signed message has most likely signed, while its structure is still being read: the platform computes the
 * digest beside us, and it takes longer than everything else together.
 */
import { viewOf } from '../bytes/bytes.ts'
import { guessFirstPart } from '../mime/first-part-guess.ts'
import { computeNativeDigest, type NativeDigest } from '../webcrypto/native-digest.ts'
import type { ReceivedMessage } from './received-message.ts'

export interface HashedAhead {
  readonly name: NativeDigest
  readonly octets: Uint8Array
  readonly digest: Promise<Uint8Array>
}

/** Below this the structure is read before a digest has begun. */
const WORTH_IT = 256 * 1024

/** RFC 8551 section 3.5.3.2, with the older spellings. */
const DIGEST_OF_MICALG: ReadonlyMap<string, NativeDigest> = new Map([
  ['sha-1', 'SHA-1'], ['sha1', 'SHA-1'],
  ['sha-256', 'SHA-256'], ['sha256', 'SHA-256'],
  ['sha-384', 'SHA-384'], ['sha384', 'SHA-384'],
  ['sha-512', 'SHA-512'], ['sha512', 'SHA-512'],
])

/**
 * Begins the digest that `micalg` announces over what is likely to be the signed part. A wrong guess costs its time and nothing else.
 *
 * @returns undefined where nothing is worth beginning.
 */
export function hashAhead({ bytes, form }: Pick<ReceivedMessage, 'bytes' | 'form'>): HashedAhead | undefined {
  if (bytes.length < WORTH_IT || form === 'cms' || form === 'outlook-message') return undefined
  const guess = guessFirstPart(bytes)
  const name = guess?.contentType.value === 'multipart/signed' ? DIGEST_OF_MICALG.get((guess.contentType.parameters.get('micalg') ?? '').toLowerCase()) : undefined
  if (!guess || !name) return undefined
  const octets = viewOf(bytes, guess.range)
  const digest = computeNativeDigest(name, octets)
  // Whether anybody asks for it is not known yet.
  digest.catch(() => undefined)
  return { name, octets, digest }
}

/**
 * SECURITY (SEC-01): the digest begun ahead stands for these octets only where they are the very same ones, of the same memory, and the
 * same digest. A message that is clear-signed is never written over before its digest is known.
 */
export function digestBegunAhead(ahead: HashedAhead | undefined, name: string, octets: Uint8Array): Promise<Uint8Array> | undefined {
  if (ahead?.name !== name) return undefined
  const isSame = ahead.octets.buffer === octets.buffer && ahead.octets.byteOffset === octets.byteOffset && ahead.octets.length === octets.length
  return isSame ? ahead.digest : undefined
}
