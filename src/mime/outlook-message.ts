/**
 * Outlook's `.msg` ([MS-OXMSG]) as far as S/MIME needs it ([MS-OXOSMIME] section 2.1): the message class, the internet
 * header, and the one attachment that holds the signed entity or the CMS object, octet for octet.
 *
 * Deliberately absent: rebuilding a message from its properties. A plain `.msg` gives its header and text only.
 */
import { concatBytes } from '../bytes/bytes.ts'
import { encodeUtf8 } from '../bytes/encoding.ts'
import { type CompoundEntry, openCompoundFile } from './compound-file.ts'
import { MimeError } from './errors.ts'

export interface OutlookMessage {
  /** For example `IPM.Note.SMIME.MultipartSigned`. */
  readonly messageClass: string
  /** PidTagTransportMessageHeaders as octets, empty when Outlook has none (never sent). */
  readonly header: Uint8Array
  readonly payload: Uint8Array
  /** What the payload is: the S/MIME attachment's data (`smime`), or a message made of header and text (`message`). */
  readonly form: 'smime' | 'message'
}

/** Property tags ([MS-OXPROPS]); the last four digits are the type: 001F Unicode text, 0102 binary. */
const PROPERTY = {
  messageClass: '001A',
  subject: '0037',
  transportHeader: '007D',
  body: '1000',
  senderAddress: '5D01',
  senderEmailAddress: '0C1F',
  attachmentData: '3701',
  attachmentMimeTag: '370E',
  attachmentName: '3707',
  attachmentShortName: '3704',
} as const

/** Octets of a class, a type or a name; longer ones are nobody's, and reading them for every attachment would be quadratic. */
const MAXIMAL_WORD = 8192

/** Reads a `.msg`. @throws MimeError as `openCompoundFile`, or `mime/not-a-message` when it holds no message. */
export function readOutlookMessage(bytes: Uint8Array): OutlookMessage {
  const root = openCompoundFile(bytes)
  const messageClass = readText(root, PROPERTY.messageClass, MAXIMAL_WORD)
  if (messageClass === undefined) throw new MimeError('mime/not-a-message', 'compound file without a message class')
  const header = encodeUtf8(readText(root, PROPERTY.transportHeader) ?? headerFromProperties(root))
  const attachments = root.children.filter(entry => entry.name.startsWith('__attach_version1.0_#'))
  const smime = attachments.find(attachment => isSmimeAttachment(attachment, messageClass, attachments.length))
  const payload = smime && findProperty(smime, PROPERTY.attachmentData, '0102')?.read()
  if (payload) return { messageClass, header, payload, form: 'smime' }
  const text = encodeUtf8(readText(root, PROPERTY.body) ?? '')
  return { messageClass, header, payload: concatBytes([plainHeader(header), text]), form: 'message' }
}

/** [MS-OXOSMIME] 2.1.3: exactly one attachment, of an S/MIME class or with an S/MIME type or name. */
function isSmimeAttachment(attachment: CompoundEntry, messageClass: string, count: number): boolean {
  const type = readText(attachment, PROPERTY.attachmentMimeTag, MAXIMAL_WORD)?.toLowerCase() ?? ''
  const name = readText(attachment, PROPERTY.attachmentName, MAXIMAL_WORD) ?? readText(attachment, PROPERTY.attachmentShortName, MAXIMAL_WORD) ?? ''
  if (/^IPM\.Note\.SMIME/iu.test(messageClass) && count === 1) return true
  return type === 'multipart/signed' || /^application\/(?:x-)?pkcs7-mime$/u.test(type) || /\.p7m$/iu.test(name)
}

/** A message that was never sent has no internet header; the sender's address still says From. */
function headerFromProperties(root: CompoundEntry): string {
  const address = readText(root, PROPERTY.senderAddress) ?? readText(root, PROPERTY.senderEmailAddress) ?? ''
  return address.includes('@') ? `From: <${address.replace(/[<>\r\n]/gu, '')}>\r\n` : ''
}

/** The header without the MIME fields of the message it came from, so that the plain text beside it is read as text. */
function plainHeader(header: Uint8Array): Uint8Array {
  const unfolded = new TextDecoder().decode(header).replace(/\r?\n[ \t]+/gu, ' ')
  const lines = unfolded.split(/\r?\n/u).filter(line => /^[!-9;-~]+:/u.test(line) && !/^content-/iu.test(line))
  return encodeUtf8([...lines, 'Content-Type: text/plain; charset=utf-8', '', ''].join('\r\n'))
}

function findProperty(storage: CompoundEntry, tag: string, type: string): CompoundEntry | undefined {
  return storage.children.find(entry => entry.kind === 'stream' && entry.name.toUpperCase() === `__SUBSTG1.0_${tag}${type}`)
}

function readText(storage: CompoundEntry, tag: string, maximal = Infinity): string | undefined {
  const unicode = findProperty(storage, tag, '001F')
  const found = unicode ?? findProperty(storage, tag, '001E')
  if (!found || found.size > maximal) return undefined
  return new TextDecoder(unicode ? 'utf-16le' : 'windows-1252').decode(found.read())
}
