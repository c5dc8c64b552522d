import { describe, expect, it } from 'vitest'
import type { OpenResult, ShownPart } from '../../../src/engine/protocol.ts'
import type { MessageHeaders, MessageVerdict } from '../../../src/smime/verdict.ts'
import { editedOf, outgoingOf, readMailboxes, textOf } from '../../../src/taskpane/compose/edited-message.ts'
import { answerTo, type Answered, couldBeChanged, withheldQuote } from '../../../src/taskpane/compose/quoted-reply.ts'
import { opened, verdict } from '../verdicts.ts'

const headers: MessageHeaders = {
  subject: 'Offer', from: 'aiko@contoso.example', fromName: 'Aiko', to: ['yuki@contoso.example', 'ken@contoso.example'], date: '2026-11-24T10:31:00.000Z',
  thread: { cc: ['maria@litware.example', 'Aiko@contoso.example'], messageId: '<2@contoso.example>', references: ['<1@contoso.example>'] },
}
const envelope: MessageVerdict['layers'][number] = { kind: 'enveloped', authenticated: true, contentEncryption: 'AES-256-GCM', opened: true }
const part = (text: string, mediaType = 'text/plain'): ShownPart => ({ name: '', mediaType, text, size: text.length, contentId: null, isAttachment: false, isMessage: false })
const message = (parts: readonly ShownPart[], over: Partial<MessageVerdict> = {}): OpenResult => ({ ...opened(verdict({ headers, encrypted: true, layers: [envelope], ...over })), parts })

const answer = (kind: Answered['kind'], result: OpenResult = message([part('Dear Yuki,\nhere it is.')])) => answerTo({ kind, result, ownAddresses: ['Yuki@contoso.example'], language: 'en', attachments: [] })

describe('an answer to a decrypted message', () => {
  it('goes to the From that was protected, starts encrypted, and refers to what it answers', () => {
    expect(answer('reply')).toMatchObject({ to: [{ name: 'Aiko', address: 'aiko@contoso.example' }], cc: [], subject: 'Re: Offer', inReplyTo: '<2@contoso.example>', references: ['<1@contoso.example>', '<2@contoso.example>'], answersEncrypted: true })
  })

  it('to all goes to everyone but the writer, each once', () => {
    const { to, cc } = answer('reply-all')
    expect([to.map(({ address }) => address), cc.map(({ address }) => address)]).toEqual([['aiko@contoso.example', 'ken@contoso.example'], ['maria@litware.example']])
  })

  it('a forward goes to nobody yet and answers nothing', () => {
    expect(answer('forward')).toMatchObject({ to: [], cc: [], subject: 'Fw: Offer', inReplyTo: null, answersEncrypted: true })
  })

  it('quotes the visible text, line by line, under whose it is', () => {
    const { quote } = answer('reply')
    expect(quote).toMatch(/^On 24 Nov 2026.*Aiko wrote:\n> Dear Yuki,\n> here it is\.$/su)
    expect(quote).not.toMatch(/[\u2066-\u2069]/u)
  })

  it('quotes one document only: another part that was encrypted too never comes along', () => {
    const { quote } = answer('reply', message([part('first'), part('second secret')]))
    expect(quote).toContain('> first')
    expect(quote).not.toContain('second')
  })

  it('quotes nothing of an encryption that could have been changed (SEC-34)', () => {
    const weak = { ...envelope, notes: [{ code: 'smime/cbc-unsigned' as const, values: {} }] }
    const gadget = message([part('gadget')], { layers: [weak] })
    expect(answer('reply', gadget).quote).toBe('')
    expect(couldBeChanged(gadget)).toBe(true)
    // Whoever asks for it gets it.
    expect(withheldQuote({ kind: 'reply', result: gadget, language: 'en' })).toContain('> gadget')
  })

  it('forwards no file of an encryption that could have been changed, and every file of another one (SEC-34)', () => {
    const weak = { ...envelope, notes: [{ code: 'smime/cbc-unsigned' as const, values: {} }] }
    const file = { name: 'offer.pdf', mediaType: 'application/pdf', content: new Uint8Array(3), contentId: null }
    const forward = (layer: typeof envelope) => answerTo({ kind: 'forward', result: message([part('x')], { layers: [layer] }), ownAddresses: [], language: 'en', attachments: [file] })
    expect([forward(weak).attachments, forward(weak).quote]).toEqual([[], ''])
    expect([forward(envelope).attachments, withheldQuote({ kind: 'forward', result: message([part('x')]), language: 'en' })]).toEqual([[file], ''])
  })

  it('keeps one Re: and does not repeat it', () => {
    expect(answer('reply', message([part('x')], { headers: { ...headers, subject: 'RE: Offer' } })).subject).toBe('RE: Offer')
  })
})

describe('a kept draft', () => {
  const whole = { ...answer('reply'), id: 'draft', from: { name: '', address: 'yuki@contoso.example' }, text: 'Thanks.\n\n> not a quote of theirs\n\nYuki' }

  it('comes back with the words and the quote apart', () => {
    const back = editedOf('draft', outgoingOf(whole, '2026-11-24T10:31:00.000Z', ''), true)
    expect(back).toEqual(whole)
    expect(textOf(back)).toBe(textOf(whole))
  })

  it('without a quote is all its own words', () => {
    const own = { ...whole, quote: '', inReplyTo: null, answersEncrypted: false, text: 'I say:\n\nKen wrote:\n> hello' }
    expect(editedOf('draft', outgoingOf(own, '2026-11-24T10:31:00.000Z', ''), false).text).toBe(own.text)
  })
})

describe('typed recipients', () => {
  it('are read with and without names, several at once', () => {
    expect(readMailboxes('Aiko <aiko@contoso.example>; ken@contoso.example')).toEqual([{ name: 'Aiko', address: 'aiko@contoso.example' }, { name: '', address: 'ken@contoso.example' }])
  })
  it.each(['', 'nobody', 'a@b@c', 'a b@c.example', 'a@c.example\r\nBcc: x', '<>'])('%j is none', typed => {
    expect(readMailboxes(typed)).toBeNull()
  })
})
