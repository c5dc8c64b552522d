/** The command line, as scripts use it: real processes, one JSON object per line and file, the contract's exit codes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodePem } from '../../src/x509/pem.ts'
import { aRootCa, anEndEntity, anIntermediate, extension, type Holder } from '../make/certificate-authority.ts'
import { oid, sequence } from '../make/der.ts'
import { aClearSignedMessage, aSignedData, bytesOf, ENTITY, HEADER } from '../make/signed-message.ts'
import { sealpane as run } from '../support/command-line.ts'

let folder: string
let root: Holder
let issuing: Holder
let alice: Holder

const file = (name: string) => join(folder, name)
const AT = ['--at', '2026-06-15T12:00:00Z']

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sealpane-cli-'))
  root = await aRootCa()
  issuing = await anIntermediate(root)
  alice = await anEndEntity(issuing)
  const certificates = [alice.certificate, issuing.certificate]
  const p7s = await aSignedData({ content: bytesOf(ENTITY), signers: [{ holder: alice }], certificates })
  const message = aClearSignedMessage(p7s)
  writeFileSync(file('valid.eml'), message)
  writeFileSync(file('altered.eml'), new TextDecoder().decode(message).replace('Friday', 'Monday'))
  writeFileSync(file('stranger.eml'), new TextDecoder().decode(message).replace('alice@', 'eve@'))
  const bare = await aSignedData({ content: bytesOf(ENTITY), signers: [{ holder: alice, withoutAttributes: true }], certificates })
  writeFileSync(file('bare.eml'), aClearSignedMessage(bare))
  writeFileSync(file('plain.eml'), [...HEADER, '', 'Hello'].join('\r\n'))
  writeFileSync(file('prose.txt'), 'Dear all,\n')
  writeFileSync(file('signature.p7s'), p7s)
  writeFileSync(file('entity.txt'), ENTITY)
  writeFileSync(file('root.pem'), encodePem('CERTIFICATE', root.certificate))
  writeFileSync(file('issuing.der'), issuing.certificate)
  writeFileSync(file('alice.der'), alice.certificate)
  writeFileSync(file('keys.pem'), encodePem('PRIVATE KEY', Uint8Array.of(0x30, 0)) + encodePem('CERTIFICATE', alice.certificate))
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('verify', () => {
  const verify = (...args: string[]) => run('verify', '--anchors', file('root.pem'), ...AT, ...args)
  it('a valid message: exit 0, the contract’s keys', () => {
    const { status, lines } = verify(file('valid.eml'))
    expect(status).toBe(0)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({
      file: file('valid.eml'),
      standing: 'valid',
      encrypted: false,
      reasons: [],
      error: null,
      signers: [{ address: 'alice@example.com', subject: 'CN=Alice', standing: 'valid', content: 'intact', path: 'valid', revocation: 'not-checked', sender: 'match', reasons: [] }],
      layers: [{ kind: 'signed', form: 'detached', counts: true }, { kind: 'message' }],
    })
  })
  it.each([
    ['altered.eml', 1, 'invalid'],
    ['stranger.eml', 2, 'attention'],
    ['plain.eml', 2, 'none'],
  ])('%s: exit %i', (name, status, standing) => {
    const result = verify(file(name))
    expect([result.status, result.lines[0]?.['standing']]).toEqual([status, standing])
  })
  it('an old form of signature: invalid, and with attention when asked to let it pass', () => {
    expect(verify(file('bare.eml'))).toMatchObject({ status: 1, lines: [{ standing: 'invalid', reasons: ['cms/attributes-missing'] }] })
    expect(verify('--bare-signatures', 'attention', file('bare.eml'))).toMatchObject({ status: 2, lines: [{ standing: 'attention', reasons: ['cms/bare-signature'] }] })
    // With the built-in authorities as well, which do not know this one.
    expect(run('verify', ...AT, '--bare-signatures', 'attention', file('bare.eml')).lines[0]?.['reasons']).toContain('cms/bare-signature')
    expect(run('verify', '--bare-signatures', 'valid', file('bare.eml')).status).toBe(64)
  })
  it('several files: one line each, the worst exit', () => {
    const { status, lines } = verify(file('valid.eml'), file('plain.eml'), file('altered.eml'))
    expect(lines.map(line => line['standing'])).toEqual(['valid', 'none', 'invalid'])
    expect(status).toBe(1)
  })
  it('what is no message: exit 1, a coded error, prose on standard error', () => {
    const { status, lines, prose } = verify(file('prose.txt'))
    expect(status).toBe(1)
    expect(lines[0]).toMatchObject({ standing: 'none', error: { code: 'mime/not-a-message' } })
    expect(prose).toContain('prose.txt')
  })
  it('without the anchors nothing is trusted', () => {
    expect(run('verify', ...AT, file('valid.eml')).lines[0]).toMatchObject({ standing: 'attention', reasons: ['certpath/issuer-missing'] })
  })
  it('a detached signature with its content', () => {
    const { lines } = verify('--content', file('entity.txt'), file('signature.p7s'))
    expect(lines[0]).toMatchObject({ standing: 'attention', reasons: ['smime/no-from'], signers: [{ content: 'intact' }] })
    expect(verify(file('signature.p7s')).lines[0]).toMatchObject({ error: { code: 'mime/needs-content' } })
  })
  it('at another time', () => {
    expect(run('verify', '--anchors', file('root.pem'), '--at', '2030-01-01', file('valid.eml')).lines[0]?.['reasons']).toContain('certpath/expired')
  })
})

describe('open --out', () => {
  it('writes the exact bytes that were verified', () => {
    expect(run('open', '--anchors', file('root.pem'), ...AT, '--out', file('out.bin'), file('valid.eml')).status).toBe(0)
    expect(readFileSync(file('out.bin'), 'utf8')).toBe(ENTITY)
  })
  it('writes nothing of an altered message', () => {
    run('open', '--anchors', file('root.pem'), ...AT, '--out', file('altered.bin'), file('altered.eml'))
    expect(readFileSync(file('altered.bin')).length).toBe(0)
  })
})

describe('path', () => {
  const path = (...args: string[]) => run('path', '--anchors', file('root.pem'), ...AT, ...args)
  it('a valid path, and one without its intermediate', () => {
    expect(path('--certs', file('issuing.der'), file('alice.der'))).toMatchObject({
      status: 0,
      lines: [{ outcome: 'valid', failure: null, revocation: 'not-checked', path: ['CN=Alice', 'CN=Test Issuing CA', 'CN=Test Root CA'] }],
    })
    expect(path(file('alice.der'))).toMatchObject({ status: 1, lines: [{ outcome: 'invalid', failure: 'certpath/issuer-missing' }] })
  })
  it('purpose and address', () => {
    const with_ = ['--certs', file('issuing.der')]
    expect(path(...with_, '--purpose', 'email-encryption', file('alice.der')).lines[0]).toMatchObject({ failure: 'certpath/key-usage' })
    expect(path(...with_, '--address', 'ALICE@example.com', file('alice.der')).status).toBe(0)
    expect(path(...with_, '--address', 'bob@example.com', file('alice.der'))).toMatchObject({ status: 1, lines: [{ failure: 'smime/sender-mismatch' }] })
  })
  it('a file that is no certificate', () => {
    expect(path(file('prose.txt'))).toMatchObject({ status: 1, lines: [{ outcome: 'invalid', failure: 'engine/unreadable-file' }] })
  })
})

describe('path: certificate policies', () => {
  const [GOLD, SILVER, ANY] = ['1.2.3.1', '1.2.3.2', '2.5.29.32.0']
  const policies = (...list: readonly string[]) => extension('2.5.29.32', sequence(...list.map(each => sequence(oid(each)))))
  const mapping = (from: string, to: string) => extension('2.5.29.33', sequence(sequence(oid(from), oid(to))), true)
  /** Judges bob, who has `own` policies, under an authority that has these. */
  async function path(authority: readonly Uint8Array[], own: readonly string[], ...args: string[]) {
    const issuer = await anIntermediate(root, { extensions: Object.fromEntries(authority.map((value, index) => [`extra${index}`, value])) })
    const bob = await anEndEntity(issuer, own.length > 0 ? { extensions: { extra9: policies(...own) } } : {})
    writeFileSync(file('policy-issuer.der'), issuer.certificate)
    writeFileSync(file('bob.der'), bob.certificate)
    const { status, lines } = run('path', '--anchors', file('root.pem'), ...AT, '--certs', file('policy-issuer.der'), ...args, file('bob.der'))
    return [status, lines[0]?.['failure'], lines[0]?.['policies']]
  }
  it('nothing asked: the policies of the path are told, none is demanded', async () => {
    expect(await path([policies(GOLD, SILVER)], [GOLD])).toEqual([0, null, [GOLD]])
    expect(await path([], [])).toEqual([0, null, []])
  })
  it('--explicit-policy demands one, --policy-oid which', async () => {
    expect(await path([], [], '--explicit-policy')).toEqual([1, 'certpath/policy', []])
    expect(await path([policies(GOLD, SILVER)], [GOLD], '--explicit-policy', '--policy-oid', SILVER)).toEqual([1, 'certpath/policy', []])
    expect(await path([policies(GOLD, SILVER)], [GOLD], '--explicit-policy', '--policy-oid', SILVER, '--policy-oid', GOLD)).toEqual([0, null, [GOLD]])
  })
  it('--inhibit-mapping', async () => {
    const authority = [policies(GOLD), mapping(GOLD, SILVER)]
    expect(await path(authority, [SILVER], '--explicit-policy')).toEqual([0, null, [GOLD]])
    expect(await path(authority, [SILVER], '--explicit-policy', '--inhibit-mapping')).toEqual([1, 'certpath/policy', []])
  })
  it('what the certificate claims, and where it leaves the profile of mail certificates', async () => {
    await path([], ['2.23.140.1.5.1.3'])
    const { lines } = run('path', '--anchors', file('root.pem'), ...AT, '--certs', file('policy-issuer.der'), file('bob.der'))
    expect(lines[0]).toMatchObject({ outcome: 'valid', identityClass: { validation: 'mailbox', generation: 'strict' } })
    expect(lines[0]?.['profile']).toContainEqual({ code: 'certpath/profile-common-name', section: '7.1.4.2.2 (a)', detail: 'Alice' })
  })
  it('--inhibit-any', async () => {
    expect(await path([policies(ANY)], [GOLD], '--explicit-policy')).toEqual([0, null, [GOLD]])
    expect(await path([policies(ANY)], [GOLD], '--explicit-policy', '--inhibit-any')).toEqual([1, 'certpath/policy', []])
  })
})

describe('keys', () => {
  it('lists certificates and counts private keys', () => {
    expect(run('keys', file('keys.pem'))).toMatchObject({ status: 0, lines: [{ privateKeys: 1, certificates: [{ label: 'Alice', addresses: ['alice@example.com'] }] }] })
    expect(run('keys', file('prose.txt'))).toMatchObject({ status: 1, lines: [{ privateKeys: 0, error: { code: 'engine/unreadable-file' } }] })
  })
})

describe('wrong usage: exit 64 and one sentence', () => {
  it.each([
    ['no verb', []],
    ['an unknown verb', ['check', 'x']],
    ['no file', ['verify']],
    ['an unknown option', ['verify', '--colour', 'x']],
    ['an option without its value', ['verify', '--anchors']],
    ['a file that is not there', ['verify', 'no-such-file.eml']],
    ['anchors that are not there', ['verify', '--anchors', 'no-such-file.pem', 'x']],
    ['a date that is none', ['verify', '--at', 'tomorrow', 'x']],
    ['a choice that is none', ['verify', '--revocation', 'maybe', 'x']],
    ['two messages and one output', ['open', '--out', 'o', 'a', 'b']],
    ['two leaves', ['path', 'a', 'b']],
    ['a verb of a later version', ['sign', 'x']],
    ['a policy that is no object identifier', ['path', '--policy-oid', 'gold', 'x']],
    ['an object identifier with an arc that cannot be', ['path', '--policy-oid', '1.40.1', 'x']],
    ['a policy asked of a message', ['verify', '--policy-oid', '1.2.3', 'x']],
    ['a policy demanded of a message', ['open', '--explicit-policy', 'x']],
  ])('%s', (_, args) => {
    const { status, lines, prose } = run(...args)
    expect(status).toBe(64)
    expect(lines).toEqual([])
    expect(prose.trimEnd().split('\n')).toHaveLength(1)
  })
  it('help says what there is', () => {
    const { status, prose } = run('--help')
    expect(status).toBe(0)
    expect(prose).toContain('verify FILE...')
  })
})
