/**
 * TNEF ([MS-OXTNEF]), the form of `winmail.dat`: what Outlook and Exchange make of a message for each other, seen by others as one odd attachment.
 *
 * Gives the text, the HTML and the files. A message inside is given as a file of its own and not entered: it is opened like any attached
 * message, with a verdict of its own (SEC-48). Nothing is copied but compressed text, so a stream takes no more memory than it has.
 *
 * Deliberately absent: recipients, dates, and whatever else Outlook keeps in properties; RTF is unpacked and handed on as a file.
 */
import { decodeCharset } from './charset.ts'
import { decompressRtf } from './compressed-rtf.ts'
import { MimeError } from './errors.ts'
import { readTnefProperties, type TnefProperty } from './tnef-properties.ts'

export interface TnefAttachment {
  /** As written by the sender: nothing is cleaned here. Empty when there is none. */
  readonly name: string
  readonly mediaType: string
  /** Content-ID, for `cid:` in the HTML; null when there is none. */
  readonly contentId: string | null
  /** A message in TNEF again: `bytes` is a stream for `readTnef`. */
  readonly isMessage: boolean
  /** A view on the input. */
  readonly bytes: Uint8Array
}

export interface TnefMessage {
  readonly text: string | null
  readonly html: string | null
  readonly attachments: readonly TnefAttachment[]
  /** Attributes whose checksum does not fit. They are read all the same: the checksum protects against nobody. */
  readonly damaged: number
}

const SIGNATURE = 0x223e9f78
const ATTRIBUTE_HEADER = 9
const MAXIMAL_ATTRIBUTES = 5000
/** Files in one stream; the same as the parts of one message (`limits.ts`). */
const MAXIMAL_ATTACHMENTS = 2000

/** Section 2.1.3.3: identifier in the lower half, type in the upper. */
const ATTRIBUTE = {
  body: 0x0002800c,
  messageProperties: 0x00069003,
  codePage: 0x00069007,
  attachmentBegin: 0x00069002,
  attachmentTitle: 0x00018010,
  attachmentData: 0x0006800f,
  attachmentProperties: 0x00069005,
} as const

/** [MS-OXPROPS]. */
const PROPERTY = {
  body: 0x1000, rtfCompressed: 0x1009, html: 0x1013, internetCodePage: 0x3fde,
  attachmentData: 0x3701, shortName: 0x3704, longName: 0x3707, mimeTag: 0x370e, contentId: 0x3712,
} as const

/** IID_IMessage ([MS-OXTNEF] section 2.1.3.4): the object is a message, in TNEF. */
const IS_MESSAGE = '0703020000000000c000000000000046'

const TYPE_UNICODE = 0x1f

/** True for the four octets that begin every TNEF stream. */
export function isTnef(bytes: Uint8Array): boolean {
  return bytes.length >= 6 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === SIGNATURE
}

/**
 * Reads a TNEF stream.
 *
 * @throws MimeError `mime/not-a-message` when it is none, `mime/truncated` when an attribute reaches past the end, `mime/too-many-parts` when
 *   it holds more attributes or files than anybody sends.
 */
export function readTnef(bytes: Uint8Array): TnefMessage {
  if (!isTnef(bytes)) throw new MimeError('mime/not-a-message', 'no TNEF signature')
  const attributes = readAttributes(bytes)
  const firstFile = attributes.findIndex(({ isOfAttachment }) => isOfAttachment)
  const ofMessage = firstFile < 0 ? attributes : attributes.slice(0, firstFile)
  const find = (id: number) => ofMessage.find(attribute => attribute.id === id)?.data
  const charset = charsetOf(numberOf(find(ATTRIBUTE.codePage)) ?? 1252)
  const properties = readTnefProperties(find(ATTRIBUTE.messageProperties) ?? new Uint8Array())
  const html = htmlOf(properties, charset)
  const text = textProperty(properties, PROPERTY.body, charset) ?? textOf(find(ATTRIBUTE.body), charset)
  const files = groupAttachments(firstFile < 0 ? [] : attributes.slice(firstFile)).map(group => readAttachment(group, charset))
  const rtf = html === null ? rtfOf(properties) : null
  return { text, html, attachments: rtf === null ? files : [...files, rtf], damaged: attributes.filter(({ isDamaged }) => isDamaged).length }
}

interface Attribute {
  readonly isOfAttachment: boolean
  readonly id: number
  readonly data: Uint8Array
  readonly isDamaged: boolean
}

/** Section 2.1.3: level, identifier, length, data, checksum, one after the other. */
function readAttributes(bytes: Uint8Array): Attribute[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const attributes: Attribute[] = []
  // Signature and key come first. Gateways append line ends, which are less than an attribute.
  for (let at = 6; at + ATTRIBUTE_HEADER + 2 <= bytes.length; ) {
    const level = bytes[at]
    const length = view.getUint32(at + 5, true)
    const start = at + ATTRIBUTE_HEADER
    if ((level !== 1 && level !== 2) || start + length + 2 > bytes.length) throw new MimeError('mime/truncated', 'attribute past the end')
    if (attributes.length === MAXIMAL_ATTRIBUTES) throw new MimeError('mime/too-many-parts', 'too many attributes')
    const data = bytes.subarray(start, start + length)
    at = start + length + 2
    attributes.push({ isOfAttachment: level === 2, id: view.getUint32(start - 8, true), data, isDamaged: sumOf(data) !== view.getUint16(at - 2, true) })
  }
  return attributes
}

/** Section 2.1.3: the sum of the octets, of which two octets are kept. */
function sumOf(data: Uint8Array): number {
  let sum = 0
  for (const octet of data) sum = (sum + octet) & 0xffff
  return sum
}

/** Section 2.1.3.3.14: each file begins with its rendering position. */
function groupAttachments(attributes: readonly Attribute[]): Attribute[][] {
  const groups: Attribute[][] = []
  for (const attribute of attributes) {
    if (attribute.id === ATTRIBUTE.attachmentBegin || groups.length === 0) groups.push([])
    if (groups.length > MAXIMAL_ATTACHMENTS) throw new MimeError('mime/too-many-parts', 'too many files')
    groups.at(-1)?.push(attribute)
  }
  return groups
}

function readAttachment(group: readonly Attribute[], charset: string): TnefAttachment {
  const find = (id: number) => group.find(attribute => attribute.id === id)?.data
  const properties = readTnefProperties(find(ATTRIBUTE.attachmentProperties) ?? new Uint8Array())
  const data = properties.find(({ id }) => id === PROPERTY.attachmentData)
  const text = (id: number) => textProperty(properties, id, charset)
  const isMessage = data?.interfaceId === IS_MESSAGE
  return {
    name: text(PROPERTY.longName) ?? textOf(find(ATTRIBUTE.attachmentTitle), charset) ?? text(PROPERTY.shortName) ?? '',
    mediaType: isMessage ? 'application/ms-tnef' : mediaTypeOf(text(PROPERTY.mimeTag)),
    contentId: text(PROPERTY.contentId)?.replace(/^<(.*)>$/su, '$1') ?? null,
    isMessage,
    bytes: (isMessage ? data.value : find(ATTRIBUTE.attachmentData)) ?? data?.value ?? new Uint8Array(),
  }
}

function mediaTypeOf(given: string | null): string {
  const type = given?.toLowerCase() ?? ''
  return /^[\w!#$&^.+-]{1,64}\/[\w!#$&^.+-]{1,64}$/u.test(type) ? type : 'application/octet-stream'
}

/** PidTagHtml is binary, in the charset of PidTagInternetCodepage; some writers make it a string. */
function htmlOf(properties: readonly TnefProperty[], charset: string): string | null {
  const html = properties.find(({ id }) => id === PROPERTY.html)
  if (html === undefined || html.value.length === 0) return null
  if (html.type === TYPE_UNICODE) return textOf(html.value, 'utf-16le')
  const page = numberOf(properties.find(({ id }) => id === PROPERTY.internetCodePage)?.value)
  return textOf(html.value, page === null ? charset : charsetOf(page))
}

/** RTF as a file, since nothing here reads it. One that is damaged is handed on as it is. */
function rtfOf(properties: readonly TnefProperty[]): TnefAttachment | null {
  const packed = properties.find(({ id }) => id === PROPERTY.rtfCompressed)?.value
  if (packed === undefined || packed.length === 0) return null
  const file = { mediaType: 'application/rtf', contentId: null, isMessage: false }
  try {
    return { ...file, name: 'body.rtf', bytes: decompressRtf(packed) }
  } catch (error) {
    if (!(error instanceof MimeError)) throw error
    return { ...file, name: 'body.rtf.compressed', mediaType: 'application/octet-stream', bytes: packed }
  }
}

function textProperty(properties: readonly TnefProperty[], id: number, charset: string): string | null {
  const found = properties.find(property => property.id === id && (property.type === 0x1e || property.type === TYPE_UNICODE))
  return found === undefined ? null : textOf(found.value, found.type === TYPE_UNICODE ? 'utf-16le' : charset)
}

/** Text up to its terminating null. */
function textOf(octets: Uint8Array | undefined, charset: string): string | null {
  if (octets === undefined) return null
  const { text } = decodeCharset(octets, charset)
  const end = text.indexOf('\0')
  return end < 0 ? text : text.slice(0, end)
}

function numberOf(octets: Uint8Array | undefined): number | null {
  return octets === undefined || octets.length < 4 ? null : new DataView(octets.buffer, octets.byteOffset).getUint32(0, true)
}

/** Windows code pages that have another name in the WHATWG list than `windows-` and their number. */
const CODE_PAGES: ReadonlyMap<number, string> = new Map([
  [866, 'ibm866'], [932, 'shift_jis'], [936, 'gbk'], [949, 'euc-kr'], [950, 'big5'], [1200, 'utf-16le'], [10000, 'macintosh'], [20127, 'us-ascii'],
  [20866, 'koi8-r'], [21866, 'koi8-u'], [20932, 'euc-jp'], [51932, 'euc-jp'], [50220, 'iso-2022-jp'], [50221, 'iso-2022-jp'], [50222, 'iso-2022-jp'],
  [51949, 'euc-kr'], [54936, 'gb18030'], [65001, 'utf-8'],
])

function charsetOf(page: number): string {
  if (page > 28590 && page < 28607) return `iso-8859-${page - 28590}`
  return CODE_PAGES.get(page) ?? `windows-${page}`
}
