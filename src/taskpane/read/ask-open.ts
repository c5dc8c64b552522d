/** Asks the engine to open one message, whatever way it came, and keeps what a second try needs. */
import type { SmimeEngine } from '../../engine/engine.ts'
import type { EngineStep, OpenResult } from '../../engine/protocol.ts'
import type { HostView, InputForm } from '../../smime/received-message.ts'
import { isClosedForWantOfKey } from './opened-by-keys.ts'

/** A message as it was received, to be opened. */
export interface ReceivedBytes {
  readonly bytes: Uint8Array
  readonly form: InputForm
  readonly host: HostView | null
  readonly content: Uint8Array | null
}

export interface AskOpenOptions {
  readonly engine: SmimeEngine
  readonly now: () => Date
  readonly signal: AbortSignal
  readonly onStep: (step: EngineStep) => void
  readonly evenIfSetAside: boolean
}

export interface Opened {
  readonly result: OpenResult
  /** The message once more, as long as it could not be opened for want of a key. Encrypted as it came. */
  readonly kept: ReceivedBytes | null
}

/**
 * SECURITY (SEC-38): why a key did not open a message is not to be read off a clock; the answer comes no earlier than this, in milliseconds.
 */
const FLOOR = 300

/** @throws whatever the engine throws. `message.bytes` are gone afterwards. */
export async function askOpen(message: ReceivedBytes, { engine, now, signal, onStep, evenIfSetAside }: AskOpenOptions): Promise<Opened> {
  const started = now().getTime()
  const copy = isPerhapsEncrypted(message.bytes) ? message.bytes.slice() : null
  const result = await engine.ask(
    {
      kind: 'open',
      ...message,
      at: now().toISOString(),
      extraCertificates: [],
      revocation: 'if-available',
      crls: [],
      ocspResponses: [],
    },
    { signal, evenIfSetAside, onProgress: onStep },
  )
  if (result.verdict.reasons.includes('smime/cannot-decrypt')) await pause(FLOOR - (now().getTime() - started))
  return { result, kept: copy && isClosedForWantOfKey(result.verdict) ? { ...message, bytes: copy } : null }
}

/** The bytes of a message change hands, so what may have to be asked again is copied first. Bare CMS begins with a SEQUENCE. */
function isPerhapsEncrypted(bytes: Uint8Array): boolean {
  if (bytes[0] === 0x30 || bytes[0] === 0xd0) return true
  return /pkcs7-mime/iu.test(String.fromCharCode(...bytes.subarray(0, 0x4000)))
}

const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, Math.max(0, milliseconds)))
