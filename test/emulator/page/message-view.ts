/** The two columns that every mail program has: the list and the open message. */
import type { FolderName } from '../server/mail/mail-store.ts'
import type { StoredMessage } from '../stored-message.ts'
import { element } from './element.ts'
import type { KeyFiles, Letter } from './mailbox.ts'
import { languageOf } from './strings.ts'
import type { Strings } from './strings.ts'

function shownTime(date: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' }).format(date)
}

export interface ListState {
  readonly letters: readonly Letter[]
  readonly open: string | null
  readonly folder: FolderName
}

export interface ListActions {
  choose(id: string): void
  openFolder(folder: FolderName): void
}

const folderNames: readonly FolderName[] = ['inbox', 'sentitems', 'drafts']

export function drawList(place: HTMLElement, { letters, open, folder }: ListState, locale: string, words: Strings, actions: ListActions): void {
  const rows = letters.map(({ entry, message }) => {
    const shown = folder === 'inbox' ? message.from.name : message.to.map(({ name }) => name).join('; ')
    const row = element(
      'button',
      { type: 'button', 'data-message': entry.id, 'aria-current': String(entry.id === open) },
      element('span', { class: 'from' }, shown),
      element('time', { class: 'time' }, shownTime(message.date, locale)),
      element('span', { class: 'subject' }, message.subject),
      element('span', { class: 'teaches' }, entry.title[languageOf(locale)]),
    )
    row.addEventListener('click', () => actions.choose(entry.id))
    return element('li', {}, row)
  })
  const tabs = folderNames.map(name => {
    const tab = element('button', { type: 'button', 'data-folder': name, 'aria-pressed': String(name === folder) }, words[name])
    tab.addEventListener('click', () => actions.openFolder(name))
    return tab
  })
  place.setAttribute('aria-label', words[folder])
  const list = rows.length === 0 ? element('p', { class: 'empty' }, words.empty) : element('ul', {}, ...rows)
  place.replaceChildren(element('h1', {}, words[folder]), element('div', { class: 'folders' }, ...tabs), list)
}

const shownSize = (size: number): string => (size < 1024 ? `${size} B` : `${Math.round(size / 1024)} KB`)

function initials(name: string): string {
  const words = name.split(/\s+/).filter(word => word !== '')
  return words.slice(0, 2).map(word => String.fromCodePoint(word.codePointAt(0) ?? 0)).join('').toUpperCase()
}

/** What new Outlook says in the place of an encrypted text, and where the demo's reader finds the key. */
function lockedNotice(keys: KeyFiles | null, words: Strings): HTMLElement {
  const links = (keys?.files ?? []).map(file => {
    const link = element('a', { href: `/keys/${file}`, download: file }, file)
    const [before = '', after = ''] = words.demoKey.split('{file}')
    return element('p', {}, before, link, after)
  })
  const password = keys === null ? [] : [element('p', {}, words.demoPassword.replace('{password}', keys.password))]
  return element('div', { class: 'notice', id: 'restricted' }, element('strong', {}, words.restricted), element('p', {}, words.locked), ...links, ...password)
}

export function drawMessage(place: HTMLElement, message: StoredMessage | null, keys: KeyFiles | null, locale: string, words: Strings): void {
  place.setAttribute('aria-label', words.reading)
  if (message === null) {
    place.replaceChildren(element('p', { class: 'empty' }, words.nothingOpen))
    return
  }
  const recipients = message.to.map(({ name, address }) => (name === address ? address : `${name} <${address}>`)).join('; ')
  const people = element(
    'div',
    { class: 'people' },
    element('span', { class: 'initials', 'aria-hidden': 'true' }, initials(message.from.name)),
    element('span', {}, element('strong', {}, message.from.name), ' ', element('span', { class: 'address' }, `<${message.from.address}>`)),
    element('time', { class: 'time' }, shownTime(message.date, locale)),
    element('span', { class: 'to' }, `${words.to} ${recipients}`),
  )
  const files = message.attachments.filter(attachment => attachment.name !== 'smime.p7s')
  const fileList = element(
    'ul',
    { class: 'files', 'aria-label': words.attachments },
    ...files.map(({ name, size }) => element('li', {}, name, element('small', {}, shownSize(size)))),
  )
  const isClosed = message.form === 'encrypted' || message.attachments.some(({ contentType }) => /^application\/(x-)?pkcs7-mime$/.test(contentType))
  const text = isClosed ? lockedNotice(keys, words) : message.form === 'opaque-signed' ? element('p', { class: 'notice' }, words.wrapped) : element('pre', {}, message.text)
  place.replaceChildren(element('h2', {}, message.subject), people, ...(files.length > 0 ? [fileList] : []), text)
}
