/** The message that is being written: autosave to the server, sending, closing, and what an add-in asks of Outlook around it. */
import { includesSet } from '../client-profiles.ts'
import { blankContent, ComposeDraft } from '../compose/compose-draft.ts'
import type { DraftChange, DraftContent, RecipientKind } from '../compose/compose-draft.ts'
import type { ComposeHabits } from '../compose/habits.ts'
import type { FormRequest, HostPorts } from '../compose/host-ports.ts'
import { forwardContent, quotedOriginal, replyContent } from '../compose/open-draft.ts'
import { normalisedBody } from '../compose/outlook-html.ts'
import type { OutlookHost } from '../outlook-host.ts'
import type { StoredMessage } from '../stored-message.ts'
import type { MailClient } from './mail-client.ts'
import type { Manifest } from './manifest.ts'
import type { Owner } from './mailbox.ts'
import type { ComposeWanted } from './query.ts'
import { askHandler, passesUnasked, showRefusal } from './send-guard.ts'
import type { GuardRecord } from './send-guard.ts'
import type { Strings } from './strings.ts'

export interface WritingOptions {
  readonly client: MailClient
  readonly own: Owner
  readonly habits: ComposeHabits
  readonly kindOf: (address: string) => RecipientKind
  readonly manifest: Manifest
  readonly words: () => Strings
  readonly host: () => OutlookHost
  readonly answersEws: () => boolean
  readonly onChange: (change: DraftChange, details: Readonly<Record<string, unknown>>) => void
  /** The server has what is in the window. */
  readonly onSaved: () => void
  /** The window is gone. */
  readonly onClosed: () => void
  readonly onForm: (form: FormRequest) => void
  readonly onOpenPane: () => void
}

export class Writing {
  draft: ComposeDraft | null = null
  /** What the send guard answered, newest last. */
  readonly guard: GuardRecord[] = []
  private answered: StoredMessage | null = null
  private isAutosaving = false
  private saving: Promise<unknown> = Promise.resolve()
  private readonly options: WritingOptions

  constructor(options: WritingOptions) {
    this.options = options
    const { autosave } = options.habits
    if (autosave > 0) setInterval(() => void this.autosave(), autosave)
  }

  /** Opens a window. `answered` is the message that is replied to or forwarded. */
  start({ kind, content }: ComposeWanted, answered: StoredMessage | null): ComposeDraft {
    const { own, kindOf, habits } = this.options
    const started =
      answered === null || kind === 'new' ? blankContent(own)
        : kind === 'forward' ? forwardContent(answered, own, habits) : replyContent(answered, own, kind === 'reply-all', kindOf, habits)
    const draft = new ComposeDraft({ ...started, ...content })
    // Outlook saves nothing of a window in which nobody has written anything yet.
    if (content === undefined || Object.keys(content).length === 0) draft.savedVersion = draft.version
    draft.onChange((change, details) => this.options.onChange(change, details))
    this.answered = kind === 'new' ? null : answered
    this.draft = draft
    return draft
  }

  ports(): HostPorts {
    const { client } = this.options
    return {
      saveDraft: draft => this.save(draft),
      send: draft => this.send(draft),
      close: (draft, discards) => void this.close(draft, discards),
      openForm: form => this.options.onForm(form),
      ews: body => (this.options.answersEws() ? client.ews(body) : Promise.reject(new Error('Exchange Web Services are switched off for this mailbox.'))),
      saveSettings: settings => client.saveSettings(settings),
    }
  }

  /** What the Send button does. */
  async send(draft: ComposeDraft): Promise<'sent' | 'refused'> {
    if (!(await this.guardAllows())) return 'refused'
    // From here on nothing is saved any more: a draft that is saved while it leaves would stay behind.
    draft.state = 'leaving'
    try {
      await this.saving.catch(() => undefined)
      await this.options.client.send(draft, this.outgoing(draft.content))
    } catch {
      draft.state = 'open'
      return 'refused'
    }
    draft.state = 'sent'
    this.leave(draft)
    return 'sent'
  }

  /** Throws the window away, with the server's copy, or keeps that copy. */
  async close(draft: ComposeDraft, discards: boolean): Promise<void> {
    draft.state = discards ? 'discarded' : 'closed'
    await this.saving.catch(() => undefined)
    if (discards) await this.options.client.discard(draft).catch(() => undefined)
    else if (draft.version !== draft.savedVersion) await this.options.client.saveDraft(draft).catch(() => undefined)
    this.leave(draft)
  }

  /** Another message is opened: the window is gone at once, and what is in it is kept on the server meanwhile. */
  async walkAway(draft: ComposeDraft): Promise<void> {
    draft.state = 'closed'
    this.draft = null
    await this.saving.catch(() => undefined)
    if (draft.version !== draft.savedVersion) await this.options.client.saveDraft(draft).catch(() => undefined)
    this.options.onSaved()
  }

  /** Saves when something changed since, one save at a time. */
  async autosave(): Promise<void> {
    const { draft } = this
    if (draft?.state !== 'open' || draft.version === draft.savedVersion || this.isAutosaving) return
    this.isAutosaving = true
    await this.save(draft).catch(() => undefined)
    this.isAutosaving = false
  }

  private save(draft: ComposeDraft): Promise<string> {
    const next = this.saving.catch(() => undefined).then(() => this.options.client.saveDraft(draft))
    this.saving = next
    void next.then(() => this.options.onSaved(), () => undefined)
    return next
  }

  /** The answer to the add-in's call leaves first, then the window goes, and the pane with it: whether the add-in still hears it is not promised. */
  private leave(draft: ComposeDraft): void {
    if (this.draft === draft) this.draft = null
    setTimeout(() => this.options.onClosed(), 50)
  }

  /** QUIRK: with `quotesLate` the original comes below the text only now, after the handler has looked at the body. */
  private outgoing(content: DraftContent): DraftContent {
    if (!this.options.habits.quotesLate || this.answered === null) return content
    return { ...content, body: normalisedBody(content.body + quotedOriginal(this.answered)) }
  }

  private async guardAllows(): Promise<boolean> {
    const { manifest, habits, host, words } = this.options
    const handler = manifest.sendingHandler
    // Older Outlooks know no such event.
    if (handler === null || !includesSet(host().options.profile.mailbox, '1.12')) return true
    const answer = await askHandler(host(), handler, habits.sendTimeLimit)
    this.guard.push({ answer: answer.kind, told: answer.kind === 'blocked' ? answer.told : null })
    if (passesUnasked(answer, handler) || answer.kind === 'allowed') return true
    const { sends, opensPane } = await showRefusal(answer, handler, manifest.name, words())
    if (opensPane) this.options.onOpenPane()
    return sends
  }
}
