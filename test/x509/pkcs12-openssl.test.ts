/** Files that the system's OpenSSL writes, in every protection it offers, opened by the engine and by the command line. */
import { spawnSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPkcs12, readPkcs12 } from '../../src/engine/open-pkcs12.ts'
import { X509Error } from '../../src/x509/errors.ts'
import { sealpane } from '../support/command-line.ts'

const LEGACY = ['-provider', 'legacy', '-provider', 'default']
const HAS_LEGACY = spawnSync('openssl', ['list', '-providers', ...LEGACY]).status === 0

/** Said in the title of what is skipped without it. */
const SKIPPED = HAS_LEGACY ? '' : ' (skipped: no openssl with its legacy provider)'

let folder: string
const file = (name: string) => join(folder, name)

function openssl(...args: string[]): void {
  const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`)
}

let made = 0
function exportFile(password: string, ...options: string[]): string {
  const name = file(`${++made}.p12`)
  const inputs = ['-inkey', file('key.pem'), '-in', file('leaf.pem'), '-certfile', file('ca.pem'), '-name', 'Ärztin 医師']
  openssl('pkcs12', '-export', ...inputs, '-passout', `pass:${password}`, ...options, '-out', name)
  return name
}

const bytesOf = (name: string) => new Uint8Array(readFileSync(name))
const codeOf = (error: unknown) => (error instanceof X509Error ? error.code : String(error))

/** Opens, counts, and compares the key with the one that went in. */
async function expectOpens(name: string, password: string | null): Promise<void> {
  const listed = await openPkcs12(bytesOf(name), password)
  expect([listed.certificates.length, listed.unreadableCertificates, listed.privateKeys]).toEqual([2, 0, 1])
  const { certificates, keys } = await readPkcs12(bytesOf(name), password)
  const [key] = keys
  const original = createPrivateKey(readFileSync(file('key.pem'))).export({ type: 'pkcs8', format: 'der' })
  const inside = createPrivateKey({ key: Buffer.from(key?.pkcs8 ?? []), format: 'der', type: 'pkcs8' }).export({ type: 'pkcs8', format: 'der' })
  expect(inside.equals(original)).toBe(true)
  expect(key).toMatchObject({ algorithm: '1.2.840.10045.2.1', friendlyName: 'Ärztin 医師' })
  expect(certificates[0]?.localKeyId).toEqual(key?.localKeyId)
  expect(certificates[0]?.localKeyId).toHaveLength(20)
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealpane-p12-'))
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30']
  openssl('req', '-x509', ...ec, '-subj', '/CN=Test CA', '-keyout', file('ca.key'), '-out', file('ca.pem'))
  openssl('req', '-new', ...ec, '-subj', '/CN=Alice', '-keyout', file('key.pem'), '-out', file('leaf.csr'))
  const authority = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial']
  openssl('x509', '-req', '-in', file('leaf.csr'), ...authority, '-days', '30', '-out', file('leaf.pem'))
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('protections', () => {
  it.each([
    ['as it comes (PBES2, AES-256)', []],
    ['AES-128', ['-certpbe', 'AES-128-CBC', '-keypbe', 'AES-128-CBC']],
    ['AES-192', ['-certpbe', 'AES-192-CBC', '-keypbe', 'AES-192-CBC']],
    ['Triple DES inside PBES2', ['-certpbe', 'DES-EDE3-CBC', '-keypbe', 'DES-EDE3-CBC']],
    ['Triple DES', ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['two-key Triple DES', ['-certpbe', 'PBE-SHA1-2DES', '-keypbe', 'PBE-SHA1-2DES']],
    ['certificates in the clear', ['-certpbe', 'NONE']],
    ['the key in the clear', ['-keypbe', 'NONE']],
    ['nothing encrypted, a MAC all the same', ['-certpbe', 'NONE', '-keypbe', 'NONE']],
    ['no MAC', ['-nomac']],
    ['no MAC, only the key encrypted', ['-nomac', '-certpbe', 'NONE']],
    ['one iteration', ['-noiter', '-nomaciter']],
    ['many iterations', ['-iter', '100000']],
    ['MAC with SHA-224', ['-macalg', 'sha224']],
    ['MAC with SHA-384', ['-macalg', 'sha384']],
    ['MAC with SHA-512', ['-macalg', 'sha512']],
  ])('%s', async (_, options) => {
    const name = exportFile('passphrase', ...options)
    await expectOpens(name, 'passphrase')
    await expect(openPkcs12(bytesOf(name), 'Passphrase')).rejects.toMatchObject({ code: 'x509/wrong-password' })
  })
  it.skipIf(!HAS_LEGACY).each([
    ['-legacy (RC2-40 and Triple DES)', ['-legacy']],
    ['RC2-128', [...LEGACY, '-certpbe', 'PBE-SHA1-RC2-128', '-keypbe', 'PBE-SHA1-RC2-128']],
    ['RC2-40 for the key too', [...LEGACY, '-certpbe', 'PBE-SHA1-RC2-40', '-keypbe', 'PBE-SHA1-RC2-40']],
    ['PBES1 with DES', [...LEGACY, '-certpbe', 'PBE-SHA1-DES', '-keypbe', 'PBE-SHA1-DES']],
    ['PBES1 with RC2-64', [...LEGACY, '-certpbe', 'PBE-SHA1-RC2-64', '-keypbe', 'PBE-SHA1-RC2-64']],
    ['RC2 inside PBES2', [...LEGACY, '-certpbe', 'RC2-CBC', '-keypbe', 'RC2-CBC']],
    ['RC2-40 inside PBES2', [...LEGACY, '-certpbe', 'RC2-40-CBC', '-keypbe', 'RC2-40-CBC']],
    ['DES inside PBES2', [...LEGACY, '-certpbe', 'DES-CBC', '-keypbe', 'DES-CBC']],
  ])(`%s${SKIPPED}`, async (_, options) => {
    await expectOpens(exportFile('passphrase', ...options), 'passphrase')
  })
  it.skipIf(!HAS_LEGACY).each([
    ['pbeWithSHAAnd128BitRC4', 'PBE-SHA1-RC4-128'],
    ['pbeWithMD5AndDES-CBC', 'PBE-MD5-DES'],
  ])(`%s is named${SKIPPED}`, async (name, pbe) => {
    await expect(openPkcs12(bytesOf(exportFile('x', ...LEGACY, '-certpbe', pbe)), 'x')).rejects.toMatchObject({ code: 'x509/method-unsupported', message: name })
  })
})

describe('passwords', () => {
  const METHODS = [
    ['PBES2', []],
    ['the derivation of PKCS #12', ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES']],
  ] as const
  describe.each(METHODS)('%s', (_, options) => {
    it.each(['パスワード暗号', 'σύνθημα γνώρισμα', 'Straße €', '🔑 key', ' spaces '])('%s', async password => {
      const name = exportFile(password, ...options)
      await expectOpens(name, password)
      await expect(openPkcs12(bytesOf(name), `${password}x`)).rejects.toMatchObject({ code: 'x509/wrong-password' })
    })
    it('the empty one, with and without a MAC', async () => {
      for (const mac of [[], ['-nomac']]) {
        const name = exportFile('', ...options, ...mac)
        await expectOpens(name, '')
        await expectOpens(name, null)
        await expect(openPkcs12(bytesOf(name), 'x')).rejects.toMatchObject({ code: 'x509/wrong-password' })
      }
    })
  })
})

describe('passwords of old OpenSSL', () => {
  it('beyond ASCII opens what took the octets of UTF-8 for characters', async () => {
    // What OpenSSL 1.0 made of "é" in a UTF-8 terminal is what today's makes of the two characters C3 and A9.
    await expectOpens(exportFile('Ã©', '-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'), 'é')
  })
})

describe('damage', () => {
  it.each([
    ['with a MAC', []],
    ['without a MAC', ['-nomac']],
    ['without any encryption', ['-nomac', '-certpbe', 'NONE', '-keypbe', 'NONE']],
    ['in the old protection', ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES']],
  ])('%s: cut anywhere or with any bit turned, it opens or is refused with a code', async (_, options) => {
    const bytes = bytesOf(exportFile('passphrase', '-iter', '1', ...options))
    const answers = new Set<string>()
    const ask = async (damaged: Uint8Array) => answers.add(await readPkcs12(damaged, 'passphrase').then(() => 'opened', codeOf))
    for (let length = 0; length < bytes.length; length += 16) {
      const answer = await readPkcs12(bytes.subarray(0, length), 'passphrase').then(() => 'opened', codeOf)
      expect(answer, `cut at ${length}`).toMatch(/^x509\//u)
    }
    for (let offset = 0; offset < bytes.length; offset++) {
      const damaged = Uint8Array.from(bytes)
      damaged[offset] = (damaged[offset] as number) ^ (1 << (offset % 8))
      await ask(damaged)
    }
    for (const answer of answers) expect(answer).toMatch(/^(opened$|x509\/)/u)
    expect(answers.size).toBeGreaterThan(2)
  })
  it('a MAC lets no altered content through', async () => {
    const bytes = bytesOf(exportFile('passphrase', '-iter', '1', '-certpbe', 'NONE', '-keypbe', 'NONE'))
    // From the first octet of the AuthenticatedSafe to the last before MacData, which ends the file.
    const [from, to] = [60, bytes.length - 120]
    for (let offset = from; offset < to; offset += 3) {
      const damaged = Uint8Array.from(bytes)
      damaged[offset] = (damaged[offset] as number) ^ 0x10
      expect(await openPkcs12(damaged, 'passphrase').then(() => 'opened', codeOf), `octet ${offset}`).toMatch(/^x509\//u)
    }
  })
})

describe('the command line', () => {
  const keys = (...args: string[]) => {
    const { status, lines, prose } = sealpane('keys', ...args)
    return { status, line: lines[0] ?? {}, prose }
  }
  it('keys FILE --passphrase lists certificates and counts keys', () => {
    const { status, line } = keys(exportFile('パスワード'), '--passphrase', 'パスワード')
    expect(status).toBe(0)
    expect(line).toMatchObject({ privateKeys: 1, certificates: [{ label: 'Alice' }, { label: 'Test CA' }] })
  })
  it('a wrong passphrase, and none: exit 1 and the code', () => {
    const name = exportFile('right')
    for (const args of [['--passphrase', 'wrong'], []]) {
      expect(keys(name, ...args)).toMatchObject({ status: 1, line: { certificates: [], privateKeys: 0, error: { code: 'x509/wrong-password' } } })
    }
  })
})
