/** What is fuzzed: a parser, what reaches deep into it, and what it may throw. */
import { decodeLatin1 } from '../../src/bytes/encoding.ts'

export interface FuzzTarget {
  readonly name: string
  /** Made here, from nothing: no target waits for other people's files. */
  readonly seeds: readonly Uint8Array[]
  /** Throws coded errors of its room and nothing else. */
  readonly run: (bytes: Uint8Array) => unknown
  /** The beginning of codes that it may throw. */
  readonly rooms: readonly string[]
}

/** For parsers of text: each octet a character. */
export const onText = (parse: (value: string) => unknown) => (bytes: Uint8Array) => parse(decodeLatin1(bytes))
