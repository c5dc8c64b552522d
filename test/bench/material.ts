/** Messages of every size, made by openssl, and what the other programs need to trust their signer. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MakingOperation, Operation } from './options.ts'

export interface Material {
  readonly folder: string
  /** The signer's authority, PEM. */
  readonly root: string
  readonly file: (name: string) => string
}

const openssl = (folder: string, ...words: readonly string[]) => execFileSync('openssl', words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })

const CONFIGURATION = `[ca]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
[leaf]
basicConstraints=CA:FALSE
keyUsage=critical,digitalSignature,keyEncipherment,keyAgreement
extendedKeyUsage=emailProtection
subjectAltName=email:alice@example.com
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
`

/** A root, an authority below it and a signer, RSA-2048 with SHA-256. Made once and kept in `folder`. */
export function makeAuthority(folder: string): Material {
  const material = { folder, root: join(folder, 'root.crt'), file: (name: string) => join(folder, name) }
  if (existsSync(material.file(KEY_FILE))) return material
  // What an older version or a broken run left belongs to other keys.
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(material.file('x.cnf'), CONFIGURATION)
  const request = (name: string, subject: string) => openssl(folder, 'req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-subj', subject, '-out', `${name}.csr`)
  const issue = (name: string, section: string, issuer: string) =>
    openssl(folder, 'x509', '-req', '-in', `${name}.csr`, '-CA', `${issuer}.crt`, '-CAkey', `${issuer}.key`, '-CAcreateserial', '-days', '3000', '-extfile', 'x.cnf', '-extensions', section, '-out', `${name}.crt`)
  request('int', '/CN=Bench Issuing CA')
  request('rsa', '/CN=Alice/emailAddress=alice@example.com')
  openssl(folder, 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'root.key', '-subj', '/CN=Bench Root CA', '-days', '3650', '-config', 'x.cnf', '-extensions', 'ca', '-out', 'new-root.crt', '-section', 'req')
  openssl(folder, 'x509', '-in', 'new-root.crt', '-out', 'root.crt')
  issue('int', 'ca', 'root')
  issue('rsa', 'leaf', 'int')
  writeFileSync(material.file(KEY_FILE), Buffer.concat([readFileSync(material.file('rsa.key')), readFileSync(material.file('rsa.crt'))]))
  return material
}

const BOUNDARY = '----=_NextPart_000_0001_01DA7F3B.5C2E9A70'

/** A message body as mail programs write it: a text with 8-bit letters and one base64 attachment. */
export function anEntity(size: number, bits: '7bit' | '8bit' = '8bit'): Buffer {
  const text = Array.from({ length: 20 }, (_, i) => `Line ${i}: The quick brown fox jumps over the lazy dog. ${bits === '8bit' ? 'Grüße' : 'Gruss'} -- dash - dash`).join('\r\n')
  const head = Buffer.from(
    `Content-Type: multipart/mixed;\r\n\tboundary="${BOUNDARY}"\r\n\r\nThis is a multipart message in MIME format.\r\n\r\n--${BOUNDARY}\r\n` +
      `Content-Type: text/plain;\r\n\tcharset="utf-8"\r\nContent-Transfer-Encoding: ${bits}\r\n\r\n${text}\r\n\r\n--${BOUNDARY}\r\n` +
      'Content-Type: application/octet-stream;\r\n\tname="report.bin"\r\nContent-Transfer-Encoding: base64\r\n' +
      'Content-Disposition: attachment;\r\n\tfilename="report.bin"\r\n\r\n',
  )
  const tail = Buffer.from(`\r\n--${BOUNDARY}--\r\n`)
  const lines = Math.max(1, Math.floor((size - head.length - tail.length) / 78))
  const encoded = randomBytes(lines * 57).toString('base64')
  const body = Buffer.alloc(lines * 78)
  for (let line = 0; line < lines; line++) body.write(`${encoded.slice(line * 76, line * 76 + 76)}\r\n`, line * 78, 'latin1')
  return Buffer.concat([head, body, tail])
}

export const MESSAGE_OF: Readonly<Record<Operation, string>> = {
  'verify-detached': 'a.eml', 'verify-opaque': 'b.eml', 'verify-opaque-ber': 'bi.eml',
  'decrypt-cbc': 'c.eml', 'decrypt-cbc-oaep': 'co.eml', 'decrypt-gcm': 'd.eml', 'decrypt-verify': 'e.eml',
  'sign': 's.eml', 'encrypt-cbc': 's.eml', 'encrypt-gcm': 's.eml',
}

/**
 * Writes `<name>.s.msg`, an entity that is ready to be signed and sent, and `<name>.s.eml`, which has the author's header too. What
 * a signer would have to encode first is a matter of its own.
 */
export function makeUnprotected(material: Material, name: string, size: number): void {
  if (existsSync(material.file(`${name}.s.eml`))) return
  const entity = anEntity(size, '7bit')
  writeFileSync(material.file(`${name}.s.msg`), entity)
  const header = 'From: Alice <alice@example.com>\r\nTo: Bob <bob@example.com>\r\nSubject: Bench\r\nDate: Fri, 01 Jan 2027 00:00:00 +0000\r\nMIME-Version: 1.0\r\n'
  writeFileSync(material.file(`${name}.s.eml`), Buffer.concat([Buffer.from(header), entity]))
}

/** @throws with openssl's words when it does not open what was made of `<name>.s.eml`, or to something else. */
export function assertOpens(material: Material, name: string, operation: MakingOperation, made: string): void {
  const { folder, file } = material
  const out = file('opened.tmp')
  const words =
    operation === 'sign'
      ? ['cms', '-verify', '-CAfile', material.root, '-purpose', 'any', '-no_check_time', '-in', made, '-out', out]
      : ['cms', '-decrypt', '-binary', '-in', made, '-recip', file('rsa.crt'), '-inkey', file('rsa.key'), '-out', out]
  openssl(folder, ...words)
  const opened = readFileSync(out)
  const body = readFileSync(file(`${name}.s.msg`))
  const boundary = Buffer.from(`\r\n\r\nThis is a multipart`)
  if (!opened.subarray(opened.indexOf(boundary)).equals(body.subarray(body.indexOf(boundary)))) throw new Error(`${made} opens to something else`)
  rmSync(made)
}

/** The recipient's key, unprotected PKCS #8 with its certificate: both sides begin with the key in hand. */
export const KEY_FILE = 'recipient.pem'

/** Writes `<name>.msg` (what is signed) and its forms as S/MIME and as DER. Files that are there are kept. */
export function makeMessages(material: Material, name: string, entity: () => Buffer): void {
  if (existsSync(material.file(`${name}.made`))) return
  writeFileSync(material.file(`${name}.msg`), entity())
  const signer = ['-in', `${name}.msg`, '-signer', 'rsa.crt', '-inkey', 'rsa.key', '-certfile', 'int.crt', '-md', 'sha256']
  const smime = ['-from', 'alice@example.com', '-to', 'bob@example.com', '-subject', 'Bench', '-outform', 'SMIME', '-crlfeol']
  const { folder } = material
  openssl(folder, 'cms', '-sign', ...signer, ...smime, '-binary', '-out', `${name}.a.eml`)
  openssl(folder, 'cms', '-sign', '-nodetach', '-binary', ...signer, ...smime, '-out', `${name}.b.eml`)
  openssl(folder, 'cms', '-sign', '-nodetach', '-binary', '-stream', ...signer, ...smime, '-out', `${name}.bi.eml`)
  openssl(folder, 'cms', '-sign', '-binary', ...signer, '-outform', 'DER', '-out', `${name}.p7s`)
  openssl(folder, 'cms', '-sign', '-nodetach', '-binary', ...signer, '-outform', 'DER', '-out', `${name}.b.der`)
  const encrypt = (input: string, cipher: string, output: string, ...padding: readonly string[]) =>
    openssl(folder, 'cms', '-encrypt', '-binary', '-in', input, cipher, ...smime, '-out', output, '-recip', 'rsa.crt', ...padding)
  encrypt(`${name}.msg`, '-aes-256-cbc', `${name}.c.eml`)
  encrypt(`${name}.msg`, '-aes-256-cbc', `${name}.co.eml`, ...OAEP)
  encrypt(`${name}.msg`, '-aes-256-gcm', `${name}.d.eml`)
  encrypt(`${name}.a.eml`, '-aes-256-cbc', `${name}.e.eml`)
  writeFileSync(material.file(`${name}.made`), '')
}

export const OAEP = ['-keyopt', 'rsa_padding_mode:oaep', '-keyopt', 'rsa_oaep_md:sha256', '-keyopt', 'rsa_mgf1_md:sha256']

/** A message of 10 KB to `count` recipients, the reader's own last. The others share keys, which no reader can tell. */
export function makeManyRecipients(material: Material, count: number): string {
  const name = `recipients-${count}.eml`
  if (existsSync(material.file(name))) return name
  makeMessages(material, '10K', () => anEntity(10 * 1024))
  const { folder } = material
  const others = makeOthers(material, count - 1)
  openssl(folder, 'cms', '-encrypt', '-binary', '-in', '10K.msg', '-aes-256-cbc', '-from', 'alice@example.com', '-to', 'alice@example.com', '-outform', 'SMIME', '-crlfeol', '-out', name, ...others, 'rsa.crt')
  return name
}

/** Certificates of that many people, who share one key. */
export function makeOthers({ folder, file }: Material, count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const name = `other-${i + 1}.crt`
    if (!existsSync(file(name))) openssl(folder, 'x509', '-req', '-in', 'int.csr', '-CA', 'root.crt', '-CAkey', 'root.key', '-set_serial', String(1001 + i), '-days', '3000', '-out', name)
    return name
  })
}
