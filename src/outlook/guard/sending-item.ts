/**
 * The item that is about to be sent, as the send guard reads it. Runs where there is no page: no `AbortSignal`, perhaps no
 * `setTimeout`, and scripts of 2016.
 */
import { protectionHeader } from '../compose/protection-mark.ts'
import { mailboxSettings, recallPolicy } from '../compose/remember-policy.ts'
import type { ComposePolicy } from '../../smime/compose-policy.ts'

export interface SentAttachment {
  readonly name: string
  readonly size: number
  readonly isFile: boolean
  readonly isInline: boolean
}

/** Every promise rejects when Outlook refuses, throws, or does not answer in time. */
export interface SendingItem {
  /** The protection mark; null when there is none. Any words, as far as this goes. */
  mark(): Promise<string | null>
  attachments(): Promise<readonly SentAttachment[]>
  /** The body as text. */
  text(): Promise<string>
}

type Start<Value> = (callback: (result: Office.AsyncResult<Value>) => void) => void

function guardCall<Value>(patience: number, start: Start<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    // Without a timer Outlook's own limit remains, which blocks.
    if (typeof setTimeout === 'function') setTimeout(() => reject(new Error('no answer')), patience)
    start(result => {
      if (String(result.status) === 'succeeded') resolve(result.value)
      else reject(new Error('refused'))
    })
  })
}

function markIn(headers: Readonly<Record<string, string | undefined>>): string | null {
  const name = Object.keys(headers).find(each => each.toLowerCase() === protectionHeader)
  const words = name === undefined ? '' : (headers[name] ?? '').trim()
  return words === '' ? null : words
}

/** The open item. `patience`: how long one call may take, in milliseconds. */
export function sendingItem(patience: number): SendingItem {
  const item = () => Office.context.mailbox.item as Office.MessageCompose
  return {
    async mark() {
      return markIn(await guardCall<Record<string, string>>(patience, callback => item().internetHeaders.getAsync([protectionHeader], callback)))
    },
    async attachments() {
      const listed = await guardCall<Office.AttachmentDetailsCompose[]>(patience, callback => item().getAttachmentsAsync(callback))
      return listed.map(({ name, size, attachmentType, isInline }) => ({ name, size, isInline, isFile: attachmentType === 'file' }))
    },
    text() {
      return guardCall<string>(patience, callback => item().body.getAsync('text', callback))
    },
  }
}

/** The policy that the pane kept; null when there is none, or this Outlook does not hand it out here. */
export function keptPolicy(): ComposePolicy | null {
  try {
    return recallPolicy(mailboxSettings())
  } catch {
    return null
  }
}
