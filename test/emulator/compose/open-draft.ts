/** Starts a message: a new one, or an answer to an open one as Outlook prepares it. */
import type { MailAddress } from '../mail-text.ts'
import type { StoredMessage } from '../stored-message.ts'
import { blankContent } from './compose-draft.ts'
import type { DraftContent, DraftRecipient, RecipientKind } from './compose-draft.ts'
import { htmlOfText } from './outlook-html.ts'
import { listedSize } from './compose-calls.ts'
import type { ComposeHabits } from './habits.ts'

type KindOf = (address: string) => RecipientKind

const recipient = (kindOf: KindOf) => ({ name, address }: MailAddress): DraftRecipient => ({ name, address, kind: kindOf(address) })
const prefixed = (prefix: string, subject: string): string => (subject.toLowerCase().startsWith(prefix.toLowerCase()) ? subject : `${prefix} ${subject}`)

/** The original as Outlook writes it below an answer. */
export function quotedOriginal(message: StoredMessage): string {
  const { name, address } = message.from
  const head = [`From: ${name} <${address}>`, `Sent: ${message.date.toUTCString()}`, `Subject: ${message.subject}`].join('\n')
  return `<hr>${htmlOfText(head)}<div><br></div>${htmlOfText(message.text)}`
}

/** A reply to one or to all; to an encrypted message Outlook itself can quote nothing. */
export function replyContent(message: StoredMessage, own: MailAddress, all: boolean, kindOf: KindOf, habits: ComposeHabits, htmlBody = ''): DraftContent {
  const others = message.to.filter(({ address }) => address.toLowerCase() !== own.address.toLowerCase())
  return {
    ...blankContent(own),
    composeType: 'reply',
    to: [message.from].map(recipient(kindOf)),
    cc: all ? others.map(recipient(kindOf)) : [],
    subject: prefixed('Re:', message.subject),
    body: `${htmlBody}<div><br></div>${habits.quotesLate ? '' : quotedOriginal(message)}`,
    inReplyTo: message.messageId,
    references: [message.messageId],
    conversationId: `conversation-${message.id}`,
  }
}

export function forwardContent(message: StoredMessage, own: MailAddress, habits: ComposeHabits): DraftContent {
  return {
    ...blankContent(own),
    composeType: 'forward',
    subject: prefixed('Fw:', message.subject),
    body: `<div><br></div>${habits.quotesLate ? '' : quotedOriginal(message)}`,
    attachments: message.attachments.map((attachment, index) => ({
      id: `forwarded-${index}`, name: attachment.name, contentType: attachment.contentType, kind: attachment.kind, isInline: false, contentId: null,
      content: attachment.content, size: listedSize(attachment.content.length), url: null,
    })),
    references: [message.messageId],
    conversationId: `conversation-${message.id}`,
  }
}
