/** Finished messages: who can open them, what stands outside, what is refused. */
import { fc } from '../../support/properties.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import { concatBytes } from '../../../src/bytes/bytes.ts'
import { isTransportSafe } from '../../../src/mime/transport-safety.ts'
import { parseEntity } from '../../../src/mime/entity.ts'
import { fieldValues } from '../../../src/mime/header-field.ts'
import { NOW } from '../../make/certificate-authority.ts'
import type { Identity } from '../../make/key-files.ts'
import { aDesk, aMessage, aPerson, AT, type Composing, copyTo, type Desk, mailbox, PASSPHRASE } from './writing-support.ts'

const textOf = (octets: Uint8Array) => new TextDecoder().decode(octets)
const outside = (octets: Uint8Array, name: string) => fieldValues(parseEntity(octets).fields, name)

let alice: Identity
let bob: Identity
let carol: Identity
let dave: Identity
let desk: Desk
beforeAll(async () => {
  ;[alice, bob, carol, dave] = await Promise.all(['alice@example.com', 'bob@example.com', 'carol@example.com', 'dave@example.com'].map(address => aPerson(address))) as [Identity, Identity, Identity, Identity]
  desk = await aDesk({ owners: [alice] })
  await desk.add(bob, carol, dave)
})

describe('a message that is made', () => {
  it.each<[string, Composing, object]>([
    ['signed', { protection: { sign: true, encrypt: false } }, { standing: 'valid', encrypted: false }],
    ['signed opaquely', { protection: { sign: true, encrypt: false }, policy: { form: 'opaque' } }, { standing: 'valid', encrypted: false }],
    ['signed and encrypted', {}, { standing: 'valid', encrypted: true }],
    ['signed and encrypted with SHA-384 by key identifier', { policy: { digest: 'SHA-384', recipientId: 'key-identifier' } }, { standing: 'valid', encrypted: true }],
    ['signed, encrypted and signed again', { policy: { tripleWrap: true } }, { standing: 'valid', encrypted: true }],
    ['signed and encrypted without protected header', { policy: { protectsHeader: false } }, { standing: 'valid', encrypted: true }],
    ['encrypted only', { protection: { sign: false, encrypt: true } }, { standing: 'none', encrypted: true, reasons: ['smime/none'] }],
    ['neither', { protection: { sign: false, encrypt: false } }, { standing: 'none', encrypted: false, reasons: ['smime/none'] }],
  ])('%s, is opened by who gets it and by who wrote it', async (_story, making, wished) => {
    const message = aMessage({
      cc: [mailbox('carol@example.com', 'キャロル')], html: '<p>As <b>we</b> said.</p><img src="cid:logo">',
      attachments: [{ name: '計画.pdf', mediaType: 'application/pdf', content: Uint8Array.from({ length: 999 }, (_, index) => index & 255), contentId: null }, { name: 'logo.png', mediaType: 'image/png', content: Uint8Array.of(1, 2), contentId: 'logo' }],
    })
    const { copies, signer } = await desk.compose(message, making)
    expect(copies).toHaveLength(1)
    const [copy] = copies
    expect(copy).toMatchObject({ role: 'main', recipients: ['bob@example.com', 'carol@example.com'], messageId: '<main@example.com>' })
    expect(signer?.addresses ?? null).toEqual(making.protection?.sign === false ? null : ['alice@example.com'])
    const bytes = copy?.bytes ?? new Uint8Array()
    expect(isTransportSafe(bytes)).toBe(true)
    for (const keys of [[bob], [carol], []]) {
      const { verdict, parts } = await desk.open(bytes, { keys })
      expect(verdict).toMatchObject(wished)
      expect(verdict.headers).toMatchObject({ subject: 'Minutes 議事録', from: 'alice@example.com', to: ['bob@example.com'] })
      expect(parts.map(part => part.name)).toContain('計画.pdf')
      if (making.policy?.protectsHeader !== false && verdict.standing === 'valid') expect(verdict.headerProtection).toMatchObject({ changed: [] })
    }
  })

  it('to many mailboxes of one certificate names it once, and says all of them', async () => {
    const addresses = Array.from({ length: 150 }, (_, index) => `desk-${index}@example.com`)
    const office = await aPerson('office', { mailboxes: addresses })
    await desk.add(office)
    const { copies: [copy] } = await desk.compose(aMessage({ to: addresses.map(address => mailbox(address, 'Desk')) }))
    expect(copy?.recipients).toEqual(addresses)
    const { verdict } = await desk.open(copy?.bytes ?? new Uint8Array(), { keys: [office] })
    expect(verdict).toMatchObject({ standing: 'valid', headerProtection: { changed: [] } })
    expect(verdict.layers[0]).toMatchObject({ kind: 'enveloped', recipients: { length: 2 } })
    expect(outside(copy?.bytes ?? new Uint8Array(), 'to')[0]?.split(', ')).toHaveLength(150)
  })

  it('with its subject hidden shows it to those who open it', async () => {
    const { copies: [copy] } = await desk.compose(aMessage(), { policy: { hidesSubject: true } })
    const bytes = copy?.bytes ?? new Uint8Array()
    expect(outside(bytes, 'subject')).toEqual(['[...]'])
    expect((await desk.open(bytes, { keys: [bob] })).verdict).toMatchObject({ standing: 'valid', headers: { subject: 'Minutes 議事録' }, headerProtection: { form: 'hp-cipher', changed: [] } })
  })

  it('is in lines of at most 64 under a signature, whatever was typed', async () => {
    const { copies: [copy] } = await desk.compose(aMessage({ text: `${'long '.repeat(60)}\n長い文${'あ'.repeat(300)}`, subject: 'word '.repeat(40).trim() }), { protection: { sign: true, encrypt: false } })
    const signed = textOf(copy?.bytes ?? new Uint8Array()).split(/\r\n--=_[0-9a-f]{32}/u)[1] ?? ''
    expect(Math.max(...signed.split('\r\n').map(line => line.length))).toBeLessThanOrEqual(64)
  })

  it('brings the certificates that the policy asks for', async () => {
    const count = async (chain: 'signer' | 'intermediates' | 'with-anchor') => {
      const { copies: [copy] } = await desk.compose(aMessage(), { protection: { sign: true, encrypt: false }, policy: { chain, form: 'opaque' } })
      const { parseContentInfo } = await import('../../../src/cms/content-info.ts')
      const { parseSignedData } = await import('../../../src/cms/signed-data.ts')
      const { decodeBody } = await import('../../../src/mime/entity.ts')
      return parseSignedData(parseContentInfo(decodeBody(parseEntity(copy?.bytes ?? new Uint8Array())).bytes)).certificates.length
    }
    expect([await count('signer'), await count('intermediates'), await count('with-anchor')]).toEqual([1, 1, 2])
  })
})

describe('what is made with', () => {
  it('is GCM only when everyone announced it', async () => {
    expect((await desk.compose(aMessage())).cipher).toBe('AES-256-CBC')
    // The writer alone, whose program this is.
    expect((await desk.compose(aMessage({ to: [mailbox('alice@example.com')] }))).cipher).toBe('AES-256-GCM')
    const other = await aDesk({ owners: [bob] })
    await other.add(alice)
    const { copies: [copy] } = await other.compose(aMessage({ from: mailbox('bob@example.com'), to: [mailbox('alice@example.com')] }))
    const mine = await aDesk({ owners: [alice] })
    expect((await mine.open(copy?.bytes ?? new Uint8Array())).verdict.standing).toBe('valid')
    expect((await mine.recipients('bob@example.com'))[0]?.certificates[0]).toMatchObject({ sources: ['mail'], announces: { gcm: true }, problem: null })
    expect((await mine.compose(aMessage())).cipher).toBe('AES-256-GCM')
    await mine.add(carol)
    expect((await mine.compose(aMessage({ cc: [mailbox('carol@example.com')] }))).cipher).toBe('AES-256-CBC')
  })
  it.each(['aes256-cbc', 'aes128-cbc', 'aes256-gcm', 'aes128-gcm'] as const)('is %s when the policy says so', async cipher => {
    const made = await desk.compose(aMessage(), { policy: { cipher } })
    expect(made.cipher).toBe(`AES-${cipher.slice(3, 6)}-${cipher.slice(7).toUpperCase()}`)
    expect((await desk.open(made.copies[0]?.bytes ?? new Uint8Array(), { keys: [bob] })).verdict.standing).toBe('valid')
  })
  it('is OAEP for those RSA keys whose owners announced it', async () => {
    const [erin, frank] = await Promise.all(['erin@example.com', 'frank@example.com'].map(address => aPerson(address, { algorithm: 'rsa' })))
    const theirs = await aDesk({ owners: [erin as Identity] })
    const { copies: [hello] } = await theirs.compose(aMessage({ from: mailbox('erin@example.com'), to: [mailbox('alice@example.com')] }), { protection: { sign: true, encrypt: false } })
    const mine = await aDesk({ owners: [alice] })
    await mine.open(hello?.bytes ?? new Uint8Array())
    await mine.add(frank as Identity)
    const kinds = async (policy: Composing['policy']) => {
      const { copies: [copy] } = await mine.compose(aMessage({ to: [mailbox('erin@example.com'), mailbox('frank@example.com')] }), { policy: policy ?? {} })
      const { verdict } = await mine.open(copy?.bytes ?? new Uint8Array())
      return verdict.layers.flatMap(layer => (layer.kind === 'enveloped' ? (layer.recipients ?? []).map(recipient => recipient.keyManagement) : []))
    }
    expect((await kinds({})).filter(kind => kind.includes('RSA')).sort()).toEqual(['RSA PKCS #1 v1.5', expect.stringContaining('OAEP')])
    expect((await kinds({ transport: 'pkcs1' })).filter(kind => kind.includes('OAEP'))).toEqual([])
    expect((await kinds({ transport: 'oaep-sha256' })).filter(kind => kind.includes('OAEP'))).toHaveLength(2)
  })
})

describe('hidden recipients', () => {
  const hidden = aMessage({ cc: [mailbox('carol@example.com')], bcc: [mailbox('dave@example.com', 'Dave')] })

  it.each([[true, true], [false, true], [true, false]])('get a message of their own, which says inside to whom it went (signed %s, encrypted %s)', async (sign, encrypt) => {
    const made = await desk.compose(hidden, { protection: { sign, encrypt } })
    expect(made.copies.map(({ role, recipients, messageId }) => [role, recipients, messageId])).toEqual([
      ['main', ['bob@example.com', 'carol@example.com'], '<main@example.com>'], ['bcc', ['dave@example.com'], '<copy-0@example.com>'],
    ])
    const { bytes } = copyTo(made, 'dave@example.com')
    expect([outside(bytes, 'to'), outside(bytes, 'cc'), outside(bytes, 'bcc'), outside(bytes, 'message-id')]).toEqual([['"Dave" <dave@example.com>'], [], [], ['<copy-0@example.com>']])
    const { verdict, innermost } = await desk.open(bytes, { keys: [dave] })
    expect(verdict.headers.to).toEqual(['bob@example.com'])
    expect(fieldValues(parseEntity(innermost).fields, 'cc')).toEqual(['carol@example.com'])
    expect(fieldValues(parseEntity(innermost).fields, 'bcc')).toEqual([])
    if (sign) expect(verdict.standing).toBe('valid')
  })
  it('are nowhere in what the others get', async () => {
    const { copies: [main] } = await desk.compose(hidden)
    expect(textOf(main?.bytes ?? new Uint8Array())).not.toMatch(/dave/iu)
    const { innermost } = await desk.open(main?.bytes ?? new Uint8Array(), { keys: [bob] })
    expect(textOf(innermost)).not.toMatch(/dave/iu)
    expect((await desk.open(main?.bytes ?? new Uint8Array())).verdict.encrypted).toBe(true)
  })
  it('cannot open what the others get, nor each other\'s', async () => {
    const made = await desk.compose(aMessage({ to: [mailbox('bob@example.com')], bcc: [mailbox('carol@example.com'), mailbox('dave@example.com')] }))
    const stranger = await aDesk({ owners: [], anchors: [alice.authority.certificate] })
    const opens = async (person: Identity, address: string) => (await stranger.open(copyTo(made, address).bytes, { keys: [person] })).verdict.standing === 'valid'
    expect([await opens(dave, 'bob@example.com'), await opens(dave, 'carol@example.com'), await opens(dave, 'dave@example.com')]).toEqual([false, false, true])
  })
  it('get one message together when the policy is 1', async () => {
    const made = await desk.compose(aMessage({ bcc: [mailbox('carol@example.com'), mailbox('dave@example.com')] }), { policy: { bcc: 1 } })
    expect(made.copies.map(({ role, recipients }) => [role, recipients])).toEqual([['main', ['bob@example.com']], ['bcc', ['carol@example.com', 'dave@example.com']]])
    const { bytes } = copyTo(made, 'dave@example.com')
    expect([outside(bytes, 'to'), outside(bytes, 'bcc')]).toEqual([[], ['carol@example.com, dave@example.com']])
    expect((await desk.open(bytes, { keys: [carol] })).verdict.standing).toBe('valid')
  })
  it('are in the one message when the policy is 2', async () => {
    const made = await desk.compose(hidden, { policy: { bcc: 2 } })
    expect(made.copies.map(({ role, recipients }) => [role, recipients])).toEqual([['main', ['bob@example.com', 'carol@example.com', 'dave@example.com']]])
    const { bytes } = copyTo(made, 'dave@example.com')
    expect([outside(bytes, 'to'), outside(bytes, 'cc'), outside(bytes, 'bcc')]).toEqual([['"Bob" <bob@example.com>'], ['carol@example.com'], ['"Dave" <dave@example.com>']])
    const { verdict, innermost } = await desk.open(bytes, { keys: [dave] })
    expect(verdict.standing).toBe('valid')
    expect(textOf(innermost)).not.toMatch(/dave/iu)
  })
  it('who are named openly too are not hidden', async () => {
    const { copies } = await desk.compose(aMessage({ bcc: [mailbox('BOB@example.com')] }))
    expect(copies.map(({ role, recipients }) => [role, recipients])).toEqual([['main', ['bob@example.com']]])
  })
  it('alone get theirs, and nobody else gets one', async () => {
    const { copies } = await desk.compose(aMessage({ to: [], bcc: [mailbox('bob@example.com'), mailbox('dave@example.com')] }))
    expect(copies.map(({ role, recipients }) => [role, recipients])).toEqual([['bcc', ['bob@example.com']], ['bcc', ['dave@example.com']]])
  })
})

describe('nothing is made', () => {
  const refused = (making: Promise<unknown>, code: string) => expect(making).rejects.toMatchObject({ code })
  const bobs = async () => [{ address: 'bob@example.com', fingerprint: (await desk.recipients('bob@example.com'))[0]?.chosen ?? '' }]
  const other = 'ab'.repeat(32)

  it('when the recipients are not those who were shown', async () => {
    await refused(desk.compose(aMessage(), { expected: [] }), 'engine/recipient-changed')
    await refused(desk.compose(aMessage({ cc: [mailbox('carol@example.com')] }), { expected: await bobs() }), 'engine/recipient-changed')
    await refused(desk.compose(aMessage({ bcc: [mailbox('carol@example.com')] }), { expected: await bobs() }), 'engine/recipient-changed')
    await refused(desk.compose(aMessage({ to: [mailbox('carol@example.com')] }), { expected: await bobs() }), 'engine/recipient-changed')
    await refused(desk.compose(aMessage(), { expected: [{ address: 'bob@example.com', fingerprint: other }] }), 'engine/recipient-changed')
    await refused(desk.compose(aMessage(), { expected: [...(await bobs()), { address: 'BOB@EXAMPLE.com', fingerprint: other }] }), 'engine/recipient-changed')
    await refused(desk.compose(aMessage(), { expected: [...(await bobs()), { address: 'dave@example.com', fingerprint: other }] }), 'engine/recipient-changed')
    await refused(desk.compose(aMessage({ to: [mailbox('nobody@example.com')] })), 'engine/recipient-changed')
    await expect(desk.compose(aMessage({ to: [mailbox('BOB@EXAMPLE.COM')] }), { expected: await bobs() })).resolves.toMatchObject({ kind: 'compose' })
  })
  it('for somebody without a key, a locked one, or one that is out of time', async () => {
    await refused(desk.compose(aMessage({ from: mailbox('bob@example.com') }), { protection: { sign: true, encrypt: false } }), 'engine/no-signing-key')
    await refused(desk.compose(aMessage({ from: mailbox('bob@example.com') }), { protection: { sign: false, encrypt: true } }), 'engine/no-own-certificate')
    const late = await aPerson('late@example.com', { notBefore: new Date('2024-01-01'), notAfter: new Date('2025-01-01') })
    const shut = await aDesk({ owners: [alice, late] })
    await refused(shut.compose(aMessage({ from: mailbox('late@example.com') }), { protection: { sign: true, encrypt: false } }), 'engine/signing-key-expired')
    await shut.engine.ask({ kind: 'keys-lock', at: AT })
    await refused(shut.compose(aMessage(), { protection: { sign: true, encrypt: false } }), 'engine/signing-key-locked')
    // To encrypt needs no key.
    await shut.add(bob)
    await expect(shut.compose(aMessage(), { protection: { sign: false, encrypt: true } })).resolves.toMatchObject({ signer: null })
    await shut.engine.ask({ kind: 'keys-unlock', passphrase: PASSPHRASE, at: AT })
    await expect(shut.compose(aMessage())).resolves.toMatchObject({ signer: { addresses: ['alice@example.com'] } })
  })
  it('from text that would break out of its field', async () => {
    for (const message of [
      aMessage({ subject: 'Hi\r\nBcc: eve@example.com' }), aMessage({ to: [mailbox('bob@example.com', 'Bob\r\nBcc: eve@example.com')] }), aMessage({ from: mailbox('alice@example.com', 'A\0') }),
      aMessage({ messageId: '<a@b>\r\nX: y' }), aMessage({ to: [mailbox('bob@example.com\r\nBcc: eve@example.com')] }), aMessage({ to: [mailbox('bob')] }),
    ]) {
      for (const protection of [{ sign: true, encrypt: false }, { sign: false, encrypt: false }]) await refused(desk.compose(message, { protection }), 'engine/unsafe-text')
    }
    await refused(desk.compose(aMessage({ bcc: [mailbox('dave@example.com')] }), { copyIds: ['<x>\r\nBcc: y'] }), 'engine/unsafe-text')
  })
  it('with less protection than the policy demands', async () => {
    const none = { sign: false, encrypt: false }
    await refused(desk.compose(aMessage(), { protection: none, policy: { sign: 'always' } }), 'engine/bad-request')
    await refused(desk.compose(aMessage(), { protection: { sign: true, encrypt: false }, policy: { encrypt: 'always' } }), 'engine/bad-request')
    await expect(desk.compose(aMessage(), { protection: none, policy: { sign: 'on', encrypt: 'on' } })).resolves.toMatchObject({ signer: null, cipher: null })
  })
  it('of a request of another shape, to nobody, or without identifiers for the copies', async () => {
    await refused(desk.compose(aMessage({ to: [] }), { protection: { sign: true, encrypt: false } }), 'engine/bad-request')
    await refused(desk.compose(aMessage({ bcc: [mailbox('dave@example.com')] }), { copyIds: [] }), 'engine/bad-request')
    await refused(desk.compose(aMessage({ bcc: [mailbox('dave@example.com')] }), { copyIds: ['<main@example.com>'] }), 'engine/bad-request')
    await refused(desk.compose(aMessage(), { expected: null }), 'engine/bad-request')
    await refused(desk.compose(aMessage(), { expected: [], protection: { sign: true, encrypt: false } }), 'engine/bad-request')
    await refused(desk.compose(aMessage({ date: 'yesterday' })), 'engine/bad-request')
    await refused(desk.compose(aMessage(), { policy: { cipher: 'rc2' as 'auto' } }), 'engine/bad-request')
    await refused(desk.compose(aMessage({ attachments: [{ name: 'a', mediaType: 'a/b', content: 'text' as unknown as Uint8Array, contentId: null }] })), 'engine/bad-request')
  })
  it('that a worker could not hold', async () => {
    const content = new Uint8Array(30_000_000)
    const bcc = Array.from({ length: 6 }, (_, index) => mailbox(`p${index}@example.com`))
    await refused(desk.compose(aMessage({ bcc, attachments: [{ name: 'a', mediaType: 'a/b', content, contentId: null }] }), { protection: { sign: true, encrypt: false } }), 'engine/too-large')
  })
})

describe('whatever is typed', () => {
  const typed = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom('a\r\nBcc: eve@example.com', 'x\r\n\r\n<script>', '=?utf-8?q?=0D=0ABcc:_eve@example.com?=', '"\\\r\nTo: eve@example.com', '\u2028Bcc: eve@example.com'))
  const fields = ['from', 'to', 'cc', 'subject', 'date', 'message-id', 'in-reply-to', 'references', 'mime-version', 'content-type', 'content-transfer-encoding', 'content-disposition']

  it('no field comes of it that is not ours, and nobody who was not written to', async () => {
    let made = 0
    await fc.assert(
      fc.asyncProperty(typed, typed, typed, typed, typed, async (subject, name, fileName, reference, text) => {
        const message = aMessage({ subject, to: [mailbox('bob@example.com', name)], cc: [mailbox('carol@example.com', name)], inReplyTo: reference, references: [reference], text, html: text, attachments: [{ name: fileName, mediaType: name, content: new Uint8Array(3), contentId: null }] })
        for (const protection of [{ sign: true, encrypt: false }, { sign: false, encrypt: false }]) {
          try {
            const { copies: [copy] } = await desk.compose(message, { protection, policy: { form: 'opaque' } })
            made++
            const { verdict, innermost } = await desk.open(copy?.bytes ?? new Uint8Array())
            expect(verdict.headers.to).toEqual(['bob@example.com'])
            for (const octets of [copy?.bytes ?? new Uint8Array(), innermost]) {
              const entity = parseEntity(octets)
              expect(entity.defects).toEqual([])
              expect(entity.fields.map(field => field.name).filter(field => !fields.includes(field))).toEqual([])
              expect(fieldValues(entity.fields, 'to')).toHaveLength(1)
            }
          } catch (error) {
            expect(error).toMatchObject({ code: 'engine/unsafe-text' })
          }
        }
      }),
      { numRuns: 200 },
    )
    expect(made).toBeGreaterThan(20)
  })
})

describe('somebody who writes in another\'s name', () => {
  it('reads the sent copy with the own key', async () => {
    const message = aMessage({ from: mailbox('office@example.com', 'Office'), sender: mailbox('alice@example.com') })
    const { copies: [copy] } = await desk.compose(message, { protection: { sign: false, encrypt: true } })
    expect(outside(copy?.bytes ?? new Uint8Array(), 'sender')).toEqual(['alice@example.com'])
    expect((await desk.open(copy?.bytes ?? new Uint8Array())).verdict.layers[0]).toMatchObject({ opened: true })
    await expect(desk.compose({ ...message, sender: mailbox('bob@example.com') }, { protection: { sign: false, encrypt: true } })).rejects.toMatchObject({ code: 'engine/no-own-certificate' })
  })
})

describe('the writer\'s own certificates', () => {
  it('one to sign with and one to be encrypted with go along, and the reply is encrypted to the right one', async () => {
    const { keyUsage } = await import('../../make/certificate-authority.ts')
    const signing = await aPerson('gil@example.com', { extensions: { keyUsage: keyUsage(0) } })
    const encryption = await aPerson('gil@example.com', { extensions: { keyUsage: keyUsage(4) } })
    const gil = await aDesk({ owners: [signing, encryption] })
    const signer = await gil.engine.ask({ kind: 'signer', address: 'gil@example.com', at: AT })
    expect([signer.signing?.serialNumber, signer.encryption?.serialNumber, signer.problem]).toEqual([hex(signing.serial), hex(encryption.serial), null])
    const { copies: [hello] } = await gil.compose(aMessage({ from: mailbox('gil@example.com'), to: [mailbox('alice@example.com')] }), { protection: { sign: true, encrypt: false } })
    const mine = await aDesk({ owners: [alice] })
    expect((await mine.open(hello?.bytes ?? new Uint8Array())).verdict.standing).toBe('valid')
    const [answer] = await mine.recipients('gil@example.com')
    expect(answer?.certificates.map(({ certificate }) => certificate.serialNumber)).toEqual([hex(encryption.serial)])
    const { copies: [reply] } = await mine.compose(aMessage({ to: [mailbox('gil@example.com')] }))
    expect((await gil.open(reply?.bytes ?? new Uint8Array())).verdict.standing).toBe('valid')
  })
  it('are told with what keeps them from being used', async () => {
    const problem = async (address: string, one = desk) => (await one.engine.ask({ kind: 'signer', address, at: AT })).problem
    expect(await problem('alice@example.com')).toBeNull()
    expect(await problem('ALICE@example.com')).toBeNull()
    expect(await problem('bob@example.com')).toBe('engine/no-signing-key')
    const empty = await aDesk({ owners: [], anchors: [] })
    expect(await empty.engine.ask({ kind: 'signer', address: 'alice@example.com', at: AT })).toEqual({ kind: 'signer', signing: null, problem: 'engine/no-signing-key', encryption: null })
  })
  it('that are out of time still keep the copy readable', async () => {
    const late = await aPerson('late@example.com', { notAfter: new Date(NOW.getTime() - 86_400_000) })
    const one = await aDesk({ owners: [late] })
    await one.add(bob)
    const { copies: [copy] } = await one.compose(aMessage({ from: mailbox('late@example.com') }), { protection: { sign: false, encrypt: true } })
    expect((await one.open(concatBytes([copy?.bytes ?? new Uint8Array()]))).verdict.layers[0]).toMatchObject({ kind: 'enveloped', opened: true })
  })
})

const hex = (serial: number) => {
  const text = serial.toString(16).toUpperCase()
  return text.length % 2 === 0 ? text : `0${text}`
}
