/** Encoded words in header text (RFC 2047), decoded for display only. */
import { decodeBase64Octets, encodeUtf8 } from '../bytes/encoding.ts'
import { concatBytes } from '../bytes/bytes.ts'
import { decodeCharset } from './charset.ts'

const ENCODED_WORD = /=\?([^?\s]{1,60})\?([bBqQ])\?([^?\s]*)\?=/gu

/** True when `text` contains something that reads as an encoded word. */
export function hasEncodedWord(text: string): boolean {
  return /=\?[^?\s]{1,60}\?[bBqQ]\?[^?\s]*\?=/u.test(text)
}

/**
 * Decodes every encoded word in `text`. White space between two encoded words vanishes (section 6.2).
 *
 * QUIRK: octets of neighbouring words with the same charset and encoding are joined before decoding, because mailers
 * split multi-octet characters between words, which section 5 forbids (mime-torture corpus).
 */
export function decodeEncodedWords(text: string): string {
  if (!text.includes('=?')) return text
  let decoded = ''
  let end = 0
  let run: WordRun | undefined
  const flush = () => {
    if (run) decoded += decodeCharset(concatBytes(run.octets), run.charset).text
    run = undefined
  }
  for (const match of text.matchAll(ENCODED_WORD)) {
    const between = text.slice(end, match.index)
    const charset = (match[1] ?? '').replace(/\*.*$/u, '').toLowerCase()
    const encoded = match[3] ?? ''
    const octets = match[2] === 'B' || match[2] === 'b' ? decodeBase64Octets(encodeUtf8(encoded)).bytes : decodeQ(encoded)
    const adjoins: WordRun | undefined = between.trim() === '' ? run : undefined
    if (adjoins?.charset === charset) adjoins.octets.push(octets)
    else {
      flush()
      if (!adjoins) decoded += between
      run = { charset, octets: [octets] }
    }
    end = match.index + match[0].length
  }
  flush()
  return decoded + text.slice(end)
}

/** Neighbouring encoded words of one charset. */
interface WordRun {
  readonly charset: string
  readonly octets: Uint8Array[]
}

function decodeQ(text: string): Uint8Array {
  const octets: number[] = []
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i)
    const hex = character === '=' ? /^[0-9A-Fa-f]{2}/u.exec(text.slice(i + 1, i + 3)) : null
    if (hex) {
      octets.push(parseInt(hex[0], 16))
      i += 2
    } else octets.push(character === '_' ? 0x20 : text.charCodeAt(i) & 0xff)
  }
  return Uint8Array.from(octets)
}
