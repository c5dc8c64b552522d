/** Times as requests have them. */
import { EngineError } from './engine.ts'

/** Milliseconds since 1970. @throws EngineError `engine/bad-request` for what is no ISO 8601 date. */
export function readTimestamp(at: string): number {
  const time = Date.parse(at)
  if (Number.isNaN(time)) throw new EngineError('engine/bad-request', 'time is no ISO 8601 date')
  return time
}
