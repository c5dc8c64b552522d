/**
 * Sending route 3: the open item itself. Its text gives way to a notice and its attachments to one S/MIME part; Outlook sends what is left.
 * It arrives as an ordinary message with a file that S/MIME programs open.
 */
import type { ComposeItem, WrittenItem } from '../compose/compose-item.ts'
import { addFile, attachmentLimit, hasOnly, putBack, removeOthers } from '../compose/change-attachments.ts'
import { readMark, readSealedName, takeSealedMark, writeSealedMark } from '../compose/item-mark.ts'
import { refuseNativeSmime } from '../compose/native-smime.ts'
import { sealedAttachmentName, sealedName } from '../compose/protection-mark.ts'
import type { ProtectionMark } from '../compose/protection-mark.ts'
import { namesOf, readAddressees } from '../compose/read-addressees.ts'
import { hasLetters, restoreBody, writeBody } from '../compose/read-body.ts'
import type { WritableItem } from '../compose/writable-item.ts'
import { officeCall } from '../office-call.ts'
import type { CallOptions } from '../office-call.ts'
import { OutlookError } from '../mailbox-host.ts'
import { SendError } from './sending-route.ts'
import type { RouteOffer, SendableMessage, SendingRoute } from './sending-route.ts'
import { outerHeader, storedForm } from './stored-form.ts'

export interface ReplaceBodyOptions {
  /** The open item, as far as this Outlook supports it; null when none is being written. */
  readonly item: WritableItem | null
  readonly compose: ComposeItem | null
  /** What stands in for the body. */
  readonly notice: () => string
  /** Milliseconds for one call. */
  readonly timeout: number
  /** Milliseconds for Outlook to send: its own questions and the send guard come in between. */
  readonly sendTimeout: number
}

/** What the item was before, and what it shall be. */
interface Plan {
  readonly before: WrittenItem
  readonly mark: ProtectionMark | null
  readonly notice: string
  readonly subject: string
  readonly content: Uint8Array
  readonly name: string
  /** How far it came: only what was touched is put back. */
  readonly touched: { body: boolean; subject: boolean; mark: boolean }
}

class ReplaceBodyRoute implements SendingRoute {
  readonly name = 'replace'
  readonly takesSeveral = false
  private readonly options: ReplaceBodyOptions
  private mayNotSend = false

  constructor(options: ReplaceBodyOptions) {
    this.options = options
  }

  get leavesSendToUser(): boolean {
    return this.mayNotSend || this.options.item?.sendAsync === undefined
  }

  private get usable(): { readonly item: WritableItem; readonly compose: ComposeItem } | null {
    const { item, compose } = this.options
    if (item === null || compose === null) return null
    const hasAll = item.addFileAttachmentFromBase64Async !== undefined && item.removeAttachmentAsync !== undefined
      && item.getAttachmentsAsync !== undefined && item.getAttachmentContentAsync !== undefined && item.internetHeaders !== undefined
    return hasAll ? { item, compose } : null
  }

  offer(): RouteOffer {
    return this.usable === null ? { isOffered: false, code: 'outlook/route-unavailable' } : { isOffered: true, limit: attachmentLimit }
  }

  async send(message: SendableMessage, signal: AbortSignal, handingOver: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    signal.throwIfAborted()
    const { usable } = this
    if (usable === null || message.role !== 'main') throw new SendError('outlook/route-unavailable', 'no item that this message could replace')
    const { item, compose } = usable
    const call = { timeout: this.options.timeout, signal }
    const plan = await this.plan(item, compose, message, call)
    try {
      await seal(item, plan, handingOver, call)
      await requireAsPlanned(item, plan, call)
    } catch (error) {
      await this.restore(item, plan, error)
      throw signal.aborted ? signal.reason : asPlanned(error)
    }
    await this.release(item, plan, signal)
  }

  /** Everything that can be found out before anything is changed. */
  private async plan(item: WritableItem, compose: ComposeItem, message: SendableMessage, call: CallOptions): Promise<Plan> {
    await refuseNativeSmime(item, call)
    const { content } = storedForm(message.bytes)
    if (content.length > attachmentLimit) throw new SendError('outlook/too-large-to-send', `${content.length} octets are above the limit of an attachment`)
    const before = await compose.read(call.signal)
    await requireRecipients(before, compose, message, call.signal)
    return { before, content, mark: await readMark(item, call), notice: this.options.notice(), subject: outerHeader(message.bytes).subject, name: sealedName(message.messageId), touched: { body: false, subject: false, mark: false } }
  }

  /** Has Outlook send. From its answer on, the item is Outlook's. */
  private async release(item: WritableItem, plan: Plan, signal: AbortSignal): Promise<void> {
    if (item.sendAsync === undefined) return
    const call = { timeout: this.options.sendTimeout, signal }
    try {
      await officeCall<unknown>('sendAsync', callback => item.sendAsync?.(callback), call)
    } catch (error) {
      if (error instanceof OutlookError && error.code === 'outlook/permission') {
        // The item is ready, and the button is there.
        this.mayNotSend = true
        return
      }
      // SECURITY: silence is no refusal, and neither is the patience of whoever waits. The item stays as it is.
      if (!(error instanceof OutlookError) || error.code !== 'outlook/refused') throw new SendError('outlook/sent-unconfirmed', 'outlook did not say whether it sent', { cause: error })
      // Only an item that is still there to be put back was certainly not sent.
      await this.restore(item, plan, error).catch((cause: unknown) => { throw new SendError('outlook/sent-unconfirmed', 'outlook refused to send the item, and it is not there any more', { cause }) })
      throw new SendError('outlook/send-refused', 'outlook refused to send the item', { cause: error })
    }
  }

  /** Puts back what was written. Not to be given up half-way, so nobody's signal counts, and what fails keeps nothing else from coming back. */
  private async restore(item: WritableItem, { before, mark, touched }: Plan, cause: unknown): Promise<void> {
    const call = { timeout: this.options.timeout, signal: new AbortController().signal }
    const failures: unknown[] = []
    const attempt = async (work: () => Promise<unknown>): Promise<void> => {
      try {
        await work()
      } catch (error) {
        failures.push(error)
      }
    }
    // Pictures before the text that shows them.
    await attempt(() => putBack(item, before.attachments, call))
    if (touched.body) await attempt(() => restoreBody(item, before, call))
    if (touched.subject) await attempt(() => setSubject(item, before.subject, call))
    if (touched.mark) await attempt(() => takeSealedMark(item, mark, call))
    if (failures.length > 0) throw new SendError('outlook/item-not-restored', 'the item could not be put back', { cause: [cause, ...failures] })
  }

  /** Outlook keeps no list that an add-in could read. */
  wasSent(): Promise<null> {
    return Promise.resolve(null)
  }

  /** An item that is still being written was not sent. Of one that is not open here, this route knows nothing. */
  async wasItemSent(messageId: string, signal: AbortSignal): Promise<false | null> {
    const { usable } = this
    if (usable === null) return null
    try {
      return (await readSealedName(usable.item, { timeout: this.options.timeout, signal })) === sealedName(messageId) ? false : null
    } catch (error) {
      if (!(error instanceof OutlookError)) throw error
      return null
    }
  }
}

/** SECURITY: Outlook sends to whoever stands in its fields; the message was made for exactly these, groups by their members. */
async function requireRecipients({ addressees }: WrittenItem, compose: ComposeItem, { recipients }: SendableMessage, signal: AbortSignal): Promise<void> {
  const named: string[] = []
  for (const { address, kind } of addressees) {
    if (kind !== 'group') named.push(address.toLowerCase())
    else named.push(...(await compose.expandGroup(address, signal)).map(member => member.address.toLowerCase()))
  }
  const wanted = recipients.map(address => address.toLowerCase())
  if (JSON.stringify([...new Set(named)].sort()) !== JSON.stringify([...new Set(wanted)].sort())) {
    throw new SendError('outlook/recipients-changed', 'the item names other recipients than the message was made for')
  }
}

function setSubject(item: WritableItem, subject: string, call: CallOptions): Promise<unknown> {
  return officeCall<unknown>('subject.setAsync', callback => item.subject.setAsync(subject, callback), call)
}

async function seal(item: WritableItem, { notice, content, name, before, subject, touched }: Plan, handingOver: () => Promise<void>, call: CallOptions): Promise<void> {
  // The file first: where it cannot be added, the text was never touched.
  const id = await addFile(item, sealedAttachmentName, content, false, call)
  touched.body = true
  await writeBody(item, notice, 'text', notice, call)
  if (subject !== before.subject) {
    touched.subject = true
    await setSubject(item, subject, call)
  }
  await removeOthers(item, id, call)
  // From the mark on the guard lets it go, whoever presses Send. It comes last: whoever dies before leaves an item that the guard keeps.
  await handingOver()
  touched.mark = true
  await writeSealedMark(item, name, call)
}

/** SEC-79: what Outlook is about to send is read back and compared with what was made; anything else, and nothing is sent. */
async function requireAsPlanned(item: WritableItem, { notice, content, subject, before }: Plan, call: CallOptions): Promise<void> {
  const refuse = (what: string): never => { throw new SendError('outlook/item-not-as-planned', `outlook has another ${what} than was made`) }
  if (!(await hasLetters(item, notice, call))) refuse('body')
  if (!(await hasOnly(item, sealedAttachmentName, content, call))) refuse('attachment')
  if (await officeCall<unknown>('subject.getAsync', callback => item.subject.getAsync(callback), call) !== subject) refuse('subject')
  if (await readMark(item, call) !== 'sealed') refuse('mark')
  if (namesOf(await readAddressees(item, call)) !== namesOf(before.addressees)) throw new SendError('outlook/recipients-changed', 'recipients changed while the item was sealed')
}

/** What is told of a failure after which the item was put back. */
function asPlanned(error: unknown): SendError {
  if (error instanceof SendError && error.code !== 'outlook/body-truncated') return error
  return new SendError('outlook/item-not-as-planned', 'the item could not be made as planned', { cause: error })
}

/** Offered for an open item in Outlooks with Mailbox 1.8. Outlook's own list of sent messages is the only witness afterwards. */
export function createReplaceBodyRoute(options: ReplaceBodyOptions): SendingRoute {
  return new ReplaceBodyRoute(options)
}
