/** Base64 from Outlook, up to some 50 million characters, to bytes without holding up the page. */
import { concatBytes } from '../bytes/bytes.ts'
import { decodeBase64Octets, encodeUtf8 } from '../bytes/encoding.ts'
import { OutlookError } from './mailbox-host.ts'

/** Characters per slice; one takes a few milliseconds even without the browser's own decoder. */
const sliceLength = 1 << 18

/** The decoder of newer browsers, which TypeScript 6 does not know yet. */
interface DecodingArray extends Uint8Array {
  setFromBase64?(text: string, options: { lastChunkHandling: 'loose' | 'stop-before-partial' }): { read: number; written: number }
}

/** Lets the page draw and answer clicks. A timer would wait 4 ms after each of the hundred slices of a large message. */
function breathe(): Promise<void> {
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}

async function decodeWithBrowser(text: string, target: DecodingArray, signal: AbortSignal): Promise<Uint8Array> {
  let written = 0
  let position = 0
  while (position < text.length) {
    const isLast = position + sliceLength >= text.length
    const rest = target.subarray(written) as DecodingArray
    const done = rest.setFromBase64?.(text.slice(position, position + sliceLength), {
      lastChunkHandling: isLast ? 'loose' : 'stop-before-partial',
    })
    if (done === undefined || (done.read === 0 && !isLast)) throw new SyntaxError('no progress')
    written += done.written
    position += isLast ? text.length : done.read
    await breathe()
    signal.throwIfAborted()
  }
  return target.subarray(0, written)
}

async function decodeByHand(text: string, signal: AbortSignal): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let carried = ''
  for (let position = 0; position < text.length; position += sliceLength) {
    const clean = carried + text.slice(position, position + sliceLength).replace(/\s+/gu, '')
    const isLast = position + sliceLength >= text.length
    const whole = isLast ? clean.length : clean.length - (clean.length % 4)
    carried = clean.slice(whole)
    const { bytes, strayOctets, afterPadding } = decodeBase64Octets(encodeUtf8(clean.slice(0, whole)))
    if (strayOctets > 0 || afterPadding) throw new SyntaxError('not base64')
    pieces.push(bytes)
    await breathe()
    signal.throwIfAborted()
  }
  return concatBytes(pieces)
}

/**
 * Decodes what Outlook gave, a slice at a time.
 *
 * @throws OutlookError `outlook/refused` when it is not base64. It does not notice an end that is missing; whoever reads the bytes does.
 * @throws the signal's reason when it is aborted between slices.
 */
export async function decodeContent(text: string, signal: AbortSignal): Promise<Uint8Array> {
  try {
    const target: DecodingArray = new Uint8Array(Math.ceil(text.length / 4) * 3)
    if (typeof target.setFromBase64 === 'function') return await decodeWithBrowser(text, target, signal)
    return await decodeByHand(text, signal)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new OutlookError('outlook/refused', 'outlook gave content that is not base64', { cause: error })
  }
}
