import { describe, expect, test } from 'vitest'
import { messages, soap, types } from './mail/ews.ts'
import type { MailService } from './mail/mail-service.ts'
import { findElement, findElements, readXml } from './mail/xml.ts'
import { ask, hanako, inboxOf, letter, mailService, sentOf, yuki } from './mail-fixture.ts'

const envelope = (body: string): string =>
  `<?xml version="1.0"?><x:Envelope xmlns:x="${soap}" xmlns:m="${messages}" xmlns:t="${types}"><x:Header><t:RequestServerVersion Version="Exchange2013_SP1"/></x:Header><x:Body>${body}</x:Body></x:Envelope>`

const post = (service: MailService, body: string) => ask(service, '/EWS/Exchange.asmx', { method: 'POST', headers: { 'x-demo-mailbox': yuki }, body })
async function call(service: MailService, body: string) {
  const document = readXml((await post(service, envelope(body))).body.toString())
  return { document, code: findElement(document, messages, 'ResponseCode')?.text, all: (name: string) => findElements(document, types, name) }
}

const mime = (text: string): string => Buffer.from(text, 'latin1').toString('base64')
const create = (disposition: string, content: string): string => `<m:CreateItem MessageDisposition="${disposition}"><m:Items><t:Message><t:MimeContent>${content}</t:MimeContent></t:Message></m:Items></m:CreateItem>`

describe('CreateItem', () => {
  test('with SendAndSaveCopy sends and keeps a copy, with SendOnly none, and gives no id', async () => {
    const service = mailService()
    const sent = await call(service, create('SendAndSaveCopy', mime(letter())))
    expect([sent.code, sent.all('ItemId').length]).toEqual(['NoError', 0])
    await call(service, create('SendOnly', mime(letter())))
    expect([inboxOf(service, hanako).length, sentOf(service, yuki).length]).toEqual([2, 1])
  })

  test('with SaveOnly keeps a draft that SendItem sends; its key has to be the last one', async () => {
    const service = mailService()
    const [id] = (await call(service, create('SaveOnly', mime(letter())))).all('ItemId')
    const send = (key: string): string => `<m:SendItem SaveItemToFolder="true"><m:ItemIds><t:ItemId Id="${id?.attributes['Id'] ?? ''}" ChangeKey="${key}"/></m:ItemIds></m:SendItem>`
    expect((await call(service, send('stale'))).code).toBe('ErrorStaleObject')
    expect(inboxOf(service, hanako)).toHaveLength(0)
    expect((await call(service, send(id?.attributes['ChangeKey'] ?? ''))).code).toBe('NoError')
    expect([inboxOf(service, hanako).length, sentOf(service, yuki).length]).toEqual([1, 1])
  })

  test('a draft that was moved away is gone, and cannot be sent any more', async () => {
    const service = mailService()
    const [id] = (await call(service, create('SaveOnly', mime(letter())))).all('ItemId')
    const item = `<m:ItemIds><t:ItemId Id="${id?.attributes['Id'] ?? ''}" ChangeKey="${id?.attributes['ChangeKey'] ?? ''}"/></m:ItemIds>`
    const move = (folder: string) => call(service, `<m:MoveItem><m:ToFolderId><t:DistinguishedFolderId Id="${folder}"/></m:ToFolderId>${item}</m:MoveItem>`)
    expect((await move('inbox')).code).toBe('ErrorFolderNotFound')
    expect((await move('deleteditems')).code).toBe('NoError')
    expect((await move('deleteditems')).code).toBe('ErrorItemNotFound')
    expect((await call(service, `<m:SendItem SaveItemToFolder="true">${item}</m:SendItem>`)).code).toBe('ErrorItemNotFound')
    expect(inboxOf(service, hanako)).toHaveLength(0)
  })

  test('a message is found by a field of its header too', async () => {
    const service = mailService()
    await call(service, create('SendAndSaveCopy', mime(letter({ 'x-sealpane-message': 'a1' }))))
    const find = (name: string, value: string) => call(service, '<m:FindItem Traversal="Shallow"><m:Restriction><t:IsEqualTo>'
      + `<t:ExtendedFieldURI DistinguishedPropertySetId="InternetHeaders" PropertyName="${name}" PropertyType="String"/><t:FieldURIOrConstant><t:Constant Value="${value}"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction>`
      + '<m:ParentFolderIds><t:DistinguishedFolderId Id="sentitems"/></m:ParentFolderIds></m:FindItem>')
    const counts = [await find('x-sealpane-message', 'a1'), await find('x-sealpane-message', 'a2'), await find('x-other', 'a1')].map(answer => answer.all('ItemId').length)
    expect(counts).toEqual([1, 0, 0])
  })

  test.each([
    ['no base64', create('SendOnly', '!!'), 'ErrorMimeContentInvalidBase64String'],
    ['nobody to send to', create('SendOnly', mime(letter({ To: '' }))), 'ErrorInvalidRecipients'],
    ['somebody else\'s name', create('SendOnly', mime(letter({ From: hanako }))), 'ErrorSendAsDenied'],
    ['no disposition', create('', mime(letter())), 'ErrorMessageDispositionRequired'],
    ['MIME that does not come first', '<m:CreateItem MessageDisposition="SendOnly"><m:Items><t:Message><t:Subject>s</t:Subject></t:Message></m:Items></m:CreateItem>', 'ErrorSchemaValidation'],
  ])('refuses %s', async (_, body, code) => {
    const service = mailService()
    expect((await call(service, body)).code).toBe(code)
    expect([inboxOf(service, hanako), sentOf(service, yuki)]).toEqual([[], []])
  })
})

test('FindItem finds by Message-ID in the folder asked for; GetItem gives the octets', async () => {
  const service = mailService()
  await call(service, create('SendAndSaveCopy', mime(letter())))
  const find = (folder: string, id: string): string =>
    `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:Restriction><t:IsEqualTo><t:FieldURI FieldURI="message:InternetMessageId"/>` +
    `<t:FieldURIOrConstant><t:Constant Value="${id}"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction><m:ParentFolderIds><t:DistinguishedFolderId Id="${folder}"/></m:ParentFolderIds></m:FindItem>`
  const [found] = (await call(service, find('sentitems', '&lt;one@contoso.co.jp&gt;'))).all('ItemId')
  expect(found).toBeDefined()
  expect((await call(service, find('inbox', '&lt;one@contoso.co.jp&gt;'))).all('ItemId')).toEqual([])
  expect((await call(service, find('sentitems', '&lt;two@contoso.co.jp&gt;'))).all('ItemId')).toEqual([])
  const got = await call(service, `<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:IncludeMimeContent>true</t:IncludeMimeContent></m:ItemShape><m:ItemIds><t:ItemId Id="${found?.attributes['Id'] ?? ''}"/></m:ItemIds></m:GetItem>`)
  expect(Buffer.from(got.all('MimeContent')[0]?.text ?? '', 'base64').toString()).toBe(letter())
  expect((await call(service, '<m:GetItem><m:ItemIds><t:ItemId Id="AAMkNone"/></m:ItemIds></m:GetItem>')).code).toBe('ErrorItemNotFound')
  expect((await call(service, '<m:GetItem><m:ItemIds><t:ItemId Id="x"/></m:ItemIds></m:GetItem>')).code).toBe('ErrorInvalidIdMalformed')
})

test('ExpandDL gives one level; a list that nobody knows succeeds with nobody on it', async () => {
  const service = mailService()
  const expand = (address: string): string => `<m:ExpandDL><m:Mailbox><t:EmailAddress>${address}</t:EmailAddress></m:Mailbox></m:ExpandDL>`
  const known = await call(service, expand('project@contoso.co.jp'))
  expect(known.all('EmailAddress').map(({ text }) => text)).toEqual([hanako, 'team@contoso.co.jp'])
  expect(known.all('MailboxType').map(({ text }) => text)).toEqual(['Mailbox', 'PublicDL'])
  const unknown = await call(service, expand('nobody@contoso.co.jp'))
  expect([unknown.code, unknown.all('Mailbox').length]).toEqual(['NoError', 0])
})

test('ResolveNames searches by prefix: one, several with a warning, none', async () => {
  const service = mailService()
  const resolve = (entry: string): string => `<m:ResolveNames ReturnFullContactData="true"><m:UnresolvedEntry>${entry}</m:UnresolvedEntry></m:ResolveNames>`
  expect((await call(service, resolve('smtp:hanako'))).all('EmailAddress').map(({ text }) => text)).toEqual([hanako])
  expect((await mailServiceCall(resolve('nobody'))).code).toBe('ErrorNameResolutionNoResults')
  const lists = mailService({ lists: [{ name: 'Y', address: 'yuki.team@contoso.co.jp', members: [] }] })
  expect((await call(lists, resolve('yuki'))).code).toBe('ErrorNameResolutionMultipleResults')
})

const mailServiceCall = (body: string) => call(mailService(), body)

test('faults: an error of the operation, a SOAP fault with a pause, a refusal of something that was done', async () => {
  const service = mailService({ ewsFaults: [
    { operation: 'CreateItem', kind: 'error', code: 'ErrorQuotaExceeded', times: 1 },
    { operation: 'CreateItem', kind: 'fault', code: 'ErrorServerBusy', backOffMilliseconds: 297749, times: 1 },
    { operation: 'CreateItem', kind: 'error-after', code: 'ErrorTimeoutExpired', times: 1 },
  ] })
  expect((await call(service, create('SendOnly', mime(letter())))).code).toBe('ErrorQuotaExceeded')
  const busy = await post(service, envelope(create('SendOnly', mime(letter()))))
  expect([busy.status, busy.body.toString()]).toEqual([500, expect.stringContaining('<t:Value Name="BackOffMilliseconds">297749</t:Value>')])
  expect(inboxOf(service, hanako)).toHaveLength(0)
  expect((await call(service, create('SendOnly', mime(letter())))).code).toBe('ErrorTimeoutExpired')
  expect(inboxOf(service, hanako)).toHaveLength(1)
  expect((await call(service, create('SendOnly', mime(letter())))).code).toBe('NoError')
})

test('what an add-in may not call is refused without an answer, and what is no XML with a fault', async () => {
  const service = mailService()
  expect((await post(service, envelope('<m:FindPeople/>'))).status).toBe(403)
  for (const broken of ['<a>', 'x', '<!DOCTYPE a><a/>', '<a><b></a></b>', '<a>&unknown;</a>', '']) {
    expect((await post(service, broken)).body.toString()).toContain('ErrorSchemaValidation')
  }
})
