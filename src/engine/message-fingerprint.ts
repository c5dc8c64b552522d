/** A message recognised again, at a cost that does not grow with its size. */
import { concatBytes } from '../bytes/bytes.ts'
import { encodeHex, encodeUtf8 } from '../bytes/encoding.ts'
import { computeNativeDigest } from '../webcrypto/native-digest.ts'

const EDGE = 64 * 1024
const SAMPLES = 64
const SAMPLE = 256

/**
 * SHA-256 over the length, both ends and samples between. Hashing all of 50 MB here would block the pane's thread.
 * Two messages that agree in all of these may be taken for one another; the reader can still open a message set aside.
 */
export async function fingerprintOf(bytes: Uint8Array): Promise<string> {
  const parts = [encodeUtf8(`${bytes.length}:`), bytes.subarray(0, EDGE), bytes.subarray(Math.max(EDGE, bytes.length - EDGE))]
  const step = Math.floor(bytes.length / SAMPLES)
  if (step > SAMPLE) for (let i = 1; i < SAMPLES; i++) parts.push(bytes.subarray(i * step, i * step + SAMPLE))
  return encodeHex(await computeNativeDigest('SHA-256', concatBytes(parts)))
}
