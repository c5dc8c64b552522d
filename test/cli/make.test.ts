/** `sign` and `encrypt`: OpenSSL opens what the command line makes, and so does the command line. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { anOpensslAuthority, readBytes } from '../make/openssl-authority.ts'
import { sealpane } from '../support/command-line.ts'

const authority = anOpensslAuthority()
const alice = authority.issue('alice', 'alice@example.com', 'rsa')
const bob = authority.issue('bob', 'bob@example.com', 'p-256')
const carol = authority.issue('carol', 'carol@example.com', 'ed25519')
authority.run('pkcs12', '-export', '-inkey', 'alice.key', '-in', 'alice.pem', '-certfile', 'root.pem', '-out', 'alice.p12', '-passout', 'pass:secret')
afterAll(() => {
  authority.remove()
})

const file = (name: string) => authority.file(name)
const DATE = new Date().toUTCString().replace('GMT', '+0000')
writeFileSync(file('in.eml'), `From: alice@example.com\r\nTo: bob@example.com\r\nSubject: Offer\r\nDate: ${DATE}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n見積書\r\n`)

describe('sealpane sign', () => {
  it('signs with a PKCS #12 file, and the answer verifies with OpenSSL and with sealpane', () => {
    const out = file('signed.eml')
    expect(sealpane('sign', '--key', file('alice.p12'), '--passphrase', 'secret', '--digest', 'sha384', file('in.eml'), '-o', out)).toMatchObject({
      lines: [{ file: file('in.eml'), out }],
      status: 0,
    })
    authority.run('cms', '-verify', '-in', out, '-CAfile', authority.rootFile, '-out', 'content')
    const { lines, status } = sealpane('verify', '--anchors', authority.rootFile, out)
    expect(lines[0]).toMatchObject({ standing: 'valid', signers: [{ address: 'alice@example.com', digestAlgorithm: 'SHA-384' }] })
    expect(status).toBe(0)
  })
  it.skipIf(process.platform === 'win32')('takes a message from a pipe with a name, to its end', () => {
    const out = file('from-pipe.eml')
    spawnSync('mkfifo', [file('pipe')])
    spawn('sh', ['-c', 'cat "$0" > "$1"', file('in.eml'), file('pipe')], { stdio: 'ignore' })
    expect(sealpane('sign', '--key', file('alice.p12'), '--passphrase', 'secret', file('pipe'), '-o', out)).toMatchObject({ status: 0 })
    expect(sealpane('verify', '--anchors', authority.rootFile, out).lines[0]).toMatchObject({ standing: 'valid' })
  })
  it.skipIf(process.platform !== 'linux')('reads a file to its end whatever length the system says', () => {
    // Its length is said to be 0. It is no message, but not an empty one.
    expect(sealpane('sign', '--key', file('alice.p12'), '--passphrase', 'secret', '/proc/cpuinfo', '-o', file('nothing.eml'))).not.toMatchObject({ lines: [{ error: { code: 'mime/empty' } }] })
  })
  it('signs with RSASSA-PSS when it is told to', () => {
    const out = file('pss.eml')
    expect(sealpane('sign', '--key', file('alice.p12'), '--passphrase', 'secret', '--signature', 'pss', file('in.eml'), '-o', out).status).toBe(0)
    authority.run('cms', '-verify', '-in', out, '-CAfile', authority.rootFile, '-out', 'content')
    expect(authority.run('cms', '-cmsout', '-print', '-noout', '-in', out).toString()).toMatch(/signatureAlgorithm:\s+algorithm: rsassaPss/u)
  })
  it('takes the certificate that is valid at the time, when a renewal kept the key', () => {
    authority.run('x509', '-req', '-in', 'alice.csr', '-CA', 'root.pem', '-CAkey', 'root.key', '-set_serial', '77', '-days', '9000', '-extfile', 'alice.cnf', '-extensions', 'v3', '-out', 'renewed.pem')
    const out = file('renewed.eml')
    const later = new Date(Date.now() + 1000 * 86_400_000).toISOString()
    expect(sealpane('sign', '--key', file('alice.p12'), '--passphrase', 'secret', '--certs', file('renewed.pem'), '--at', later, file('in.eml'), '-o', out).status).toBe(0)
    authority.run('cms', '-verify', '-noverify', '-in', out, '-signer', 'signer.pem', '-out', 'content')
    expect(authority.run('x509', '-in', 'signer.pem', '-noout', '-serial').toString().trim()).toBe('serial=4D')
  })
  it('says that a password is another one, and writes nothing', () => {
    const out = file('none.eml')
    expect(sealpane('sign', '--key', file('alice.p12'), '--passphrase', 'wrong', file('in.eml'), '-o', out)).toMatchObject({
      lines: [{ error: { code: 'x509/wrong-password' } }],
      status: 1,
    })
    expect(existsSync(out)).toBe(false)
  })
  it('says that no certificate goes with the key', () => {
    expect(sealpane('sign', '--key', alice.keyFile, file('in.eml'), '-o', file('none.eml')).lines[0]).toMatchObject({ error: { code: 'engine/no-signing-certificate' } })
  })
})

describe('sealpane encrypt', () => {
  it('signs, encrypts to two people and wraps once more; each opens it', () => {
    const out = file('triple.eml')
    const words = ['encrypt', '--to', alice.certificateFile, bob.certificateFile, '--cipher', 'aes256-gcm', '--recipient-id', 'ski']
    const made = sealpane(...words, '--sign-key', file('alice.p12'), '--passphrase', 'secret', '--triple-wrap', '--hide-subject', file('in.eml'), '-o', out)
    expect(made).toMatchObject({ lines: [{ out, recipients: [{ addresses: ['alice@example.com'] }, { addresses: ['bob@example.com'] }] }], status: 0 })
    authority.run('cms', '-verify', '-in', out, '-CAfile', authority.rootFile, '-out', 'encrypted.eml')
    authority.run('cms', '-decrypt', '-in', 'encrypted.eml', '-recip', bob.certificateFile, '-inkey', bob.keyFile, '-out', 'inner.eml')
    authority.run('cms', '-verify', '-in', 'inner.eml', '-CAfile', authority.rootFile, '-out', 'content')
    expect(new TextDecoder().decode(readBytes(file('content')))).toContain('Subject: Offer')
    const opened = sealpane('open', '--anchors', authority.rootFile, '--key', bob.keyFile, '--certs', bob.certificateFile, out)
    expect(opened.lines[0]).toMatchObject({ encrypted: true, error: null, headers: { subject: 'Offer' } })
  })
  it('signed inside, is valid for whom it was encrypted to', () => {
    const out = file('both.eml')
    expect(sealpane('encrypt', '--to', bob.certificateFile, '--sign-key', file('alice.p12'), '--passphrase', 'secret', file('in.eml'), '-o', out).status).toBe(0)
    const { lines, status } = sealpane('open', '--anchors', authority.rootFile, '--key', bob.keyFile, '--certs', bob.certificateFile, out)
    expect(lines[0]).toMatchObject({ standing: 'valid', encrypted: true, error: null })
    expect(status).toBe(0)
  })
  it('is refused for everybody when one certificate is not for encryption', () => {
    const out = file('part.eml')
    authority.run('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'd.key', '-out', 'd.pem', '-subj', '/CN=d', '-days', '9', '-config', '/dev/null', '-addext', 'keyUsage=critical,digitalSignature')
    const refused = sealpane('encrypt', '--to', bob.certificateFile, '--to', file('d.pem'), file('in.eml'), '-o', out)
    expect(refused).toMatchObject({ lines: [{ error: { code: 'engine/recipient-unusable' } }], status: 1 })
    expect(sealpane('encrypt', '--to', carol.certificateFile, file('in.eml'), '-o', out).status).toBe(1)
    expect(existsSync(out)).toBe(false)
  })
})

describe('wrong usage', () => {
  for (const [words, sentence] of [
    [['sign', 'in.eml', '-o', 'x'], 'name the key'],
    [['sign', '--key', 'k', 'in.eml'], 'name the file to write'],
    [['sign', '--key', 'k', '-o', 'x'], 'name the message'],
    [['sign', '--key', 'k', 'a', 'b', '-o', 'x'], 'one message'],
    [['sign', '--key', 'k', '--to', 'c', 'a', '-o', 'x'], 'not for sign'],
    [['encrypt', 'a', '-o', 'x'], 'recipients'],
    [['encrypt', '--to', 'c', '--key', 'k', 'a', '-o', 'x'], '--sign-key'],
    [['encrypt', '--to', 'c', '--triple-wrap', 'a', '-o', 'x'], '--sign-key'],
    [['sign', '--key', 'k', '--signature', 'raw', 'a', '-o', 'x'], 'pss, pkcs1'],
    [['encrypt', '--to', 'c', '--cipher', 'des', 'a', '-o', 'x'], 'aes256-cbc'],
  ] as const) {
    it(`says what to change: ${words.join(' ')}`, () => {
      const { prose, status, lines } = sealpane(...words)
      expect(prose).toContain(sentence)
      expect([status, lines]).toEqual([64, []])
    })
  }
})
