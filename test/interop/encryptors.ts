/** Other programs encrypt: to an RSA and an EC key, to a password, to a shared key, with every cipher that they have. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Material } from '../bench/material.ts'
import { has, JARS, missingProgram, prepareKeys, run } from './programs.ts'

export interface Encryptor {
  readonly name: string
  readonly missing: () => string | undefined
  /** Names of the DER files written. */
  readonly encrypt: (material: Material) => readonly string[]
}

export const PASSWORD = 'correct horse'
export const SHARED_KEY = new Uint8Array(32)

/** A second person with an EC key, who shares recipient structures with the first. */
export function prepareRecipients(material: Material): void {
  prepareKeys(material)
  const { folder, file } = material
  if (existsSync(file('ec2.crt'))) return
  run(folder, 'openssl', ['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'ec2.key', '-subj', '/CN=Other', '-out', 'ec2.csr'])
  run(folder, 'openssl', ['x509', '-req', '-in', 'ec2.csr', '-CA', 'int.crt', '-CAkey', 'int.key', '-CAcreateserial', '-days', '3000', '-extfile', 'x.cnf', '-extensions', 'leaf', '-out', 'ec2.crt'])
}

const OPENSSL_RECIPIENTS: Readonly<Record<string, readonly string[]>> = {
  'rsa-pkcs1': ['-recip', 'rsa.crt'],
  'rsa-keyid': ['-keyid', '-recip', 'rsa.crt'],
  'rsa-oaep': ['-recip', 'rsa.crt', '-keyopt', 'rsa_padding_mode:oaep'],
  'rsa-oaep_sha256': ['-recip', 'rsa.crt', '-keyopt', 'rsa_padding_mode:oaep', '-keyopt', 'rsa_oaep_md:sha256', '-keyopt', 'rsa_mgf1_md:sha256'],
  'rsa-oaep_mixed_label': ['-recip', 'rsa.crt', '-keyopt', 'rsa_padding_mode:oaep', '-keyopt', 'rsa_oaep_md:sha512', '-keyopt', 'rsa_mgf1_md:sha1', '-keyopt', 'rsa_oaep_label:0011223344'],
  'rsa-last_of_two': ['-recip', 'ec2.crt', '-recip', 'rsa.crt'],
  'ec-default': ['-recip', 'ec.crt'],
  'ec-keyid': ['-keyid', '-recip', 'ec.crt'],
  'ec-sha256': ['-recip', 'ec.crt', '-keyopt', 'ecdh_kdf_md:sha256'],
  'ec-sha384': ['-recip', 'ec.crt', '-keyopt', 'ecdh_kdf_md:sha384'],
  'ec-sha512_cofactor': ['-recip', 'ec.crt', '-keyopt', 'ecdh_kdf_md:sha512', '-keyopt', 'ecdh_cofactor_mode:1'],
  'kek': ['-secretkey', Buffer.from(SHARED_KEY).toString('hex'), '-secretkeyid', '6964'],
  'password': ['-pwri_password', PASSWORD],
}

/** QUIRK: OpenSSL 3.0 has RC2 in its legacy provider only. */
const OPENSSL_CIPHERS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(['aes128', 'aes192', 'aes256', 'des3'].map(name => [name, [`-${name}`]])),
  ...Object.fromEntries(['128', '192', '256'].map(bits => [`aes${bits}-gcm`, [`-aes-${bits}-gcm`]])),
  ...Object.fromEntries(['rc2-40-cbc', 'rc2-64-cbc', 'rc2-cbc'].map(name => [name, [`-${name}`, '-provider', 'legacy', '-provider', 'default']])),
}

const openssl: Encryptor = {
  name: 'openssl',
  missing: missingProgram('openssl'),
  encrypt: ({ folder }) =>
    Object.entries(OPENSSL_RECIPIENTS).flatMap(([recipient, recipientWords]) =>
      Object.entries(OPENSSL_CIPHERS).flatMap(([cipher, cipherWords]) =>
        (cipher.endsWith('gcm') ? [[]] : [[], ['-stream']]).flatMap(form => {
          const name = `ossl-${recipient}-${cipher}${form.length > 0 ? '-ber' : ''}.der`
          const words = ['cms', '-encrypt', '-binary', '-outform', 'DER', '-in', 'content.msg', '-out', name, ...cipherWords, ...form]
          const isPair = spawnSync('openssl', [...words, ...recipientWords], { cwd: folder, stdio: 'ignore' }).status === 0
          return isPair ? [name] : []
        }),
      ),
    ),
}

/** QUIRK: NSS of today has no ECDH for messages that it writes. */
const nss: Encryptor = {
  name: 'NSS cmsutil',
  missing: missingProgram('cmsutil', 'certutil', 'pk12util'),
  encrypt: ({ folder }) => {
    const store = `sql:${mkdtempSync(join(tmpdir(), 'sp-nss-'))}`
    try {
      run(folder, 'certutil', ['-N', '-d', store, '--empty-password'])
      run(folder, 'certutil', ['-A', '-d', store, '-n', 'root', '-t', 'C,C,C', '-i', 'root.crt'])
      run(folder, 'pk12util', ['-d', store, '-i', 'rsa.p12', '-W', 'x', '-K', ''])
      run(folder, 'cmsutil', ['-E', '-d', store, '-r', 'rsa', '-i', 'content.msg', '-o', 'nsse-rsa.der'])
      return ['nsse-rsa.der']
    } finally {
      rmSync(store.slice(4), { recursive: true })
    }
  },
}

const gpgsm: Encryptor = {
  name: 'gpgsm',
  missing: missingProgram('gpgsm', 'gpg-agent'),
  encrypt: ({ folder, file }) => {
    const home = mkdtempSync(join(tmpdir(), 'sp-gpg-'))
    const gpg = (...more: readonly string[]) =>
      execFileSync('gpgsm', ['--batch', '--quiet', '--no-tty', '--homedir', home, '--disable-crl-checks', '--yes', ...more], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    const fingerprint = run(folder, 'openssl', ['x509', '-in', 'root.crt', '-noout', '-fingerprint', '-sha1']).toString().split('=')[1]?.trim() ?? ''
    writeFileSync(join(home, 'trustlist.txt'), `${fingerprint} S relax\n`)
    try {
      for (const name of ['root.crt', 'int.crt', 'rsa.crt']) gpg('--import', file(name))
      return ['AES', 'AES192', 'AES256', '3DES'].map(cipher => {
        const name = `gpge-rsa-${cipher}.der`
        gpg('--cipher-algo', cipher, '--recipient', 'alice@example.com', '--output', name, '--encrypt', 'content.msg')
        return name
      })
    } finally {
      spawnSync('gpgconf', ['--homedir', home, '--kill', 'all'], { stdio: 'ignore' })
      rmSync(home, { recursive: true, force: true })
    }
  },
}

const bouncyCastle: Encryptor = {
  name: 'Bouncy Castle',
  missing: () => (has('java') ? JARS.find(jar => !existsSync(jar)) : 'java'),
  encrypt: ({ folder, file }) => {
    run(folder, 'java', ['-cp', JARS.join(':'), fileURLToPath(new URL('./Encrypt.java', import.meta.url)), folder, file('content.msg')])
    return readdirSync(folder).filter(name => name.startsWith('bce-'))
  },
}

export const ENCRYPTORS: readonly Encryptor[] = [openssl, nss, gpgsm, bouncyCastle]
