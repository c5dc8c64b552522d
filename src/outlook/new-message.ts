/** Outlook's own window for a new message, opened with a start that the reader can change, and sends or does not. */
import { OutlookError } from './mailbox-host.ts'
import type { MessageStart, OpenNewMessage } from './message-start.ts'
import { officeCall } from './office-call.ts'
import type { CallOptions, CallResult } from './office-call.ts'

interface WindowContent {
  readonly toRecipients: string[]
  readonly subject: string
  readonly htmlBody: string
}

/** `Office.Mailbox` fits. */
export interface FormMailbox {
  readonly displayNewMessageForm?: (content: WindowContent) => void
  readonly displayNewMessageFormAsync?: (content: WindowContent, callback: (result: CallResult<unknown>) => void) => void
}

export interface NewMessageOptions {
  readonly timeout: number
  readonly hasMailboxSet: (version: string) => boolean
}

/** What opens such a window, by the call that this Outlook has (Mailbox 1.9, else 1.6); null where it has neither. Only while a message is read. */
export function newMessageOpener(mailbox: FormMailbox, { timeout, hasMailboxSet }: NewMessageOptions): OpenNewMessage | null {
  if (typeof mailbox.displayNewMessageFormAsync === 'function' && hasMailboxSet('1.9')) {
    return async (start, signal) => {
      await officeCall<unknown>('displayNewMessageFormAsync', callback => mailbox.displayNewMessageFormAsync?.(contentOf(start), callback), { timeout, signal } satisfies CallOptions)
    }
  }
  if (typeof mailbox.displayNewMessageForm !== 'function' || !hasMailboxSet('1.6')) return null
  return (start, signal) => {
    signal.throwIfAborted()
    try {
      mailbox.displayNewMessageForm?.(contentOf(start))
      return Promise.resolve()
    } catch (cause) {
      return Promise.reject(new OutlookError('outlook/refused', 'displayNewMessageForm threw', { cause }))
    }
  }
}

const contentOf = ({ to, subject, paragraphs }: MessageStart): WindowContent => ({ toRecipients: [to], subject, htmlBody: paragraphs.map(words => `<p>${escaped(words)}</p>`).join('') })

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (text: string) => text.replace(/[&<>"]/gu, sign => ESCAPES[sign] ?? sign).replaceAll('\n', '<br>')
