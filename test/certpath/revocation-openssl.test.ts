/** Lists and answers as the system's OpenSSL makes them (`openssl ca -gencrl`, `openssl ocsp`), for certificates it issued. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeCertificate, type Judging } from '../support/judge.ts'

const CONFIG = `[ca]
default_ca = own
[own]
dir = .
database = ./index.txt
new_certs_dir = .
serial = ./serial
crlnumber = ./crlnumber
default_md = sha256
default_days = 30
default_crl_days = 7
policy = anything
[anything]
commonName = supplied
[req]
distinguished_name = name
prompt = no
[name]
CN = unused
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[person]
keyUsage = critical, digitalSignature
extendedKeyUsage = emailProtection
subjectAltName = email:alice@example.com
[responder]
keyUsage = critical, digitalSignature
extendedKeyUsage = OCSPSigning
noCheck = ignored
`

let directory: string
const run = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] })
const file = (name: string) => new Uint8Array(readFileSync(join(directory, name)))

function issue(name: string, profile: string): void {
  run('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-config', 'ca.cnf', '-subj', `/CN=${name}`)
  run('ca', '-batch', '-notext', '-config', 'ca.cnf', '-extensions', profile, '-cert', 'root.pem', '-keyfile', 'root.key', '-in', `${name}.csr`, '-out', `${name}.pem`)
}

function answer(name: string, out: string, signer: string, ...more: readonly string[]): Uint8Array {
  run('ocsp', '-issuer', 'root.pem', '-cert', `${name}.pem`, '-reqout', 'request.der', '-no_nonce')
  run('ocsp', '-index', 'index.txt', '-CA', 'root.pem', '-rsigner', `${signer}.pem`, '-rkey', `${signer}.key`, '-reqin', 'request.der', '-respout', out, '-ndays', '1', ...more)
  return file(out)
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'sealpane-revocation-'))
  writeFileSync(join(directory, 'ca.cnf'), CONFIG)
  writeFileSync(join(directory, 'index.txt'), '')
  writeFileSync(join(directory, 'serial'), '1000\n')
  writeFileSync(join(directory, 'crlnumber'), '01\n')
  run('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'root.key', '-out', 'root.pem', '-days', '60', '-config', 'ca.cnf', '-extensions', 'root', '-subj', '/CN=OpenSSL Root')
  for (const [name, profile] of [['kept', 'person'], ['withdrawn', 'person'], ['delegate', 'responder']] as const) issue(name, profile)
  run('ca', '-config', 'ca.cnf', '-cert', 'root.pem', '-keyfile', 'root.key', '-revoke', 'withdrawn.pem', '-crl_reason', 'keyCompromise')
  run('ca', '-config', 'ca.cnf', '-cert', 'root.pem', '-keyfile', 'root.key', '-gencrl', '-out', 'list.pem')
})
afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

async function judge(name: string, evidence: Pick<Judging, 'crls' | 'ocsp'>) {
  const at = new Date(Date.now() + 1000)
  return (await judgeCertificate(file(`${name}.pem`), { anchors: [file('root.pem')], at, revocation: 'require', ...evidence })).revocation
}

describe('OpenSSL’s revocation evidence', () => {
  it('a list', async () => {
    expect(await judge('kept', { crls: [file('list.pem')] })).toMatchObject({ outcome: 'good', source: 'crl' })
    expect(await judge('withdrawn', { crls: [file('list.pem')] })).toMatchObject({ outcome: 'revoked', source: 'crl', reason: 'keyCompromise' })
  })
  it.each([['the issuer by name', 'root', []], ['the issuer by key', 'root', ['-resp_key_id']], ['a delegate', 'delegate', []], ['a delegate by key', 'delegate', ['-resp_key_id']]] as const)(
    'an answer by %s',
    async (_, signer, options) => {
      expect(await judge('kept', { ocsp: [answer('kept', 'kept.der', signer, ...options)] })).toMatchObject({ outcome: 'good', source: 'ocsp' })
      expect(await judge('withdrawn', { ocsp: [answer('withdrawn', 'withdrawn.der', signer, ...options)] })).toMatchObject({ outcome: 'revoked', source: 'ocsp' })
      expect(await judge('kept', { ocsp: [file('withdrawn.der')] })).toMatchObject({ outcome: 'unknown' })
    },
  )
  it('an answer by somebody with a mail certificate', async () => {
    expect(await judge('kept', { ocsp: [answer('kept', 'stranger.der', 'withdrawn')] })).toMatchObject({ outcome: 'unknown' })
  })
})
