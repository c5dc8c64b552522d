/** Other programs sign; each gives CMS objects over the same content, in every form that it makes. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Material } from '../bench/material.ts'
import { inGnupgHome } from './gnupg-home.ts'
import { has, JARS, missingProgram, run } from './programs.ts'

export interface SignedFile {
  readonly name: string
  readonly detached: boolean
}

export interface Signer {
  readonly name: string
  /** Undefined when it is installed; else what is missing. */
  readonly missing: () => string | undefined
  readonly sign: (material: Material) => readonly SignedFile[]
}

/** QUIRK: OpenSSL 3.0 cannot write PSS parameters while it streams. */
const openssl: Signer = {
  name: 'openssl',
  missing: missingProgram('openssl'),
  sign: ({ folder }) => {
    const forms: Readonly<Record<string, readonly string[]>> = { detached: [], opaque: ['-nodetach'], ber: ['-nodetach', '-stream'] }
    const kinds: Readonly<Record<string, readonly string[]>> = {
      'sha256': ['-md', 'sha256'], 'sha384': ['-md', 'sha384'], 'sha512': ['-md', 'sha512'], 'keyid': ['-keyid'], 'cades': ['-cades'],
      'nosmimecap': ['-nosmimecap'], 'pss': ['-keyopt', 'rsa_padding_mode:pss'], 'pss-sha512': ['-md', 'sha512', '-keyopt', 'rsa_padding_mode:pss'],
    }
    return Object.entries(forms).flatMap(([form, formWords]) =>
      Object.entries(kinds).flatMap(([kind, kindWords]) =>
        ['rsa', 'ec'].filter(key => !kind.startsWith('pss') || (key === 'rsa' && form !== 'ber')).map(key => {
          const name = `openssl-${form}-${kind}-${key}.der`
          const keyOptions = ['-signer', `${key}.crt`, '-inkey', `${key}.key`]
          run(folder, 'openssl', ['cms', '-sign', '-binary', '-outform', 'DER', '-in', 'content.msg', ...keyOptions, '-certfile', 'int.crt', ...formWords, ...kindWords, '-out', name])
          return { name, detached: form === 'detached' }
        }),
      ),
    )
  },
}

const nss: Signer = {
  name: 'NSS cmsutil',
  missing: missingProgram('cmsutil', 'certutil', 'pk12util'),
  sign: ({ folder }) => {
    const store = `sql:${mkdtempSync(join(tmpdir(), 'sp-nss-'))}`
    run(folder, 'certutil', ['-N', '-d', store, '--empty-password'])
    run(folder, 'certutil', ['-A', '-d', store, '-n', 'root', '-t', 'C,C,C', '-i', 'root.crt'])
    const files = ['rsa', 'ec'].flatMap(key => {
      run(folder, 'pk12util', ['-d', store, '-i', `${key}.p12`, '-W', 'x', '-K', ''])
      return (['SHA256', 'SHA384', 'SHA512'] as const).flatMap(digest =>
        [true, false].map(detached => {
          const name = `nss-${detached ? 'detached' : 'opaque'}-${digest}-${key}.der`
          run(folder, 'cmsutil', ['-S', '-d', store, '-N', key, '-H', digest, '-G', ...(detached ? ['-T'] : []), '-i', 'content.msg', '-o', name])
          return { name, detached }
        }),
      )
    })
    rmSync(store.slice(4), { recursive: true })
    return files
  },
}

const gpgsm: Signer = {
  name: 'gpgsm',
  missing: missingProgram('gpgsm', 'gpg-agent'),
  sign: material =>
    inGnupgHome(material, gpgsm =>
      (['SHA256', 'SHA512'] as const).flatMap(digest =>
        [true, false].map(detached => {
          const name = `gpgsm-${detached ? 'detached' : 'opaque'}-${digest}.der`
          gpgsm('--digest-algo', digest, '--include-certs', '-1', '--local-user', 'alice@example.com', '--output', name, ...(detached ? ['--detach-sign'] : ['--sign']), 'content.msg')
          return { name, detached }
        }),
      ),
    ),
}

const bouncyCastle: Signer = {
  name: 'Bouncy Castle',
  missing: () => (has('java') ? JARS.find(jar => !existsSync(jar)) : 'java'),
  sign: ({ folder, file }) => {
    run(folder, 'java', ['-cp', JARS.join(':'), fileURLToPath(new URL('./Sign.java', import.meta.url)), folder, file('content.msg')])
    return readdirSync(folder).filter(name => name.startsWith('bc-')).map(name => ({ name, detached: name.startsWith('bc-detached') }))
  },
}

export const SIGNERS: readonly Signer[] = [openssl, nss, gpgsm, bouncyCastle]

export const readSigned = (material: Material, { name }: SignedFile): Uint8Array => new Uint8Array(readFileSync(material.file(name)))
