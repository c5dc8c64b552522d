/** DER around large contents: an element as a list of pieces, so that 25 MB inside five tags are not copied five times. */
import { lengthOf } from '../bytes/bytes.ts'

/** Octets, or octets that are not there yet: only their number is needed to write what is around them. */
export interface Part {
  readonly length: number
}

/** Identifier and length for a content of the pieces' total length, then the pieces themselves. */
export function elementOfParts<Given extends Part>(identifier: number, parts: readonly Given[]): (Uint8Array | Given)[] {
  const length = lengthOf(parts)
  const size: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) size.unshift(rest % 256)
  const header = length < 0x80 ? [identifier, length] : [identifier, 0x80 | size.length, ...size]
  return [Uint8Array.from(header), ...parts]
}

export const SEQUENCE = 0x30
export const SET = 0x31
export const OCTET_STRING = 0x04

/** [tag] EXPLICIT or IMPLICIT around members. */
export const contextTag = (tag: number): number => 0xa0 | tag

/** ContentInfo (RFC 5652 section 3) around a content in pieces. @param contentType - DER of the OBJECT IDENTIFIER. */
export function contentInfoOfParts<Given extends Part>(contentType: Uint8Array, content: readonly Given[]): (Uint8Array | Given)[] {
  return elementOfParts<Uint8Array | Given>(SEQUENCE, [contentType, ...elementOfParts(contextTag(0), content)])
}

