/** The window of an item that Outlook sends itself: as Office.js shows it, each call a point, with the send guard before the server. */
import { complaintAbout } from '../../../src/commands/send-guard.ts'
import type { ComposeItem } from '../../../src/outlook/compose/compose-item.ts'
import { createOfficeComposeItem } from '../../../src/outlook/compose/office-compose-item.ts'
import type { WritableItem } from '../../../src/outlook/compose/writable-item.ts'
import type { CallResult } from '../../../src/outlook/office-call.ts'
import { SendError } from '../../../src/outlook/send/sending-route.ts'
import { USUAL_POLICY } from '../../../src/smime/compose-policy.ts'
import type { DraftContent } from '../../emulator/compose/compose-draft.ts'
import { blankContent } from '../../emulator/compose/compose-draft.ts'
import { messageOf } from '../../emulator/server/mail/exchange-message.ts'
import { file, WrittenInOutlook } from '../../outlook/written-item.ts'
import type { KillPoints } from './kill-points.ts'

interface Person {
  readonly name: string
  readonly address: string
}

export interface WindowContents {
  readonly from: Person
  readonly to: readonly Person[]
  readonly cc: readonly Person[]
  readonly subject: string
  readonly text: string
  readonly files: readonly { readonly name: string; readonly text: string }[]
}

const listed = ({ name, address }: Person) => ({ emailAddress: address, displayName: name, recipientType: 'externalUser' })

export class OutlookWindow {
  readonly office: WrittenInOutlook
  readonly item: WritableItem
  readonly compose: ComposeItem
  fails = false
  private readonly contents: WindowContents
  private readonly points: KillPoints
  private readonly submit: (mime: Buffer) => Promise<void>

  constructor(contents: WindowContents, points: KillPoints, submit: (mime: Buffer) => Promise<void>) {
    this.contents = contents
    this.points = points
    this.submit = submit
    const { from, to, cc, subject, text, files } = contents
    this.office = new WrittenInOutlook({
      from: listed(from), to: to.map(listed), cc: cc.map(listed), subject, html: `<p>${text}</p>`,
      attachments: files.map(({ name, text: content }) => file(name, content)), headers: { 'x-sealpane-protection': 'demanded' },
    })
    this.item = this.watched(this.office.item, '') as WritableItem
    this.compose = createOfficeComposeItem(this.item, { timeout: 60_000, own: null, expandGroup: () => Promise.reject(new SendError('outlook/group-unknown', 'no groups')) })
  }

  get isSent(): boolean {
    return this.office.sent.length > 0
  }

  /** What the guard says if somebody presses Outlook's own Send now. */
  complaint(): Promise<string | null> {
    const { state } = this.office
    return complaintAbout({
      item: {
        mark: () => Promise.resolve(state.headers['x-sealpane-protection'] ?? null),
        attachments: () => Promise.resolve(state.attachments.map(({ name, size, attachmentType, isInline }) => ({ name, size, isFile: attachmentType === 'file', isInline }))),
        text: () => Promise.resolve(state.text),
      },
      policy: () => Promise.resolve(USUAL_POLICY),
    })
  }

  /** Everything that would go, as text; attachments as what is in them. */
  get visible(): string {
    const { text, html, attachments } = this.office.state
    return [text, html ?? '', ...attachments.flatMap(({ name, data }) => [name, Buffer.from(data, 'base64').toString('latin1')])].join('\n')
  }

  private get mime(): Buffer {
    const { from, to, cc } = this.contents
    const { text, subject, attachments, headers } = this.office.state
    const person = ({ name, address }: Person) => ({ name, address, kind: 0 as const })
    const content: DraftContent = {
      ...blankContent(person(from)), to: to.map(person), cc: cc.map(person), subject, body: text, internetHeaders: headers,
      attachments: attachments.map(({ id, name, data, size, isInline }) => ({ id, name, contentType: 'application/pkcs7-mime', kind: 0, isInline, contentId: null, content: Buffer.from(data, 'base64').toString('latin1'), size, url: null })),
    }
    return messageOf(content)
  }

  /** Functions that end with a callback become points; what they belong to is looked through. */
  private watched(target: object, prefix: string): unknown {
    return new Proxy(target, {
      get: (_, name) => {
        const value: unknown = Reflect.get(target, name)
        const path = `${prefix}${String(name)}`
        if (typeof value === 'object' && value !== null) return this.watched(value, `${path}.`)
        return typeof value === 'function' ? (...given: unknown[]) => { this.call(path, value as (...values: unknown[]) => void, given) } : value
      },
    })
  }

  private call(path: string, work: (...values: unknown[]) => void, given: readonly unknown[]): void {
    const callback = given.at(-1) as (result: CallResult<unknown>) => void
    const failed = (): CallResult<unknown> => ({ status: 'failed', value: undefined, error: { code: 5001, name: 'InternalError' } })
    this.points
      .through(`item ${path}`, async () => {
        // What was sent is not open any more.
        if (this.fails || this.isSent) return failed()
        if (path === 'sendAsync' && (await this.complaint()) !== null) return failed()
        const result = await new Promise<CallResult<unknown>>(resolve => { work(...given.slice(0, -1), resolve) })
        if (path === 'sendAsync') await this.submit(this.mime)
        return result
      })
      .then(callback, () => { callback(failed()) })
  }
}
