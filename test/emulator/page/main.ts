/**
 * The demo's page: a plain mail program around the emulated Outlook.
 *
 * Query: `compose` (`new`, `reply:<id>`, `reply-all:<id>`, `forward:<id>`; with `draft`, JSON of what is in the window already, and `habits`, JSON, see
 * compose/habits.ts), `mailbox` (address of its owner), `signIn` (JSON, see sign-in.ts), `manifest=guard` (the manifest with the send guard),
 * `item` (message to open), `lang` (`en-US` or `ja-JP`), `profile` (see client-profiles.ts), `theme` (`light`, `dark`), `open=1` (pane open at
 * once), `pin=0`, `width` (of the pane), `faults` (JSON, see host-calls.ts).
 */
import { clientProfiles } from '../client-profiles.ts'
import type { ProfileId } from '../client-profiles.ts'
import type { ComposeDraft, RecipientKind } from '../compose/compose-draft.ts'
import type { FormRequest } from '../compose/host-ports.ts'
import { OutlookHost } from '../outlook-host.ts'
import type { FolderName } from '../server/mail/mail-store.ts'
import type { StoredMessage } from '../stored-message.ts'
import { ComposeView, readRecipients } from './compose-view.ts'
import { byId, element } from './element.ts'
import { MailClient } from './mail-client.ts'
import { loadMailbox } from './mailbox.ts'
import type { Letter, Mailbox } from './mailbox.ts'
import { provisionalManifest, readManifest } from './manifest.ts'
import type { Manifest, ManifestButton } from './manifest.ts'
import { drawList, drawMessage } from './message-view.ts'
import { PaneArea, usualWidth } from './pane-area.ts'
import { isProfile, pageQuery } from './query.ts'
import type { ComposeWanted } from './query.ts'
import { SignIn } from './sign-in.ts'
import { languageOf, strings } from './strings.ts'
import type { Strings } from './strings.ts'
import { Writing } from './writing.ts'

/** What the page lets tests see and do, besides clicking. */
export interface DemoControls {
  readonly host: OutlookHost
  readonly writing: Writing
  readonly signIn: SignIn
  /** The message that is being written. */
  readonly draft: ComposeDraft | null
  /** Opens a message, or none. */
  choose(id: string | null): void
  /** Opens a window for writing. */
  compose(wanted: ComposeWanted): void
  /** Asks the server what has come, and shows a folder. */
  openFolder(folder: FolderName): Promise<void>
}

declare global {
  interface Window {
    outlookEmulator?: DemoControls
  }
}

const folders: readonly FolderName[] = ['inbox', 'sentitems', 'drafts']

class Demo implements DemoControls {
  host: OutlookHost
  readonly writing: Writing
  readonly signIn: SignIn
  private readonly mailbox: Mailbox
  private readonly manifest: Manifest
  private readonly client: MailClient
  private readonly pane = new PaneArea(byId('pane'), () => this.drawRibbon())
  private readonly composeView = new ComposeView(byId('reading'), address => this.kindOf(address))
  private settings: Readonly<Record<string, string>>
  private locale: string = pageQuery.lang
  private profile: ProfileId = pageQuery.profile
  private theme: 'light' | 'dark'
  private openId: string | null
  private folder: FolderName = 'inbox'
  /** Messages that the server has besides the letters. */
  private arrived: Readonly<Record<FolderName, readonly Letter[]>> = { inbox: [], sentitems: [], drafts: [] }

  constructor(mailbox: Mailbox, manifest: Manifest, settings: Readonly<Record<string, string>>) {
    this.mailbox = mailbox
    this.manifest = manifest
    this.settings = settings
    this.client = new MailClient(mailbox.reader.address)
    const dark = pageQuery.theme === null ? matchMedia('(prefers-color-scheme: dark)').matches : pageQuery.theme === 'dark'
    this.theme = dark ? 'dark' : 'light'
    const { item } = pageQuery
    this.openId = item === '' ? null : (item ?? mailbox.letters[0]?.entry.id ?? null)
    this.pane.pinned = pageQuery.pins
    this.pane.resize(Number(pageQuery.width ?? usualWidth))
    this.signIn = new SignIn(this.client, mailbox.reader, pageQuery.signIn, () => this.words)
    this.signIn.listen(source => this.pane.isFrom(source))
    this.writing = new Writing({
      client: this.client, own: mailbox.reader, habits: pageQuery.habits, manifest, kindOf: address => this.kindOf(address), words: () => this.words, host: () => this.host,
      answersEws: () => clientProfiles[this.profile].ews.answers,
      onChange: (change, details) => {
        if (change !== 'content') this.pane.draftChanged(change, details)
      },
      onSaved: () => this.composeView.saved(new Intl.DateTimeFormat(this.locale, { timeStyle: 'medium' }).format(new Date()), this.words),
      onClosed: () => void this.writingClosed(),
      onForm: form => this.openForm(form),
      onOpenPane: () => this.openPane(),
    })
    this.host = this.makeHost()
  }

  get draft(): ComposeDraft | null {
    return this.writing.draft
  }

  async start(): Promise<void> {
    await this.refresh()
    if (pageQuery.compose !== null) this.writing.start(pageQuery.compose, this.messageOf(pageQuery.compose.id ?? null))
    this.host = this.makeHost()
    byId('profile').append(...Object.values(clientProfiles).map(({ id }) => element('option', { value: id })))
    byId('theme').append(element('option', { value: 'light' }), element('option', { value: 'dark' }))
    byId('mailbox').append(...this.mailbox.people.map(({ name, address }) => element('option', { value: address }, name)))
    this.onChoice('profile', value => {
      if (isProfile(value)) this.profile = value
    })
    this.onChoice('language', value => (this.locale = value))
    this.onChoice('theme', value => (this.theme = value === 'dark' ? 'dark' : 'light'))
    byId('mailbox').addEventListener('change', event => this.openMailbox((event.target as HTMLSelectElement).value, null))
    this.draw()
    if (pageQuery.opens) this.openPane()
  }

  choose(id: string | null): void {
    const { draft } = this.writing
    if (draft !== null) {
      // Leaving a window keeps what is in it, on the server.
      void this.writing.walkAway(draft)
      this.pane.close()
    }
    this.openId = id
    this.host.open(this.openMessage())
    this.drawMessages()
    this.pane.itemChanged()
    this.drawRibbon()
  }

  compose(wanted: ComposeWanted): void {
    this.host.compose(this.writing.start(wanted, this.messageOf(wanted.id ?? this.openId)))
    this.pane.close()
    this.drawMessages()
    this.drawRibbon()
  }

  async openFolder(folder: FolderName): Promise<void> {
    await this.refresh()
    this.folder = folder
    // A window in which somebody writes is left as it is.
    if (this.draft === null) this.drawMessages()
    else this.drawFolder()
    this.drawRibbon()
  }

  private get words(): Strings {
    return strings[languageOf(this.locale)]
  }

  /** Another mailbox is another page: nothing of this one stays. */
  private openMailbox(address: string, item: string | null): void {
    const url = new URL(location.href)
    url.search = ''
    url.searchParams.set('mailbox', address)
    for (const [name, value] of [['lang', this.locale], ['profile', this.profile], ['theme', this.theme]] as const) url.searchParams.set(name, value)
    if (item !== null) url.searchParams.set('item', item)
    location.assign(url.href)
  }

  /** Everything that lies on the server, newest first. */
  private async refresh(): Promise<void> {
    const listed = await this.client.folders()
    const title = { en: '', ja: '' }
    const read = async (folder: FolderName): Promise<readonly Letter[]> =>
      Promise.all(listed[folder].map(async ({ id }) => ({ entry: { id, file: '', title }, message: await this.client.message(id, folder) })).reverse())
    const [inbox, sentitems, drafts] = await Promise.all([read('inbox'), read('sentitems'), read('drafts')])
    this.arrived = { inbox, sentitems, drafts }
  }

  private get shown(): readonly Letter[] {
    return this.folder === 'inbox' ? [...this.arrived.inbox, ...this.mailbox.letters] : this.arrived[this.folder]
  }

  private messageOf(id: string | null): StoredMessage | null {
    const all = [...this.mailbox.letters, ...folders.flatMap(folder => this.arrived[folder])]
    return all.find(({ entry }) => entry.id === id)?.message ?? null
  }

  private openMessage(): StoredMessage | null {
    return this.messageOf(this.openId)
  }

  private async writingClosed(): Promise<void> {
    // A window that was opened meanwhile stays.
    if (this.draft !== null) return
    this.host.open(this.openMessage())
    this.pane.close()
    await this.refresh()
    this.drawMessages()
    this.drawRibbon()
  }

  private openForm(form: FormRequest): void {
    if (form.kind === 'reply') {
      const content = form.htmlBody === '' ? {} : { body: form.htmlBody }
      this.compose({ kind: form.all ? 'reply-all' : 'reply', content })
      return
    }
    const recipients = (addresses: readonly string[]) => readRecipients(addresses.join(';'), address => this.kindOf(address))
    this.compose({ kind: 'new', content: { to: recipients(form.to), cc: recipients(form.cc), bcc: recipients(form.bcc), subject: form.subject, body: form.htmlBody } })
  }

  /** Colleagues share the reader's domain; three names are lists. */
  private kindOf(address: string): RecipientKind {
    const domain = (text: string): string => text.slice(text.lastIndexOf('@') + 1).toLowerCase()
    if (/^(?:all|team|project)@/i.test(address)) return 1
    return domain(address) === domain(this.mailbox.reader.address) ? 2 : 3
  }

  private makeHost(): OutlookHost {
    return new OutlookHost({
      profile: clientProfiles[this.profile],
      permission: this.manifest.permission,
      reader: this.mailbox.reader,
      locale: this.locale,
      theme: this.theme,
      faults: pageQuery.faults,
      item: this.draft === null ? this.openMessage() : null,
      draft: this.draft,
      habits: pageQuery.habits,
      ports: {
        ...this.writing.ports(),
        saveSettings: async settings => {
          this.settings = settings
          await this.client.saveSettings(settings)
        },
      },
      kindOf: address => this.kindOf(address),
      settings: this.settings,
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
    this.pane.show(this.host, paneAddress, group, this.words)
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
    const { words } = this
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
    const { words } = this
    document.documentElement.lang = language
    document.documentElement.dataset['theme'] = this.theme
    byId('product').textContent = words.product
    byId('profile-label').textContent = words.profile
    byId('language-label').textContent = words.language
    byId('theme-label').textContent = words.theme
    byId('mailbox-label').textContent = words.mailboxOf
    for (const option of byId('profile').querySelectorAll('option')) {
      option.textContent = isProfile(option.value) ? clientProfiles[option.value].label[language] : ''
    }
    for (const option of byId('theme').querySelectorAll('option')) option.textContent = option.value === 'dark' ? words.dark : words.light
    ;(byId('profile') as HTMLSelectElement).value = this.profile
    ;(byId('language') as HTMLSelectElement).value = language === 'ja' ? 'ja-JP' : 'en-US'
    ;(byId('theme') as HTMLSelectElement).value = this.theme
    ;(byId('mailbox') as HTMLSelectElement).value = this.mailbox.reader.address
    this.drawMessages()
    this.drawRibbon()
  }

  private drawFolder(): void {
    drawList(byId('list'), { letters: this.shown, open: this.openId, folder: this.folder }, this.locale, this.words, {
      choose: id => this.choose(id), openFolder: folder => void this.openFolder(folder),
    })
  }

  private drawMessages(): void {
    const { words } = this
    const hadFocus = byId('list').contains(document.activeElement)
    this.drawFolder()
    const { draft } = this
    if (draft === null) drawMessage(byId('reading'), this.openMessage(), this.mailbox.keys, this.locale, words)
    else this.composeView.draw(draft, words, { send: () => void this.writing.send(draft), discard: () => void this.writing.close(draft, true) })
    // The list is drawn anew, so the focus goes back to where it was.
    if (hadFocus) byId('list').querySelector<HTMLElement>('[aria-current="true"]')?.focus({ preventScroll: true })
  }

  private command(id: string, label: string, isEnabled: boolean, action: () => void): HTMLButtonElement {
    const button = element('button', { type: 'button', id }, label)
    button.disabled = !isEnabled
    button.addEventListener('click', action)
    return button
  }

  private drawRibbon(): void {
    const { words } = this
    const { label, icon, tip, group } = this.button()
    const picture = icon === null ? [] : [element('img', { src: icon, alt: '' })]
    const verify = element('button', { type: 'button', id: 'verify', title: tip, 'aria-pressed': String(this.pane.isOpen) }, ...picture, label)
    const isReading = this.draft === null && this.openMessage() !== null
    verify.disabled = this.openId === null && this.draft === null
    verify.addEventListener('click', () => this.askAndOpenPane())
    byId('hint').textContent = (this.draft === null ? words.hint : words.hintWriting).replace('{button}', label)
    byId('ribbon').setAttribute('aria-label', words.ribbon)
    byId('ribbon').replaceChildren(
      this.command('new-mail', words.newMail, true, () => this.compose({ kind: 'new' })),
      this.command('reply', words.reply, isReading, () => this.compose({ kind: 'reply' })),
      this.command('reply-all', words.replyAll, isReading, () => this.compose({ kind: 'reply-all' })),
      this.command('forward', words.forward, isReading, () => this.compose({ kind: 'forward' })),
      verify, element('span', { class: 'group' }, group), ...this.otherMailbox(), this.command('deselect', words.deselect, this.openId !== null, () => this.choose(null)))
  }

  /** From a message that was sent straight to the person who got it. */
  private otherMailbox(): HTMLElement[] {
    const message = this.folder === 'sentitems' && this.draft === null ? this.openMessage() : null
    const other = this.mailbox.people.find(({ address }) => address !== this.mailbox.reader.address && message?.to.some(to => to.address.toLowerCase() === address.toLowerCase()) === true)
    if (other === undefined) return []
    return [this.command('open-other', this.words.openOther.replace('{name}', other.name), true, () => this.openMailbox(other.address, null))]
  }
}

async function loadManifest(): Promise<Manifest> {
  const response = await fetch(pageQuery.manifest)
  return response.ok ? readManifest(await response.text()) : provisionalManifest
}

async function start(): Promise<void> {
  const [mailbox, manifest] = await Promise.all([loadMailbox(pageQuery.item, pageQuery.mailbox), loadManifest()])
  const demo = new Demo(mailbox, manifest, await new MailClient(mailbox.reader.address).settings())
  await demo.start()
  window.outlookEmulator = demo
}

void start()
