/**
 * What is protected of a message, and what stays outside: the payload is the entity that recipients see, with copies of the
 * author's header fields in it (RFC 9788 section 4).
 */
import { concatBytes } from '../bytes/bytes.ts'
import { decodeLatin1, encodeUtf8 } from '../bytes/encoding.ts'
import { type RawField, splitMessage, writeField } from '../mime/raw-header.ts'
import { toSevenBit, withCrlf } from '../mime/seven-bit.ts'
import { isTransportSafe } from '../mime/transport-safety.ts'

export interface HeaderPolicy {
  /** `clear`: only signed; `cipher`: encrypted; `none`: no copies, for correspondents whose programs stumble over them. */
  readonly protection: 'clear' | 'cipher' | 'none'
  /** Encrypted only: the Subject outside becomes `[...]` (RFC 9788 section 3.2.2). */
  readonly hidesSubject: boolean
  /**
   * Stand outside in place of To, Cc and Bcc, for a copy that goes to others than the author's fields say. Inside stays what the
   * author wrote.
   */
  readonly addressedTo?: readonly RawField[]
}

/** A message taken apart, or not put together yet. */
export interface MessagePieces {
  /** The author's fields. */
  readonly author: readonly RawField[]
  /** Content-Type and its like. */
  readonly content: readonly RawField[]
  /** In pieces, safe for transport when the payload is to be. */
  readonly body: readonly Uint8Array[]
}

export interface OutgoingPayload {
  /** Fields for the outside, in the author's order; nothing of MIME among them. */
  readonly outer: readonly RawField[]
  /** The entity in pieces, safe for transport. */
  readonly payload: readonly Uint8Array[]
}

/** Written where the author's Subject is not to be read on the way. */
const HIDDEN_SUBJECT = '[...]'

/**
 * Takes a message apart into payload and outside. The author's fields keep their octets.
 *
 * @param mayOverwrite - `message` when the message is read once: its header is then written over where that brings the payload into one piece;
 * `around` when what lies before it in its buffer is nobody's either, for a header that grows.
 * @throws MimeError as `splitMessage` and `toSevenBit`.
 */
export function preparePayload(message: Uint8Array, policy: HeaderPolicy, mayOverwrite: 'nothing' | 'message' | 'around' = 'nothing'): OutgoingPayload {
  const { fields, body } = splitMessage(message)
  const content = fields.filter(({ name }) => name.startsWith('content-'))
  const author = fields.filter(({ name }) => !name.startsWith('content-') && name !== 'mime-version')
  const { outer, payload } = payloadOf({ author, content, body: [] }, policy)
  const header = concatBytes(payload)
  // A header ends with a line, so the two are as safe together as each is alone. Joining them would cost as much as all that follows.
  if (!isTransportSafe(header) || !isTransportSafe(body)) return { outer, payload: toSevenBit(concatBytes([header, withCrlf(body)])) }
  const room = mayOverwrite === 'nothing' ? 0 : message.length - body.length + (mayOverwrite === 'around' ? message.byteOffset : 0)
  if (room < header.length) return { outer, payload: [header, body] }
  // A digest needs one piece, and a copy of the body for it would cost as much as the digest: the copied fields fit where the fields were.
  const whole = new Uint8Array(message.buffer, body.byteOffset - header.length, header.length + body.length)
  whole.set(header)
  return { outer, payload: [whole] }
}

/** Payload and outside of what is there in pieces. Nothing is looked at but the fields, nothing is copied. */
export function payloadOf({ author, content, body }: MessagePieces, { protection, hidesSubject, addressedTo }: HeaderPolicy): OutgoingPayload {
  const outer = withRecipients(author, addressedTo).map(field => (field.name === 'subject' && protection === 'cipher' && hidesSubject ? writeField('Subject', HIDDEN_SUBJECT) : field))
  const copies = protection === 'none' ? [] : author.filter(isCopied)
  const left = protection === 'cipher' ? outer.filter(isCopied).map(writeOuterCopy) : []
  const header = [...copies, ...left, ...withProtectionParameter(content, protection)].map(field => field.octets)
  return { outer, payload: [...header, CRLF, ...body] }
}

/** In the place of the first field that goes, or at the end. */
function withRecipients(author: readonly RawField[], addressedTo: readonly RawField[] | undefined): readonly RawField[] {
  if (!addressedTo) return author
  const isRecipients = ({ name }: RawField) => name === 'to' || name === 'cc' || name === 'bcc'
  const place = author.findIndex(isRecipients)
  if (place < 0) return [...author, ...addressedTo]
  return [...author.slice(0, place), ...addressedTo, ...author.slice(place).filter(field => !isRecipients(field))]
}

/** SECURITY (SEC-29): Bcc never goes inside, where every recipient would read it. Traces and signatures of relays are not the author's. */
function isCopied({ name }: RawField): boolean {
  return !['bcc', 'resent-bcc', 'received', 'return-path', 'dkim-signature', 'authentication-results', 'hp-outer'].includes(name)
}

/** `HP-Outer: Subject: [...]` (RFC 9788 section 2.2). */
function writeOuterCopy(field: RawField): RawField {
  return { name: 'hp-outer', octets: concatBytes([encodeUtf8('HP-Outer: '), field.octets]) }
}

function withProtectionParameter(content: readonly RawField[], protection: HeaderPolicy['protection']): RawField[] {
  const type = content.find(({ name }) => name === 'content-type') ?? writeField('Content-Type', 'text/plain; charset=us-ascii')
  const others = content.filter(({ name }) => name !== 'content-type')
  if (protection === 'none') return [type, ...others]
  const text = decodeLatin1(type.octets)
    .replace(/;\s*(?:hp|protected-headers)\s*=\s*(?:"[^"]*"|[^\s;]+)/giu, '')
    .replace(/;?\s*$/u, '')
  return [{ name: 'content-type', octets: encodeLatin1(`${text};\r\n hp="${protection}"\r\n`) }, ...others]
}

const CRLF = Uint8Array.of(0x0d, 0x0a)

function encodeLatin1(text: string): Uint8Array {
  const octets = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) octets[at] = text.charCodeAt(at)
  return octets
}
