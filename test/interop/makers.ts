/** Other programs make one CMS object after the other: what messages of every kind are built from. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Material } from '../bench/material.ts'
import type { Program } from './cells.ts'
import { inGnupgHome } from './gnupg-home.ts'
import { has, JARS, missingProgram, run } from './programs.ts'

export interface Task {
  readonly how: 'detached' | 'opaque' | 'cbc' | 'gcm'
  readonly key: 'rsa' | 'ec'
  /** Files in the material's folder. */
  readonly input: string
  readonly output: string
}

export interface Maker {
  readonly name: Program
  readonly missing: () => string | undefined
  readonly can: (task: Pick<Task, 'how' | 'key'>) => boolean
  /** @throws Error with the program's words. */
  readonly make: (material: Material, tasks: readonly Task[]) => void
}

const signs = (how: Task['how']): how is 'detached' | 'opaque' => how === 'detached' || how === 'opaque'

const openssl: Maker = {
  name: 'OpenSSL',
  missing: missingProgram('openssl'),
  can: () => true,
  make: ({ folder }, tasks) => {
    for (const { how, key, input, output } of tasks) {
      const signing = ['-sign', '-signer', `${key}.crt`, '-inkey', `${key}.key`, '-certfile', 'int.crt', ...(how === 'opaque' ? ['-nodetach'] : [])]
      const encrypting = ['-encrypt', how === 'gcm' ? '-aes-256-gcm' : '-aes-256-cbc', '-recip', `${key}.crt`]
      run(folder, 'openssl', ['cms', ...(signs(how) ? signing : encrypting), '-binary', '-outform', 'DER', '-in', input, '-out', output])
    }
  },
}

/** QUIRK: NSS of today has no ECDH and no AES-GCM for messages that it writes. */
const nss: Maker = {
  name: 'NSS',
  missing: missingProgram('cmsutil', 'certutil', 'pk12util'),
  can: ({ how, key }) => signs(how) || (how === 'cbc' && key === 'rsa'),
  make: ({ folder }, tasks) => {
    const store = `sql:${mkdtempSync(join(tmpdir(), 'sp-nss-'))}`
    try {
      run(folder, 'certutil', ['-N', '-d', store, '--empty-password'])
      run(folder, 'certutil', ['-A', '-d', store, '-n', 'root', '-t', 'C,C,C', '-i', 'root.crt'])
      for (const key of ['rsa', 'ec']) run(folder, 'pk12util', ['-d', store, '-i', `${key}.p12`, '-W', 'x', '-K', ''])
      for (const { how, key, input, output } of tasks) {
        const words = signs(how) ? ['-S', '-N', key, '-H', 'SHA256', '-G', ...(how === 'detached' ? ['-T'] : [])] : ['-E', '-r', key]
        run(folder, 'cmsutil', [...words, '-d', store, '-i', input, '-o', output])
      }
    } finally {
      rmSync(store.slice(4), { recursive: true })
    }
  },
}

const gpgsm: Maker = {
  name: 'GnuPG',
  missing: missingProgram('gpgsm', 'gpg-agent'),
  can: ({ how, key }) => key === 'rsa' && how !== 'gcm',
  make: (material, tasks) => {
    inGnupgHome(material, gpgsm => {
      for (const { how, input, output } of tasks) {
        const signing = ['--digest-algo', 'SHA256', '--include-certs', '-1', '--local-user', 'alice@example.com', '--output', output, how === 'detached' ? '--detach-sign' : '--sign']
        gpgsm(...(signs(how) ? signing : ['--cipher-algo', 'AES256', '--recipient', 'alice@example.com', '--output', output, '--encrypt']), input)
      }
    })
  },
}

const bouncyCastle: Maker = {
  name: 'Bouncy Castle',
  missing: () => (has('javac') ? JARS.find(jar => !existsSync(jar)) : 'javac'),
  can: () => true,
  make: ({ folder, file }, tasks) => {
    const sources = ['Encrypt.java', 'Make.java'].map(name => fileURLToPath(new URL(`./${name}`, import.meta.url)))
    if (!existsSync(file('Make.class'))) run(folder, 'javac', ['-nowarn', '-cp', JARS.join(':'), '-d', folder, ...sources])
    run(folder, 'java', ['-cp', [folder, ...JARS].join(':'), 'Make', folder, ...tasks.flatMap(({ how, key, input, output }) => [how, key, input, output])])
  },
}

export const MAKERS: readonly Maker[] = [openssl, nss, gpgsm, bouncyCastle]
