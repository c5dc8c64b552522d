/** What the table of `docs/interop.md` is made of: who makes, what is made, which way it goes, who opens. */
export type Program = 'OpenSSL' | 'NSS' | 'GnuPG' | 'Bouncy Castle'
export type Party = 'Sealpane' | Program
export type Kind = 'signed' | 'encrypted' | 'signed and encrypted' | 'triple wrapped'
export type Way = 'file' | 'plain' | 'rewrapping' | 'downgrading' | 'sync' | 'items' | 'sendmail'

export const PROGRAMS: readonly Program[] = ['OpenSSL', 'NSS', 'GnuPG', 'Bouncy Castle']
export const PARTIES: readonly Party[] = ['Sealpane', ...PROGRAMS]
export const KINDS: readonly Kind[] = ['signed', 'encrypted', 'signed and encrypted', 'triple wrapped']

export const WAYS: Readonly<Record<Way, string>> = {
  file: 'as made, by file',
  plain: 'by SMTP and IMAP (postfix, dovecot)',
  rewrapping: 'by SMTP and IMAP, through a relay that breaks every line after 70 octets',
  downgrading: 'by SMTP and IMAP, through a relay that takes seven bits only',
  sync: 'by SMTP, fetched by Exchange ActiveSync: Sync with MIMESupport 2 (SOGo)',
  items: 'by SMTP, fetched by Exchange ActiveSync: ItemOperations in several parts (SOGo)',
  sendmail: 'submitted by Exchange ActiveSync: SendMail (SOGo), fetched by IMAP',
}

export interface Cell {
  readonly way: Way
  readonly maker: Party
  readonly kind: Kind
  readonly opener: Party
}

export function cellsOf(way: Way): readonly Cell[] {
  const makers = way === 'sendmail' ? (['Sealpane'] as const) : PARTIES
  return makers.flatMap(maker => KINDS.flatMap(kind => openersOf(maker).map(opener => ({ way, maker, kind, opener }))))
}

/** The messages of others are opened by us; OpenSSL opens them beside us, which shows what a way did to them. */
export function openersOf(maker: Party): readonly Party[] {
  return maker === 'Sealpane' ? PARTIES : ['Sealpane', 'OpenSSL']
}

export const CELLS: readonly Cell[] = (Object.keys(WAYS) as Way[]).flatMap(cellsOf)

/** How one message fared with one opener. */
export interface Pair extends Cell {
  /** Which message of its kind. */
  readonly message: string
  /** Null: opened to what was written, and every signature holds. */
  readonly explained: string | null
}
