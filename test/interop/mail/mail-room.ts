/** Postfix, Dovecot and SOGo together, with a mailbox for each way that messages take. */
import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { basename } from 'node:path'
import { openPhone } from '../activesync/client.ts'
import { type Dovecot, type Person, startDovecot } from './dovecot.ts'
import { openImap } from './imap-client.ts'
import { addressBy, type Postfix, type Relay, startPostfix } from './postfix.ts'
import { userNamed } from './process.ts'
import { openSmtp } from './smtp-client.ts'
import { postgresPrograms, type Sogo, startSogo } from './sogo.ts'

export interface Letter {
  readonly messageId: string
  readonly message: Uint8Array
}

/** What arrived, by Message-ID, as the server gives it. */
export type Arrived = ReadonlyMap<string, Uint8Array>

export interface Check {
  readonly name: string
  readonly isGood: boolean
  readonly answer: string
}

export interface Sent {
  readonly arrived: Arrived
  readonly checks: readonly Check[]
}

export interface MailRoom {
  /** By SMTP to the mailbox of this way, and out of it by IMAP. A check for each that was refused. */
  relay(relay: Relay, letters: readonly Letter[]): Promise<Sent>
  /** By SMTP, then fetched twice by ActiveSync; the checks compare with what IMAP gives, and say what else the server answers. */
  phone(letters: readonly Letter[]): Promise<{ readonly inline: Arrived; readonly parts: Arrived; readonly checks: readonly Check[] }>
  /** Submitted by ActiveSync; the recipient's mailbox by IMAP. The letters are to `bob@example.com`. A check for each that was refused. */
  submit(letters: readonly Letter[]): Promise<Sent>
  close(): Promise<void>
}

const PASSWORD = 'interop'
const PEOPLE: readonly Person[] = ['Alice', 'Bob', 'Plain', 'Rewrapping', 'Downgrading', 'Phone'].map(name => ({ login: name.toLowerCase(), name, password: PASSWORD }))

/** Looked for where Debian puts them: some would start when asked. */
const SERVERS = ['/usr/sbin/postfix', '/usr/lib/dovecot/imap', '/usr/lib/dovecot/lmtp', '/usr/sbin/sogod', '/usr/lib/GNUstep/SOGo/ActiveSync.SOGo', '/usr/bin/memcached']

/** Why the servers cannot be started, in words; undefined when they can. */
export function missingServers(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it takes root on Linux: Postfix and Dovecot begin as root and then give it up'
  const program = SERVERS.find(path => !existsSync(path))
  if (program !== undefined) return `${basename(program)} is not installed`
  if (postgresPrograms() === undefined) return 'postgresql is not installed'
  const user = ['postfix', 'mail', 'sogo', 'postgres', 'memcache'].find(name => userNamed(name) === undefined)
  return user === undefined ? undefined : `this system has no user "${user}"`
}

/** @throws Error naming the server that does not start; those before it are stopped. */
export async function openMailRoom(folder: string): Promise<MailRoom> {
  mkdirSync(folder)
  chmodSync(folder, 0o755)
  const stops: (() => Promise<void>)[] = []
  const close = async () => {
    for (const stop of stops.splice(0).reverse()) await stop()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close().finally(() => process.exit(1)))
  try {
    const dovecot = await startDovecot(folder, PEOPLE)
    stops.push(() => dovecot.stop())
    const postfix = await startPostfix(folder, dovecot.lmtpPort)
    stops.push(() => postfix.stop())
    const sogo = await startSogo(folder, { imapPort: dovecot.imapPort, smtpPort: postfix.smtpPort, people: PEOPLE })
    stops.push(() => sogo.stop())
    return { ...waysThrough(dovecot, postfix, sogo), close }
  } catch (error) {
    await close()
    throw error
  }
}

function waysThrough(dovecot: Dovecot, postfix: Postfix, sogo: Sogo): Omit<MailRoom, 'close'> {
  const post = async (to: string, login: string, letters: readonly Letter[]): Promise<Sent> => {
    const checks: Check[] = []
    let smtp = await openSmtp(postfix.smtpPort)
    for (const { message, messageId } of letters) {
      const answer = await orWhyNot(() => smtp.send({ from: 'alice@example.com', to: [to] }, message))
      if (answer === undefined) continue
      checks.push({ name: `SMTP: ${messageId}`, isGood: false, answer })
      smtp = await openSmtp(postfix.smtpPort)
    }
    await smtp.close()
    return { arrived: await collect(dovecot.imapPort, login, letters.length - checks.length), checks }
  }
  const phoneOf = (login: string) => openPhone({ url: sogo.activeSync, login, password: PASSWORD })
  return {
    relay: (relay, letters) => post(addressBy(relay, relay), relay, letters),
    phone: async letters => {
      const { arrived: kept, checks: posted } = await post('phone@example.com', 'phone', letters)
      const phone = phoneOf('phone')
      const inbox = (await phone.folders()).find(({ type }) => type === '2')
      if (!inbox) throw new Error('no inbox on the phone')
      const inline = new Map<string, Uint8Array>()
      const parts = new Map<string, Uint8Array>()
      const checks = [...posted]
      for (const synced of await phone.sync(inbox.id)) {
        const part = await orWhyNot(() => phone.fetch(inbox.id, synced.serverId))
        if (typeof part === 'string') {
          checks.push({ name: `ItemOperations: ${synced.subject}`, isGood: false, answer: part })
          continue
        }
        const id = messageIdIn(part)
        const original = kept.get(id)
        parts.set(id, part)
        if (synced.mime) inline.set(id, synced.mime)
        const isSame = (octets: Uint8Array | undefined) => octets !== undefined && original !== undefined && Buffer.from(octets).equals(original)
        checks.push({ name: `Sync gives the octets of IMAP: ${id}`, isGood: isSame(synced.mime) && !synced.isTruncated, answer: synced.mime ? 'other octets' : 'no MIME' })
        checks.push({ name: `ItemOperations gives the octets of IMAP: ${id}`, isGood: isSame(part), answer: 'other octets' })
        checks.push({ name: `message class: ${id}`, isGood: synced.messageClass.startsWith('IPM.Note.SMIME'), answer: synced.messageClass })
      }
      const resolved = await phone.resolve('bob@example.com')
      // SOGo knows no certificates and answers nothing; ours then looks elsewhere.
      checks.push({ name: 'ResolveRecipients without certificates', isGood: resolved === null, answer: JSON.stringify(resolved) })
      return { inline, parts, checks }
    },
    submit: async letters => {
      const phone = phoneOf('alice')
      const checks: Check[] = []
      for (const { message, messageId } of letters) {
        const answer = await orWhyNot(async () => (await phone.send(message)) ?? '')
        if (answer !== '') checks.push({ name: `SendMail: ${messageId}`, isGood: false, answer: `status ${answer}` })
      }
      return { arrived: await collect(dovecot.imapPort, 'bob', letters.length - checks.length), checks }
    },
  }
}

/** What failed is one row in the end; the other letters go on. */
const orWhyNot = <Value>(work: () => Promise<Value>): Promise<Value | string> => work().catch((error: unknown) => (error instanceof Error ? error.message : String(error)))

/** How often a mailbox is looked into, and how long between: deliveries end when they end. */
const LOOKS = 600
const PAUSE_MS = 100

async function collect(imapPort: number, login: string, expected: number): Promise<Arrived> {
  const imap = await openImap(imapPort, login, PASSWORD)
  for (let look = 0; look < LOOKS && (await imap.count('INBOX')) < expected; look++) await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
  const messages = await imap.messages('INBOX')
  await imap.close()
  return new Map(messages.map(message => [messageIdIn(message), message]))
}

/** From the header around everything; a relay may have folded the field. */
function messageIdIn(message: Uint8Array): string {
  const text = Buffer.from(message).toString('latin1')
  const header = text.slice(0, text.indexOf('\r\n\r\n'))
  const [, value = ''] = /^message-id:((?:.*\r\n[ \t])*.*)/imu.exec(header) ?? []
  return value.replace(/\s+/gu, '')
}
