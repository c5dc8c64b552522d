/** An authority and people with keys of every kind, made by openssl in a folder of its own: for what openssl is asked to open. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const KEY_OPTIONS = {
  rsa: ['-newkey', 'rsa:2048'],
  'rsa-4096': ['-newkey', 'rsa:4096'],
  'p-256': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'p-384': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  'p-521': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-521'],
  ed25519: ['-newkey', 'ed25519'],
} as const

export type OpensslKeyKind = keyof typeof KEY_OPTIONS

export interface OpensslPerson {
  readonly certificate: Uint8Array
  readonly pkcs8: Uint8Array
  /** PEM files for openssl's options. */
  readonly certificateFile: string
  readonly keyFile: string
}

export interface OpensslAuthority {
  readonly folder: string
  readonly root: Uint8Array
  readonly rootFile: string
  file(name: string): string
  issue(name: string, address: string, kind: OpensslKeyKind): OpensslPerson
  /** Runs openssl in the folder. @throws with openssl's words when it fails. */
  run(...words: readonly string[]): Buffer
  remove(): void
}

const EXTENSIONS = (address: string) => `[v3]
basicConstraints=critical,CA:FALSE
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
keyUsage=critical,digitalSignature,keyEncipherment,keyAgreement
extendedKeyUsage=emailProtection
subjectAltName=email:${address}
`

export function anOpensslAuthority(): OpensslAuthority {
  const folder = mkdtempSync(join(tmpdir(), 'sealpane-authority-'))
  const file = (name: string) => join(folder, name)
  const run = (...words: readonly string[]) => {
    try {
      return execFileSync('openssl', words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    } catch (error) {
      throw new Error(`openssl ${words.slice(0, 2).join(' ')}: ${String((error as { stderr?: Buffer }).stderr)}`, { cause: error })
    }
  }
  run('req', '-x509', ...KEY_OPTIONS['p-256'], '-nodes', '-keyout', 'root.key', '-out', 'root.pem', '-subj', '/CN=Workshop Root', '-days', '30')
  return {
    folder,
    root: new Uint8Array(run('x509', '-in', 'root.pem', '-outform', 'DER')),
    rootFile: file('root.pem'),
    file,
    run,
    issue: (name, address, kind) => {
      const [key, request, certificate] = [`${name}.key`, `${name}.csr`, `${name}.pem`]
      run('req', '-new', ...KEY_OPTIONS[kind], '-nodes', '-keyout', key, '-out', request, '-subj', `/CN=${name}`)
      writeFileSync(file(`${name}.cnf`), EXTENSIONS(address))
      run('x509', '-req', '-in', request, '-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-days', '20', '-extfile', `${name}.cnf`, '-extensions', 'v3', '-out', certificate)
      return {
        certificate: new Uint8Array(run('x509', '-in', certificate, '-outform', 'DER')),
        pkcs8: new Uint8Array(run('pkcs8', '-topk8', '-nocrypt', '-in', key, '-outform', 'DER')),
        certificateFile: file(certificate),
        keyFile: file(key),
      }
    },
    remove: () => {
      rmSync(folder, { recursive: true })
    },
  }
}

export const readBytes = (path: string): Uint8Array => new Uint8Array(readFileSync(path))
