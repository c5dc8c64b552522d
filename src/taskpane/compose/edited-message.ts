/** A message in the protected editor, and its form in the journal. The writer's words and the quoted ones are kept apart as long as it is edited. */
import type { OutgoingAttachment, OutgoingMailbox, OutgoingMessage } from '../../mime/outgoing-message.ts'
import type { Addressee } from '../../outlook/compose/compose-item.ts'

export interface EditedMessage {
  /** Of the draft in the journal. */
  readonly id: string
  /** Null until it is known who writes. */
  readonly from: OutgoingMailbox | null
  readonly to: readonly OutgoingMailbox[]
  readonly cc: readonly OutgoingMailbox[]
  readonly bcc: readonly OutgoingMailbox[]
  readonly subject: string
  /** The writer's own words. */
  readonly text: string
  /** Lines of the message that is answered, each behind `> `, and a line before them that says whose they are. */
  readonly quote: string
  readonly attachments: readonly OutgoingAttachment[]
  readonly inReplyTo: string | null
  readonly references: readonly string[]
  readonly answersEncrypted: boolean
}

export const EMPTY_MESSAGE: Omit<EditedMessage, 'id' | 'from'> = {
  to: [], cc: [], bcc: [], subject: '', text: '', quote: '', attachments: [], inReplyTo: null, references: [], answersEncrypted: false,
}

/** As it goes out. `messageId` may be empty for a draft that is only kept. */
export function outgoingOf(edited: EditedMessage, at: string, messageId: string, sender: OutgoingMailbox | null = null): OutgoingMessage {
  const { from, to, cc, bcc, subject, attachments, inReplyTo, references } = edited
  return {
    from: from ?? { name: '', address: '' },
    sender,
    to, cc, bcc, subject,
    date: at,
    messageId,
    inReplyTo, references,
    text: textOf(edited),
    html: null,
    attachments,
    importance: 'normal',
  }
}

/** What is sent: the writer's words, then the quote. */
export function textOf({ text, quote }: Pick<EditedMessage, 'text' | 'quote'>): string {
  return quote === '' ? text : `${text}\n\n${quote}`
}

/** The other way round: the last lines that are quoted, and the line that introduces them. */
const QUOTE_AT_END = /\n\n([^\n>][^\n]*\n(?:>[^\n]*(?:\n|$))+)$/u

/** A kept draft, to be edited again. */
export function editedOf(id: string, message: OutgoingMessage, answersEncrypted: boolean): EditedMessage {
  const { from, to, cc, bcc, subject, attachments, inReplyTo, references } = message
  const quote = inReplyTo === null && !answersEncrypted ? '' : (QUOTE_AT_END.exec(message.text)?.[1] ?? '')
  const text = quote === '' ? message.text : message.text.slice(0, -quote.length - 2)
  return { id, from: from.address === '' ? null : from, to, cc, bcc, subject, text, quote, attachments, inReplyTo, references, answersEncrypted }
}

export function addresseesOf({ to, cc, bcc }: Pick<EditedMessage, 'to' | 'cc' | 'bcc'>): readonly Addressee[] {
  const all = { to, cc, bcc }
  return (['to', 'cc', 'bcc'] as const).flatMap(field => all[field].map(({ name, address }) => ({ name, address, field, kind: 'person' as const })))
}

/** Whether there is anything in it that would be missed. */
export function isWorthKeeping({ to, cc, bcc, subject, text, quote, attachments }: EditedMessage): boolean {
  return to.length + cc.length + bcc.length + attachments.length > 0 || `${subject}${text}${quote}`.trim() !== ''
}

/** Reads what somebody typed into the field for recipients: addresses, with or without names, one or several. Null when one is none. */
export function readMailboxes(typed: string): readonly OutgoingMailbox[] | null {
  const pieces = typed.split(/[,;\n、]+/u).map(piece => piece.trim()).filter(piece => piece !== '')
  const found = pieces.map(readMailbox)
  return pieces.length > 0 && found.every(mailbox => mailbox !== null) ? found : null
}

function readMailbox(piece: string): OutgoingMailbox | null {
  const named = /^(.*?)<([^<>]*)>$/u.exec(piece)
  const address = (named?.[2] ?? piece).trim()
  const name = (named?.[1] ?? '').trim().replace(/^"(.*)"$/u, '$1')
  return /^[^\s@<>",;:()[\]\\]+@[^\s@<>",;:()[\]\\]+$/u.test(address) ? { name, address } : null
}
