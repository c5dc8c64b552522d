/** winmail.dat inside a message, decrypted or clear: unpacked in its place, and a message in it stays a document of its own (SEC-48). */
import { beforeAll, describe, expect, it } from 'vitest'
import { createInProcessEngine } from '../../src/engine/in-process.ts'
import type { OpenResult } from '../../src/engine/protocol.ts'
import { anEncryptedMessage, anEnvelope, aRecipient, byTransport, type Recipient } from '../make/enveloped-message.ts'
import { bytesOf, HEADER } from '../make/signed-message.ts'
import { aTnefPart, aTnefStream, type Packed } from '../make/tnef.ts'
import { judgeMessage } from '../support/judge.ts'

let bob: Recipient
beforeAll(async () => { bob = await aRecipient() })

const mixed = (...parts: readonly string[]) => `Content-Type: multipart/mixed; boundary=m\r\n\r\n${parts.map(part => `--m\r\n${part}\r\n`).join('')}--m--\r\n`
const ownText = (text: string) => `Content-Type: text/plain\r\n\r\n${text}`
const packed = (content: Packed, contentType?: string) => aTnefPart(aTnefStream(content), contentType)

const OFFER: Packed = { text: 'Packed text', html: '<p>Packed HTML</p>', files: [{ name: 'offer.txt', mediaType: 'text/plain', bytes: bytesOf('the file') }] }

const ways: readonly (readonly [string, (entity: string) => Promise<OpenResult>])[] = [
  ['in a decrypted message', entity => judgeMessage(anEncryptedMessage(anEnvelope({ content: bytesOf(entity), recipients: [byTransport(bob)], cipher: 'aes-256-gcm' })), { anchors: [], keys: [bob.keyFile] })],
  ['in a clear message', entity => judgeMessage(bytesOf(`${HEADER.join('\r\n')}\r\n${entity}`), { anchors: [] })],
]

const extract = async ({ innermost }: OpenResult, index: number) => createInProcessEngine().ask({ kind: 'extract-part', entity: innermost.slice(), index })
const unpacked = (n: number) => [{ code: 'mime/winmail-unpacked', values: { n: String(n) } }]

describe.each(ways)('%s', (_way, open) => {
  it('its texts and files stand in its place, and the first of them says where they came from', async () => {
    const result = await open(mixed(packed(OFFER), 'Content-Type: application/pdf; name=last.pdf\r\n\r\n%PDF'))
    expect(result.parts.map(({ name, mediaType, text, isAttachment, notes }) => [name, mediaType, text, isAttachment, notes])).toEqual([
      ['', 'text/plain', 'Packed text', false, unpacked(1)],
      ['', 'text/html', '<p>Packed HTML</p>', false, undefined],
      ['offer.txt', 'text/plain', null, true, undefined],
      ['last.pdf', 'application/pdf', null, true, undefined],
    ])
    expect(result.verdict.layers.at(-1)).toMatchObject({ kind: 'message', summary: { text: true, html: true, attachments: [{ name: 'offer.txt', size: 8, isMessage: false }, { name: 'last.pdf' }] } })
    expect([(await extract(result, 2)).bytes, (await extract(result, 3)).bytes]).toEqual([bytesOf('the file'), bytesOf('%PDF')])
  })

  it('its texts are left out where the message has one, and its files are numbered without them', async () => {
    const result = await open(mixed(ownText('Own text'), packed(OFFER)))
    expect(result.parts.map(({ name, text, notes }) => [name, text, notes])).toEqual([['', 'Own text', undefined], ['offer.txt', null, unpacked(1)]])
    expect(await extract(result, 1)).toMatchObject({ name: 'offer.txt', bytes: bytesOf('the file') })
  })

  it('an empty text of the message does not stand in for them', async () => {
    const result = await open(mixed(ownText(' '), packed(OFFER)))
    expect(result.parts.map(({ text }) => text)).toContain('Packed text')
  })

  it('it is known by its name alone, too, and what only says that it is TNEF stays a file', async () => {
    const named = await open(mixed(ownText('Own'), packed(OFFER, 'application/octet-stream; name="WinMail.dat"')))
    expect(named.parts.map(({ name }) => name)).toEqual(['', 'offer.txt'])
    const other = await open(mixed(ownText('Own'), aTnefPart(bytesOf('no TNEF at all'))))
    expect(other.parts.map(({ name, notes }) => [name, notes])).toEqual([['', undefined], ['winmail.dat', undefined]])
    const broken = await open(mixed(ownText('Own'), aTnefPart(aTnefStream(OFFER).subarray(0, 40))))
    expect(broken.parts.map(({ name }) => name)).toEqual(['', 'winmail.dat'])
    const onlyText = await open(mixed(ownText('Own'), packed({ text: 'once more' })))
    expect(onlyText.parts.map(({ name }) => name)).toEqual(['', 'winmail.dat'])
  })

  it('a message in it is listed, and opened as a document of its own, level by level', async () => {
    const innermost = aTnefStream({ text: 'Innermost', files: [{ name: 'deep.txt', bytes: bytesOf('deep') }] })
    const inner = aTnefStream({ text: 'Inner', files: [{ name: 'Innermost', message: innermost }] })
    const outer = await open(mixed(ownText('Outer'), packed({ files: [{ name: 'Inner', message: inner }] })))
    expect(outer.parts.map(({ name, mediaType, isMessage }) => [name, mediaType, isMessage])).toEqual([['', 'text/plain', false], ['Inner', 'message/rfc822', true]])
    expect(JSON.stringify(outer.parts)).not.toContain('Innermost')
    const second = await judgeMessage((await extract(outer, 1)).bytes, { anchors: [] })
    expect(second.verdict).toMatchObject({ standing: 'none', encrypted: false })
    expect(second.parts.map(({ name, text }) => [name, text])).toEqual([['', 'Inner'], ['Innermost', null]])
    const third = await judgeMessage((await extract(second, 1)).bytes, { anchors: [] })
    expect(third.parts.map(({ name, text }) => [name, text])).toEqual([['', 'Innermost'], ['deep.txt', null]])
  })

  it('a picture in it is shown by the HTML, and no file of it passes itself off as a message', async () => {
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47)
    const { parts } = await open(mixed(packed({
      html: '<img src="cid:logo@x">',
      files: [{ name: 'logo.png', mediaType: 'image/png', contentId: '<logo@x>', bytes: png }, { name: 'x.eml', mediaType: 'message/rfc822', bytes: bytesOf('From: a@b\r\n\r\nx') }],
    })))
    expect(parts.map(({ mediaType, contentId, isMessage, bytes }) => [mediaType, contentId, isMessage, bytes])).toEqual([
      ['text/html', null, false, undefined], ['image/png', 'logo@x', false, png], ['application/octet-stream', null, false, undefined],
    ])
  })

  it('more files than a message may have parts stay packed', async () => {
    const many = aTnefPart(aTnefStream({ files: Array.from({ length: 1500 }, (_, index) => ({ name: `${index}`, bytes: Uint8Array.of(1) })) }))
    const { parts } = await open(mixed(ownText('Own'), many, many))
    expect(parts).toHaveLength(1502)
    expect(parts.at(-1)?.name).toBe('winmail.dat')
  })
})
