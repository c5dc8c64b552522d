/** Envelopes made in code: every kind of recipient, and what keeps one closed. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { EnvelopedLayer } from '../../src/smime/verdict.ts'
import { aRootCa } from '../make/certificate-authority.ts'
import { algorithm, octetString, sequence, setOf } from '../make/der.ts'
import {
  anEncryptedMessage, anEnvelope, aRecipient, AUTH_ENVELOPED, byAgreement, byPassword, bySharedKey, byTransport, type CipherName, ENVELOPED, type EnvelopeOptions, type Recipient, type RecipientMaker,
} from '../make/enveloped-message.ts'
import { attribute, bytesOf, ENTITY } from '../make/signed-message.ts'
import { judgeMessage, type Judging } from '../support/judge.ts'

const people: Record<string, Recipient> = {}
const person = (name: string): Recipient => people[name] as Recipient

beforeAll(async () => {
  const authority = await aRootCa()
  const bob = { authority, commonName: 'Bob' }
  people['rsa'] = await aRecipient('rsa', bob)
  people['stranger'] = await aRecipient('rsa', { authority, commonName: 'Stranger' })
  people['nameless'] = await aRecipient('rsa', { authority, extensions: { subjectKeyIdentifier: null } })
  people['expired'] = await aRecipient('rsa', { authority, notBefore: new Date('2020-01-01'), notAfter: new Date('2022-01-01') })
  for (const kind of ['P-256', 'P-384', 'P-521', 'brainpoolP256r1', 'brainpoolP384r1', 'brainpoolP512r1', 'x25519', 'x448'] as const) {
    people[kind] = await aRecipient(kind, bob)
  }
  people['carol'] = await aRecipient('P-256', { authority, commonName: 'Carol' })
})

async function open(cms: Uint8Array, judging: Partial<Judging>) {
  const result = await judgeMessage(anEncryptedMessage(cms), { anchors: [], ...judging })
  const layer = result.verdict.layers.find((each): each is EnvelopedLayer => each.kind === 'enveloped')
  return { ...result, layer, text: new TextDecoder().decode(result.innermost) }
}

const keysOf = (...names: string[]) => ({ keys: names.map(name => person(name).keyFile) })
const aLetter = (recipients: readonly RecipientMaker[], more: Partial<EnvelopeOptions> = {}) => anEnvelope({ content: bytesOf(ENTITY), recipients, ...more })
const toBob = (more: Partial<EnvelopeOptions> = {}) => aLetter([byTransport(person('rsa'))], more)

describe('a message encrypted to us is opened', () => {
  it.each<CipherName>(['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', 'aes-128-gcm', 'aes-192-gcm', 'aes-256-gcm', 'aes-128-ccm', 'aes-256-ccm'])('with %s', async cipher => {
    const { text, verdict, layer } = await open(toBob({ cipher }), keysOf('rsa'))
    expect(text).toBe(ENTITY)
    expect(verdict).toMatchObject({ standing: 'none', encrypted: true, reasons: ['smime/none'] })
    expect(layer).toMatchObject({ opened: true, authenticated: !cipher.endsWith('cbc'), openedWith: { keyManagement: 'RSA PKCS #1 v1.5', expired: false, certificate: { subject: 'CN=Bob' } } })
    expect(layer?.notes?.map(note => note.code)).toEqual(cipher.endsWith('cbc') ? ['smime/cbc-unsigned'] : [])
  })
  it('with Triple DES, and told that it is weak', async () => {
    const { text, layer } = await open(toBob({ cipher: 'des-ede3-cbc' }), keysOf('rsa'))
    expect(text).toBe(ENTITY)
    expect(layer?.notes?.map(note => note.code)).toEqual(['webcrypto/weak-cipher', 'smime/cbc-unsigned'])
  })
  it.each(['sha1', 'sha256', 'sha384', 'sha512'] as const)('by RSA-OAEP with %s, with and without a label', async oaep => {
    for (const label of [undefined, bytesOf('a label')]) {
      const { text, layer } = await open(aLetter([byTransport(person('rsa'), { oaep, ...(label ? { label } : {}) })]), keysOf('rsa'))
      expect([text, layer?.openedWith?.keyManagement]).toEqual([ENTITY, 'RSA-OAEP'])
    }
  })
  it.each(['P-256', 'P-384', 'P-521', 'brainpoolP256r1', 'brainpoolP384r1', 'brainpoolP512r1', 'x25519', 'x448'])('by key agreement on %s', async kind => {
    const { text } = await open(aLetter([byAgreement([person(kind)], { wrapLength: 32 })]), keysOf(kind))
    expect(text).toBe(ENTITY)
  })
  it.each(['sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const)('by key agreement with %s, standard and cofactor, with and without ukm', async digest => {
    for (const derivation of ['x963', 'cofactor'] as const) {
      for (const ukm of [undefined, bytesOf('user keying material')]) {
        const { text } = await open(aLetter([byAgreement([person('P-256')], { digest, derivation, ...(ukm ? { ukm } : {}) })]), keysOf('P-256'))
        expect(text).toBe(ENTITY)
      }
    }
  })
  it.each(['sha256', 'sha384', 'sha512'] as const)('by X25519 with HKDF and %s (RFC 8418)', async digest => {
    const { text, layer } = await open(aLetter([byAgreement([person('x25519')], { digest, derivation: 'hkdf', wrapLength: 24, ukm: bytesOf('salt') })]), keysOf('x25519'))
    expect([text, layer?.openedWith?.keyManagement]).toEqual([ENTITY, 'X25519'])
  })
  it('as one of several in one key agreement', async () => {
    const cms = aLetter([byAgreement([person('carol'), person('P-256')], { by: 'ski' })])
    expect((await open(cms, keysOf('P-256'))).text).toBe(ENTITY)
    expect((await open(cms, keysOf('carol'))).layer?.recipients).toHaveLength(2)
  })
  it.each(['issuer', 'ski'] as const)('by key agreement with a certified key named by %s', async fromBy => {
    const cms = aLetter([byAgreement([person('P-256')], { from: person('carol'), fromBy })], { originatorCertificates: [person('carol').certificate] })
    expect((await open(cms, keysOf('P-256'))).text).toBe(ENTITY)
    const without = aLetter([byAgreement([person('P-256')], { from: person('carol'), fromBy })])
    expect((await open(without, keysOf('P-256'))).verdict.reasons).toEqual(['smime/cannot-decrypt'])
    expect((await open(without, { ...keysOf('P-256'), certificates: [person('carol').certificate] })).text).toBe(ENTITY)
  })
  it('named by key identifier, also where the certificate has none (SHA-1 of the key)', async () => {
    expect((await open(aLetter([byTransport(person('rsa'), { by: 'ski' })]), keysOf('rsa'))).text).toBe(ENTITY)
    expect((await open(aLetter([byTransport(await withKeyHash(person('nameless')), { by: 'ski' })]), keysOf('nameless'))).text).toBe(ENTITY)
  })
  it('by an expired key, and says so', async () => {
    const { text, layer } = await open(aLetter([byTransport(person('expired'))]), keysOf('expired'))
    expect([text, layer?.openedWith?.expired]).toEqual([ENTITY, true])
  })
  it('among many recipients, ours last, with many keys', async () => {
    const others = Array.from({ length: 300 }, () => byTransport(person('stranger')))
    const { text, layer } = await open(aLetter([...others, byTransport(person('rsa'))]), keysOf('expired', 'nameless', 'rsa'))
    expect([text, layer?.recipients?.length]).toEqual([ENTITY, 301])
  })
  it('to a key that both sides have, with its identifier or any', async () => {
    const key = new Uint8Array(16).fill(7)
    const cms = aLetter([bySharedKey(key, bytesOf('team'))])
    const { text, layer } = await open(cms, { sharedKeys: [{ key, identifier: bytesOf('team') }] })
    expect(text).toBe(ENTITY)
    expect(layer).toMatchObject({ opened: true, recipients: [{ identifiedBy: 'shared-key', identifier: '7465616d' }] })
    expect(layer?.openedWith).toBeUndefined()
    expect((await open(cms, { sharedKeys: [{ key, identifier: new Uint8Array() }] })).text).toBe(ENTITY)
    expect((await open(cms, { sharedKeys: [{ key, identifier: bytesOf('other') }] })).verdict.reasons).toEqual(['smime/no-key'])
  })
  it('to a password', async () => {
    const cms = aLetter([byPassword('correct horse')])
    expect((await open(cms, { passwords: ['wrong', 'correct horse'] })).text).toBe(ENTITY)
    expect((await open(cms, { passwords: ['wrong'] })).verdict.reasons).toEqual(['smime/cannot-decrypt'])
  })
  it('in BER, in chunks of any size', async () => {
    for (const chunk of [1, 7, 1024]) {
      for (const cipher of ['aes-256-cbc', 'aes-256-gcm'] as const) expect((await open(toBob({ cipher, chunk }), keysOf('rsa'))).text).toBe(ENTITY)
    }
  })
  it('with authenticated attributes', async () => {
    const attributes = [attribute('1.2.840.113549.1.9.3', algorithm('1.2.840.113549.1.7.1').subarray(2))]
    expect((await open(toBob({ cipher: 'aes-256-gcm', attributes }), keysOf('rsa'))).text).toBe(ENTITY)
  })
  it.each(['aes-256-gcm', 'aes-256-cbc'] as const)('with the key bound to its algorithm (RFC 9709), %s', async cipher => {
    expect((await open(toBob({ cipher, bound: true }), keysOf('rsa'))).text).toBe(ENTITY)
  })
  it('although another recipient cannot be read', async () => {
    expect((await open(aLetter([() => sequence(octetString(bytesOf('?'))), byTransport(person('rsa'))]), keysOf('rsa'))).text).toBe(ENTITY)
  })
  it('with the second of two recipients that name the same key, the first being broken', async () => {
    const broken = byTransport(person('rsa'), { broken: key => key.fill(9, 20, 40) })
    for (const cipher of ['aes-256-cbc', 'aes-256-gcm'] as const) {
      const cms = aLetter([broken, byTransport(person('rsa'))], { cipher })
      expect((await open(cms, keysOf('rsa'))).text).toBe(ENTITY)
    }
  })
})

/** As senders compute it when the certificate names none. */
async function withKeyHash(recipient: Recipient): Promise<Recipient> {
  const { keyOctets } = (await import('../../src/x509/certificate.ts')).parseCertificate(recipient.certificate).publicKey
  return { ...recipient, keyIdentifier: new Uint8Array(await crypto.subtle.digest('SHA-1', keyOctets.slice())) }
}

describe('a message stays closed', () => {
  const reasonsOf = async (cms: Uint8Array, judging: Partial<Judging>) => {
    const { verdict, text, parts, layer } = await open(cms, judging)
    expect([text, parts, layer?.opened]).toEqual(['', [], false])
    expect(verdict).toMatchObject({ standing: 'none', encrypted: true })
    return verdict.reasons
  }
  it('without keys, with another’s key, and with a method that nobody knows', async () => {
    expect(await reasonsOf(toBob(), {})).toEqual(['smime/no-keys-yet'])
    expect(await reasonsOf(toBob(), keysOf('stranger'))).toEqual(['smime/no-key'])
    const chacha = algorithm('1.2.840.113549.1.9.16.3.18', octetString(new Uint8Array(12)))
    expect(await reasonsOf(toBob({ cipher: 'aes-256-gcm', claimedAlgorithm: chacha }), keysOf('rsa'))).toEqual(['webcrypto/cipher-unsupported'])
  })
  /** SEC-38: one answer for whatever an attacker could learn from. */
  const CLOSED: readonly (readonly [string, () => Uint8Array])[] = [
    ['a broken PKCS #1 padding', () => aLetter([byTransport(person('rsa'), { broken: key => key.fill(1) })])],
    ['a broken OAEP', () => aLetter([byTransport(person('rsa'), { oaep: 'sha256', broken: key => key.fill(1) })])],
    ['a content key of another length', () => toBob({ contentKeyLength: 16, claimedAlgorithm: algorithm('2.16.840.1.101.3.4.1.42', octetString(new Uint8Array(16))), cipher: 'aes-128-cbc' })],
    ['a broken padding of the content', () => toBob({ tamper: ciphertext => ciphertext.fill(3, ciphertext.length - 20) })],
    ['ciphertext that is no whole block', () => toBob({ tamper: ciphertext => ciphertext, claimedAlgorithm: algorithm('2.16.840.1.101.3.4.1.42', octetString(new Uint8Array(16))), cipher: 'aes-256-gcm', type: ENVELOPED })],
    ['a changed tag', () => toBob({ cipher: 'aes-256-gcm', tamper: (_, tag) => tag.fill(0) })],
    ['a changed ciphertext under a tag', () => toBob({ cipher: 'aes-256-gcm', tamper: ciphertext => ciphertext.fill(0, 0, 1) })],
    ['changed ciphertext under CCM', () => toBob({ cipher: 'aes-128-ccm', tamper: ciphertext => ciphertext.fill(0, 0, 1) })],
    ['no content', () => toBob({ withoutContent: true })],
    ['an originator on another curve', () => aLetter([byAgreement([person('P-256')], { from: person('carol'), claimedFrom: person('P-384') })], { originatorCertificates: [person('P-384').certificate] })],
    ['a derivation nobody waits for', () => aLetter([byPassword('x', 2_000_000_000)])],
    ['a key bound to another algorithm', () => toBob({ cipher: 'aes-256-gcm', bound: true, claimedAlgorithm: algorithm('2.16.840.1.101.3.4.1.46', sequence(octetString(new Uint8Array(12)), Uint8Array.of(2, 1, 16))) })],
  ]
  it.each(CLOSED)('with one answer: %s', async (_, make) => {
    expect(await reasonsOf(make(), { ...keysOf('rsa', 'P-256'), passwords: ['x'] })).toEqual(['smime/cannot-decrypt'])
  })
  const CIPHERS = ['aes-128-cbc', 'aes-256-cbc', 'des-ede3-cbc', 'aes-128-gcm', 'aes-256-gcm', 'aes-128-ccm', 'aes-256-ccm'] as const
  it.each(CIPHERS.flatMap(cipher => [[cipher, ENVELOPED] as const, [cipher, AUTH_ENVELOPED] as const]))('%s in %s opens only where it belongs (SEC-32)', async (cipher, type) => {
    const { text } = await open(toBob({ cipher, type }), keysOf('rsa'))
    expect(text === ENTITY).toBe(cipher.endsWith('cbc') === (type === ENVELOPED))
  })
  it('for tags of GCM that are not whole, whatever the parameters say (SEC-33)', async () => {
    for (let tagLength = 0; tagLength < 16; tagLength++) {
      for (const claimedTagLength of [tagLength, 16, null]) {
        expect(await reasonsOf(toBob({ cipher: 'aes-256-gcm', tagLength, claimedTagLength }), keysOf('rsa'))).toEqual(['smime/cannot-decrypt'])
      }
    }
  })
  it('for nonces of GCM that have not 12 octets (SEC-33)', async () => {
    for (const nonceLength of [1, 4, 8, 11, 13, 16, 32, 64]) {
      expect(await reasonsOf(toBob({ cipher: 'aes-256-gcm', nonceLength }), keysOf('rsa'))).toEqual(['smime/cannot-decrypt'])
    }
  })
  it('for vectors of CBC that are no block', async () => {
    for (const length of [0, 8, 15, 17, 32]) {
      expect(await reasonsOf(toBob({ claimedAlgorithm: algorithm('2.16.840.1.101.3.4.1.42', octetString(new Uint8Array(length))) }), keysOf('rsa'))).toEqual(['smime/cannot-decrypt'])
    }
  })
  it('with more recipients than we look at (SEC-75), and with octets behind it (SEC-06)', async () => {
    const many = (count: number) => aLetter([byTransport(person('rsa')), ...Array.from({ length: count - 1 }, () => () => sequence(octetString(bytesOf('?'))))])
    expect((await open(many(2000), keysOf('rsa'))).text).toBe(ENTITY)
    expect(await reasonsOf(many(2001), keysOf('rsa'))).toEqual(['smime/cannot-decrypt'])
    expect(await reasonsOf(Uint8Array.from([...toBob(), ...bytesOf('twenty octets behind it')]), keysOf('rsa'))).toEqual(['smime/cannot-decrypt'])
  })
  it('with authenticated attributes that are not DER (RFC 5083 section 2.1)', async () => {
    const unsorted = setOf(attribute('1.2.840.113549.1.9.3', octetString(bytesOf('b'))), attribute('1.2.840.113549.1.9.3', octetString(bytesOf('a'))))
    expect(await reasonsOf(toBob({ cipher: 'aes-256-gcm', attributes: [unsorted] }), keysOf('rsa'))).toEqual(['smime/cannot-decrypt'])
  })
})

describe('the bytes of the message', () => {
  it('stay as they were for askers that keep them', async () => {
    const message = anEncryptedMessage(toBob({ chunk: 5 }))
    const before = message.slice()
    await judgeMessage(message, { anchors: [], ...keysOf('rsa') })
    expect(message).toEqual(before)
  })
})
