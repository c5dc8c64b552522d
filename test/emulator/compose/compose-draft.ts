/** A message that is being written in the emulated Outlook. */
import type { MailAddress } from '../mail-text.ts'

export type RecipientField = 'to' | 'cc' | 'bcc'
export const recipientFields: readonly RecipientField[] = ['to', 'cc', 'bcc']

/** office.js's numbers: 0 unknown, 1 a distribution list, 2 somebody of the organisation, 3 somebody else. */
export type RecipientKind = 0 | 1 | 2 | 3

export interface DraftRecipient extends MailAddress {
  readonly kind: RecipientKind
}

/** `kind`: 0 file, 1 item, 2 a link into the cloud, which has no bytes. */
export interface DraftAttachment {
  readonly id: string
  readonly name: string
  readonly contentType: string
  readonly kind: 0 | 1 | 2
  readonly isInline: boolean
  /** What `cid:` in the body names; Outlook gives every inline picture one. */
  readonly contentId: string | null
  /** One character per octet. Of an attached item its whole message. */
  readonly content: string
  /** What Outlook says of its size: more than the octets, as in Exchange. */
  readonly size: number
  /** Where a cloud attachment lies. */
  readonly url: string | null
}

export type ComposeType = 'newMail' | 'reply' | 'forward'

/** Everything that is in the window. Plain data: what the server's copy of a draft holds as well. */
export interface DraftContent {
  readonly composeType: ComposeType
  readonly from: MailAddress
  readonly to: readonly DraftRecipient[]
  readonly cc: readonly DraftRecipient[]
  readonly bcc: readonly DraftRecipient[]
  readonly subject: string
  readonly bodyType: 'html' | 'text'
  /** Markup, or text where `bodyType` says so. */
  readonly body: string
  readonly attachments: readonly DraftAttachment[]
  readonly internetHeaders: Readonly<Record<string, string>>
  readonly inReplyTo: string | null
  readonly references: readonly string[]
  readonly conversationId: string
  readonly importance: 'low' | 'normal' | 'high'
}

export type DraftChange = 'recipients' | 'attachments' | 'content'

let lastDraft = 0

/** What a new message starts with. */
export function blankContent(from: MailAddress): DraftContent {
  lastDraft += 1
  return {
    composeType: 'newMail', from, to: [], cc: [], bcc: [], subject: '', bodyType: 'html', body: '', attachments: [], internetHeaders: {},
    inReplyTo: null, references: [], conversationId: `conversation-new-${lastDraft}`, importance: 'normal',
  }
}

export class ComposeDraft {
  /** Of the server's copy; null until it was saved once. */
  itemId: string | null = null
  /** Properties that belong to the item and not to the message. */
  readonly customProperties: Record<string, unknown> = {}
  readonly sessionData: Record<string, string> = {}
  readonly notifications = new Map<string, Readonly<Record<string, unknown>>>()
  /** The version that was saved last. */
  savedVersion = 0
  /** Counts changes. */
  version = 1
  state: 'open' | 'leaving' | 'sent' | 'discarded' | 'closed' = 'open'
  private current: DraftContent
  private attachmentSerial = 0
  private readonly listeners = new Set<(change: DraftChange, details: Readonly<Record<string, unknown>>) => void>()

  constructor(content: DraftContent) {
    this.current = content
  }

  get content(): DraftContent {
    return this.current
  }

  onChange(listener: (change: DraftChange, details: Readonly<Record<string, unknown>>) => void): void {
    this.listeners.add(listener)
  }

  /** Changes what is in the window, by the add-in or by the writer. */
  change(part: Partial<DraftContent>, kind: DraftChange = 'content', details: Readonly<Record<string, unknown>> = {}): void {
    this.current = { ...this.current, ...part }
    this.version += 1
    for (const listener of this.listeners) listener(kind, details)
  }

  setRecipients(field: RecipientField, recipients: readonly DraftRecipient[]): void {
    this.change({ [field]: recipients }, 'recipients', { to: field === 'to', cc: field === 'cc', bcc: field === 'bcc' })
  }

  /** @returns the new attachment's id. */
  attach(attachment: Omit<DraftAttachment, 'id'>): string {
    this.attachmentSerial += 1
    const made: DraftAttachment = { ...attachment, id: `attachment-${this.attachmentSerial}` }
    this.change({ attachments: [...this.current.attachments, made] }, 'attachments', { attachmentStatus: 'added', attachmentDetails: attachmentDetails(made) })
    return made.id
  }

  /** @returns false when there is none with this id. */
  detach(id: string): boolean {
    const found = this.current.attachments.find(attachment => attachment.id === id)
    if (found === undefined) return false
    const attachments = this.current.attachments.filter(attachment => attachment !== found)
    this.change({ attachments }, 'attachments', { attachmentStatus: 'removed', attachmentDetails: attachmentDetails(found) })
    return true
  }
}

/** An attachment as `getAttachmentsAsync` tells of it; the numbers are office.js's. */
export function attachmentDetails({ id, name, kind, size, isInline, contentId, url, contentType }: DraftAttachment): Readonly<Record<string, unknown>> {
  return { id, name, attachmentType: kind, contentType, size, isInline, ...(contentId === null ? {} : { contentId }), ...(url === null ? {} : { url }) }
}
