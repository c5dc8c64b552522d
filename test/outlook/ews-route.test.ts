/** Exchange Web Services' answers, read by a browser's own XML parser: no other is used in the pane. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../e2e/support/chromium.ts'
import { cms, encrypted, sendable } from './sent-messages.ts'

const room = join(dirname(fileURLToPath(import.meta.url)), '../../src/outlook')
const entry = `
  export { createEwsRoute } from ${JSON.stringify(join(room, 'send/ews-route.ts'))}
  export { expandGroup } from ${JSON.stringify(join(room, 'compose/expand-group.ts'))}
`

let browser: Browser
let page: Page

beforeAll(async () => {
  const { outputFiles } = await build({ stdin: { contents: entry, resolveDir: room, loader: 'ts' }, bundle: true, write: false, format: 'iife', globalName: 'ews', target: 'es2022', logLevel: 'error' })
  browser = await launchChromium()
  page = await browser.newPage()
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' })
})
afterAll(() => browser.close())

/** Outlook's answers to requests: `throws` at the caller, a number as its error, silence, or the text of Exchange. */
type Answer = string | number | { readonly throws: string } | null

interface Told {
  readonly code: string
  readonly retryAfter: number | null
  readonly requests: readonly string[]
}

const message = sendable(encrypted(cms(300)))
const plainMessage = { ...message, bytes: [...message.bytes] }

/** Runs in the page. */
interface PageWork {
  readonly answers: readonly Answer[]
  readonly work: 'send' | 'wasSent' | 'wasItemSent' | 'clearUp' | 'expand'
  readonly message: typeof plainMessage
  readonly requestLimit: number
  readonly isOffered: boolean
  readonly timeout: number
}

async function ask(work: PageWork['work'], answers: readonly Answer[], more: Partial<PageWork> = {}): Promise<Told & { readonly value: unknown }> {
  const job: PageWork = { answers, work, message: plainMessage, requestLimit: 5_000_000, isOffered: true, timeout: 5000, ...more }
  return page.evaluate(async ({ answers: given, work: what, message: copy, requestLimit, isOffered, timeout }) => {
    interface Room {
      createEwsRoute(options: object): { send(message: object, signal: AbortSignal): Promise<void>; wasSent(id: string, signal: AbortSignal): Promise<boolean | null>; wasItemSent(id: string, signal: AbortSignal): Promise<boolean | null>; clearUp(id: string, signal: AbortSignal): Promise<void> }
      expandGroup(mailbox: object, address: string, options: object): Promise<unknown>
    }
    const { ews } = window as unknown as { ews: Room }
    const requests: string[] = []
    const waiting = [...given]
    const mailbox = {
      makeEwsRequestAsync(request: string, callback: (result: object) => void) {
        requests.push(request)
        const answer = waiting.length > 1 ? waiting.shift() : waiting[0]
        if (answer === null || answer === undefined) return
        if (typeof answer === 'object') throw new Error(answer.throws)
        if (typeof answer === 'number') callback({ status: 'failed', error: { code: answer, name: 'X' } })
        else callback({ status: 'succeeded', value: answer })
      },
    }
    const signal = new AbortController().signal
    const route = ews.createEwsRoute({ mailbox, isOffered, requestLimit, timeout })
    try {
      const value = what === 'expand'
        ? await ews.expandGroup(mailbox, 'team@contoso.co.jp', { timeout, signal })
        : what === 'send' ? await route.send({ ...copy, bytes: Uint8Array.from(copy.bytes) }, signal) : await route[what](copy.messageId, signal)
      return { code: 'done', retryAfter: null, requests, value }
    } catch (error) {
      const { code, retryAfter } = error as { code?: string; retryAfter?: number | null }
      return { code: code ?? String(error), retryAfter: retryAfter ?? null, requests, value: null }
    }
  }, job)
}

const M = 'http://schemas.microsoft.com/exchange/services/2006/messages'
const T = 'http://schemas.microsoft.com/exchange/services/2006/types'
const E = 'http://schemas.microsoft.com/exchange/services/2006/errors'
const S = 'http://schemas.xmlsoap.org/soap/envelope/'

const soap = (body: string): string => `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="${S}"><s:Header><h:ServerVersionInfo MajorVersion="15" xmlns:h="${T}"/></s:Header><s:Body>${body}</s:Body></s:Envelope>`
const answered = (operation: string, outcome: string, code: string, more = '', inner = '<m:Items/>'): string =>
  soap(`<m:${operation}Response xmlns:m="${M}" xmlns:t="${T}"><m:ResponseMessages><m:${operation}ResponseMessage ResponseClass="${outcome}">${more}<m:ResponseCode>${code}</m:ResponseCode>${inner}</m:${operation}ResponseMessage></m:ResponseMessages></m:${operation}Response>`)
const created = (outcome: string, code: string, more = ''): string => answered('CreateItem', outcome, code, more)
const draft = (id = 'AAMk+/=', key = 'CQ&amp;1'): string => `<t:Message><t:ItemId Id="${id}" ChangeKey="${key}"/></t:Message>`
const laidDown = answered('CreateItem', 'Success', 'NoError', '', `<m:Items>${draft()}</m:Items>`)
const sent = (outcome: string, code: string, more = ''): string => answered('SendItem', outcome, code, more, '')
const moved = (outcome = 'Success', code = 'NoError'): string => answered('MoveItem', outcome, code)
const fault = (code: string, detail = true, backOff = ''): string =>
  soap(`<s:Fault><faultcode xmlns:a="${T}">a:${code}</faultcode><faultstring xml:lang="en-US">The server cannot service this request right now.</faultstring>${detail ? `<detail><e:ResponseCode xmlns:e="${E}">${code}</e:ResponseCode><e:Message xmlns:e="${E}">words</e:Message>${backOff}</detail>` : ''}</s:Fault>`)
const backOff = `<t:MessageXml xmlns:t="${T}"><t:Value Name="BackOffMilliseconds">297749</t:Value></t:MessageXml>`

const operationsIn = (requests: readonly string[]) => requests.map(request => /<soap:Body><m:(\w+)/u.exec(request)?.[1])

test('a message is laid down in Drafts as it is, first in its element, and that very draft is sent and kept', async () => {
  const { code, requests } = await ask('send', [laidDown, sent('Success', 'NoError')])
  expect([code, operationsIn(requests)]).toEqual(['done', ['CreateItem', 'SendItem']])
  const read = await page.evaluate(({ made, told, m, t }) => {
    const [laid, go] = [made, told].map(request => new DOMParser().parseFromString(request, 'text/xml')) as [Document, Document]
    const create = laid.getElementsByTagNameNS(m, 'CreateItem')[0]
    const item = laid.getElementsByTagNameNS(t, 'Message')[0]
    const id = go.getElementsByTagNameNS(t, 'ItemId')[0]
    return {
      disposition: create?.getAttribute('MessageDisposition'), first: item?.firstElementChild?.localName, mime: item?.firstElementChild?.textContent,
      itemClass: item?.getElementsByTagNameNS(t, 'ItemClass')[0]?.textContent, folder: create?.getElementsByTagNameNS(t, 'DistinguishedFolderId')[0]?.getAttribute('Id'),
      version: laid.getElementsByTagNameNS(t, 'RequestServerVersion')[0]?.getAttribute('Version'), root: laid.documentElement.namespaceURI,
      sends: [id?.getAttribute('Id'), id?.getAttribute('ChangeKey'), go.getElementsByTagNameNS(m, 'SendItem')[0]?.getAttribute('SaveItemToFolder'), go.getElementsByTagNameNS(t, 'DistinguishedFolderId')[0]?.getAttribute('Id')],
    }
  }, { made: requests[0] ?? '', told: requests[1] ?? '', m: M, t: T })
  expect(read).toEqual({
    disposition: 'SaveOnly', first: 'MimeContent', mime: Buffer.from(message.bytes).toString('base64'), itemClass: 'IPM.Note.SMIME', folder: 'drafts', version: 'Exchange2013_SP1', root: S,
    sends: ['AAMk+/=', 'CQ&1', 'true', 'sentitems'],
  })
})

test('prefixes mean nothing, namespaces everything', async () => {
  const otherPrefix = (answer: string) => answer.replace(/\bm:/gu, 'q:').replace('xmlns:m=', 'xmlns:q=').replace(/\bs:/gu, '').replace('xmlns:s=', 'xmlns=')
  expect(await ask('send', [otherPrefix(laidDown), otherPrefix(sent('Success', 'NoError'))])).toMatchObject({ code: 'done' })
  expect(await ask('send', [laidDown.replace(M, 'http://example.org/other')])).toMatchObject({ code: 'outlook/network' })
  expect(await ask('send', [laidDown, sent('Success', 'NoError').replace(M, 'http://example.org/other')])).toMatchObject({ code: 'outlook/sent-unconfirmed' })
})

type Answered = (outcome: string, code: string, more?: string) => string

/** Refusals, and what is neither yes nor no, of either request. */
const answersTo = (said: Answered, unsure: string): readonly (readonly [string, Answer, string, number | null])[] => [
  ['another sender', said('Error', 'ErrorSendAsDenied'), 'outlook/send-as-denied', null],
  ['a full mailbox', said('Error', 'ErrorQuotaExceeded'), 'outlook/mailbox-full', null],
  ['a message too large', said('Error', 'ErrorMessageSizeExceeded'), 'outlook/too-large-to-send', null],
  ['a request too large', said('Error', 'ErrorDataSizeLimitExceeded'), 'outlook/too-large-to-send', null],
  ['no permission', said('Error', 'ErrorAccessDenied'), 'outlook/send-refused', null],
  ['recipients that are none', said('Error', 'ErrorInvalidRecipients'), 'outlook/send-refused', null],
  ['MIME that it cannot read', said('Error', 'ErrorMimeContentInvalidBase64String'), 'outlook/send-refused', null],
  ['an error that nobody knows', said('Error', 'ErrorSomethingNew'), 'outlook/send-refused', null],
  ['a busy server', fault('ErrorServerBusy', true, backOff), 'outlook/throttled', 298],
  ['a busy server that says no time', said('Error', 'ErrorServerBusy'), 'outlook/throttled', null],
  ['too many connections', fault('ErrorExceededConnectionCount'), 'outlook/throttled', null],
  ['a request that breaks the schema', fault('ErrorSchemaValidation'), 'outlook/send-refused', null],
  ['a fault that names its code alone', fault('ErrorSendAsDenied', false), 'outlook/send-as-denied', null],
  ['an error within the server', fault('ErrorInternalServerError'), unsure, null],
  ['a passing error within the server', said('Error', 'ErrorInternalServerTransientError'), unsure, null],
  ['time that ran out on the server', said('Error', 'ErrorTimeoutExpired'), unsure, null],
  ['a line that broke on the server', said('Error', 'ErrorConnectionFailed'), unsure, null],
  ['an error without a code', said('Error', ''), unsure, null],
  ['a warning', said('Warning', 'ErrorBatchProcessingStopped'), unsure, null],
  ['success with a code that is none', said('Success', 'ErrorX'), unsure, null],
  ['another class of answer', said('Maybe', 'NoError'), unsure, null],
  ['two answers', soap(said('Success', 'NoError').repeat(2).replace(/<\?xml[^>]*>/gu, '')), unsure, null],
  ['a page of a proxy', '<html><body>NoError CreateItemResponseMessage ResponseClass="Success"</body></html>', unsure, null],
  ['half an answer', said('Success', 'NoError').slice(0, 400), unsure, null],
  ['nothing', '', unsure, null],
  ['an error of Outlook', 9020, unsure, null],
  ['a broken protocol', 9017, unsure, null],
  ['no permission for the call', 7000, 'outlook/route-unavailable', null],
  ['office.js that throws for the permission', { throws: 'Elevated permission is required to call the method' }, 'outlook/route-unavailable', null],
  ['office.js that throws for the length', { throws: 'Value does not fall within the expected range' }, 'outlook/too-large-to-send', null],
]

describe('what Exchange answers decides, and nothing is asked twice', () => {
  test.each(answersTo(created, 'outlook/network'))('to the draft, after which nothing was sent: %s', async (_, answer, code, retryAfter) => {
    const told = await ask('send', [answer])
    expect([told.code, told.retryAfter, told.requests.length]).toEqual([code, retryAfter, 1])
  })

  test('a draft without an id cannot be sent', async () => {
    expect(await ask('send', [created('Success', 'NoError')])).toMatchObject({ code: 'outlook/send-refused', requests: [expect.any(String)] })
  })

  test.each(answersTo(sent, 'outlook/sent-unconfirmed'))('to sending it: %s; after a plain no the draft is taken away', async (_, answer, code, retryAfter) => {
    const told = await ask('send', [laidDown, answer, moved()])
    expect([told.code, told.retryAfter, operationsIn(told.requests)]).toEqual([code, retryAfter, ['CreateItem', 'SendItem', ...(code === 'outlook/sent-unconfirmed' ? [] : ['MoveItem'])]])
  })

  test.each(['ErrorItemNotFound', 'ErrorStaleObject'])('a draft that is gone or another one has perhaps been sent by the same request: %s', async code => {
    const told = await ask('send', [laidDown, sent('Error', code)])
    expect([told.code, operationsIn(told.requests)]).toEqual(['outlook/sent-unconfirmed', ['CreateItem', 'SendItem']])
  })

  test('a no is believed only where the draft was still there: it may answer a repetition whose first request was heard', async () => {
    expect(await ask('send', [laidDown, sent('Error', 'ErrorServerBusy'), moved('Error', 'ErrorItemNotFound')])).toMatchObject({ code: 'outlook/sent-unconfirmed' })
    expect(await ask('send', [laidDown, sent('Error', 'ErrorServerBusy'), moved()])).toMatchObject({ code: 'outlook/throttled' })
    expect(await ask('send', [laidDown, sent('Error', 'ErrorServerBusy'), 9020]), 'nobody could look').toMatchObject({ code: 'outlook/sent-unconfirmed' })
    expect(await ask('send', [laidDown, { throws: 'Elevated permission is required to call the method' }, 9020]), 'it was never asked').toMatchObject({ code: 'outlook/route-unavailable' })
  })

  test('silence about the draft sends nothing; about sending it is neither yes nor no', async () => {
    expect(await ask('send', [null], { timeout: 50 })).toMatchObject({ code: 'outlook/network', requests: [expect.any(String)] })
    const told = await ask('send', [laidDown, null], { timeout: 50 })
    expect([told.code, told.requests.length]).toEqual(['outlook/sent-unconfirmed', 2])
  })

  test('the codes as the text of a message mean nothing', async () => {
    expect(await ask('send', [laidDown, sent('Error', 'ErrorSendAsDenied', '<m:MessageText>NoError</m:MessageText>'), moved()])).toMatchObject({ code: 'outlook/send-as-denied' })
  })
})

test('a message above the limit of a request, or of a mailbox without web services, is not asked for', async () => {
  expect(await ask('send', [laidDown], { requestLimit: 1500 })).toMatchObject({ code: 'outlook/too-large-to-send', requests: [] })
  expect(await ask('send', [laidDown, sent('Success', 'NoError')], { requestLimit: 1000 + Math.ceil(message.bytes.length / 3) * 4 })).toMatchObject({ code: 'done' })
  expect(await ask('send', [laidDown], { isOffered: false })).toMatchObject({ code: 'outlook/route-unavailable', requests: [] })
  expect(await ask('wasSent', [created('Success', 'NoError')], { isOffered: false })).toMatchObject({ value: null, requests: [] })
})

const foundItems = (total: string, outcome = 'Success', code = 'NoError', items = ''): string =>
  soap(`<m:FindItemResponse xmlns:m="${M}" xmlns:t="${T}"><m:ResponseMessages><m:FindItemResponseMessage ResponseClass="${outcome}"><m:ResponseCode>${code}</m:ResponseCode><m:RootFolder TotalItemsInView="${total}" IncludesLastItemInRange="true"><t:Items>${items}</t:Items></m:RootFolder></m:FindItemResponseMessage></m:ResponseMessages></m:FindItemResponse>`)

test.each<readonly [string, Answer, boolean | null]>([
  ['one', foundItems('1'), true], ['none', foundItems('0'), false], ['a number that is none', foundItems('x'), null], ['an error', foundItems('1', 'Error', 'ErrorAccessDenied'), null],
  ['a fault', fault('ErrorServerBusy'), null], ['an error of Outlook', 9020, null], ['another answer', created('Success', 'NoError'), null],
])('looking into Sent Items finds %s', async (_, answer, expected) => {
  expect(await ask('wasSent', [answer])).toMatchObject({ code: 'done', value: expected })
})

test('the id that is looked for stands in the request as it is, whatever characters it holds', async () => {
  const { requests } = await ask('wasSent', [foundItems('0')], { message: { ...plainMessage, messageId: '<a&"\'<>]]>\u0007@b>' } })
  const value = await page.evaluate(({ request, t }) => new DOMParser().parseFromString(request, 'text/xml').getElementsByTagNameNS(t, 'Constant')[0]?.getAttribute('Value'), { request: requests[0] ?? '', t: T })
  expect(value).toBe('<a&"\'<>]]>@b>')
})

test.each<readonly [string, Answer, true | null]>([['one', foundItems('1'), true], ['none, which does not mean that it was not sent', foundItems('0'), null], ['an error', 9020, null]])(
  'an item of Outlook’s own is looked for by the name that it bears: %s', async (_, answer, expected) => {
    const told = await ask('wasItemSent', [answer])
    expect(told.value).toBe(expected)
    expect(told.requests[0]).toContain('<t:ExtendedFieldURI DistinguishedPropertySetId="InternetHeaders" PropertyName="x-sealpane-message" PropertyType="String"/><t:FieldURIOrConstant><t:Constant Value="o&apos;hara+1"/>')
    expect(told.requests[0]).toContain('Id="sentitems"')
  })

test('surplus drafts of a message are moved away, found by its name', async () => {
  const told = await ask('clearUp', [foundItems('2', 'Success', 'NoError', draft('A') + draft('B')), moved()])
  expect(operationsIn(told.requests)).toEqual(['FindItem', 'MoveItem', 'MoveItem'])
  expect(told.requests[0]).toMatch(/DistinguishedFolderId Id="drafts"/u)
  expect(told.requests.slice(1).map(request => /ItemId Id="(\w)"/u.exec(request)?.[1])).toEqual(['A', 'B'])
  expect(told.requests[1]).toContain('<m:ToFolderId><t:DistinguishedFolderId Id="deleteditems"/></m:ToFolderId>')
})

test.each<readonly [string, readonly Answer[], number]>([['nothing', [foundItems('0')], 1], ['a refusal', [fault('ErrorServerBusy')], 1], ['an error of Outlook', [9020], 1], ['drafts that cannot be moved', [foundItems('1', 'Success', 'NoError', draft()), 9020], 2]])(
  'clearing up ends with %s, and nobody is troubled', async (_, answers, requests) => {
    const told = await ask('clearUp', answers)
    expect([told.code, told.requests.length]).toEqual(['done', requests])
  })

type Entry = readonly [address: string, type: string]
const expansion = (entries: readonly Entry[], isWhole = true): string =>
  soap(`<m:ExpandDLResponse xmlns:m="${M}" xmlns:t="${T}"><m:ResponseMessages><m:ExpandDLResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:DLExpansion TotalItemsInView="${entries.length}" IncludesLastItemInRange="${isWhole}">${entries.map(([address, type]) => `<t:Mailbox><t:Name>${address.split('@')[0]}</t:Name><t:EmailAddress>${address}</t:EmailAddress><t:RoutingType>SMTP</t:RoutingType><t:MailboxType>${type}</t:MailboxType></t:Mailbox>`).join('')}</m:DLExpansion></m:ExpandDLResponseMessage></m:ResponseMessages></m:ExpandDLResponse>`)

test('a list is expanded through the lists within it, each asked once, each member told once', async () => {
  const told = await ask('expand', [
    expansion([['ann@x.jp', 'Mailbox'], ['inner@x.jp', 'PublicDL'], ['TEAM@contoso.co.jp', 'PublicDL']]),
    expansion([['lee@x.jp', 'Contact'], ['Ann@x.jp', 'Mailbox'], ['Inner@x.jp', 'PrivateDL']]),
  ])
  expect(told.value).toEqual([{ name: 'ann', address: 'ann@x.jp' }, { name: 'lee', address: 'lee@x.jp' }])
  expect(told.requests.map(request => /<t:EmailAddress>([^<]*)</u.exec(request)?.[1])).toEqual(['team@contoso.co.jp', 'inner@x.jp'])
})

test.each<readonly [string, readonly Answer[]]>([
  ['that tells nobody, as one does that does not exist', [expansion([])]],
  ['that tells a part', [expansion([['ann@x.jp', 'Mailbox']], false)]],
  ['with a member without an address', [expansion([['ann@x.jp', 'Mailbox'], ['/o=x/cn=y', 'Mailbox']])]],
  ['with an empty list within', [expansion([['ann@x.jp', 'Mailbox'], ['inner@x.jp', 'PublicDL']]), expansion([])]],
  ['of lists that name only each other', [expansion([['inner@x.jp', 'PublicDL']]), expansion([['team@contoso.co.jp', 'PublicDL']])]],
  ['with more than a thousand members', [expansion(Array.from({ length: 1001 }, (_, at) => [`p${at}@x.jp`, 'Mailbox'] as const))]],
  ['that is refused', [fault('ErrorAccessDenied')]],
  ['about which Outlook says nothing', [9020]],
  ['that comes as another answer', [created('Success', 'NoError')]],
])('a list %s is not seen whole, and nobody is left out in silence', async (_, answers) => {
  expect(await ask('expand', answers)).toMatchObject({ code: 'outlook/group-unknown' })
})
