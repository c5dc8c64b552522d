/** Base64 (RFC 4648 section 4) octet by octet, and by the platform's decoder for as long as the two agree. */

export const BASE64_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Values of the alphabet by octet; -1 for anything else. */
const BASE64_VALUE = new Int8Array(256).fill(-1)
for (let value = 0; value < 64; value++) BASE64_VALUE[BASE64_ALPHABET.charCodeAt(value)] = value
const PAD = 0x3d

/** What base64 text decodes to, and what was odd about it. */
export interface DecodedBase64 {
  readonly bytes: Uint8Array
  /** Octets outside the alphabet other than white space. RFC 2045 section 6.8 has them ignored. */
  readonly strayOctets: number
  /** True when the text ends inside a group of four, or bits are left over. */
  readonly truncated: boolean
  /** True when text follows the padding. It is not decoded. */
  readonly afterPadding: boolean
}

/** A decoding under way: whoever takes it on leaves `at` behind what was read and `out` behind what was written. */
export interface Base64State {
  readonly text: Uint8Array
  /** May be `text` itself: what is written never overtakes what was read. */
  readonly decoded: Uint8Array
  at: number
  out: number
  /** Bits of the `held` characters of a group that is not complete. */
  bits: number
  held: number
  strayOctets: number
}

/** @param decoded - Three octets for every four of `text`, rounded up; or `text` itself. */
export function beginBase64(text: Uint8Array, decoded: Uint8Array): Base64State {
  return { text, decoded, at: 0, out: 0, bits: 0, held: 0, strayOctets: 0 }
}

/** `Uint8Array.prototype.setFromBase64`, where the platform has it (Chromium 140, Firefox 133, Safari 18.2). */
type NativeDecoder = (
  this: Uint8Array,
  text: string,
  options: { readonly lastChunkHandling: 'stop-before-partial' },
) => { readonly read: number; readonly written: number }

const NATIVE_CHUNK = 256 * 1024
const FORM_FEED = 0x0c

/**
 * The platform's decoder, for as long as it and this one agree: alphabet, white space and line ends, before any padding.
 * At the first chunk with anything else it stops, and `finishBase64` goes on from there and counts what is odd.
 *
 * QUIRK: a form feed is white space to the platform and a stray octet to RFC 2045. `latin1` is windows-1252 to a decoder;
 * what the two see differently is outside the alphabet either way.
 */
export function decodeNatively(state: Base64State): void {
  const { setFromBase64 } = Uint8Array.prototype as { readonly setFromBase64?: NativeDecoder }
  if (!setFromBase64 || state.text.length < 4096) return
  const padding = state.text.indexOf(PAD)
  const end = padding < 0 ? state.text.length : padding
  const decoder = new TextDecoder('latin1')
  while (state.at < end) {
    const chunk = state.text.subarray(state.at, Math.min(state.at + NATIVE_CHUNK, end))
    if (chunk.includes(FORM_FEED)) return
    try {
      const { read, written } = setFromBase64.call(state.decoded.subarray(state.out), decoder.decode(chunk), { lastChunkHandling: 'stop-before-partial' })
      if (read === 0) return
      state.at += read
      state.out += written
    } catch (error) {
      if (error instanceof SyntaxError) return
      throw error
    }
  }
}

/** Decodes what is left, and says what was odd about all of it. */
export function finishBase64(state: Base64State): DecodedBase64 {
  const { text, decoded } = state
  while (state.at < text.length) {
    if (state.held === 0) decodeWholeGroups(state)
    if (state.at >= text.length || text[state.at] === PAD) break
    decodeOneOctet(state)
  }
  const { bits, held, strayOctets } = state
  if (held === 2) decoded[state.out++] = bits >> 4
  if (held === 3) {
    decoded[state.out++] = bits >> 10
    decoded[state.out++] = bits >> 2
  }
  const rest = text.subarray(state.at)
  const pads = rest.reduce((count, octet) => count + (octet === PAD ? 1 : 0), 0)
  const leftOver = held === 2 ? bits & 0x0f : held === 3 ? bits & 0x03 : 0
  return {
    bytes: decoded.subarray(0, state.out),
    strayOctets,
    truncated: held === 1 || leftOver !== 0 || (held !== 0 && pads < 4 - held),
    afterPadding: rest.some(octet => (BASE64_VALUE[octet] as number) >= 0),
  }
}

/** The common case, as long as it lasts: groups of four inside a line. */
function decodeWholeGroups(state: Base64State): void {
  const { text, decoded } = state
  const table = BASE64_VALUE
  let { at, out } = state
  for (; at + 4 <= text.length; at += 4) {
    const a = table[text[at] as number] as number
    const b = table[text[at + 1] as number] as number
    const c = table[text[at + 2] as number] as number
    const d = table[text[at + 3] as number] as number
    if ((a | b | c | d) < 0) break
    decoded[out] = (a << 2) | (b >> 4)
    decoded[out + 1] = (b << 4) | (c >> 2)
    decoded[out + 2] = (c << 6) | d
    out += 3
  }
  state.at = at
  state.out = out
}

/** Line ends, stray octets, and groups that a line end cuts. */
function decodeOneOctet(state: Base64State): void {
  const octet = state.text[state.at++] as number
  const value = BASE64_VALUE[octet] as number
  if (value < 0) {
    if (!isWhiteSpace(octet)) state.strayOctets++
    return
  }
  state.bits = (state.bits << 6) | value
  if (++state.held < 4) return
  state.decoded[state.out++] = state.bits >> 16
  state.decoded[state.out++] = state.bits >> 8
  state.decoded[state.out++] = state.bits
  state.bits = 0
  state.held = 0
}

function isWhiteSpace(octet: number): boolean {
  return octet === 0x0d || octet === 0x0a || octet === 0x20 || octet === 0x09
}
