/** An opened message, made ready for the stage: what the engine says of it, and each of its files as the engine gives it out. */
import { createInProcessEngine } from '../../../src/engine/in-process.ts'
import type { OpenResult } from '../../../src/engine/protocol.ts'
import type { CarriedMessage } from './stage-page.tsx'

const base64Of = (octets: Uint8Array) => Buffer.from(octets).toString('base64')

export async function carriedMessage(result: OpenResult): Promise<CarriedMessage> {
  const engine = createInProcessEngine()
  const parts: string[] = []
  for (const [index, { isAttachment }] of result.parts.entries()) {
    if (!isAttachment) {
      parts.push('')
      continue
    }
    const { bytes } = await engine.ask({ kind: 'extract-part', entity: result.innermost.slice(), index })
    parts.push(base64Of(bytes))
  }
  return { result: JSON.stringify(result, (_key, value: unknown) => (value instanceof Uint8Array ? { base64: base64Of(value) } : value)), parts }
}
