/** Octets to text by the charset that a message names. Uses the platform's decoders (WHATWG Encoding). */
import { decodeLatin1 } from '../bytes/encoding.ts'

export interface DecodedText {
  readonly text: string
  /** False when the charset is unknown here and the octets are shown as Latin-1 instead. */
  readonly charsetKnown: boolean
}

/** Names that mail uses and the WHATWG list lacks. */
const ALIASES: Readonly<Record<string, string>> = {
  'cp932': 'shift_jis',
  'ms932': 'shift_jis',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-ms': 'iso-2022-jp',
  'cp50220': 'iso-2022-jp',
  'cp50221': 'iso-2022-jp',
  'us-ascii': 'windows-1252',
  'ansi_x3.4-1968': 'windows-1252',
  'cp1252': 'windows-1252',
}

/** Decodes `octets`; malformed sequences become U+FFFD. An unknown or absent charset never fails. */
export function decodeCharset(octets: Uint8Array, charset: string): DecodedText {
  const label = charset.trim().toLowerCase()
  try {
    const decoder = new TextDecoder(ALIASES[label] ?? label, { ignoreBOM: false })
    return { text: decoder.decode(octets), charsetKnown: true }
  } catch {
    return { text: decodeLatin1(octets), charsetKnown: false }
  }
}
