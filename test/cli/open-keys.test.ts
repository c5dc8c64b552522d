/** `open` with keys on the command line: files, tokens' kin, passwords and shared keys, and what is said when none opens. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodePem } from '../../src/x509/pem.ts'
import { aRootCa } from '../make/certificate-authority.ts'
import { anEncryptedMessage, anEnvelope, aRecipient, byPassword, bySharedKey, byTransport, type RecipientMaker } from '../make/enveloped-message.ts'
import { bytesOf, ENTITY } from '../make/signed-message.ts'
import { sealpane as run } from '../support/command-line.ts'

let folder: string
const file = (name: string) => join(folder, name)
const AT = ['--at', '2026-06-15T12:00:00Z']

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sealpane-cli-keys-'))
  const root = await aRootCa()
  const bob = await aRecipient('rsa', { authority: root })
  const letter = (recipient: RecipientMaker, tamper?: (octets: Uint8Array) => void) =>
    anEncryptedMessage(anEnvelope({ content: bytesOf(ENTITY), recipients: [recipient], ...(tamper ? { tamper } : {}) }))
  writeFileSync(file('root.pem'), encodePem('CERTIFICATE', root.certificate))
  writeFileSync(file('prose.txt'), 'Dear all,\n')
  writeFileSync(file('two.txt'), 'two\n')
  writeFileSync(file('bob.pem'), bob.keyFile.bytes)
  writeFileSync(file('stranger.pem'), (await aRecipient('rsa', { authority: root })).keyFile.bytes)
  const pack = (name: string, password: string) =>
    execFileSync('openssl', ['pkcs12', '-export', '-in', file(`${name}.pem`), '-out', file(`${name}.p12`), '-passout', `pass:${password}`], { stdio: 'pipe' })
  pack('stranger', 'one')
  pack('bob', 'two')
  writeFileSync(file('encrypted.eml'), letter(byTransport(bob)))
  writeFileSync(file('tampered.eml'), letter(byTransport(bob), octets => octets.fill(1)))
  writeFileSync(file('to-password.eml'), letter(byPassword('correct horse')))
  writeFileSync(file('to-shared.eml'), letter(bySharedKey(new Uint8Array(16).fill(7), bytesOf('id'))))
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('open --key', () => {
  const open = (...args: string[]) => run('open', '--anchors', file('root.pem'), ...AT, ...args)
  it('decrypts: exit 0 for a message without a signature, and writes the exact bytes', () => {
    const result = open('--key', file('bob.pem'), '--out', file('decrypted.bin'), file('encrypted.eml'))
    expect(result).toMatchObject({ status: 0, lines: [{ standing: 'none', encrypted: true, error: null, layers: [{ kind: 'enveloped', opened: true, notes: ['smime/cbc-unsigned'] }, { kind: 'message' }] }] })
    expect(readFileSync(file('decrypted.bin'), 'utf8')).toBe(ENTITY)
  })
  it('takes a PKCS #12 and its passphrase, as text or from a file, one for each key in order', () => {
    const keys = ['--key', file('stranger.p12'), '--key', file('bob.p12')]
    expect(open(...keys, '--passphrase', 'one', '--passphrase', 'two', file('encrypted.eml')).status).toBe(0)
    expect(open(...keys, '--passphrase', 'one', '--passphrase-file', file('two.txt'), file('encrypted.eml')).status).toBe(0)
    expect(open(...keys, '--passphrase', 'one', '--passphrase', 'wrong', file('encrypted.eml'))).toMatchObject({ status: 1, lines: [{ error: { code: 'x509/wrong-password', message: expect.stringContaining('key file 2') as string } }] })
  })
  it('says which of the three is wrong with a key file', () => {
    expect(open('--key', file('root.pem'), file('encrypted.eml')).lines[0]).toMatchObject({ error: { code: 'engine/p12-no-private-key' } })
    expect(open('--key', file('prose.txt'), file('encrypted.eml')).lines[0]).toMatchObject({ error: { code: 'engine/p12-not-a-key-file' } })
    expect(open('--key', file('nowhere.pem'), file('encrypted.eml')).status).toBe(64)
  })
  it.each([
    ['no key', [], 'smime/no-keys-yet'],
    ['the key of somebody else', ['--key', 'stranger.pem'], 'smime/no-key'],
    ['a key that does not open it', ['--key', 'bob.pem'], 'smime/cannot-decrypt'],
  ])('with %s: exit 1 and an error', (_, keys, code) => {
    const message = code === 'smime/cannot-decrypt' ? 'tampered.eml' : 'encrypted.eml'
    const result = open(...keys.map(word => (word.startsWith('--') ? word : file(word))), file(message))
    expect(result).toMatchObject({ status: 1, lines: [{ encrypted: true, reasons: [code], error: { code } }] })
  })
  it('takes passwords and shared keys of recipients', () => {
    expect(open('--recipient-password', 'correct horse', file('to-password.eml')).status).toBe(0)
    expect(open('--shared-key', '07'.repeat(16), file('to-shared.eml')).status).toBe(0)
    expect(open('--shared-key', `${'07'.repeat(16)}:6964`, file('to-shared.eml')).status).toBe(0)
    expect(open('--shared-key', 'zz', file('to-shared.eml'))).toMatchObject({ status: 64 })
  })
})
