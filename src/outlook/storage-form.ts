/**
 * How Exchange keeps S/MIME messages, as seen from `item.attachments` ([MS-OXOSMIME] 2.1.3.1): one attachment, whose data is the whole
 * multipart/signed entity with its header for a clear-signed message and the bare CMS object for an opaque or encrypted one.
 */
import type { InputForm } from '../smime/received-message.ts'

/** An entry of `item.attachments`, as far as it is read. */
export interface ListedAttachment {
  readonly id: string
  readonly name: string
  readonly size: number
  readonly contentType?: string
  readonly attachmentType?: string
  readonly isInline?: boolean
}

const smimeClass = /^ipm\.note\.smime\b/iu
const cmsTypes = /^application\/(?:x-)?pkcs7-mime\b/iu
const signedEntityTypes = /^multipart\/signed\b/iu

function isFile(attachment: ListedAttachment): boolean {
  return (attachment.attachmentType ?? 'file') === 'file' && attachment.isInline !== true
}

/** Whether an attachment alone is a whole S/MIME message. A `.p7s` is not: it signs what is elsewhere. */
function holdsMessage({ name, contentType }: ListedAttachment): boolean {
  const type = contentType ?? ''
  if (signedEntityTypes.test(type) || cmsTypes.test(type)) return !/\.p7[sc]$/iu.test(name)
  // The class of the item lies in classic Outlook, and gateways store as octet-stream; the name remains.
  return /\.p7m$/iu.test(name)
}

/**
 * The attachment that is the message itself, or null when the item keeps its message in another way.
 *
 * @param itemClass as Outlook tells it; `IPM.Note` for everything in classic Outlook.
 */
export function findSmimeAttachment(itemClass: string, attachments: readonly ListedAttachment[]): ListedAttachment | null {
  const files = attachments.filter(isFile)
  const [only] = files
  // With other files beside it, it is one attachment of an ordinary message, and not the message.
  if (only === undefined || files.length !== 1 || attachments.length !== files.length) return null
  if (holdsMessage(only)) return only
  return smimeClass.test(itemClass) && !/\.p7s$/iu.test(only.name) && cmsOrUnnamed(only) ? only : null
}

/** What an S/MIME item's single attachment may also be called; an inner file keeps its own type and name. */
function cmsOrUnnamed({ name, contentType }: ListedAttachment): boolean {
  return name === '' || (contentType ?? '') === 'application/octet-stream'
}

/** What the data of that attachment is, from its first octets: the listed type is not always true. */
export function storageForm(bytes: Uint8Array): InputForm {
  if (bytes[0] === 0x30) return 'cms'
  const start = String.fromCharCode(...bytes.subarray(0, 32))
  if (/^(?:content-[a-z-]+|mime-version)[ \t]*:/iu.test(start)) return 'entity'
  return 'auto'
}
