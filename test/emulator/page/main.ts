/**
 * The demo's page: a plain mail program around the emulated Outlook.
 *
 * Query: `compose` (`new`, `reply:<id>`, `reply-all:<id>`, `forward:<id>`; with `draft`, JSON of what is in the window already, and `habits`, JSON, see
 * compose/habits.ts), `item` (message to open), `lang` (`en-US` or `ja-JP`), `profile` (see client-profiles.ts), `theme` (`light`, `dark`), `open=1` (pane
 * open at once), `pin=0`, `width` (of the pane), `faults` (JSON, see host-calls.ts).
 */
import { clientProfiles } from '../client-profiles.ts'
import { blankContent, ComposeDraft } from '../compose/compose-draft.ts'
import type { DraftContent, RecipientKind } from '../compose/compose-draft.ts'
import { usualHabits } from '../compose/habits.ts'
import type { ComposeHabits } from '../compose/habits.ts'
import { forwardContent, replyContent } from '../compose/open-draft.ts'
import type { ProfileId } from '../client-profiles.ts'
import type { Fault } from '../host-calls.ts'
import { OutlookHost } from '../outlook-host.ts'
import { ComposeView } from './compose-view.ts'
import { byId, element } from './element.ts'
import { loadMailbox } from './mailbox.ts'
import type { Mailbox } from './mailbox.ts'
import { provisionalManifest, readManifest } from './manifest.ts'
import type { Manifest, ManifestButton } from './manifest.ts'
import { drawList, drawMessage } from './message-view.ts'
import { PaneArea, usualWidth } from './pane-area.ts'
import { languageOf, strings } from './strings.ts'

/** What the page lets tests see and do, besides clicking. */
export interface DemoControls {
  readonly host: OutlookHost
  /** Opens a message, or none. */
  choose(id: string | null): void
  /** Opens a window for writing. */
  compose(wanted: ComposeWanted): void
}

/** What is to be written: `id` names the message that is answered. `content` stands in for what Outlook would start with. */
export interface ComposeWanted {
  readonly kind: 'new' | 'reply' | 'reply-all' | 'forward'
  readonly id?: string
  readonly content?: Partial<DraftContent>
}

declare global {
  interface Window {
    outlookEmulator?: DemoControls
  }
}

const query = new URLSearchParams(location.search)
const isProfile = (id: string | null): id is ProfileId => id !== null && id in clientProfiles

class Demo implements DemoControls {
  host: OutlookHost
  private readonly mailbox: Mailbox
  private readonly manifest: Manifest
  private readonly pane = new PaneArea(byId('pane'), () => this.drawRibbon())
  private locale = query.get('lang') ?? 'en-US'
  private profile: ProfileId
  private theme: 'light' | 'dark'
  private openId: string | null
  private draft: ComposeDraft | null = null
  private readonly habits: ComposeHabits = { ...usualHabits, ...(JSON.parse(query.get('habits') ?? '{}') as Partial<ComposeHabits>) }
  private readonly composeView = new ComposeView(byId('reading'), address => this.kindOf(address))

  constructor(mailbox: Mailbox, manifest: Manifest) {
    this.mailbox = mailbox
    this.manifest = manifest
    const profile = query.get('profile')
    this.profile = isProfile(profile) ? profile : 'web'
    const dark = query.get('theme') === null ? matchMedia('(prefers-color-scheme: dark)').matches : query.get('theme') === 'dark'
    this.theme = dark ? 'dark' : 'light'
    const item = query.get('item')
    this.openId = item === '' ? null : (item ?? mailbox.letters[0]?.entry.id ?? null)
    this.pane.pinned = query.get('pin') !== '0'
    this.pane.resize(Number(query.get('width') ?? usualWidth))
    this.draft = this.wantedDraft()
    this.host = this.makeHost()
  }

  /** What the query asks to be written. */
  private wantedDraft(): ComposeDraft | null {
    const [kind = '', ...rest] = (query.get('compose') ?? '').split(':')
    if (kind !== 'new' && kind !== 'reply' && kind !== 'reply-all' && kind !== 'forward') return null
    return this.newDraft({ kind, id: rest.join(':'), content: JSON.parse(query.get('draft') ?? '{}') as Partial<DraftContent> })
  }

  private newDraft({ kind, id, content }: ComposeWanted): ComposeDraft {
    const own = this.mailbox.reader
    const answered = this.mailbox.letters.find(({ entry }) => entry.id === id)?.message
    const kindOf = (address: string): RecipientKind => this.kindOf(address)
    const started =
      answered === undefined || kind === 'new' ? blankContent(own)
        : kind === 'forward' ? forwardContent(answered, own, this.habits) : replyContent(answered, own, kind === 'reply-all', kindOf, this.habits)
    const draft = new ComposeDraft({ ...started, ...content })
    draft.onChange((change, details) => {
      if (change !== 'content') this.pane.draftChanged(change, details)
    })
    return draft
  }

  /** Colleagues share the reader's domain; the demo has one list. */
  private kindOf(address: string): RecipientKind {
    const domain = (text: string): string => text.slice(text.lastIndexOf('@') + 1).toLowerCase()
    if (/^(?:all|team|project)@/i.test(address)) return 1
    return domain(address) === domain(this.mailbox.reader.address) ? 2 : 3
  }

  start(): void {
    const profiles = Object.values(clientProfiles).map(({ id }) => element('option', { value: id }))
    byId('profile').append(...profiles)
    byId('theme').append(element('option', { value: 'light' }), element('option', { value: 'dark' }))
    this.onChoice('profile', value => {
      if (isProfile(value)) this.profile = value
    })
    this.onChoice('language', value => (this.locale = value))
    this.onChoice('theme', value => (this.theme = value === 'dark' ? 'dark' : 'light'))
    this.draw()
    if (query.get('open') === '1') this.openPane()
  }

  compose(wanted: ComposeWanted): void {
    this.draft = this.newDraft(wanted)
    this.host.compose(this.draft)
    this.pane.close()
    this.drawMessages()
    this.drawRibbon()
  }

  choose(id: string | null): void {
    this.openId = id
    if (this.draft !== null) this.pane.close()
    this.draft = null
    this.host.open(this.openMessage())
    this.drawMessages()
    this.pane.itemChanged()
    this.drawRibbon()
  }

  private openMessage() {
    return this.mailbox.letters.find(({ entry }) => entry.id === this.openId)?.message ?? null
  }

  private makeHost(): OutlookHost {
    return new OutlookHost({
      profile: clientProfiles[this.profile],
      permission: this.manifest.permission,
      reader: this.mailbox.reader,
      locale: this.locale,
      theme: this.theme,
      faults: JSON.parse(query.get('faults') ?? '[]') as Fault[],
      item: this.draft === null ? this.openMessage() : null,
      draft: this.draft,
      habits: this.habits,
      kindOf: address => this.kindOf(address),
    })
  }

  /** Another mail program, language or appearance means another Outlook: the pane is loaded anew. */
  private onChoice(id: 'profile' | 'language' | 'theme', take: (value: string) => void): void {
    const select = byId(id) as HTMLSelectElement
    select.addEventListener('change', () => {
      take(select.value)
      this.host = this.makeHost()
      this.draw()
      if (this.pane.isOpen) this.openPane()
    })
  }

  private openPane(): void {
    const { paneAddress, group } = this.button()
    this.pane.show(this.host, paneAddress, group, strings[languageOf(this.locale)])
    this.drawRibbon()
  }

  private button(): ManifestButton {
    return this.draft === null ? this.manifest.button(this.locale) : this.manifest.composeButton(this.locale)
  }

  /** QUIRK: new Outlook interrupts with a notice before an add-in opens on an encrypted item (office-js issue 6569). */
  private askAndOpenPane(): void {
    if (this.draft !== null || this.profile !== 'web' || this.openMessage()?.form !== 'encrypted') {
      this.openPane()
      return
    }
    const words = strings[languageOf(this.locale)]
    const confirm = element('button', { type: 'button', id: 'restricted-ok' }, words.ok)
    const dialog = element('dialog', { 'aria-labelledby': 'restricted-title' },
      element('h2', { id: 'restricted-title' }, words.restricted), element('p', {}, words.restrictedText), confirm)
    confirm.addEventListener('click', () => dialog.close())
    dialog.addEventListener('close', () => {
      dialog.remove()
      this.openPane()
    })
    document.body.append(dialog)
    dialog.showModal()
  }

  private draw(): void {
    const language = languageOf(this.locale)
    const words = strings[language]
    document.documentElement.lang = language
    document.documentElement.dataset['theme'] = this.theme
    byId('product').textContent = words.product
    byId('hint').textContent = words.hint.replace('{button}', this.manifest.button(this.locale).label)
    byId('profile-label').textContent = words.profile
    byId('language-label').textContent = words.language
    byId('theme-label').textContent = words.theme
    for (const option of byId('profile').querySelectorAll('option')) {
      option.textContent = isProfile(option.value) ? clientProfiles[option.value].label[language] : ''
    }
    for (const option of byId('theme').querySelectorAll('option')) option.textContent = option.value === 'dark' ? words.dark : words.light
    ;(byId('profile') as HTMLSelectElement).value = this.profile
    ;(byId('language') as HTMLSelectElement).value = language === 'ja' ? 'ja-JP' : 'en-US'
    ;(byId('theme') as HTMLSelectElement).value = this.theme
    this.drawMessages()
    this.drawRibbon()
  }

  private drawMessages(): void {
    const words = strings[languageOf(this.locale)]
    const hadFocus = byId('list').contains(document.activeElement)
    drawList(byId('list'), this.mailbox.letters, this.openId, this.locale, words, id => this.choose(id))
    if (this.draft !== null) this.composeView.draw(this.draft, words, { send: () => undefined, discard: () => this.choose(this.openId) })
    else drawMessage(byId('reading'), this.openMessage(), this.mailbox.keys, this.locale, words)
    // The list is drawn anew, so the focus goes back to where it was.
    if (hadFocus) byId('list').querySelector<HTMLElement>('[aria-current="true"]')?.focus({ preventScroll: true })
  }

  private drawRibbon(): void {
    const words = strings[languageOf(this.locale)]
    const { label, icon, tip, group } = this.button()
    const picture = icon === null ? [] : [element('img', { src: icon, alt: '' })]
    const verify = element('button', { type: 'button', id: 'verify', title: tip, 'aria-pressed': String(this.pane.isOpen) }, ...picture, label)
    verify.disabled = this.openId === null && this.draft === null
    verify.addEventListener('click', () => this.askAndOpenPane())
    const deselect = element('button', { type: 'button', id: 'deselect' }, words.deselect)
    deselect.disabled = this.openId === null
    deselect.addEventListener('click', () => this.choose(null))
    byId('ribbon').setAttribute('aria-label', words.ribbon)
    byId('ribbon').replaceChildren(verify, element('span', { class: 'group' }, group), deselect)
  }
}

async function loadManifest(): Promise<Manifest> {
  const response = await fetch('/manifest.xml')
  return response.ok ? readManifest(await response.text()) : provisionalManifest
}

async function start(): Promise<void> {
  const [mailbox, manifest] = await Promise.all([loadMailbox(query.get('item')), loadManifest()])
  const demo = new Demo(mailbox, manifest)
  window.outlookEmulator = demo
  demo.start()
}

void start()
