/**
 * Writing a message, from the first switch to the last word about its sending, outside React and without a clock of its own.
 *
 * SECURITY (SEC-85): nothing here starts by itself that uses a private key: `send` is called by a click in the pane and by nothing else. What is
 * looked up on its own is public: certificates of recipients, and which key would sign.
 */
import type { Protection } from '../../engine/compose-protocol.ts'
import type { OutgoingAttachment, OutgoingMailbox, OutgoingMessage } from '../../mime/outgoing-message.ts'
import type { WrittenItem } from '../../outlook/compose/compose-item.ts'
import type { SendingRoute } from '../../outlook/send/sending-route.ts'
import type { ComposeOptions, SendJob } from './compose-options.ts'
import { type ComposeState, START } from './compose-state.ts'
import { type EditedMessage, isWorthKeeping, outgoingOf } from './edited-message.ts'
import { emptyMessageOf, moveIntoEditor } from './into-editor.ts'
import { KeepAll } from './keep-all.ts'
import { expectedOf, fieldsOf } from './recipient-list.ts'
import { RecipientLookUp } from './recipient-look-up.ts'
import { chosenRoute, routeAfter } from './route-choice.ts'
import type { SendOutcome } from './send-outcome.ts'
import type { SendingOptions } from './send-parts.ts'
import { isAboutTheList, partlySent, toldFailure, unreadable } from './told-failure.ts'
import { whyNotYet } from './why-not-yet.ts'
import { takeWithheld } from './withheld.ts'
import { writtenBody } from './written-body.ts'

export type { ComposeOptions, SendJob } from './compose-options.ts'
export type { WritingAsker } from './writing-asker.ts'

export class ComposeController {
  readonly options: ComposeOptions
  private readonly listeners = new Set<() => void>()
  private state: ComposeState
  private readonly keeper: KeepAll
  private readonly lookUp: RecipientLookUp
  private sending = new AbortController()
  /** Whether the switches stand as somebody set them, here or in an earlier pane. */
  private isChosen = false
  /** Ways that failed in a way that another one may not. */
  private readonly avoided = new Set<SendingRoute>()
  /** Of the draft in the journal. */
  readonly draftId: string

  constructor(options: ComposeOptions, edited: EditedMessage | null = null) {
    this.options = options
    const { policy, item } = options
    this.draftId = edited?.id ?? options.newId()
    const protection = { sign: policy.sign !== 'offer', encrypt: policy.encrypt !== 'offer' || edited?.answersEncrypted === true }
    this.state = { ...START, hasItem: item !== null, place: edited ? 'editor' : 'outlook', edited, protection, route: null, from: edited?.from ?? null, isWithheld: options.withheld !== undefined }
    this.keeper = new KeepAll({ write: () => this.write(), delay: options.keepDelay ?? 800, tell: kept => { this.show({ kept }) }, now: () => this.at() })
    this.lookUp = new RecipientLookUp(this, change => { this.show(change) })
    this.state = { ...this.state, route: this.nextRoute() }
  }

  readonly getState = (): ComposeState => this.state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => { this.listeners.delete(listener) }
  }

  /** Follows the item from now on. Returns how to stop; what is in the editor is kept then. */
  start(): () => void {
    const stop = this.options.item?.onAddresseesChanged(() => void this.refresh())
    void this.refresh()
    void this.takeMark()
    return () => {
      stop?.()
      void this.keeper.flush()
    }
  }

  /** Reads again who gets it and which certificates would be used. Never rejects. */
  async refresh(): Promise<void> {
    if (this.state.phase !== 'writing' || !(await this.lookUp.ask())) return
    this.show({ route: this.nextRoute() })
    this.prepareRoute()
  }

  /** Whoever uses `file` chose the certificates in it for this recipient. */
  async addCertificates(address: string, bytes: Uint8Array): Promise<void> {
    try {
      const { added, addresses } = await this.options.engine.ask({ kind: 'certificates-add', at: this.at(), bytes })
      this.show({ certificates: { address, added, addresses }, failure: null })
    } catch (error) {
      this.show({ certificates: null, failure: toldFailure(error) })
    }
    await this.refresh()
  }

  async prefer(address: string, fingerprint: string): Promise<void> {
    try {
      await this.options.engine.ask({ kind: 'certificates-prefer', at: this.at(), address, fingerprint })
    } catch (error) {
      this.show({ failure: toldFailure(error) })
    }
    await this.refresh()
  }

  /** A switch was used. What the organisation demands stays on; encryption of an answer goes only after a question (SEC-83). */
  protect(change: Partial<Protection>): void {
    const { policy } = this.options
    if (change.encrypt === false && this.state.edited?.answersEncrypted === true) {
      if (policy.encrypt !== 'always') this.show({ asksToUnprotect: true })
      return
    }
    const wanted = { ...this.state.protection, ...change }
    this.setProtection({ sign: wanted.sign || policy.sign === 'always', encrypt: wanted.encrypt || policy.encrypt === 'always' })
  }

  /** The answer to the question: the quote goes with the encryption, or both stay. */
  unprotect(isConfirmed: boolean): void {
    this.show({ asksToUnprotect: false })
    const { edited } = this.state
    if (!isConfirmed || edited === null) return
    this.edit({ quote: '', attachments: edited.attachments, answersEncrypted: false })
    this.setProtection({ ...this.state.protection, encrypt: false })
  }

  /** What was chosen before, of a draft, or of the message that is answered. */
  takeSettings(chosen: Protection): void {
    const { protection } = this.state
    this.show({ protection: { sign: chosen.sign || protection.sign, encrypt: chosen.encrypt || protection.encrypt } })
  }

  /** What an earlier pane was asked for on this item holds on, beside what the organisation asks; a switch that was used meanwhile says more. */
  private async takeMark(): Promise<void> {
    const { item } = this.options
    if (item === null) return
    const marked = await item.demandedProtection(new AbortController().signal).catch(() => NOTHING)
    if (this.isChosen) return
    this.isChosen = true
    this.takeSettings(marked)
    const { sign, encrypt } = this.state.protection
    if (sign !== marked.sign || encrypt !== marked.encrypt) this.markItem()
    this.show({ route: this.nextRoute() })
  }

  private setProtection(protection: Protection): void {
    this.isChosen = true
    this.show({ protection, failure: null })
    this.markItem()
    this.show({ route: this.nextRoute() })
    this.prepareRoute()
    if (this.state.edited) this.keeper.changed()
  }

  /** Whoever protects a message is going to send it: what the route has to load is there by then, and not loaded between the click and the server. */
  private prepareRoute(): void {
    const { route, protection } = this.state
    if (protection.sign || protection.encrypt) route?.prepare?.()
  }

  /** For the send guard; where Outlook keeps no mark there is no guard either. */
  private markItem(): void {
    this.options.item?.demandProtection(this.state.protection, new AbortController().signal).catch(() => undefined)
  }

  /** Something was changed in the editor. */
  edit(change: Partial<EditedMessage>): void {
    const { edited } = this.state
    if (edited === null) return
    const next = { ...edited, ...change }
    this.show({ edited: next, failure: null, preview: this.state.preview && { message: outgoingOf(next, this.at(), ''), leftOut: 0 } })
    this.keeper.changed()
    if (change.to !== undefined || change.cc !== undefined || change.bcc !== undefined || change.from !== undefined) void this.refresh()
  }

  /** What was left behind of the message that is answered comes along after all (SEC-34). */
  readonly takeWithheld = (): Promise<void> => takeWithheld(this, change => { this.show(change) })

  attach(files: readonly OutgoingAttachment[]): void {
    const { edited } = this.state
    if (edited && files.length > 0) this.edit({ attachments: [...edited.attachments, ...files] })
  }

  /** Everything that was typed is in the journal when this resolves, or the screen says that it is not. */
  keep(): Promise<void> {
    return this.keeper.flush()
  }

  /** Moves what is written in Outlook into the protected editor: kept first, then taken out of the item (SEC-78, SEC-82). */
  async moveToEditor(): Promise<void> {
    const { item } = this.options
    if (item === null || this.state.place === 'editor') return
    this.sending = new AbortController()
    await moveIntoEditor(this, item, change => { this.show(change) }, () => this.write(), this.sending.signal)
  }

  /** The editor without what is in the item: for an Outlook that hands over nothing while one writes. The item stays as it is. */
  openEmptyEditor(): void {
    this.show({ place: 'editor', failure: null, preview: null, edited: emptyMessageOf(this) })
  }

  /** Reads what would be sent now, for the eyes of whoever sends it. */
  async readPreview(): Promise<void> {
    const { item } = this.options
    const { edited } = this.state
    try {
      if (edited) this.show({ preview: { message: outgoingOf(edited, this.at(), ''), leftOut: 0 } })
      else if (item) {
        const written = await item.read(new AbortController().signal)
        const { leftOut } = writtenBody(written.html, written.text, written.attachments)
        this.show({ preview: { message: this.messageOf(written), leftOut } })
      }
    } catch (error) {
      this.show({ preview: null, failure: toldFailure(error) })
    }
  }

  closePreview(): void {
    this.show({ preview: null })
  }

  /** Sends it: the answer to a click. Does nothing while something is missing. */
  async send(options: SendingOptions = {}): Promise<void> {
    const { route, edited, protection, recipients } = this.state
    if (this.state.phase === 'sending' || route === null || whyNotYet(this.state) !== null) return
    this.sending = new AbortController()
    this.show({ phase: 'sending', step: edited ? 'keeping' : 'reading', failure: null, partly: null, found: null, certificates: null, preview: null })
    await this.keeper.flush()
    const answer = await this.ask({
      draftId: this.draftId,
      route,
      protection,
      policy: this.options.policy,
      answersEncrypted: edited?.answersEncrypted ?? false,
      from: addressOf(this.state.from),
      recipients,
      expected: protection.encrypt ? expectedOf(recipients) : null,
      edited: edited ? { ...outgoingOf({ ...edited, from: edited.from ?? this.state.from }, this.at(), ''), ...fieldsOf(recipients) } : null,
      messageOf: written => this.messageOf(written),
      onStep: step => { this.show({ step }) },
      signal: this.sending.signal,
    }, options)
    if (answer.kind !== 'stopped') {
      this.keeper.stop()
      const isClosed = answer.kind === 'sent' ? answer.isClosed : null
      this.show({ phase: 'done', step: null, end: { kind: answer.kind, recipients: recipients.length, protection, isClosed } })
      return
    }
    this.show({ phase: 'writing', step: null, failure: unreadable(answer.failure, this.state.step), partly: partlySent(answer.copies) })
    if (isAboutTheList(answer.failure.code)) await this.refresh()
  }

  /** After "perhaps sent": what Sent Items say. */
  async lookForSent(): Promise<void> {
    const { protection, recipients, failure } = this.state
    this.show({ phase: 'sending', step: 'looking', failure: null, found: null })
    const found = await this.options.look(this.draftId)
    if (found === 'sent') this.show({ phase: 'done', step: null, end: { kind: 'sent', recipients: recipients.length, protection, isClosed: false } })
    else this.show({ phase: 'writing', step: null, failure: found === 'unknown' ? failure : null, found })
  }

  private async ask(job: SendJob, options: SendingOptions): Promise<SendOutcome> {
    try {
      return await this.options.send(job, options)
    } catch (error) {
      return { kind: 'stopped', failure: toldFailure(error), draftId: this.draftId, copies: [] }
    }
  }

  cancel(): void {
    this.sending.abort()
  }

  /** The next way of sending, after one that failed. */
  useAnotherRoute(): void {
    if (this.state.route) this.avoided.add(this.state.route)
    this.show({ failure: null, route: this.nextRoute() })
  }

  /** Ends the draft, as its writer said: it is thrown away, or a file or Outlook's own Send has done the rest. */
  async discard(): Promise<void> {
    this.keeper.stop()
    try {
      await this.options.engine.ask({ kind: 'drafts-end', at: this.at(), id: this.draftId })
    } catch {
      // It was never kept, or is gone already.
    }
  }

  private nextRoute(): SendingRoute | null {
    const { protection, recipients, hasItem } = this.state
    const needsSeveral = this.options.policy.bcc === 0 && recipients.some(({ field }) => field === 'bcc') && (protection.encrypt || protection.sign)
    return chosenRoute(this.options.routes, { needsSeveral, hasItem, avoided: this.avoided }) ?? routeAfter(this.options.routes)
  }

  /** Writes the editor's words into the journal. */
  private async write(): Promise<void> {
    const { edited, protection, route } = this.state
    if (edited === null || !isWorthKeeping(edited)) return
    await this.options.engine.ask({
      kind: 'drafts-write', at: this.at(), id: edited.id, state: 'writing',
      message: outgoingOf({ ...edited, from: edited.from ?? this.state.from }, this.at(), ''),
      settings: { protection, route: route?.name ?? null, answersEncrypted: edited.answersEncrypted },
    })
  }

  /** What goes out of what was read: groups as the members that were shown, and a body that we wrote. */
  private messageOf(written: WrittenItem): OutgoingMessage {
    const { from, sender, subject, attachments, inReplyTo, references, importance } = written
    const { html, text } = writtenBody(written.html, written.text, attachments)
    return { from, sender, ...fieldsOf(this.state.recipients), subject, date: this.at(), messageId: '', inReplyTo, references, text, html, attachments, importance }
  }

  private at(): string {
    return this.options.now().toISOString()
  }

  private show(change: Partial<ComposeState>): void {
    this.state = { ...this.state, ...change }
    for (const listener of [...this.listeners]) listener()
  }
}

const NOTHING: Protection = { sign: false, encrypt: false }

const addressOf = (mailbox: OutgoingMailbox | null) => mailbox?.address ?? null
