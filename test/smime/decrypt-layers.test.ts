/** Encryption, signature and compression in any nesting: which signature speaks, and what is shown. */
import { deflateSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { createInProcessEngine } from '../../src/engine/in-process.ts'
import type { KeyProvider } from '../../src/engine/key-provider.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import type { OpenResult } from '../../src/engine/protocol.ts'
import { anEndEntity, aRootCa, type Holder, NOW } from '../make/certificate-authority.ts'
import { aCmsEntity, aCompression, anEncryptedMessage, anEnvelope, aRecipient, byTransport, type EnvelopeOptions, type Recipient } from '../make/enveloped-message.ts'
import { aClearSignedMessage, anOpaqueMessage, aSignedData, bytesOf, ENTITY, HEADER } from '../make/signed-message.ts'
import { judgeMessage, type Judging } from '../support/judge.ts'

let root: Holder
let alice: Holder
let bob: Recipient
let judging: Judging

beforeAll(async () => {
  root = await aRootCa()
  alice = await anEndEntity(root)
  bob = await aRecipient('rsa', { authority: root })
  judging = { anchors: [root.certificate], keys: [bob.keyFile] }
})

const encrypt = (content: Uint8Array | string, more: Partial<EnvelopeOptions> = {}) =>
  anEnvelope({ content: typeof content === 'string' ? bytesOf(content) : content, recipients: [byTransport(bob)], ...more })

/** `kind` for each layer, with a mark at the one whose signature counts. */
const layersOf = ({ verdict }: OpenResult) => verdict.layers.map(layer => (layer.kind === 'signed' && layer.counts ? 'signed!' : layer.kind)).join(' ')
const textOf = ({ parts }: OpenResult) => parts.map(part => part.text).join('')
const notesOf = ({ verdict }: OpenResult) => verdict.layers.flatMap(layer => (layer.kind === 'enveloped' ? (layer.notes ?? []).map(note => note.code) : []))

async function clearSigned(entity: string, header: readonly string[] = []): Promise<Uint8Array> {
  return aClearSignedMessage(await aSignedData({ content: bytesOf(entity), signers: [{ holder: alice }] }), { entity, header: [...header] })
}

async function opaqueSigned(entity: Uint8Array | string): Promise<Uint8Array> {
  const content = typeof entity === 'string' ? bytesOf(entity) : entity
  return aSignedData({ content, encapsulated: content, signers: [{ holder: alice }] })
}

describe('a signature inside our decrypted layer', () => {
  it.each(['aes-256-cbc', 'aes-256-gcm'] as const)('counts, detached and opaque, with %s', async cipher => {
    for (const inner of [await clearSigned(ENTITY), aCmsEntity(await opaqueSigned(ENTITY), [], 'signed-data')]) {
      const result = await judgeMessage(anEncryptedMessage(encrypt(inner, { cipher })), judging)
      expect(result.verdict).toMatchObject({ standing: 'valid', encrypted: true, reasons: [], signers: [{ address: 'alice@example.com' }] })
      expect([layersOf(result), notesOf(result)]).toEqual(['enveloped signed! message', []])
      expect(new TextDecoder().decode(result.innermost)).toBe(ENTITY)
    }
  })
  it('is invalid when it is broken, shows nothing, and leaves CBC open to change', async () => {
    const inner = new TextDecoder().decode(await clearSigned(ENTITY)).replace('Friday', 'Monday')
    const result = await judgeMessage(anEncryptedMessage(encrypt(inner)), judging)
    expect(result.verdict).toMatchObject({ standing: 'invalid', encrypted: true, reasons: ['smime/content-altered'] })
    expect([result.parts, result.innermost.length, notesOf(result)]).toEqual([[], 0, ['smime/cbc-unsigned']])
  })
  it('that cannot be read at all is a broken one, never none', async () => {
    const result = await judgeMessage(anEncryptedMessage(encrypt(aCmsEntity(bytesOf('nonsense')))), judging)
    expect(result.verdict).toMatchObject({ standing: 'invalid', reasons: ['smime/malformed'] })
  })
  it('speaks for the From outside', async () => {
    const message = anEncryptedMessage(encrypt(await clearSigned(ENTITY)), HEADER.map(line => line.replace('alice@', 'mallory@')))
    expect((await judgeMessage(message, judging)).verdict).toMatchObject({ standing: 'attention', reasons: ['smime/sender-mismatch'] })
  })
  it('does not count deeper in the tree (SEC-13)', async () => {
    const inner = `Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: text/plain\r\n\r\nPay Mallory\r\n--m\r\n${new TextDecoder().decode(await clearSigned(ENTITY))}\r\n--m--\r\n`
    const result = await judgeMessage(anEncryptedMessage(encrypt(inner)), judging)
    expect(result.verdict).toMatchObject({ standing: 'none', reasons: ['smime/inner-part-signed'], signers: [] })
  })
  it('counts without MIME around it (RFC 5652 section 6.1)', async () => {
    const contentInfo = await opaqueSigned(ENTITY)
    const signedData = contentInfo.subarray(contentInfo.indexOf(0xa0))
    const bare = signedData.subarray(signedData[1] === 0x82 ? 4 : signedData[1] === 0x81 ? 3 : 2)
    const result = await judgeMessage(anEncryptedMessage(encrypt(bare, { contentType: '1.2.840.113549.1.7.2' })), judging)
    expect([result.verdict.standing, layersOf(result)]).toEqual(['valid', 'enveloped signed! message'])
  })
})

describe('a signature around an encryption never counts (SEC-12)', () => {
  it('alone: the message is unsigned, and opened', async () => {
    const entity = new TextDecoder().decode(aCmsEntity(encrypt(ENTITY)))
    const result = await judgeMessage(await clearSigned(entity, HEADER), judging)
    expect(result.verdict).toMatchObject({ standing: 'none', encrypted: true, signers: [], reasons: ['smime/outer-signature-ignored', 'smime/none'] })
    expect([layersOf(result), textOf(result)]).toEqual(['signed enveloped message', 'The offer stands until Friday.\r\n'])
  })
  it('broken: the encryption is opened all the same', async () => {
    const entity = new TextDecoder().decode(aCmsEntity(encrypt(ENTITY)))
    const signature = await aSignedData({ content: bytesOf('another'), signers: [{ holder: alice }] })
    const result = await judgeMessage(aClearSignedMessage(signature, { entity }), judging)
    expect([result.verdict.standing, textOf(result)]).toEqual(['none', 'The offer stands until Friday.\r\n'])
  })
  it('in a triple wrap, where the one inside speaks (RFC 2634 section 1.1)', async () => {
    const entity = new TextDecoder().decode(aCmsEntity(encrypt(await clearSigned(ENTITY))))
    const result = await judgeMessage(await clearSigned(entity, HEADER), judging)
    expect([result.verdict.standing, result.verdict.reasons, layersOf(result)]).toEqual(['valid', [], 'signed enveloped signed! message'])
  })
  it('in a triple wrap by somebody else than the author', async () => {
    const mallory = await anEndEntity(await aRootCa(), { mailboxes: ['mallory@example.com'] })
    const entity = new TextDecoder().decode(aCmsEntity(encrypt(await clearSigned(ENTITY))))
    const signature = await aSignedData({ content: bytesOf(entity), signers: [{ holder: mallory }] })
    expect((await judgeMessage(aClearSignedMessage(signature, { entity }), judging)).verdict.signers.map(signer => signer.address)).toEqual(['alice@example.com'])
  })
})

describe('nesting', () => {
  it('an encryption in an encryption', async () => {
    const result = await judgeMessage(anEncryptedMessage(encrypt(aCmsEntity(encrypt(ENTITY, { cipher: 'aes-128-gcm' })))), judging)
    expect([layersOf(result), textOf(result), notesOf(result)]).toEqual(['enveloped enveloped message', 'The offer stands until Friday.\r\n', ['smime/cbc-unsigned']])
  })
  it('of four layers is opened, of five is not (SEC-75)', async () => {
    const nest = (depth: number): Uint8Array => (depth === 0 ? bytesOf(ENTITY) : aCmsEntity(encrypt(nest(depth - 1)), depth === 4 ? HEADER : []))
    expect(textOf(await judgeMessage(nest(4), judging))).toBe('The offer stands until Friday.\r\n')
    const five = await judgeMessage(anEncryptedMessage(encrypt(aCmsEntity(encrypt(nest(3))))), judging)
    expect(five.verdict).toMatchObject({ standing: 'invalid', reasons: ['smime/too-many-layers'] })
    expect([five.parts, five.innermost.length]).toEqual([[], 0])
  })
  it('an encryption to somebody else inside one to us stays closed', async () => {
    const stranger = await aRecipient('rsa', { authority: root })
    const inner = anEnvelope({ content: bytesOf(ENTITY), recipients: [byTransport(stranger)] })
    const result = await judgeMessage(anEncryptedMessage(encrypt(aCmsEntity(inner))), judging)
    expect([result.verdict.reasons, textOf(result)]).toEqual([['smime/no-key'], ''])
  })
  it('certificates alone inside an encryption', async () => {
    const certsOnly = await aSignedData({ content: new Uint8Array(), signers: [], certificates: [alice.certificate] })
    expect((await judgeMessage(anEncryptedMessage(encrypt(aCmsEntity(certsOnly, [], 'certs-only'))), judging)).verdict).toMatchObject({ standing: 'none', reasons: ['smime/certs-only'] })
  })
  it('content that is no MIME entity is shown as the text it is', async () => {
    const result = await judgeMessage(anEncryptedMessage(encrypt('no header here')), judging)
    expect([textOf(result), new TextDecoder().decode(result.innermost)]).toEqual(['no header here', 'no header here'])
  })
})

describe('compression (RFC 3274)', () => {
  it('at the root, around and inside a signature, inside an encryption', async () => {
    const cases: readonly (readonly [Uint8Array, string, string])[] = [
      [aCmsEntity(aCompression(bytesOf(ENTITY)), HEADER), 'none', 'compressed message'],
      [aCmsEntity(aCompression(await clearSigned(ENTITY)), HEADER), 'valid', 'compressed signed! message'],
      [anOpaqueMessage(await opaqueSigned(aCmsEntity(aCompression(bytesOf(ENTITY))))), 'valid', 'signed! compressed message'],
      [anEncryptedMessage(encrypt(aCmsEntity(aCompression(await clearSigned(ENTITY))))), 'valid', 'enveloped compressed signed! message'],
      [anEncryptedMessage(encrypt(aCmsEntity(aCompression(bytesOf(ENTITY))))), 'none', 'enveloped compressed message'],
    ]
    for (const [message, standing, layers] of cases) {
      const result = await judgeMessage(message, judging)
      expect([result.verdict.standing, layersOf(result), textOf(result)]).toEqual([standing, layers, 'The offer stands until Friday.\r\n'])
    }
  })
  it('that expands too much is stopped, and nothing of it is shown (SEC-76)', async () => {
    const bomb = new Uint8Array(deflateSync(Buffer.alloc(200 * 1024 * 1024, 'a'), { level: 9 }))
    for (const message of [aCmsEntity(aCompression(new Uint8Array(), { deflated: bomb }), HEADER), anEncryptedMessage(encrypt(aCmsEntity(aCompression(new Uint8Array(), { deflated: bomb }))))]) {
      const result = await judgeMessage(message, judging)
      expect(result.verdict).toMatchObject({ standing: 'none', reasons: ['smime/expands-too-much'] })
      expect([result.parts, result.innermost.length]).toEqual([[], 0])
    }
  })
  it('of a megabyte of blanks is no bomb, of two it is', async () => {
    const blanks = (size: number) => aCmsEntity(aCompression(bytesOf(`Content-Type: text/plain\r\n\r\n${' '.repeat(size)}`)), HEADER)
    expect((await judgeMessage(blanks(1_000_000), judging)).verdict.reasons).toEqual(['smime/none'])
    expect((await judgeMessage(blanks(2_000_000), judging)).verdict.reasons).toEqual(['smime/expands-too-much'])
  })
  it('that is none is a broken layer', async () => {
    const deflated = new Uint8Array(deflateSync(ENTITY))
    const flipped = deflated.map((octet, i) => (i === deflated.length - 1 ? octet ^ 1 : octet))
    for (const cms of [aCompression(new Uint8Array(), { deflated: bytesOf('nonsense') }), aCompression(new Uint8Array(), { deflated: flipped }), aCompression(bytesOf(ENTITY), { algorithmOid: '1.2.3' })]) {
      expect((await judgeMessage(aCmsEntity(cms, HEADER), judging)).verdict.reasons).toEqual(['smime/malformed'])
    }
  })
})

describe('header fields inside an encryption (RFC 9788)', () => {
  const OUTER = HEADER.map(line => line.replace('A letter', '[...]'))
  const INNER = 'From: Alice <alice@example.com>\r\nTo: bob@example.com\r\nSubject: The secret offer\r\nHP-Outer: From: Alice <alice@example.com>\r\nHP-Outer: To: bob@example.com\r\nHP-Outer: Subject: [...]\r\n'
  const inner = (fields = INNER) => `${fields}Content-Type: text/plain; charset=utf-8; hp="cipher"\r\n\r\nThe offer stands until Friday.\r\n`
  it('signed: they are shown, and nothing differs', async () => {
    const result = await judgeMessage(anEncryptedMessage(encrypt(await clearSigned(inner())), OUTER), judging)
    expect(result.verdict).toMatchObject({ standing: 'valid', headers: { subject: 'The secret offer' }, headerProtection: { form: 'hp-cipher', changed: [] } })
  })
  it('unsigned: they are shown, and a field that reads otherwise outside is named', async () => {
    const result = await judgeMessage(anEncryptedMessage(encrypt(inner()), OUTER.map(line => line.replace('To: bob@', 'To: eve@'))), judging)
    expect(result.verdict).toMatchObject({ standing: 'none', headers: { subject: 'The secret offer', to: ['bob@example.com'] }, headerProtection: { form: 'hp-cipher', changed: ['to'] } })
    expect(notesOf(result)).toEqual(['smime/cbc-unsigned', 'smime/header-protection-differs'])
  })
  it('unsigned: From stays the one outside', async () => {
    const result = await judgeMessage(anEncryptedMessage(encrypt(inner(INNER.replaceAll('alice@', 'boss@'))), OUTER), judging)
    expect(result.verdict.headers.from).toBe('alice@example.com')
  })
  it('in the older form, and wrapped', async () => {
    const older = inner().replace('hp="cipher"', 'protected-headers="v1"')
    expect((await judgeMessage(anEncryptedMessage(encrypt(older), OUTER), judging)).verdict.headers.subject).toBe('The secret offer')
    const wrapped = `Content-Type: message/rfc822\r\n\r\nSubject: The secret offer\r\n\r\nHello\r\n`
    const result = await judgeMessage(anEncryptedMessage(encrypt(wrapped), OUTER), judging)
    expect([result.verdict.headers.subject, textOf(result)]).toEqual(['The secret offer', 'Hello\r\n'])
  })
})

describe('keys that live elsewhere', () => {
  it('a locked key is named, and opens nothing', async () => {
    const locked: KeyProvider = { keys: () => Promise.resolve([]), lockedKeys: () => Promise.resolve([{ id: 'k1', certificate: parseCertificate(bob.certificate) }]) }
    const engine = createInProcessEngine({ keyProviders: [locked] })
    const ask = (bytes: Uint8Array) =>
      engine.ask({ kind: 'open', bytes, form: 'auto', content: null, host: null, at: NOW.toISOString(), extraCertificates: [], revocation: 'off', crls: [], ocspResponses: [] })
    const { verdict } = await ask(anEncryptedMessage(encrypt(ENTITY)))
    expect(verdict).toMatchObject({ standing: 'none', reasons: ['smime/encrypted-locked'], layers: [{ lockedKey: { id: 'k1', certificate: { subject: 'CN=Bob' } } }] })
    const stranger = await aRecipient('rsa', { authority: root })
    expect((await ask(anEncryptedMessage(anEnvelope({ content: bytesOf(ENTITY), recipients: [byTransport(stranger)] })))).verdict.reasons).toEqual(['smime/no-key'])
  })
})

describe('parts', () => {
  const MIXED = [
    'Content-Type: multipart/mixed; boundary=m', '', '--m', 'Content-Type: multipart/related; boundary=r', '', '--r', 'Content-Type: text/html', '', '<img src="cid:logo@x">',
    '--r', 'Content-Type: image/png', 'Content-ID: <logo@x>', 'Content-Transfer-Encoding: base64', '', 'iVBORw0KGgo=', '--r--',
    '--m', 'Content-Type: application/pdf; name=offer.pdf', 'Content-Disposition: attachment', 'Content-Transfer-Encoding: base64', '', 'JVBERi0x', '--m', 'Content-Type: message/rfc822', '', 'Subject: older', '', 'Hello', '--m--', '',
  ].join('\r\n')
  it('say what they are, and are saved by number', async () => {
    const { parts, innermost } = await judgeMessage(anEncryptedMessage(encrypt(MIXED)), judging)
    expect(parts.map(part => [part.mediaType, part.contentId, part.isAttachment, part.isMessage, part.bytes?.length])).toEqual([
      ['text/html', null, false, false, undefined],
      ['image/png', 'logo@x', true, false, 8],
      ['application/pdf', null, true, false, undefined],
      ['message/rfc822', null, true, true, undefined],
    ])
    const engine = createInProcessEngine()
    const extract = (index: number) => engine.ask({ kind: 'extract-part', entity: innermost.slice(), index })
    expect(await extract(2)).toMatchObject({ name: 'offer.pdf', mediaType: 'application/pdf', bytes: bytesOf('%PDF-1') })
    expect(new TextDecoder().decode((await extract(3)).bytes)).toContain('Subject: older')
    await expect(extract(4)).rejects.toMatchObject({ code: 'engine/bad-request' })
  })
  it('are taken out of winmail.dat, in its place among the others', async () => {
    const u32 = (value: number) => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24]
    const attribute = (level: number, id: number, data: readonly number[]) => [level, ...u32(id), ...u32(data.length), ...data, ...u32(data.reduce((sum, octet) => (sum + octet) & 0xffff, 0)).slice(0, 2)]
    const stream = [
      ...u32(0x223e9f78), 1, 0, ...attribute(1, 0x0002800c, [...bytesOf('Packed text\0')]),
      ...attribute(2, 0x00069002, Array.from({ length: 14 }, () => 0)), ...attribute(2, 0x00018010, [...bytesOf('offer.txt\0')]), ...attribute(2, 0x0006800f, [...bytesOf('the file')]),
    ]
    const entity = (octets: readonly number[]) =>
      `Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(octets).toString('base64')}\r\n--m\r\nContent-Type: application/pdf; name=last.pdf\r\n\r\n%PDF\r\n--m--\r\n`
    const { parts, innermost } = await judgeMessage(anEncryptedMessage(encrypt(entity(stream))), judging)
    expect(parts.map(part => [part.name, part.text, part.isAttachment])).toEqual([['', 'Packed text', false], ['offer.txt', null, true], ['last.pdf', null, true]])
    const engine = createInProcessEngine()
    const extract = async (index: number) => new TextDecoder().decode((await engine.ask({ kind: 'extract-part', entity: innermost.slice(), index })).bytes)
    expect([await extract(1), await extract(2)]).toEqual(['the file', '%PDF'])
    const broken = await judgeMessage(anEncryptedMessage(encrypt(entity(stream.slice(0, 20)))), judging)
    expect(broken.parts.map(part => part.name)).toEqual(['winmail.dat', 'last.pdf'])
  })
})
