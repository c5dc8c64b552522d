/** Where the first part of a large multipart most likely lies, from a look at both of its ends. */
import type { ByteRange } from '../bytes/bytes.ts'
import { type ParameterizedValue, parseParameterizedValue } from './content-type.ts'
import { DelimiterFinder } from './delimiter.ts'
import { MimeError } from './errors.ts'
import { fieldValues, readHeader } from './header-field.ts'
import { MIME_LIMITS } from './limits.ts'

/** Octets that are looked at from either end. The last part of a signed message is a signature of some kilobytes. */
const HEAD = 64 * 1024
const TAIL = 64 * 1024

export interface FirstPartGuess {
  /** Of the whole entity. */
  readonly contentType: ParameterizedValue
  /** Of its first part. */
  readonly range: ByteRange
}

/**
 * Guesses where a multipart's first part ends: before the only part that begins near the end. Nothing between the ends is looked at, so
 * whoever uses the guess has to find it again in what `parseEntity` says.
 *
 * @returns undefined where there is nothing to guess from.
 */
export function guessFirstPart(source: Uint8Array): FirstPartGuess | undefined {
  const headEnd = Math.min(HEAD, source.length)
  const header = readHeaderOrNothing(source, headEnd)
  const declared = header && fieldValues(header.fields, 'content-type')[0]
  if (!header || declared === undefined) return undefined
  const contentType = parseParameterizedValue(declared)
  const boundary = contentType.parameters.get('boundary') ?? ''
  if (!contentType.value.startsWith('multipart/') || boundary === '') return undefined
  const finder = new DelimiterFinder(boundary)
  const first = finder.find(source, header.bodyStart, header.bodyStart, headEnd)
  if (!first || first.closes) return undefined
  const second = finder.find(source, header.bodyStart, Math.max(first.next, source.length - TAIL), source.length)
  return second && !second.closes ? { contentType, range: { start: first.next, end: Math.max(first.next, second.partEnd) } } : undefined
}

function readHeaderOrNothing(source: Uint8Array, end: number): ReturnType<typeof readHeader> | undefined {
  try {
    return readHeader(source, 0, end, MIME_LIMITS)
  } catch (error) {
    if (error instanceof MimeError) return undefined
    throw error
  }
}
