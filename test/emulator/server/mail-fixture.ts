/** A mail service without a connection, for stories about Graph and EWS. */
import type { MailAnswer, Outcome } from './mail/http-exchange.ts'
import { MailService } from './mail/mail-service.ts'
import type { MailServiceOptions } from './mail/mail-service.ts'

export const yuki = 'yuki.mori@contoso.co.jp'
export const hanako = 'hanako.sato@contoso.co.jp'

export function mailService(options: Partial<MailServiceOptions> = {}): MailService {
  return new MailService({
    people: [{ name: 'Yuki Mori', address: yuki, aliases: ['sales@contoso.co.jp'] }, { name: 'Hanako Sato', address: hanako }],
    lists: [{ name: 'Project', address: 'project@contoso.co.jp', members: [hanako, 'team@contoso.co.jp'] }, { name: 'Team', address: 'team@contoso.co.jp', members: [yuki, 'project@contoso.co.jp'] }],
    ...options,
  })
}

export interface Ask {
  readonly method?: string
  readonly body?: string | Buffer
  readonly headers?: Readonly<Record<string, string>>
}

export async function ask(service: MailService, address: string, { method = 'GET', body = '', headers = {} }: Ask = {}): Promise<MailAnswer> {
  const outcome = await outcomeOf(service, address, { method, body, headers })
  if (typeof outcome === 'string') throw new Error(`no answer: ${outcome}`)
  return outcome
}

export function outcomeOf(service: MailService, address: string, { method = 'GET', body = '', headers = {} }: Ask = {}): Promise<Outcome> {
  const url = new URL(address, 'https://localhost')
  return service.answer({ method, path: url.pathname.slice(1).split('/').map(decodeURIComponent), query: url.searchParams, headers, body: Buffer.from(body), origin: url.origin })
}

export const parsed = (answer: MailAnswer): Record<string, unknown> => JSON.parse(answer.body.toString()) as Record<string, unknown>

export const letter = (fields: Readonly<Record<string, string>> = {}, body = 'Hello.\r\n'): string => {
  const all = { 'From': `Yuki Mori <${yuki}>`, 'To': `Hanako Sato <${hanako}>`, 'Subject': 'Hello', 'Message-ID': '<one@contoso.co.jp>', 'MIME-Version': '1.0', 'Content-Type': 'text/plain', ...fields }
  return `${Object.entries(all).map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${body}`
}

export const inboxOf = (service: MailService, address: string): Buffer[] => {
  const mailbox = service.store.mailbox(address)
  return mailbox === null ? [] : service.store.inFolder(mailbox, 'inbox').map(({ mime }) => mime ?? Buffer.alloc(0))
}
export const sentOf = (service: MailService, address: string): Buffer[] => {
  const mailbox = service.store.mailbox(address)
  return mailbox === null ? [] : service.store.inFolder(mailbox, 'sentitems').map(({ mime }) => mime ?? Buffer.alloc(0))
}
