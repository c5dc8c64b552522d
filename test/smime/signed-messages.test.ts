/** Signed messages: what is right is valid, and every published trick and broken rule is not (security.md SEC-01 to SEC-13). */
import { beforeAll, describe, expect, it } from 'vitest'
import { anEndEntity, aRootCa, aSelfSignedEndEntity, extKeyUsage, type Holder, smtpUtf8Mailbox, subjectAltName } from '../make/certificate-authority.ts'
import { aCorrespondence, type Correspondence } from '../make/correspondence.ts'
import { algorithm, integer, joined, nullValue, octetString, oid, sequence, setOf, tlv, utf8String } from '../make/der.ts'
import { aKeyPair, DIGEST_OID, pssAlgorithm } from '../make/keys.ts'
import {
  aClearSignedMessage,
  anOpaqueMessage,
  attribute,
  base64Lines,
  bytesOf,
  ENTITY,
  HEADER,
  type SignerOptions,
} from '../make/signed-message.ts'
import { judgeMessage, type Judging } from '../support/judge.ts'

let root: Holder
let issuing: Holder
let alice: Holder
let signature: Correspondence['signature']
let opaque: Correspondence['opaque']

beforeAll(async () => {
  ;({ root, issuing, alice, signature, opaque } = await aCorrespondence())
})

const ENTITY_BYTES = bytesOf(ENTITY)

async function verdictOf(message: Uint8Array, judging: Partial<Judging> = {}) {
  const { verdict } = await judgeMessage(message, { anchors: [root.certificate], ...judging })
  return verdict
}

/** Standing, then the first reason. */
async function judge(message: Uint8Array, judging: Partial<Judging> = {}): Promise<string> {
  const { standing, reasons } = await verdictOf(message, judging)
  return [standing, ...reasons.slice(0, 1)].join(' ')
}

describe('a good message', () => {
  it('clear-signed is valid, and shows what was signed', async () => {
    const result = await judgeMessage(aClearSignedMessage(await signature()), { anchors: [root.certificate] })
    expect(result.verdict).toMatchObject({ standing: 'valid', reasons: [], encrypted: false })
    expect(result.verdict.signers[0]).toMatchObject({ address: 'alice@example.com', content: { outcome: 'intact' }, sender: { outcome: 'match' } })
    expect(result.parts.map(part => part.text)).toEqual(['The offer stands until Friday.\r\n'])
    expect(new TextDecoder().decode(result.innermost)).toBe(ENTITY)
  })
  it('opaque-signed is valid, and shows what was signed', async () => {
    const result = await judgeMessage(anOpaqueMessage(await opaque()), { anchors: [root.certificate] })
    expect(result.verdict.standing).toBe('valid')
    expect(result.parts[0]?.text).toContain('until Friday')
  })
  it.each(['P-384', 'P-521', 'RSA-2048', 'RSA-PSS', 'Ed25519'] as const)('is valid with an %s key', async keyKind => {
    const holder = await anEndEntity(issuing, { keyKind })
    expect(await judge(aClearSignedMessage(await signature({ holder })))).toBe('valid')
  })
  it.each(['SHA-256', 'SHA-384', 'SHA-512'] as const)('is valid with %s', async digest => {
    expect(await judge(aClearSignedMessage(await signature({ digest })))).toBe('valid')
  })
  it('names its signer by key identifier', async () => {
    expect(await judge(aClearSignedMessage(await signature({ identifiedBy: 'key-identifier' })))).toBe('valid')
  })
  it.each([1, 7, 4096])('is BER with indefinite lengths and chunks of %i octets', async chunk => {
    expect(await judge(anOpaqueMessage(await opaque({}, { chunk })))).toBe('valid')
  })
  it('was stored with bare line feeds: the signed bytes are decidable', async () => {
    const message = bytesOf(new TextDecoder().decode(aClearSignedMessage(await signature())).replaceAll('\r\n', '\n'))
    expect(await judge(message)).toBe('valid')
  })
  it('lacks the protocol parameter, as Exchange stores it', async () => {
    expect(await judge(aClearSignedMessage(await signature(), { protocol: false }))).toBe('valid')
  })
  it('is octet-stream with a .p7m name', async () => {
    const text = new TextDecoder().decode(anOpaqueMessage(await opaque())).replace('pkcs7-mime; smime-type=signed-data', 'octet-stream')
    expect(await judge(bytesOf(text))).toBe('valid')
  })
  it('came without its header, as Exchange keeps it: From is what Outlook shows', async () => {
    const message = new TextDecoder().decode(aClearSignedMessage(await signature()))
    const entity = bytesOf(message.slice(message.indexOf('Content-Type')))
    expect(await judge(entity, { form: 'entity', host: { fromAddress: 'alice@example.com' } })).toBe('valid')
    expect(await judge(entity, { form: 'entity', host: { fromAddress: 'eve@example.com' } })).toBe('attention smime/sender-mismatch')
    expect(await judge(entity, { form: 'entity' })).toBe('attention smime/no-from')
  })
  it('came as bare CMS, binary, PEM and base64', async () => {
    const cms = await opaque()
    const host = { fromAddress: 'alice@example.com' }
    const pem = bytesOf(`-----BEGIN PKCS7-----\n${base64Lines(cms)}\n-----END PKCS7-----\n`)
    for (const bytes of [cms, pem, bytesOf(base64Lines(cms))]) expect(await judge(bytes, { host })).toBe('valid')
  })
  it('came as a .p7s beside its content', async () => {
    const host = { fromAddress: 'alice@example.com' }
    const p7s = await signature()
    expect(await judge(p7s, { content: ENTITY_BYTES, host })).toBe('valid')
    expect(await judge(p7s, { content: bytesOf(ENTITY.replace('Friday', 'Monday')), host })).toBe('invalid smime/content-altered')
    await expect(judge(p7s)).rejects.toMatchObject({ code: 'mime/needs-content' })
  })
})

describe('altered content', () => {
  it('one letter in the text', async () => {
    const result = await judgeMessage(aClearSignedMessage(await signature(), { entity: ENTITY.replace('Friday', 'Monday') }), { anchors: [root.certificate] })
    expect(result.verdict).toMatchObject({ standing: 'invalid', reasons: ['smime/content-altered'] })
    expect(result.parts).toEqual([])
    expect(result.innermost.length).toBe(0)
  })
  it('one blank at the end of a line', async () => {
    expect(await judge(aClearSignedMessage(await signature(), { entity: ENTITY.replace('Friday.', 'Friday. ') }))).toBe('invalid smime/line-endings-changed')
  })
  it('a header field of the signed part', async () => {
    expect(await judge(aClearSignedMessage(await signature(), { entity: ENTITY.replace('utf-8', 'utf-7') }))).toBe('invalid smime/reencoded')
  })
  it('the signature value', async () => {
    expect(await judge(aClearSignedMessage(await signature({ breakSignature: true })))).toBe('invalid smime/content-altered')
  })
  it('a signed attribute', async () => {
    const cms = await signature()
    const at = Buffer.from(cms).indexOf(Buffer.from('260615120000Z'))
    const forged = cms.slice()
    forged[at + 5] = 0x31
    expect(await judge(aClearSignedMessage(forged))).toBe('invalid smime/content-altered')
  })
  it('mixed line ends are taken as they are, never repaired', async () => {
    expect(await judge(aClearSignedMessage(await signature(), { entity: ENTITY.replace('\r\n\r\n', '\r\n\n') }))).toBe('invalid smime/line-endings-changed')
  })
})

describe('one content (SEC-01; CVE-2018-18509, Johnny C1)', () => {
  it('a detached signature that carries a text of its own', async () => {
    const cms = await signature({}, { encapsulated: ENTITY_BYTES })
    expect(await judge(aClearSignedMessage(cms, { entity: ENTITY.replace('Friday', 'Monday') }))).toBe('invalid cms/two-contents')
  })
  it('even when both texts are the same', async () => {
    expect(await judge(aClearSignedMessage(await signature({}, { encapsulated: ENTITY_BYTES })))).toBe('invalid cms/two-contents')
  })
  it('an opaque signature with detached data handed in beside it', async () => {
    const result = await judgeMessage(await opaque(), { anchors: [root.certificate], content: bytesOf('other'), host: { fromAddress: 'alice@example.com' } })
    expect(new TextDecoder().decode(result.innermost)).toBe(ENTITY)
  })
})

describe('signed attributes (SEC-02, SEC-03, SEC-04)', () => {
  const CONTENT_TYPE = '1.2.840.113549.1.9.3'
  const DIGEST = '1.2.840.113549.1.9.4'
  const TIME = '1.2.840.113549.1.9.5'
  const typeOf = (encoded: Uint8Array) => Buffer.from(encoded).toString('hex')
  const without = (type: string) => (list: Uint8Array[]) => list.filter(item => !typeOf(item).includes(typeOf(oid(type))))
  const plus = (...extra: Uint8Array[]) => (list: Uint8Array[]) => [...list, ...extra]
  const instead = (type: string, value: Uint8Array) => (list: Uint8Array[]) => [...without(type)(list), value]

  it.each<[string, NonNullable<SignerOptions['attributes']>]>([
    ['content-type missing', without(CONTENT_TYPE)],
    ['content-type of another type', instead(CONTENT_TYPE, attribute(CONTENT_TYPE, oid('1.2.840.113549.1.9.16.1.4')))],
    ['content-type twice', plus(attribute(CONTENT_TYPE, oid('1.2.840.113549.1.7.1')))],
    ['content-type with two values', instead(CONTENT_TYPE, attribute(CONTENT_TYPE, oid('1.2.840.113549.1.7.1'), oid('1.2.840.113549.1.7.2')))],
    ['content-type without a value', instead(CONTENT_TYPE, attribute(CONTENT_TYPE))],
    ['content-type that is text', instead(CONTENT_TYPE, attribute(CONTENT_TYPE, utf8String('data')))],
    ['message-digest missing', without(DIGEST)],
    ['message-digest twice', plus(attribute(DIGEST, octetString(new Uint8Array(32))))],
    ['message-digest with two values', instead(DIGEST, attribute(DIGEST, octetString(new Uint8Array(32)), octetString(new Uint8Array(33))))],
    ['message-digest of 31 octets', instead(DIGEST, attribute(DIGEST, octetString(new Uint8Array(31))))],
    ['message-digest that is text', instead(DIGEST, attribute(DIGEST, utf8String('x'.repeat(32))))],
    ['signing-time twice', plus(attribute(TIME, tlv(0x17, bytesOf('260615120000Z'))))],
    ['signing-time that is no date', instead(TIME, attribute(TIME, tlv(0x17, bytesOf('261315120000Z'))))],
    ['an unknown attribute twice', plus(attribute('1.2.3.4', integer(1)), attribute('1.2.3.4', integer(2)))],
    ['an attribute in BER', plus(joined([Uint8Array.of(0x30, 0x81, 0x09), oid('1.2.3.4'), Uint8Array.of(0x31, 0x02, 0x05, 0x00)]))],
    ['a boolean that is neither true nor false', plus(attribute('1.2.3.4', Uint8Array.of(1, 1, 1)))],
    ['a member that is no attribute', plus(integer(7))],
  ])('%s', async (_, attributes) => {
    expect(await judge(aClearSignedMessage(await signature({ attributes })))).toBe('invalid cms/attributes-wrong')
  })
  it('attributes out of DER’s order', async () => {
    const attributes = (list: Uint8Array[]) => [...list].sort((a, b) => Buffer.compare(b, a))
    expect(await judge(aClearSignedMessage(await signature({ attributes, unsorted: true })))).toBe('invalid cms/attributes-wrong')
  })
  it('an unknown attribute once is passed over', async () => {
    expect(await judge(aClearSignedMessage(await signature({ attributes: plus(attribute('1.2.3.4', integer(1))) })))).toBe('valid')
  })
  it('no attributes at all (EUF-CMA of CMS, eprint 2023/1801)', async () => {
    expect(await judge(aClearSignedMessage(await signature({ withoutAttributes: true })))).toBe('invalid cms/attributes-missing')
  })
  it.each([
    ['a time-stamp token', '1.2.840.113549.1.9.16.1.4'],
    ['an envelope', '1.2.840.113549.1.7.3'],
    ['an unknown type', '1.2.3.4.5'],
  ])('the signature is for %s', async (_, contentType) => {
    expect(await judge(aClearSignedMessage(await signature({}, { contentType })))).toBe('invalid cms/content-type-refused')
  })
  it('signing-certificate-v2 names another certificate (SEC-11)', async () => {
    const naming = async (certificate: Uint8Array) => {
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', certificate as BufferSource))
      return plus(attribute('1.2.840.113549.1.9.16.2.47', sequence(sequence(sequence(octetString(hash))))))
    }
    expect(await judge(aClearSignedMessage(await signature({ attributes: await naming(issuing.certificate) })))).toBe('invalid cms/signer-certificate-swapped')
    expect(await judge(aClearSignedMessage(await signature({ attributes: await naming(alice.certificate) })))).toBe('valid')
  })
})

describe('encoding (SEC-06)', () => {
  it('data after the CMS object', async () => {
    const cms = joined([await signature(), bytesOf('<html>hidden</html>')])
    expect(await judge(aClearSignedMessage(cms))).toBe('invalid cms/trailing-data')
  })
  it('a line end and zeros after it are transport’s', async () => {
    expect(await judge(aClearSignedMessage(joined([await signature(), Uint8Array.of(0x0d, 0x0a, 0, 0)])))).toBe('valid')
  })
  it('a signer’s certificate in BER is nobody’s', async () => {
    const long = alice.certificate.slice()
    const ber = joined([Uint8Array.of(0x30, 0x83, 0, long[2] ?? 0, long[3] ?? 0), long.subarray(4)])
    expect(await judge(aClearSignedMessage(await signature({}, { certificates: [ber, issuing.certificate] })))).toBe('unchecked cms/signer-certificate-missing')
  })
  it.each([
    ['cut in the middle', (cms: Uint8Array) => cms.subarray(0, cms.length >> 1)],
    ['with a false length', (cms: Uint8Array) => joined([Uint8Array.of(0x30, 0x84, 0x7f, 0xff, 0xff, 0xff), cms.subarray(4)])],
    ['empty', () => new Uint8Array()],
    ['something else', () => bytesOf('no signature at all')],
    ['deeply nested', () => Uint8Array.from({ length: 200_000 }, (_, i) => (i % 2 === 0 ? 0x30 : 0x80))],
  ])('a signature that is %s', async (_, mutate) => {
    expect(await judge(aClearSignedMessage(mutate(await signature())))).toBe('invalid smime/malformed')
  })
})

describe('signers (SEC-07, SEC-10; Johnny C2, C3)', () => {
  it('no signer, with content: looks signed, is not', async () => {
    expect(await judge(anOpaqueMessage(await opaque({}, { signers: [] })))).toBe('invalid smime/no-signer')
    expect(await judge(aClearSignedMessage(await signature({}, { signers: [] })))).toBe('invalid smime/no-signer')
  })
  it('two good signers are never one seal', async () => {
    const bob = await anEndEntity(issuing, { mailboxes: ['bob@example.com'] })
    const signers = [{ holder: alice }, { holder: bob }]
    const certificates = [alice.certificate, bob.certificate, issuing.certificate]
    const verdict = await verdictOf(aClearSignedMessage(await signature({}, { signers, certificates })))
    expect(verdict.standing).toBe('attention')
    expect(verdict.reasons).toContain('smime/several-signers')
    expect(verdict.signers.map(signer => [signer.address, signer.standing]).sort()).toEqual([['alice@example.com', 'valid'], ['bob@example.com', 'attention']])
  })
  it('a good signer does not hide a bad one', async () => {
    const signers = [{ holder: alice }, { holder: alice, digestOver: bytesOf('other') }]
    expect(await judge(aClearSignedMessage(await signature({}, { signers })))).toBe('invalid smime/content-altered')
  })
  it('the certificate is missing, and comes as a file', async () => {
    const message = async () => aClearSignedMessage(await signature({}, { certificates: [] }))
    expect(await judge(await message())).toBe('unchecked cms/signer-certificate-missing')
    expect(await judge(await message(), { certificates: [alice.certificate, issuing.certificate] })).toBe('valid')
  })
  it('two certificates of one issuer and serial: the key decides, and its own path', async () => {
    const twin = await anEndEntity(issuing, { serial: alice.serial, mailboxes: ['eve@example.com'] })
    const certificates = [twin.certificate, alice.certificate, issuing.certificate]
    expect(await judge(aClearSignedMessage(await signature({}, { certificates })))).toBe('valid')
    const byEve = await signature({ holder: twin }, { certificates: [alice.certificate, twin.certificate, issuing.certificate] })
    expect(await judge(aClearSignedMessage(byEve))).toBe('attention smime/sender-mismatch')
  })
  it('a signer named by another serial number, or another issuer, is not the one at hand', async () => {
    expect(await judge(aClearSignedMessage(await signature({ holder: { ...alice, serial: alice.serial + 1 } })))).toBe('unchecked cms/signer-certificate-missing')
    expect(await judge(aClearSignedMessage(await signature({ holder: { ...alice, issuerName: root.name } })))).toBe('unchecked cms/signer-certificate-missing')
  })
  it('a key identifier that is the hash of the key but not the extension finds nobody', async () => {
    const other = await anEndEntity(issuing, { extensions: { subjectKeyIdentifier: null } })
    expect(await judge(aClearSignedMessage(await signature({ holder: other, identifiedBy: 'key-identifier' })))).toBe('unchecked cms/signer-certificate-missing')
  })
})

describe('algorithms (SEC-08)', () => {
  it('SHA-1 holds and is weak', async () => {
    expect(await judge(aClearSignedMessage(await signature({ digest: 'SHA-1' })))).toBe('attention webcrypto/weak-digest')
  })
  it('a 1024-bit key holds and is weak', async () => {
    const holder = await anEndEntity(issuing, { keyKind: 'RSA-1024' })
    expect(await judge(aClearSignedMessage(await signature({ holder })))).toBe('attention webcrypto/weak-key')
  })
  it('the signature names another digest than the content', async () => {
    const swapped = { signatureAlgorithm: algorithm('1.2.840.10045.4.3.3') }
    expect(await judge(aClearSignedMessage(await signature(swapped)))).toBe('invalid cms/algorithm-swapped')
  })
  it.each([
    ['an unknown digest', { digestAlgorithm: algorithm('1.2.3.4') }],
    ['MD5', { digestAlgorithm: algorithm('1.2.840.113549.2.5') }],
    ['an unknown signature', { signatureAlgorithm: algorithm('2.16.840.1.101.3.4.3.17') }],
    ['PSS with another mask digest', { signatureAlgorithm: pssAlgorithm('SHA-256', 32, 'SHA-1') }],
  ])('%s is not checked, and says so', async (_, signer) => {
    expect(await judge(aClearSignedMessage(await signature(signer)))).toBe('unchecked webcrypto/algorithm-unsupported')
  })
  it('PSS with a wrong salt length is no signature', async () => {
    const holder = await anEndEntity(issuing, { keyKind: 'RSA-PSS' })
    const wrong = { holder, signatureAlgorithm: pssAlgorithm('SHA-256', 20) }
    expect(await judge(aClearSignedMessage(await signature(wrong)))).toBe('invalid smime/content-altered')
  })
  it('the plain RSA identifier takes its digest from beside it', async () => {
    const holder = await anEndEntity(issuing, { keyKind: 'RSA-2048' })
    const plain = { holder, signatureAlgorithm: algorithm('1.2.840.113549.1.1.1', nullValue()) }
    expect(await judge(aClearSignedMessage(await signature(plain)))).toBe('valid')
  })
  it('digest parameters may be NULL (RFC 5754)', async () => {
    expect(await judge(aClearSignedMessage(await signature({ digestAlgorithm: algorithm(DIGEST_OID['SHA-256'], nullValue()) })))).toBe('valid')
  })
})

describe('the certificate', () => {
  it('its path decides: untrusted, expired, for servers', async () => {
    const other = await aRootCa({ commonName: 'Other Root' })
    const message = async (holder: Holder, certificates: readonly Uint8Array[]) => aClearSignedMessage(await signature({ holder }, { certificates }))
    const stranger = await anEndEntity(other)
    expect(await judge(await message(stranger, [stranger.certificate, other.certificate]))).toBe('attention certpath/untrusted-root')
    const own = await aSelfSignedEndEntity()
    expect(await judge(await message(own, [own.certificate]))).toBe('attention certpath/self-signed')
    const late = await anEndEntity(issuing, { notAfter: new Date('2026-01-01T00:00:00Z') })
    expect(await judge(await message(late, [late.certificate, issuing.certificate]))).toBe('attention certpath/expired')
    const server = await anEndEntity(issuing, { extensions: { extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.1') } })
    expect(await judge(await message(server, [server.certificate, issuing.certificate]))).toBe('invalid certpath/wrong-purpose')
  })
  it('nothing in the message sets the judgement time (SEC-05; CVE-2026-59641)', async () => {
    const late = await anEndEntity(issuing, { notAfter: new Date('2026-01-01T00:00:00Z') })
    const backdated = await signature({ holder: late, signingTime: new Date('2025-12-01T00:00:00Z') })
    const header = HEADER.map(line => (line.startsWith('Date:') ? 'Date: Mon, 01 Dec 2025 00:00:00 +0000' : line))
    expect(await judge(aClearSignedMessage(backdated, { header }))).toBe('attention certpath/expired')
  })
  it('every reason is told, worst first', async () => {
    const late = await anEndEntity(issuing, { mailboxes: ['eve@example.com'], notAfter: new Date('2026-01-01T00:00:00Z') })
    const verdict = await verdictOf(aClearSignedMessage(await signature({ holder: late, digest: 'SHA-1' }), { entity: ENTITY.replace('Friday', 'Monday') }))
    expect(verdict.reasons).toEqual(['smime/content-altered', 'certpath/expired', 'smime/sender-mismatch'])
  })
  it('revocation demanded and no evidence at hand: attention', async () => {
    expect(await judge(aClearSignedMessage(await signature()), { revocation: 'require' })).toBe('attention certpath/revocation-unknown')
  })
})

describe('where a signature counts (SEC-12, SEC-13; Johnny M1 to M4, CVE-2019-11755)', () => {
  const wrapped = (inner: string, header = HEADER) =>
    bytesOf([...header, 'Content-Type: multipart/mixed; boundary="outer"', '', '--outer', inner, '--outer', 'Content-Type: text/plain', '', 'List footer', '--outer--', ''].join('\r\n'))
  const partOf = (message: Uint8Array) => {
    const text = new TextDecoder().decode(message)
    return text.slice(text.indexOf('Content-Type'))
  }
  it('a signed part inside a list’s wrapping does not sign the whole', async () => {
    expect(await judge(wrapped(partOf(aClearSignedMessage(await signature()))))).toBe('none smime/inner-part-signed')
  })
  it('an attached signed message is an attachment', async () => {
    const inner = `Content-Type: message/rfc822\r\n\r\n${new TextDecoder().decode(aClearSignedMessage(await signature()))}`
    const verdict = await verdictOf(wrapped(inner))
    expect(verdict).toMatchObject({ standing: 'none', reasons: ['smime/none'] })
    expect(verdict.layers[0]).toMatchObject({ kind: 'message', summary: { attachments: [{ isMessage: true }] } })
  })
  it.each([
    ['a third part', { extraParts: ['Content-Type: text/html\r\n\r\n<b>hidden</b>'] }],
  ])('multipart/signed with %s', async (_, options) => {
    expect(await judge(aClearSignedMessage(await signature(), options))).toBe('invalid smime/malformed')
  })
  it('multipart/signed with one part', async () => {
    const text = new TextDecoder().decode(aClearSignedMessage(await signature()))
    expect(await judge(bytesOf(text.replace(/--b1\r\nContent-Type: application.*--b1--/su, '--b1--')))).toBe('invalid smime/malformed')
  })
  it('two Content-Type fields', async () => {
    expect(await judge(aClearSignedMessage(await signature(), { header: [...HEADER, 'Content-Type: text/plain'] }))).not.toMatch(/^valid/u)
  })
  it('a signature around an encryption is not the author’s', async () => {
    const envelope = sequence(oid('1.2.840.113549.1.7.3'), tlv(0xa0, sequence(integer(0), setOf(), sequence(oid('1.2.840.113549.1.7.1'), algorithm('2.16.840.1.101.3.4.1.42', octetString(new Uint8Array(16))), tlv(0x80, new Uint8Array(32))))))
    const entity = `Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64Lines(envelope)}\r\n`
    const cms = await signature({}, { content: bytesOf(entity) })
    const verdict = await verdictOf(aClearSignedMessage(cms, { entity }))
    expect(verdict).toMatchObject({ standing: 'none', encrypted: true, signers: [] })
    expect(verdict.reasons).toEqual(['smime/outer-signature-ignored', 'smime/no-keys-yet'])
    expect(verdict.layers.map(layer => layer.kind === 'signed' && layer.counts)).toEqual([false, false])
  })
  it('a signature inside a signature is a layer; the outer one counts', async () => {
    const bob = await anEndEntity(issuing, { mailboxes: ['bob@example.com'] })
    const innerEntity = partOf(anOpaqueMessage(await opaque({ holder: bob })))
    const outer = await opaque({}, { content: bytesOf(innerEntity), encapsulated: bytesOf(innerEntity) })
    const result = await judgeMessage(anOpaqueMessage(outer), { anchors: [root.certificate] })
    expect(result.verdict.standing).toBe('valid')
    expect(result.verdict.layers.map(layer => (layer.kind === 'signed' ? [layer.counts, layer.signers[0]?.address] : layer.kind))).toEqual([
      [true, 'alice@example.com'],
      [false, 'bob@example.com'],
      'message',
    ])
    expect(result.parts[0]?.text).toContain('until Friday')
  })
  it('too many layers', async () => {
    let content = ENTITY
    for (let depth = 0; depth < 6; depth++) content = partOf(anOpaqueMessage(await opaque({}, { content: bytesOf(content), encapsulated: bytesOf(content) })))
    expect(await judge(bytesOf([...HEADER, content].join('\r\n')))).toBe('invalid smime/too-many-layers')
  })
  it('certificates only, with the empty content that Windows writes', async () => {
    expect(await judge(anOpaqueMessage(await signature({}, { signers: [], encapsulated: new Uint8Array() })))).toBe('none smime/certs-only')
  })
  it('certificates only', async () => {
    expect(await judge(anOpaqueMessage(await signature({}, { signers: [] })))).toBe('none smime/certs-only')
  })
  it('a plain message has no signature', async () => {
    const verdict = await verdictOf(bytesOf([...HEADER, '', 'Hello'].join('\r\n')))
    expect(verdict).toMatchObject({ standing: 'none', reasons: ['smime/none'], signers: [] })
  })
})

describe('the sender (SEC-14, SEC-16 to SEC-20; Johnny I1 to I3)', () => {
  const withFrom = async (...lines: string[]) => {
    const header = [...lines, ...HEADER.slice(1)]
    return aClearSignedMessage(await signature(), { header })
  }
  it.each([
    ['another address', ['From: Alice <eve@example.com>'], 'attention smime/sender-mismatch'],
    ['another domain', ['From: alice@example.org'], 'attention smime/sender-mismatch'],
    ['other case', ['From: Alice@EXAMPLE.com'], 'valid'],
    ['a comment', ['From: alice@example.com (Alice)'], 'valid'],
    ['a quoted name with an address in it', ['From: "eve@evil.test" <alice@example.com>'], 'valid'],
    ['no From', [], 'attention smime/no-from'],
    ['an empty From', ['From: '], 'attention smime/no-from'],
    ['two From fields', ['From: alice@example.com', 'From: eve@evil.test'], 'attention smime/several-from'],
    ['two mailboxes', ['From: alice@example.com, eve@evil.test'], 'attention smime/several-from'],
    ['a name only', ['From: alice'], 'attention smime/from-malformed'],
    ['a group (CVE-2025-0510)', ['From: alice@example.com:eve@evil.test;'], 'attention smime/from-malformed'],
    ['a bare @ in the name', ['From: alice@example.com <eve@evil.test>'], 'attention smime/from-malformed'],
    ['an encoded word as address', ['From: =?utf-8?q?alice=40example=2Ecom?='], 'attention smime/from-malformed'],
    ['a NUL', ['From: alice@example.com\u0000@evil.test'], 'attention smime/from-malformed'],
    ['two angle brackets', ['From: <alice@example.com><eve@evil.test>'], 'attention smime/from-malformed'],
  ])('%s', async (_, lines, expected) => {
    expect(await judge(await withFrom(...lines))).toBe(expected)
  })
  it('Outlook shows another From than the message has (SEC-18)', async () => {
    expect(await judge(await withFrom('From: alice@example.com'), { host: { fromAddress: 'eve@evil.test' } })).toBe('attention smime/host-from-differs')
  })
  it('any of several addresses may match, not only the first', async () => {
    const holder = await anEndEntity(issuing, { mailboxes: ['first@example.com', 'alice@example.com'] })
    const verdict = await verdictOf(aClearSignedMessage(await signature({ holder })))
    expect(verdict).toMatchObject({ standing: 'valid', signers: [{ address: 'alice@example.com' }] })
  })
  it('a certificate without an address', async () => {
    const holder = await anEndEntity(issuing, { mailboxes: [] })
    expect(await judge(aClearSignedMessage(await signature({ holder })))).toBe('attention smime/no-address-in-certificate')
  })
  it('Sender does not help', async () => {
    const verdict = await verdictOf(await withFrom('From: eve@evil.test', 'Sender: alice@example.com'))
    expect(verdict.standing).toBe('attention')
    expect(verdict.signers[0]?.notes.map(note => note.code)).toContain('smime/on-behalf')
  })
  it.each([
    ['a Reply-To elsewhere', 'Reply-To: eve@evil.test', 'smime/reply-to-differs'],
    ['the same Reply-To', 'Reply-To: ALICE@example.com', undefined],
  ])('note: %s', async (_, line, note) => {
    const verdict = await verdictOf(await withFrom('From: alice@example.com', line))
    expect(verdict.standing).toBe('valid')
    expect(verdict.signers[0]?.notes.map(found => found.code)).toEqual(note === undefined ? [] : [note])
  })
  it('note: a domain that mixes scripts', async () => {
    const holder = await anEndEntity(issuing, { mailboxes: [], extensions: { subjectAltName: subjectAltName(smtpUtf8Mailbox('alice@p\u0430ypal.example')) } })
    const header = ['From: alice@p\u0430ypal.example', ...HEADER.slice(1)]
    const verdict = await verdictOf(aClearSignedMessage(await signature({ holder }), { header }))
    expect(verdict.signers[0]?.notes).toEqual([{ code: 'smime/mixed-script-domain', values: { domain: 'p\u0430ypal.example', punycode: 'xn--pypal-4ve.example' } }])
  })
  it('note: the name hides another address', async () => {
    const verdict = await verdictOf(await withFrom('From: =?utf-8?b?Ym9zc0Bjb250b3NvLmNvbQ==?= <alice@example.com>'))
    expect(verdict.signers[0]?.notes.map(note => note.code)).toEqual(['smime/name-hides-address'])
  })
  it.each([
    [59, 'valid'],
    [61, 'attention smime/signing-time-far'],
    [-61, 'attention smime/signing-time-far'],
  ])('signed %i minutes from the Date (CVE-2023-50761)', async (minutes, expected) => {
    const signingTime = new Date(Date.UTC(2026, 5, 15, 12, minutes))
    expect(await judge(aClearSignedMessage(await signature({ signingTime })))).toBe(expected)
  })
  it('no signing time is a note, not a fault', async () => {
    const verdict = await verdictOf(aClearSignedMessage(await signature({ signingTime: null })))
    expect(verdict.standing).toBe('valid')
    expect(verdict.signers[0]?.notes.map(note => note.code)).toEqual(['smime/signing-time-missing'])
  })
})

describe('what is no message', () => {
  it.each([
    ['nothing', new Uint8Array(), 'mime/empty'],
    ['blank lines', bytesOf('\r\n\r\n'), 'mime/empty'],
    ['text', bytesOf('Dear Bob,\r\n\r\nhello'), 'mime/not-a-message'],
    ['an image', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), 'mime/not-a-message'],
    ['a cut Outlook file', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0), 'mime/truncated'],
  ])('%s', async (_, bytes, code) => {
    await expect(judge(bytes)).rejects.toMatchObject({ code })
  })
})

describe('keys of other kinds', () => {
  it('an RSA certificate does not verify an ECDSA signature', async () => {
    const rsa = await anEndEntity(issuing, { keyKind: 'RSA-2048', serial: alice.serial })
    const cms = await signature({}, { certificates: [rsa.certificate, issuing.certificate] })
    expect(await judge(aClearSignedMessage(cms))).toBe('unchecked webcrypto/algorithm-unsupported')
  })
  it('the same key in another person’s certificate is that person', async () => {
    const key = await aKeyPair()
    const mallory = await anEndEntity(issuing, { key, mailboxes: ['mallory@example.com'] })
    expect(await judge(aClearSignedMessage(await signature({ holder: mallory })))).toBe('attention smime/sender-mismatch')
  })
})
