/**
 * MIME entities (RFC 2045 section 2.4) as ranges of the received bytes. Parsing yields an entity and a list of defects;
 * no octet is ever changed or re-serialised, because signatures cover the octets as they came.
 */
import type { ByteRange } from '../bytes/bytes.ts'
import { viewOf } from '../bytes/bytes.ts'
import { findDashLines } from '../bytes/dash-lines.ts'
import { withoutComments } from './comments.ts'
import { type ParameterizedValue, parseParameterizedValue } from './content-type.ts'
import { DelimiterFinder } from './delimiter.ts'
import { decodeEncodedWords } from './encoded-word.ts'
import { type MimeDefect, MimeError } from './errors.ts'
import { beginsWithField, fieldValues, type HeaderField, readHeader } from './header-field.ts'
import { MIME_LIMITS, type MimeLimits } from './limits.ts'
import { type DecodedBody, decodeTransferEncoding } from './transfer-encoding.ts'

export interface MimeEntity {
  /** The bytes all ranges refer to; shared by the whole tree. Only `consumeBody` writes to them. */
  readonly source: Uint8Array
  /** The entity from the first octet of its header to the last of its body. */
  readonly range: ByteRange
  readonly bodyRange: ByteRange
  readonly fields: readonly HeaderField[]
  readonly contentType: ParameterizedValue
  readonly disposition: ParameterizedValue
  /** Lower-case, empty when the field is absent. */
  readonly transferEncoding: string
  /** Parts of a multipart; for message/rfc822 with an identity encoding, the one message inside if there is one. Else empty. */
  readonly children: readonly MimeEntity[]
  readonly defects: readonly MimeDefect[]
}

/**
 * Parses a message or entity.
 *
 * @throws MimeError `mime/empty` for no bytes, `mime/not-a-message` when the first line is no header field,
 * `mime/too-many-parts` above the limits.
 */
export function parseEntity(source: Uint8Array, limits: MimeLimits = MIME_LIMITS): MimeEntity {
  if (source.length === 0) throw new MimeError('mime/empty', 'no bytes')
  const start = skipLeadingNoise(source, 0)
  if (start >= source.length) throw new MimeError('mime/empty', 'blank lines only')
  if (!beginsWithField(source, start, source.length)) throw new MimeError('mime/not-a-message', 'first line is no header field')
  return new EntityParser(source, limits).parse({ start, end: source.length }, 0, 'text/plain')
}

/**
 * Whether parsing the entity's own octets (`entityBytes`) would give this very tree: it begins with a header field, and is
 * a view on the octets asked about.
 */
export function isEntityOf(entity: MimeEntity, octets: Uint8Array): boolean {
  const { source, range } = entity
  if (octets.buffer !== source.buffer || octets.byteOffset !== source.byteOffset + range.start || octets.length !== range.end - range.start) return false
  return skipLeadingNoise(source, range.start) === range.start && beginsWithField(source, range.start, range.end)
}

/** The body with its transfer encoding undone. Identity encodings give a view on the received bytes. */
export function decodeBody(entity: MimeEntity): DecodedBody {
  return decodeTransferEncoding(viewOf(entity.source, entity.bodyRange), entity.transferEncoding)
}

/**
 * The same for whoever owns the received bytes: base64 is decoded onto the body, whose octets as received are lost. The
 * header stays. For a large body this saves as much memory again, and most of the time.
 */
export function consumeBody(entity: MimeEntity): DecodedBody {
  return decodeTransferEncoding(viewOf(entity.source, entity.bodyRange), entity.transferEncoding, true)
}

/** The entity's exact octets as received: a view. */
export function entityBytes(entity: MimeEntity): Uint8Array {
  return viewOf(entity.source, entity.range)
}

/** File name from Content-Disposition, else from Content-Type, decoded; undefined when there is none. */
export function readFileName(entity: MimeEntity): string | undefined {
  const name = entity.disposition.parameters.get('filename') ?? entity.contentType.parameters.get('name')
  return name === undefined || name === '' ? undefined : decodeEncodedWords(name)
}

/**
 * QUIRK: an mbox separator line (`From alice@…`) or a byte order mark before the header is no part of the message;
 * both come from saved files (mimekit-smime and mime-torture corpora).
 */
function skipLeadingNoise(source: Uint8Array, from: number): number {
  let start = source[from] === 0xef && source[from + 1] === 0xbb && source[from + 2] === 0xbf ? from + 3 : from
  while (source[start] === 0x0d || source[start] === 0x0a) start++
  const isMbox = [0x46, 0x72, 0x6f, 0x6d, 0x20].every((octet, i) => source[start + i] === octet)
  if (isMbox) {
    const newline = source.indexOf(0x0a, start)
    start = newline < 0 ? source.length : newline + 1
  }
  return start
}

/** Below this a search for each boundary is as good. */
const LARGE = 256 * 1024

class EntityParser {
  private readonly source: Uint8Array
  private readonly limits: MimeLimits
  private parts = 0
  private foundDashLines: readonly number[] | null | undefined

  constructor(source: Uint8Array, limits: MimeLimits) {
    this.source = source
    this.limits = limits
  }

  /** Looked for once, for all multiparts of a large message. */
  private dashLines(): readonly number[] | undefined {
    if (this.source.length < LARGE) return undefined
    if (this.foundDashLines === undefined) this.foundDashLines = findDashLines(this.source) ?? null
    return this.foundDashLines ?? undefined
  }

  parse(range: ByteRange, depth: number, defaultType: string): MimeEntity {
    if (++this.parts > this.limits.parts) throw new MimeError('mime/too-many-parts', `more than ${this.limits.parts} parts`)
    if (depth > this.limits.depth) throw new MimeError('mime/too-many-parts', `nested deeper than ${this.limits.depth}`)
    const header = readHeader(this.source, range.start, range.end, this.limits)
    const defects = new Set<MimeDefect>(header.defects)
    const types = fieldValues(header.fields, 'content-type')
    const encodings = fieldValues(header.fields, 'content-transfer-encoding')
    if (types.length > 1 || encodings.length > 1) defects.add('mime/duplicate-content-field')
    const declared = types[0] === undefined ? undefined : parseParameterizedValue(types[0])
    if (declared && !/^[^\s/]+\/[^\s/]+$/u.test(declared.value)) defects.add('mime/content-type-malformed')
    const contentType =
      declared && !defects.has('mime/content-type-malformed')
        ? declared
        : { value: declared ? 'text/plain' : defaultType, parameters: new Map<string, string>() }
    const bodyRange = { start: Math.min(header.bodyStart, range.end), end: range.end }
    const transferEncoding = withoutComments(encodings[0] ?? '').trim().toLowerCase()
    const children = this.parseChildren(contentType, transferEncoding, bodyRange, depth, defects)
    return {
      source: this.source,
      range,
      bodyRange,
      fields: header.fields,
      contentType,
      disposition: parseParameterizedValue(fieldValues(header.fields, 'content-disposition')[0] ?? ''),
      transferEncoding,
      children,
      defects: [...defects],
    }
  }

  private parseChildren(
    contentType: ParameterizedValue,
    transferEncoding: string,
    body: ByteRange,
    depth: number,
    defects: Set<MimeDefect>,
  ): MimeEntity[] {
    if (contentType.value === 'message/rfc822') {
      if (body.start >= body.end || !['', '7bit', '8bit', 'binary'].includes(transferEncoding)) return []
      const message = this.parse(body, depth + 1, 'text/plain')
      if (message.fields.length > 0 || !message.defects.includes('mime/header-line-malformed')) return [message]
      // RFC 2046 section 5.2.1 wants a message there. What has no field at all is none, and its octets are not lost as header lines.
      defects.add('mime/header-line-malformed')
      return []
    }
    if (!contentType.value.startsWith('multipart/')) return []
    const boundary = contentType.parameters.get('boundary') ?? ''
    if (boundary === '') {
      defects.add('mime/boundary-missing')
      return []
    }
    const defaultType = contentType.value === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
    const finder = new DelimiterFinder(boundary, this.dashLines())
    const children: MimeEntity[] = []
    let line = finder.find(this.source, body.start, body.start, body.end)
    while (line && !line.closes) {
      const partStart: number = line.next
      line = finder.find(this.source, partStart, partStart, body.end)
      const partEnd = line ? Math.max(line.partEnd, partStart) : body.end
      children.push(this.parse({ start: partStart, end: partEnd }, depth + 1, defaultType))
    }
    if (!line) defects.add('mime/close-delimiter-missing')
    return children
  }
}
