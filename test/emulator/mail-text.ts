/**
 * Reads a received message far enough to show it as a mail program does. It is the emulator's own: a mistake in the
 * product's MIME reader must not be repeated here.
 *
 * Messages are handled as strings with one character per octet.
 */

export interface MailPart {
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

export function octets(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index)
  return bytes
}

export function octetString(bytes: Uint8Array): string {
  let text = ''
  for (let start = 0; start < bytes.length; start += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000))
  }
  return text
}

/** Splits header from body and unfolds the header. The first field of a name wins. */
export function readPart(source: string): MailPart {
  const gap = /\r?\n\r?\n/.exec(source)
  const head = gap === null ? source : source.slice(0, gap.index)
  const body = gap === null ? '' : source.slice(gap.index + gap[0].length)
  const headers = new Map<string, string>()
  for (const field of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = field.indexOf(':')
    const name = field.slice(0, colon).trim().toLowerCase()
    if (colon > 0 && !headers.has(name)) headers.set(name, field.slice(colon + 1).trim())
  }
  return { headers, body }
}

export const mediaType = (part: MailPart): string =>
  (part.headers.get('content-type') ?? 'text/plain').split(';')[0]?.trim().toLowerCase() ?? 'text/plain'

export function parameter(field: string | undefined, name: string): string | null {
  const found = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]*))`, 'i').exec(field ?? '')
  return found?.[1] ?? found?.[2] ?? null
}

/** The parts between a multipart's boundaries, as their raw text. */
export function childrenOf(part: MailPart): string[] {
  const boundary = parameter(part.headers.get('content-type'), 'boundary')
  if (boundary === null) return []
  const pieces = `\r\n${part.body}`.split(`\r\n--${boundary}`)
  return pieces
    .slice(1)
    .filter(piece => !piece.startsWith('--'))
    .map(piece => piece.replace(/^[ \t]*\r\n/, ''))
}

/** Body of a leaf after its transfer encoding, one character per octet. */
export function decodedBody(part: MailPart): string {
  const encoding = part.headers.get('content-transfer-encoding')?.toLowerCase()
  if (encoding === 'base64') return atob(part.body.replace(/[^A-Za-z0-9+/=]/g, ''))
  if (encoding === 'quoted-printable') {
    return part.body
      .replace(/[ \t]*=[ \t]*\r?\n/g, '')
      .replace(/=([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
  }
  return part.body
}

function decodeCharset(text: string, charset: string): string {
  return new TextDecoder(charset).decode(octets(text))
}

/** Encoded words of RFC 2047, neighbours of one kind joined before they are decoded. */
export function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?([^?]+)\?([BbQq])\?([^?]*)\?=/g, (_, charset: string, encoding: string, word: string) =>
      decodeCharset(
        encoding.toUpperCase() === 'B'
          ? atob(word)
          : word.replaceAll('_', ' ').replace(/=([0-9A-Fa-f]{2})/g, (__, code: string) => String.fromCharCode(parseInt(code, 16))),
        charset,
      ),
    )
}

export interface MailAddress {
  readonly name: string
  readonly address: string
}

export function readAddresses(field: string | undefined): MailAddress[] {
  if (field === undefined || field.trim() === '') return []
  return field.split(/,(?=[^"]*(?:"[^"]*"[^"]*)*$)/).map(entry => {
    const angle = /^(.*)<([^<>]*)>\s*$/.exec(entry)
    const address = (angle?.[2] ?? entry).trim()
    const name = decodeWords((angle?.[1] ?? '').trim().replace(/^"|"$/g, ''))
    return { name: name === '' ? address : name, address }
  })
}

/** A reading view does not have to show a whole novel; octets. */
const longestShownText = 1 << 16

export interface ShownLeaf {
  readonly name: string
  readonly mediaType: string
  /** One character per octet. For message/rfc822 the message itself. */
  readonly content: string
}

function shownText(part: MailPart): string {
  const charset = parameter(part.headers.get('content-type'), 'charset') ?? 'us-ascii'
  return decodeCharset(decodedBody(part).slice(0, longestShownText), charset)
}

/** Text and attachments as a reader sees them, looking through signatures like Outlook does. */
export function readableParts(part: MailPart, depth = 0): { text: string; attachments: ShownLeaf[] } {
  const type = mediaType(part)
  const disposition = part.headers.get('content-disposition')
  if (type.startsWith('multipart/') && depth < 8) {
    const children = childrenOf(part).map(source => readableParts(readPart(source), depth + 1))
    const shown = type === 'multipart/signed' ? children.slice(0, 1) : children
    const text = type === 'multipart/alternative' ? (shown[0]?.text ?? '') : shown.map(child => child.text).join('')
    return { text, attachments: shown.flatMap(child => child.attachments) }
  }
  if (type.startsWith('text/') && disposition?.startsWith('attachment') !== true) {
    return { text: type === 'text/plain' ? shownText(part) : '', attachments: [] }
  }
  const name = decodeWords(parameter(disposition, 'filename') ?? parameter(part.headers.get('content-type'), 'name') ?? '')
  return { text: '', attachments: [{ name, mediaType: type, content: decodedBody(part) }] }
}
