/** Pictures of a mail: those that came with it are shown, those that lie elsewhere are named and never asked for (SEC-45). */

import { parseAddress } from './mail-links.ts'

/** Bytes of the message's parts by Content-ID, without angle brackets. */
export type InlineImages = ReadonlyMap<string, Uint8Array>

/** Octets of all pictures together; beyond it pictures are left out like remote ones. */
const MAXIMAL_TOTAL = 24 * 1024 * 1024

export type PictureSource =
  | { readonly kind: 'shown'; readonly address: string }
  /** It would have to be fetched; `host` is who would learn of it, in ASCII. */
  | { readonly kind: 'remote'; readonly host: string }
  /** A part that is missing, is no picture, or is too large. */
  | { readonly kind: 'missing' }

/** Turns each `src` into what may be shown. One reader for one document: it counts octets. */
export class PictureReader {
  private readonly images: InlineImages
  private readonly known = new Map<string, PictureSource>()
  private total = 0

  constructor(images: InlineImages) {
    this.images = images
  }

  read(source: string): PictureSource {
    const found = this.known.get(source) ?? this.find(source.trim())
    this.known.set(source, found)
    return found
  }

  private find(source: string): PictureSource {
    if (/^cid:/iu.test(source)) return this.fromBytes(this.images.get(decoded(source.slice(4))) ?? this.images.get(source.slice(4)))
    const data = /^data:image\/[a-z.+-]{1,20}(?:;[a-z]+=[\w-]*)*;base64,([A-Za-z\d+/=\s%]*)$/iu.exec(source)?.[1]
    if (data !== undefined) return this.fromBytes(bytesOf(data))
    // A scheme-relative address takes any scheme that fetches.
    const url = parseAddress(source.startsWith('//') ? `https:${source}` : source)
    return url !== null && /^(?:https?|ftp):$/u.test(url.protocol) ? { kind: 'remote', host: url.host } : { kind: 'missing' }
  }

  private fromBytes(bytes: Uint8Array | undefined): PictureSource {
    const type = bytes && pictureType(bytes)
    if (bytes === undefined || type === undefined || this.total + bytes.length > MAXIMAL_TOTAL) return { kind: 'missing' }
    this.total += bytes.length
    return { kind: 'shown', address: `data:image/${type};base64,${base64Of(bytes)}` }
  }
}

/**
 * What the octets are, by their first ones: the declared type says nothing. SECURITY: SVG is a document with styles, links and scripts of its
 * own and is never a picture here.
 */
export function pictureType(bytes: Uint8Array): 'png' | 'jpeg' | 'gif' | 'webp' | undefined {
  const begins = (octets: readonly number[], at = 0) => octets.every((octet, index) => bytes[at + index] === octet)
  if (begins([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png'
  if (begins([0xff, 0xd8, 0xff])) return 'jpeg'
  if (begins([0x47, 0x49, 0x46, 0x38])) return 'gif'
  return begins([0x52, 0x49, 0x46, 0x46]) && begins([0x57, 0x45, 0x42, 0x50], 8) ? 'webp' : undefined
}

function bytesOf(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(decoded(base64).replace(/\s+/gu, '')), sign => sign.charCodeAt(0))
  } catch {
    return undefined
  }
}

function base64Of(bytes: Uint8Array): string {
  const pieces: string[] = []
  for (let at = 0; at < bytes.length; at += 0x6000) pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + 0x6000))))
  return pieces.join('')
}

/** RFC 2392 section 2: a Content-ID in a `cid` address is percent-encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
