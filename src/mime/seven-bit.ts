/**
 * Entities that survive transport (RFC 8551 section 3.1.3): seven bits, lines of at most 998 octets that end with CRLF, no
 * white space at line ends, no line that a mailbox file would change.
 *
 * What is that already stays as it is, octet for octet. Other parts get quoted-printable or base64; nothing inside a signed
 * or encrypted part is ever touched, because that would break it.
 */
import { encodeBase64Lines } from '../bytes/base64-lines.ts'
import { encodeUtf8 } from '../bytes/encoding.ts'
import { decodeBody, entityBytes, type MimeEntity, parseEntity } from './entity.ts'
import { encodeQuotedPrintable } from './quoted-printable.ts'
import { type RawField, splitMessage, writeField } from './raw-header.ts'
import { isTransportSafe } from './transport-safety.ts'

const LF = 0x0a
const CR = 0x0d

/** The entity in pieces: views on its own octets where nothing has to change. @throws MimeError as `parseEntity`. */
export function toSevenBit(entity: Uint8Array): Uint8Array[] {
  return isTransportSafe(entity) ? [entity] : rewrite(parseEntity(entity))
}

function rewrite(entity: MimeEntity): Uint8Array[] {
  const octets = entityBytes(entity)
  if (isTransportSafe(octets) || isSealed(entity)) return [octets]
  const { fields, body } = splitMessage(octets)
  if (entity.contentType.value.startsWith('multipart/') && entity.children.length > 0) return rewriteMultipart(entity, fields)
  const [message] = entity.children
  if (message) return [...withEncoding(fields, undefined), BLANK, ...rewrite(message)]
  return rewriteLeaf(entity, fields, body)
}

/** A signature inside covers its octets as they are; so does an encryption. */
function isSealed({ contentType }: MimeEntity): boolean {
  return contentType.value === 'multipart/signed' || contentType.value === 'multipart/encrypted' || /^application\/(?:x-)?pkcs7-mime$/u.test(contentType.value)
}

/** Preamble and epilogue are nobody's text (RFC 2046 section 5.1.1) and are left out. */
function rewriteMultipart(entity: MimeEntity, fields: readonly RawField[]): Uint8Array[] {
  const delimiter = `--${entity.contentType.parameters.get('boundary') ?? ''}`
  const parts = entity.children.flatMap(child => [encodeUtf8(`${delimiter}\r\n`), ...rewrite(child), CRLF])
  return [...withEncoding(fields, undefined), BLANK, ...parts, encodeUtf8(`${delimiter}--\r\n`)]
}

function rewriteLeaf(entity: MimeEntity, fields: readonly RawField[], body: Uint8Array): Uint8Array[] {
  if (entity.transferEncoding === 'base64' || entity.transferEncoding === 'quoted-printable') {
    const safe = withCrlf(body)
    if (isTransportSafe(safe)) return [...fields.map(field => field.octets), BLANK, safe]
  }
  const decoded = decodeBody(entity).bytes
  if (entity.contentType.value.startsWith('text/')) {
    return [...withEncoding(fields, 'quoted-printable'), BLANK, encodeQuotedPrintable(withCrlf(decoded), 64)]
  }
  return [...withEncoding(fields, 'base64'), BLANK, encodeBase64Lines([decoded])]
}

function withEncoding(fields: readonly RawField[], encoding: string | undefined): Uint8Array[] {
  const others = fields.filter(field => field.name !== 'content-transfer-encoding')
  return [...others, ...(encoding === undefined ? [] : [writeField('Content-Transfer-Encoding', encoding)])].map(field => field.octets)
}

const CRLF = Uint8Array.of(CR, LF)
const BLANK = CRLF

/** Every line end as CRLF: a lone LF and a lone CR each are one. The input itself when nothing changes. */
export function withCrlf(octets: Uint8Array): Uint8Array {
  const breaks = countBareBreaks(octets)
  if (breaks === 0) return octets
  const canonical = new Uint8Array(octets.length + breaks)
  let out = 0
  for (let at = 0; at < octets.length; at++) {
    const octet = octets[at] as number
    if (octet === LF && octets[at - 1] !== CR) canonical[out++] = CR
    canonical[out++] = octet
    if (octet === CR && octets[at + 1] !== LF) canonical[out++] = LF
  }
  return canonical
}

function countBareBreaks(octets: Uint8Array): number {
  let count = 0
  for (let at = 0; at < octets.length; at++) {
    if (octets[at] === LF ? octets[at - 1] !== CR : octets[at] === CR && octets[at + 1] !== LF) count++
  }
  return count
}
