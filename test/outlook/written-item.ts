/** An open item of Outlook's, in memory, that behaves as documented and misbehaves where a test says so. */
import type { Callback, ComposeAttachment, ListedRecipient, RecipientsField, WritableItem } from '../../src/outlook/compose/writable-item.ts'
import type { CallResult } from '../../src/outlook/office-call.ts'

/** `silent`: no answer ever; a number: fails with it; `throws`: as office.js throws at its caller; `value`: succeeds with something else. */
export type Misbehaviour = 'silent' | 'throws' | number | { readonly value: unknown } | { readonly then: (value: unknown) => unknown }

interface Kept extends ComposeAttachment {
  readonly data: string
  readonly format: string
}

export interface ItemContents {
  readonly to?: readonly ListedRecipient[]
  readonly cc?: readonly ListedRecipient[]
  readonly bcc?: readonly ListedRecipient[]
  readonly from?: ListedRecipient
  readonly subject?: string
  readonly html?: string | null
  readonly text?: string
  readonly attachments?: readonly Kept[]
  readonly headers?: Readonly<Record<string, string>>
  readonly inReplyTo?: string
  readonly itemClass?: string
  readonly composeType?: unknown
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

export function file(name: string, content: string, more: Partial<Kept> = {}): Kept {
  return { id: `id:${name}`, name, size: content.length, attachmentType: 'file', isInline: false, data: base64(content), format: 'base64', ...more }
}

export const ann: ListedRecipient = { emailAddress: 'ann@example.org', displayName: 'Ann', recipientType: 'externalUser' }
export const yuki: ListedRecipient = { emailAddress: 'yuki@contoso.co.jp', displayName: 'Yuki Mori', recipientType: 'user' }

/** The letters of HTML, as far as these tests write any. */
const textOf = (html: string): string => html.replace(/<[^>]*>/gu, '').replace(/&amp;/gu, '&')

export class WrittenInOutlook {
  readonly item: WritableItem
  /** Calls that change something, in order. */
  readonly changes: string[] = []
  state: { html: string | null; text: string; subject: string; attachments: Kept[]; headers: Record<string, string> }
  private readonly contents: ItemContents
  private readonly faults = new Map<string, Misbehaviour[]>()
  private serial = 0
  private handlers: (() => void)[] = []
  /** Told of every call, before it is answered. */
  onCall: (call: string) => void = () => undefined
  sent: unknown[] = []
  closed = false

  constructor(contents: ItemContents = {}) {
    this.contents = contents
    const html = contents.html === undefined ? '<p>Hello</p>' : contents.html
    this.state = { html, text: contents.text ?? textOf(html ?? 'Hello'), subject: contents.subject ?? 'Plans', attachments: [...(contents.attachments ?? [])], headers: { ...contents.headers } }
    this.item = this.build()
  }

  /** The next calls of that name go wrong so, one after the other; the last one for good. */
  misbehave(call: string, ...faults: readonly Misbehaviour[]): this {
    this.faults.set(call, [...faults])
    return this
  }

  changeRecipients(): void {
    for (const handler of this.handlers) handler()
  }

  /** Everything that a reader could see of it. */
  snapshot(): string {
    const { html, text, subject, attachments, headers } = this.state
    return JSON.stringify({ html, text, subject, headers, attachments: attachments.map(({ name, data, isInline }) => ({ name, data, isInline })) })
  }

  private answer<Value>(call: string, callback: Callback<Value>, work: () => Value): void {
    this.onCall(call)
    const queue = this.faults.get(call)
    const fault = queue !== undefined && queue.length > 1 ? queue.shift() : queue?.[0]
    if (fault === 'silent') return
    if (fault === 'throws') throw new Error('Elevated permission is required to call the method')
    const give = (result: CallResult<unknown>): void => queueMicrotask(() => callback(result as CallResult<Value>))
    if (typeof fault === 'number') return give({ status: 'failed', value: undefined, error: { code: fault, name: 'X' } })
    const value: unknown = work()
    if (fault === undefined) return give({ status: 'succeeded', value })
    give({ status: 'succeeded', value: 'then' in fault ? fault.then(value) : fault.value })
  }

  private change<Value>(call: string, callback: Callback<Value>, work: () => Value): void {
    this.answer(call, callback, () => {
      this.changes.push(call)
      return work()
    })
  }

  private field(name: string, list: readonly ListedRecipient[]): RecipientsField {
    return { getAsync: callback => this.answer(name, callback, () => list) }
  }

  private build(): WritableItem {
    const { to = [ann], cc = [], bcc = [], from = yuki, inReplyTo, itemClass = 'IPM.Note', composeType = { composeType: 'newMail', coercionType: 'html' } } = this.contents
    return {
      ...(inReplyTo === undefined ? {} : { inReplyTo }),
      to: this.field('to', to), cc: this.field('cc', cc), bcc: this.field('bcc', bcc),
      from: { getAsync: callback => this.answer('from', callback, () => from) },
      subject: {
        getAsync: callback => this.answer('subject', callback, () => this.state.subject),
        setAsync: (subject, callback) => this.change('setSubject', callback, () => { this.state.subject = subject }),
      },
      body: {
        getTypeAsync: callback => this.answer('bodyType', callback, () => (this.state.html === null ? 'text' : 'html')),
        getAsync: (type, callback) => this.answer(type, callback, () => (type === 'text' ? this.state.text : (this.state.html ?? this.state.text))),
        setAsync: (data, { coercionType }, callback) => this.change('setBody', callback, () => {
          // Outlook keeps an HTML item one, and normalises what it is given.
          if (coercionType === 'text') Object.assign(this.state, { text: data, html: this.state.html === null ? null : `<div>${data}</div>` })
          else Object.assign(this.state, { html: `<html><body>${data}</body></html>`, text: textOf(data) })
        }),
      },
      internetHeaders: {
        getAsync: (names, callback) => this.answer('headers', callback, () => Object.fromEntries(Object.entries(this.state.headers).filter(([name]) => names.some(each => each.toLowerCase() === name.toLowerCase())))),
        setAsync: (headers, callback) => this.change('setHeaders', callback, () => { Object.assign(this.state.headers, headers) }),
        removeAsync: (names, callback) => this.change('removeHeaders', callback, () => { for (const name of names) this.state.headers = Object.fromEntries(Object.entries(this.state.headers).filter(([each]) => each !== name)) }),
      },
      getComposeTypeAsync: callback => this.answer('composeType', callback, () => composeType),
      getItemClassAsync: callback => this.answer('itemClass', callback, () => itemClass),
      getAttachmentsAsync: callback => this.answer('attachments', callback, () => this.state.attachments.map(({ id, name, size, attachmentType, isInline, contentId }) => ({ id, name, size, attachmentType, isInline, ...(contentId === undefined ? {} : { contentId }) }))),
      getAttachmentContentAsync: (id, callback) => this.answer('content', callback, () => {
        const found = this.state.attachments.find(attachment => attachment.id === id)
        return { content: found?.data ?? '', format: found?.format ?? 'base64' }
      }),
      addFileAttachmentFromBase64Async: (content, name, { isInline }, callback) => this.change('addFile', callback, () => {
        const id = `new:${++this.serial}`
        this.state.attachments.push({ id, name, size: Buffer.from(content, 'base64').length, attachmentType: 'file', isInline, data: content, format: 'base64' })
        return id
      }),
      removeAttachmentAsync: (id, callback) => this.change('removeFile', callback, () => { this.state.attachments = this.state.attachments.filter(attachment => attachment.id !== id) }),
      addHandlerAsync: (_event, handler, callback) => this.answer('addHandler', callback, () => { this.handlers.push(handler) }),
      sendAsync: callback => this.answer('send', callback, () => { this.sent.push(JSON.parse(this.snapshot())) }),
      closeAsync: (_options, callback) => this.answer('close', callback, () => { this.closed = true }),
    }
  }
}
