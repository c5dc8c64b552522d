/** Messages that the installed OpenSSL encrypts: each cipher with each kind of recipient that it can. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodePem } from '../../src/x509/pem.ts'
import { aRecipient, type Recipient, type RecipientKind } from '../make/enveloped-message.ts'
import { bytesOf, ENTITY } from '../make/signed-message.ts'
import { judgeMessage, type Judging } from '../support/judge.ts'

let folder = ''
const people = new Map<RecipientKind, Recipient>()
const path = (name: string) => join(folder, name)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sealpane-openssl-'))
  writeFileSync(path('entity'), ENTITY)
  for (const kind of ['rsa', 'P-256', 'P-384', 'P-521', 'brainpoolP256r1'] as const) {
    const recipient = await aRecipient(kind)
    people.set(kind, recipient)
    writeFileSync(path(`${kind}.pem`), encodePem('CERTIFICATE', recipient.certificate))
  }
}, 60_000)
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** `openssl cms -encrypt`, as S/MIME. */
function encrypted(...args: readonly string[]): Uint8Array {
  execFileSync('openssl', ['cms', '-encrypt', '-in', path('entity'), '-out', path('out.eml'), '-from', 'alice@example.com', '-to', 'bob@example.com', '-subject', 'A letter', ...args], { stdio: 'pipe' })
  return new Uint8Array(readFileSync(path('out.eml')))
}

async function opened(message: Uint8Array, judging: Partial<Judging>): Promise<string> {
  const { innermost, verdict } = await judgeMessage(message, { anchors: [], ...judging })
  return innermost.length > 0 ? new TextDecoder().decode(innermost) : verdict.reasons.join(' ')
}

const keyOf = (kind: RecipientKind): Partial<Judging> => ({ keys: [(people.get(kind) as Recipient).keyFile] })
const LEGACY = ['-provider', 'default', '-provider', 'legacy']

const CIPHERS: readonly (readonly string[])[] = [
  ['-aes-128-cbc'], ['-aes-192-cbc'], ['-aes-256-cbc'], ['-des3'], ['-rc2-128', ...LEGACY], ['-aes-128-gcm'], ['-aes-192-gcm'], ['-aes-256-gcm'],
]

/** Their keys are shorter than the 16 octets that a key wrap takes (RFC 3394 section 2.2.1): by key transport only. */
const SHORT_KEYS: readonly (readonly string[])[] = [['-des', ...LEGACY], ['-rc2-40', ...LEGACY], ['-rc2-64', ...LEGACY]]
const OAEP = ['-keyopt', 'rsa_padding_mode:oaep']
const RECIPIENTS: readonly (readonly [string, RecipientKind, readonly string[]])[] = [
  ['RSA PKCS #1 v1.5', 'rsa', []],
  ['RSA, by key identifier', 'rsa', ['-keyid']],
  ['RSA-OAEP', 'rsa', OAEP],
  ['RSA-OAEP with SHA-256', 'rsa', [...OAEP, '-keyopt', 'rsa_oaep_md:sha256']],
  ['RSA-OAEP with SHA-512 and MGF1 with SHA-1', 'rsa', [...OAEP, '-keyopt', 'rsa_oaep_md:sha512', '-keyopt', 'rsa_mgf1_md:sha1']],
  ['RSA-OAEP with a label', 'rsa', [...OAEP, '-keyopt', 'rsa_oaep_label:6c6162656c']],
  ['ECDH P-256', 'P-256', []],
  ['ECDH P-256, by key identifier', 'P-256', ['-keyid']],
  ['ECDH P-384 with SHA-384', 'P-384', ['-keyopt', 'ecdh_kdf_md:sha384']],
  ['ECDH P-521 with SHA-512', 'P-521', ['-keyopt', 'ecdh_kdf_md:sha512']],
  ['ECDH P-256 with cofactor', 'P-256', ['-keyopt', 'ecdh_kdf_md:sha256', '-keyopt', 'ecdh_cofactor_mode:1']],
  ['ECDH brainpoolP256r1', 'brainpoolP256r1', ['-keyopt', 'ecdh_kdf_md:sha256']],
]

describe.each(RECIPIENTS)('%s', (_, kind, options) => {
  it.each(kind === 'rsa' ? [...CIPHERS, ...SHORT_KEYS] : CIPHERS)('%s', async (...cipher) => {
    expect(await opened(encrypted(...cipher, '-recip', path(`${kind}.pem`), ...options), keyOf(kind))).toBe(ENTITY)
  })
})

describe.each(CIPHERS)('without certificates, %s', (...cipher) => {
  it('to a shared key', async () => {
    const key = '000102030405060708090a0b0c0d0e0f'
    const sharedKeys = [{ key: new Uint8Array(Buffer.from(key, 'hex')), identifier: bytesOf('id') }]
    const message = encrypted(...cipher, '-secretkey', key, '-secretkeyid', '6964')
    expect(await opened(message, { sharedKeys })).toBe(ENTITY)
  })
})

/** With GCM OpenSSL would encrypt the content key by GCM as well, and fails. */
describe.each(CIPHERS.filter(([name]) => name?.endsWith('gcm') === false))('without certificates, %s', (...cipher) => {
  it('to a password', async () => {
    expect(await opened(encrypted(...cipher, '-pwri_password', 'correct horse'), { passwords: ['correct horse'] })).toBe(ENTITY)
  })
})

describe('as streams write it', () => {
  it.each(['-aes-256-cbc', '-aes-256-gcm'])('in chunks, binary and PEM, %s', async cipher => {
    for (const form of ['DER', 'PEM']) {
      expect(await opened(encrypted(cipher, '-stream', '-outform', form, path('rsa.pem')), keyOf('rsa'))).toBe(ENTITY)
    }
  })
  it('to all of them at once, each opens it', async () => {
    const all = [...people.keys()]
    const message = encrypted('-aes-256-cbc', ...all.map(kind => path(`${kind}.pem`)))
    for (const kind of all) expect(await opened(message, keyOf(kind))).toBe(ENTITY)
  })
  it('of a megabyte', async () => {
    const body = `Content-Type: text/plain\r\n\r\n${'All work and no play.\r\n'.repeat(50_000)}`
    writeFileSync(path('large'), body)
    execFileSync('openssl', ['cms', '-encrypt', '-binary', '-stream', '-aes-128-cbc', '-in', path('large'), '-out', path('large.eml'), path('rsa.pem')], { stdio: 'pipe' })
    expect(await opened(new Uint8Array(readFileSync(path('large.eml'))), keyOf('rsa'))).toBe(body)
  })
})
