/** Key files as other programs write them: a key with its certificate, packed by the installed OpenSSL. */
import { execFileSync } from 'node:child_process'
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { anEndEntity, aRootCa, type CertificateOptions, type Holder } from './certificate-authority.ts'
import { algorithm, nullValue } from './der.ts'
import { ECDSA_OID, type KeyPair, RSA_OID } from './keys.ts'

export interface Identity extends Holder {
  readonly authority: Holder
  readonly pkcs8: Uint8Array
  readonly privateKey: KeyObject
}

const nameOf = (digest: string) => digest.replace('-', '').toLowerCase()

/** A key whose private half the test may see. */
export function aVisibleKey(kind: 'rsa' | 'ec' = 'ec'): { readonly key: KeyPair; readonly pkcs8: Uint8Array; readonly privateKey: KeyObject } {
  const { publicKey, privateKey } =
    kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key: KeyPair = {
    kind: kind === 'rsa' ? 'RSA-2048' : 'P-256',
    spki: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })),
    signatureAlgorithm: digest => (kind === 'rsa' ? algorithm(RSA_OID[digest], nullValue()) : algorithm(ECDSA_OID[digest])),
    sign: (digest, message) => Promise.resolve(new Uint8Array(sign(nameOf(digest), message, privateKey))),
  }
  return { key, pkcs8: new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' })), privateKey }
}

let authority: Promise<Holder> | undefined

/** A certified key of `address`, of one authority for all. */
export async function anIdentity(address: string, options: CertificateOptions & { readonly algorithm?: 'rsa' | 'ec' } = {}): Promise<Identity> {
  authority ??= aRootCa()
  const visible = aVisibleKey(options.algorithm)
  const issuer = await authority
  const holder = await anEndEntity(issuer, { commonName: address, mailboxes: [address], ...options, key: options.key ?? visible.key })
  return { ...holder, authority: issuer, pkcs8: visible.pkcs8, privateKey: visible.privateKey }
}

/** Runs `work` in a folder of its own. */
export function inFolder<Value>(work: (folder: string) => Value): Value {
  const folder = mkdtempSync(join(tmpdir(), 'sealpane-keys-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export const pemOf = (label: string, der: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${(Buffer.from(der).toString('base64').match(/.{1,64}/gu) ?? []).join('\n')}\n-----END ${label}-----\n`

export interface PackOptions {
  readonly password: string
  readonly withKey?: boolean
  readonly withAuthority?: boolean
  readonly more?: readonly string[]
}

/** `openssl pkcs12 -export`. */
export function packPkcs12(identity: Identity, { password, withKey = true, withAuthority = true, more = [] }: PackOptions): Uint8Array {
  return inFolder(folder => {
    const path = (name: string) => join(folder, name)
    writeFileSync(path('key.pem'), pemOf('PRIVATE KEY', identity.pkcs8))
    writeFileSync(path('certificate.pem'), pemOf('CERTIFICATE', identity.certificate))
    writeFileSync(path('authority.pem'), pemOf('CERTIFICATE', identity.authority.certificate))
    execFileSync('openssl', [
      'pkcs12', '-export', '-in', path('certificate.pem'), '-out', path('out.p12'), '-passout', `pass:${password}`,
      ...(withKey ? ['-inkey', path('key.pem')] : ['-nokeys']), ...(withAuthority ? ['-certfile', path('authority.pem')] : []), ...more,
    ], { stdio: 'pipe' })
    return new Uint8Array(readFileSync(path('out.p12')))
  })
}

/** The SubjectPublicKeyInfo of a request, by `openssl req`, which checks its signature first. */
export function opensslPublicKey(request: string): Uint8Array {
  const pem = execFileSync('openssl', ['req', '-verify', '-noout', '-pubkey'], { input: request, stdio: 'pipe' }).toString()
  return new Uint8Array(Buffer.from(pem.replace(/-----[^-]+-----|\s/gu, ''), 'base64'))
}

/** A certs-only PKCS #7, as a Windows authority answers. */
export function opensslP7b(certificates: readonly Uint8Array[]): Uint8Array {
  return inFolder(folder => {
    const path = join(folder, 'certificates.pem')
    writeFileSync(path, certificates.map(der => pemOf('CERTIFICATE', der)).join(''))
    return new Uint8Array(execFileSync('openssl', ['crl2pkcs7', '-nocrl', '-certfile', path], { stdio: 'pipe' }))
  })
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
