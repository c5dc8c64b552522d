/** The server's copy of a draft, read in a browser for its XML parser. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../e2e/support/chromium.ts'

const room = join(dirname(fileURLToPath(import.meta.url)), '../../src/outlook')
let browser: Browser
let page: Page

beforeAll(async () => {
  const entry = `export { readServerCopy } from ${JSON.stringify(join(room, 'compose/server-copy.ts'))}`
  const { outputFiles } = await build({ stdin: { contents: entry, resolveDir: room, loader: 'ts' }, bundle: true, write: false, format: 'iife', globalName: 'copy', target: 'es2022', logLevel: 'error' })
  browser = await launchChromium()
  page = await browser.newPage()
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' })
})
afterAll(() => browser.close())

const M = 'http://schemas.microsoft.com/exchange/services/2006/messages'
const T = 'http://schemas.microsoft.com/exchange/services/2006/types'
const got = (inner: string, outcome = 'Success', code = 'NoError'): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><m:GetItemResponse xmlns:m="${M}" xmlns:t="${T}"><m:ResponseMessages><m:GetItemResponseMessage ResponseClass="${outcome}"><m:ResponseCode>${code}</m:ResponseCode><m:Items><t:Message>${inner}</t:Message></m:Items></m:GetItemResponseMessage></m:ResponseMessages></m:GetItemResponse></s:Body></s:Envelope>`
const withMime = (mime: string): string => got(`<t:MimeContent CharacterSet="UTF-8">${Buffer.from(mime).toString('base64')}</t:MimeContent>`)

const part = (fields: readonly string[], body: string): string => [...fields, '', body, ''].join('\r\n')
const attached = (name: string, type: string, body: string, more: readonly string[] = []): string =>
  part([`Content-Type: ${type}; name="${name}"`, `Content-Disposition: attachment; filename="${name}"`, 'Content-Transfer-Encoding: base64', ...more], Buffer.from(body).toString('base64'))
const letter = (parts: readonly string[], more: readonly string[] = [], end = '--b--\r\n'): string =>
  part(['From: a@b.c', 'MIME-Version: 1.0', ...more, 'Content-Type: multipart/mixed; boundary=b'], parts.map(each => `--b\r\n${each}`).join('') + end)
const text = part(['Content-Type: multipart/alternative; boundary=c'], `--c\r\n${part(['Content-Type: text/plain'], 'Hello')}--c\r\n${part(['Content-Type: text/html'], '<p>Hello</p>')}--c--`)
const pdf = attached('a.pdf', 'application/pdf', '%PDF')

interface Job {
  readonly id: unknown
  readonly answer: string | number
  readonly html?: string
}

function read(job: Job): Promise<unknown> {
  return page.evaluate(async ({ id, answer, html }) => {
    interface Room { readServerCopy(item: object, mailbox: object, html: string | null, options: object): Promise<{ attachments: { content: Uint8Array }[] }> }
    const { copy } = window as unknown as { copy: Room }
    const told = (value: unknown): object => (typeof value === 'number' ? { status: 'failed', error: { code: value, name: 'X' } } : { status: 'succeeded', value })
    const item = { saveAsync: (callback: (result: object) => void) => callback(told(id)) }
    const mailbox = { makeEwsRequestAsync: (_request: string, callback: (result: object) => void) => callback(told(answer)) }
    try {
      const read = await copy.readServerCopy(item, mailbox, html ?? null, { timeout: 5000, signal: new AbortController().signal })
      return { ...read, attachments: read.attachments.map(({ content, ...rest }) => ({ ...rest, content: new TextDecoder().decode(content) })) }
    } catch (error) {
      const { code, subject } = error as { code?: string; subject?: string | null }
      return { code: code ?? String(error), subject: subject ?? null }
    }
  }, job)
}

test('the parts besides the text are the attachments, whatever the tree, with reply fields and importance', async () => {
  const picture = attached('logo.png', 'image/png', 'PNG', ['Content-ID: <logo@x>'])
  const related = part(['Content-Type: multipart/related; boundary=d'], `--d\r\n${text}--d\r\n${picture}--d--`)
  const message = part(['Content-Type: message/rfc822'], 'Subject: Inner\r\n\r\nwords')
  const more = part(['Content-Type: text/plain; name="notes.txt"', 'Content-Disposition: attachment'], 'notes')
  const header = ['In-Reply-To: <b@x>', 'References: <a@x> <b@x>', 'Importance: High']
  expect(await read({ id: 'AAMk', answer: withMime(letter([related, pdf, message, more], header)), html: '<img src="cid:logo@x">' })).toEqual({
    attachments: [
      { name: 'logo.png', mediaType: 'image/png', contentId: 'logo@x', content: 'PNG' },
      { name: 'a.pdf', mediaType: 'application/pdf', contentId: null, content: '%PDF' },
      { name: 'message.eml', mediaType: 'message/rfc822', contentId: null, content: 'Subject: Inner\r\n\r\nwords' },
      { name: 'notes.txt', mediaType: 'text/plain', contentId: null, content: 'notes' },
    ],
    inReplyTo: '<b@x>', references: ['<a@x>', '<b@x>'], importance: 'high',
  })
})

test('a draft of text alone has no attachments', async () => {
  expect(await read({ id: 'AAMk', answer: withMime(part(['From: a@b.c', 'Content-Type: text/plain'], 'Hello')) })).toEqual({ attachments: [], inReplyTo: null, references: [], importance: 'normal' })
})

describe('a copy that is not whole is not read', () => {
  test.each<readonly [string, Job, string, string | null]>([
    ['saving is refused', { id: 9046, answer: withMime(letter([text])) }, 'outlook/refused', null],
    ['saving tells no id', { id: '', answer: withMime(letter([text])) }, 'outlook/refused', null],
    ['the server refuses', { id: 'A', answer: got('', 'Error', 'ErrorItemNotFound') }, 'outlook/refused', null],
    ['the server cannot make it', { id: 'A', answer: got('', 'Error', 'ErrorContentConversionFailed') }, 'outlook/refused', null],
    ['Outlook does not pass the answer on', { id: 'A', answer: 9020 }, 'outlook/refused', null],
    ['the answer has no MIME', { id: 'A', answer: got('<t:ItemId Id="A"/>') }, 'outlook/refused', null],
    ['the answer is none', { id: 'A', answer: '<html/>' }, 'outlook/refused', null],
    ['the MIME is no base64', { id: 'A', answer: got('<t:MimeContent>%%%%</t:MimeContent>') }, 'outlook/refused', null],
    ['the MIME is no message', { id: 'A', answer: withMime('words') }, 'outlook/refused', null],
    ['the MIME ends before its last part', { id: 'A', answer: withMime(letter([text, pdf], [], '')) }, 'outlook/refused', null],
    ['an attachment is empty', { id: 'A', answer: withMime(letter([text, attached('b.pdf', 'application/pdf', '')])) }, 'outlook/attachment-no-bytes', 'b.pdf'],
    ['Outlook wrapped the attachments its own way', { id: 'A', answer: withMime(letter([text, attached('winmail.dat', 'application/ms-tnef', 'x')])) }, 'outlook/attachment-no-bytes', 'winmail.dat'],
    ['a picture of the text is missing', { id: 'A', answer: withMime(letter([text, pdf])), html: '<img src="cid:logo@x">' }, 'outlook/attachment-no-bytes', 'logo@x'],
  ])('when %s', async (_, job, code, subject) => {
    expect(await read(job)).toEqual({ code, subject })
  })
})
