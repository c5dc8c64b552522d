import { describe, expect, test } from 'vitest'
import { storeMessage } from '../stored-message.ts'
import type { GraphFault } from './mail/graph-faults.ts'
import type { MailService } from './mail/mail-service.ts'
import { ask, hanako, inboxOf, letter, mailService, outcomeOf, parsed, sentOf, yuki } from './mail-fixture.ts'
import type { Ask } from './mail-fixture.ts'

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64')

function signedIn(service: MailService, scopes: readonly string[] = ['Mail.Send', 'Mail.ReadWrite'], faults: readonly GraphFault[] = []) {
  const token = service.tokens.issue({ address: yuki, clientId: 'client', scopes, faults })
  const authorised = ({ headers, ...rest }: Ask): Ask => ({ ...rest, headers: { authorization: `Bearer ${token}`, ...headers } })
  const mime = (text: string): Ask => ({ method: 'POST', body: base64(text), headers: { 'content-type': 'text/plain' } })
  return {
    ask: (path: string, given: Ask = {}) => ask(service, `/graph/v1.0${path}`, authorised(given)),
    outcome: (path: string, given: Ask = {}) => outcomeOf(service, `/graph/v1.0${path}`, authorised(given)),
    send: (text: string) => ask(service, '/graph/v1.0/me/sendMail', authorised(mime(text))),
    mime,
    json: (value: unknown): Ask => ({ method: 'POST', body: JSON.stringify(value), headers: { 'content-type': 'application/json' } }),
  }
}

const code = (answer: Awaited<ReturnType<typeof ask>>): unknown => (parsed(answer)['error'] as { code: string }).code

describe('sending MIME', () => {
  test('is 202 with nothing in it, arrives in the other inbox and lies in Sent Items', async () => {
    const service = mailService()
    const answer = await signedIn(service).send(letter())
    expect([answer.status, answer.body]).toEqual([202, ''])
    expect(sentOf(service, yuki).map(String)).toEqual([letter()])
    const [arrived = Buffer.alloc(0)] = inboxOf(service, hanako)
    expect(arrived.toString()).toMatch(/^Received: from contoso\.co\.jp/)
    expect(arrived.toString().endsWith(letter())).toBe(true)
  })

  test('takes base64 in lines, and refuses what is none without sending anything', async () => {
    const service = mailService()
    const graph = signedIn(service)
    const folded = base64(letter()).replace(/.{76}/g, '$&\n')
    expect((await graph.ask('/me/sendMail', { ...graph.mime(''), body: folded })).status).toBe(202)
    const refused = await graph.ask('/me/sendMail', { ...graph.mime(''), body: letter() })
    expect([refused.status, code(refused)]).toEqual([400, 'ErrorMimeContentInvalidBase64String'])
    expect(sentOf(service, yuki)).toHaveLength(1)
  })

  test('leaves the hidden recipients\' field in the sender\'s copy alone', async () => {
    const service = mailService()
    await signedIn(service).send(letter({ 'To': 'out@elsewhere.test', 'Bcc': `<${hanako}>,\r\n <other@elsewhere.test>` }))
    expect(inboxOf(service, hanako)[0]?.toString()).not.toMatch(/bcc|other@/i)
    expect(sentOf(service, yuki)[0]?.toString()).toContain('Bcc:')
    expect(service.store.elsewhere[0]?.envelope.recipients).toEqual(['out@elsewhere.test', 'other@elsewhere.test'])
  })

  test('goes to everybody on a list, once, lists within it included', async () => {
    const service = mailService()
    await signedIn(service).send(letter({ To: 'project@contoso.co.jp' }))
    expect([inboxOf(service, hanako).length, inboxOf(service, yuki).length]).toEqual([1, 1])
  })

  test('is refused in the name of somebody else and allowed in that of an alias', async () => {
    const service = mailService()
    const graph = signedIn(service)
    const refused = await graph.send(letter({ From: hanako }))
    expect([refused.status, code(refused)]).toEqual([403, 'ErrorSendAsDenied'])
    expect((await graph.send(letter({ From: 'sales@contoso.co.jp' }))).status).toBe(202)
    expect(code(await graph.send(letter({ To: 'undisclosed-recipients:;' })))).toBe('ErrorInvalidRecipients')
  })

  test('is 413 above four megabytes of request, and not below', async () => {
    const service = mailService()
    const graph = signedIn(service)
    const filled = (octets: number): string => letter({}, 'x'.repeat(octets))
    expect((await graph.send(filled(3_100_000))).status).toBe(202)
    const refused = await graph.send(filled(3_200_000))
    expect(refused.status).toBe(413)
    expect(sentOf(service, yuki)).toHaveLength(1)
  })
})

describe('who asks', () => {
  test('without a token, with another\'s, or after it ended the answer is 401', async () => {
    const service = mailService()
    const ended = service.tokens.issue({ address: yuki, clientId: 'client', scopes: ['Mail.Send'], until: Date.now() - 1 })
    for (const authorization of ['', 'Bearer abc', `Bearer ${ended}`, ended]) {
      const answer = await ask(service, '/graph/v1.0/me/sendMail', { method: 'POST', headers: { authorization, 'content-type': 'text/plain' }, body: base64(letter()) })
      expect([answer.status, code(answer)]).toEqual([401, 'InvalidAuthenticationToken'])
    }
    expect(sentOf(service, yuki)).toEqual([])
  })

  test('a token that may only look sends nothing, and one that may only send sees nothing', async () => {
    const service = mailService()
    expect((await signedIn(service, ['Mail.Read']).send(letter())).status).toBe(403)
    expect((await signedIn(service, ['Mail.Send']).ask('/me/messages')).status).toBe(403)
    expect((await signedIn(service, ['Mail.Read']).ask('/me/messages')).status).toBe(200)
  })

  test('what this Graph does not know is loud', async () => {
    const service = mailService()
    expect((await signedIn(service).ask('/me/calendar')).status).toBe(501)
    expect(service.unimplemented).toEqual(['Graph GET /me/calendar'])
  })
})

describe('looking', () => {
  test('finds a message by its Message-ID in the folder asked for, and no other', async () => {
    const service = mailService()
    const graph = signedIn(service)
    await graph.send(letter({ 'Message-ID': '<it\'s@contoso.co.jp>' }))
    const filter = (id: string): string => `$filter=${encodeURIComponent(`internetMessageId eq '${id.replaceAll('\'', '\'\'')}'`)}`
    const found = parsed(await graph.ask(`/me/mailFolders/sentitems/messages?${filter('<it\'s@contoso.co.jp>')}`))
    expect(found).toMatchObject({ value: [{ internetMessageId: '<it\'s@contoso.co.jp>', parentFolderId: 'sentitems' }] })
    expect(parsed(await graph.ask(`/me/mailFolders/inbox/messages?${filter('<it\'s@contoso.co.jp>')}`))).toEqual({ value: [] })
    expect(parsed(await graph.ask(`/me/messages?${filter('<other@contoso.co.jp>')}`))).toEqual({ value: [] })
    expect((await graph.ask(`/me/messages?$filter=${encodeURIComponent('subject eq \'x\'')}`)).status).toBe(400)
  })

  test('gives a received S/MIME message as one attachment, and its octets', async () => {
    const service = mailService()
    const cms = Buffer.from([0x30, 3, 2, 1, 0]).toString('base64')
    const sealed = letter({ 'Content-Type': 'application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"', 'Content-Transfer-Encoding': 'base64' }, `${cms}\r\n`)
    const graph = signedIn(service)
    await graph.send(sealed)
    const [message] = service.store.mailbox(yuki)?.messages ?? []
    const path = `/me/messages/${message?.id ?? ''}`
    const listed = parsed(await graph.ask(`${path}/attachments`)) as { value: { id: string; name: string; contentBytes: string; size: number }[] }
    expect(listed.value).toMatchObject([{ name: 'smime.p7m', contentType: 'application/pkcs7-mime', contentBytes: cms }])
    expect(listed.value[0]?.size).toBeGreaterThan(5)
    expect((await graph.ask(`${path}/attachments/${listed.value[0]?.id ?? ''}/$value`)).body).toEqual(Buffer.from(cms, 'base64'))
    expect((await graph.ask(`${path}/$value`)).body.toString()).toBe(sealed)
    expect((await graph.ask('/me/messages/AAMkNone/$value')).status).toBe(404)
  })
})

describe('drafts', () => {
  test('of MIME are 201, sent with 202, and move to Sent Items under another id', async () => {
    const service = mailService()
    const graph = signedIn(service)
    const made = await graph.ask('/me/messages', graph.mime(letter()))
    expect(made.status).toBe(201)
    const { id } = parsed(made)
    expect(parsed(made)).toMatchObject({ isDraft: true, internetMessageId: '<one@contoso.co.jp>' })
    expect((await graph.ask(`/me/messages/${String(id)}/send`, { method: 'POST' })).status).toBe(202)
    expect((await graph.ask(`/me/messages/${String(id)}`)).status).toBe(404)
    expect([inboxOf(service, hanako).length, sentOf(service, yuki).length]).toEqual([1, 1])
  })

  test('in Exchange\'s storage form with a large attachment leave as S/MIME', async () => {
    const service = mailService()
    const graph = signedIn(service)
    const cms = Buffer.alloc(5 * 1024 * 1024, 0x30)
    const made = parsed(await graph.ask('/me/messages', graph.json({
      subject: 'Closed', toRecipients: [{ emailAddress: { address: hanako, name: 'Hanako' } }], internetMessageId: '<big@contoso.co.jp>',
      singleValueExtendedProperties: [
        { id: 'String 0x001A', value: 'IPM.Note.SMIME' },
        { id: 'String {00020386-0000-0000-C000-000000000046} Name Content-Type', value: 'application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"' },
      ],
    })))
    const path = `/me/messages/${String(made['id'])}`
    const small = await graph.ask(`${path}/attachments/createUploadSession`, graph.json({ AttachmentItem: { attachmentType: 'file', name: 'smime.p7m', size: 1000 } }))
    expect(code(small)).toBe('ErrorAttachmentSizeShouldNotBeLessThanMinimumSize')
    const session = parsed(await graph.ask(`${path}/attachments/createUploadSession`, graph.json({ AttachmentItem: { attachmentType: 'file', name: 'smime.p7m', contentType: 'application/pkcs7-mime', size: cms.length } })))
    const put = (first: number, last: number, headers: Readonly<Record<string, string>> = {}) =>
      ask(service, String(session['uploadUrl']), { method: 'PUT', body: cms.subarray(first, last + 1), headers: { 'content-range': `bytes ${first}-${last}/${cms.length}`, ...headers } })
    expect((await put(1000, 2000)).status).toBe(416)
    expect((await put(0, 4_194_304)).status).toBe(413)
    expect((await put(0, 10, { authorization: 'Bearer x' })).status).toBe(401)
    expect(parsed(await put(0, 4_194_303))).toMatchObject({ nextExpectedRanges: ['4194304'] })
    expect((await put(4_194_304, cms.length - 1)).status).toBe(201)
    expect((await graph.ask(`${path}/send`, { method: 'POST' })).status).toBe(202)
    const arrived = storeMessage('arrived', inboxOf(service, hanako)[0] ?? Buffer.alloc(0))
    expect([arrived.form, arrived.messageId, arrived.smimeAttachment?.content.length]).toEqual(['encrypted', '<big@contoso.co.jp>', cms.length])
  })

  test('with a second attachment leave as an ordinary message, whatever their class says', async () => {
    const service = mailService()
    const graph = signedIn(service)
    const made = parsed(await graph.ask('/me/messages', graph.json({
      subject: 'Not closed', body: { contentType: 'text', content: 'words' }, toRecipients: [{ emailAddress: { address: hanako } }],
      singleValueExtendedProperties: [{ id: 'String 0x001A', value: 'IPM.Note.SMIME' }],
    })))
    const path = `/me/messages/${String(made['id'])}`
    for (const name of ['smime.p7m', 'second.txt']) await graph.ask(`${path}/attachments`, graph.json({ name, contentType: 'application/pkcs7-mime', contentBytes: 'MAA=' }))
    await graph.ask(`${path}/send`, { method: 'POST' })
    expect(storeMessage('arrived', inboxOf(service, hanako)[0] ?? Buffer.alloc(0))).toMatchObject({ form: 'ordinary', text: 'words' })
  })
})

describe('faults', () => {
  test.each([
    [{ call: 'sendMail', kind: 'status', status: 429, retryAfter: 7 }, 429, 'ApplicationThrottled'],
    [{ call: 'sendMail', kind: 'status', status: 403, code: 'insufficient_claims', claims: '{"a":1}' }, 403, 'insufficient_claims'],
    [{ call: 'sendMail', kind: 'status', status: 500 }, 500, 'InternalServerError'],
    [{ call: 'sendMail', kind: 'status', status: 413 }, 413, 'ErrorRequestEntityTooLarge'],
  ] as const)('a status comes once, with nothing sent: %j', async (fault, status, expected) => {
    const service = mailService()
    const graph = signedIn(service, ['Mail.Send'], [{ ...fault, times: 1 }])
    const answer = await graph.send(letter())
    expect([answer.status, code(answer)]).toEqual([status, expected])
    if ('retryAfter' in fault) expect(answer.headers['Retry-After']).toBe('7')
    if ('claims' in fault) expect(answer.headers['WWW-Authenticate']).toContain(`claims="${base64('{"a":1}')}"`)
    expect(sentOf(service, yuki)).toEqual([])
    expect((await graph.send(letter())).status).toBe(202)
  })

  test('a broken connection may have sent, and 200 has not when the message is large', async () => {
    const service = mailService()
    expect(await signedIn(service, ['Mail.Send'], [{ call: 'sendMail', kind: 'cut' }]).outcome('/me/sendMail', signedIn(service).mime(letter()))).toBe('cut')
    expect(sentOf(service, yuki)).toHaveLength(0)
    expect(await signedIn(service, ['Mail.Send'], [{ call: 'sendMail', kind: 'cut-after' }]).outcome('/me/sendMail', signedIn(service).mime(letter()))).toBe('cut')
    expect(sentOf(service, yuki)).toHaveLength(1)
    const quiet = signedIn(service, ['Mail.Send'], [{ call: 'sendMail', kind: 'accepted-without-sending' }])
    expect((await quiet.send(letter({}, 'x'.repeat(2_000_000)))).status).toBe(200)
    expect(sentOf(service, yuki)).toHaveLength(1)
    expect((await quiet.send(letter())).status).toBe(202)
    const after = signedIn(service, ['Mail.Send'], [{ call: 'sendMail', kind: 'fails-after' }])
    expect([(await after.send(letter())).status, sentOf(service, yuki).length]).toEqual([500, 3])
  })
})
