/** Other programs open what we made, one layer at a time. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Material } from '../bench/material.ts'
import { inGnupgHome } from './gnupg-home.ts'
import { has, JARS, type Key, KEYS, missingProgram, run } from './programs.ts'

/** One CMS object as `<name>` in the material's folder; a detached one with its content as `<name>.content`. */
export interface Layer {
  readonly name: string
  readonly kind: 'signed' | 'detached' | 'enveloped'
  /** Whose key opens it. */
  readonly key: Key
  readonly isAuthenticated: boolean
  /** The recipient is named by key identifier. */
  readonly isByKey: boolean
  readonly isOaep: boolean
  readonly isPss: boolean
}

export interface Opener {
  readonly name: string
  readonly missing: () => string | undefined
  /** What the program has not got at all, in words; such layers are not asked. */
  readonly cannot: (layer: Layer) => string | undefined
  /** The content of each layer, or why there is none. */
  readonly open: (material: Material, layers: readonly Layer[]) => ReadonlyMap<string, Uint8Array | string>
}

const messageOf = (error: unknown) => String((error as { stderr?: Buffer }).stderr ?? error)

/** Runs `each` for every layer; it writes `<name>.out`. */
function oneByOne({ file }: Material, layers: readonly Layer[], each: (layer: Layer) => void): Map<string, Uint8Array | string> {
  const answers = new Map<string, Uint8Array | string>()
  for (const layer of layers) {
    try {
      each(layer)
      answers.set(layer.name, read(file(layer.kind === 'detached' ? `${layer.name}.content` : `${layer.name}.out`)))
    } catch (error) {
      answers.set(layer.name, messageOf(error))
    }
  }
  return answers
}

const read = (path: string) => new Uint8Array(readFileSync(path))

const openssl: Opener = {
  name: 'openssl',
  missing: missingProgram('openssl'),
  cannot: () => undefined,
  open: (material, layers) =>
    oneByOne(material, layers, ({ name, kind, key }) => {
      const words = kind === 'enveloped' ? ['-decrypt', '-recip', `${key}.crt`, '-inkey', `${key}.key`] : ['-verify', '-CAfile', 'root.crt', ...(kind === 'detached' ? ['-content', `${name}.content`] : [])]
      run(material.folder, 'openssl', ['cms', ...words, '-binary', '-inform', 'DER', '-in', name, '-out', `${name}.out`])
    }),
}

/** The first word that applies. */
const firstOf = (lacks: Readonly<Record<string, boolean>>): string | undefined => Object.keys(lacks).find(word => lacks[word])

/** QUIRK: `cmsutil` of NSS 3.87 opens neither AuthEnvelopedData nor RSAES-OAEP nor key agreement. */
const nss: Opener = {
  name: 'NSS cmsutil',
  missing: missingProgram('cmsutil', 'certutil', 'pk12util'),
  cannot: ({ kind, key, isAuthenticated, isOaep }) =>
    firstOf({ 'NSS cmsutil 3.87 reads no AuthEnvelopedData': isAuthenticated, 'NSS cmsutil 3.87 has no RSAES-OAEP': kind === 'enveloped' && isOaep, 'NSS cmsutil 3.87 has no key agreement': kind === 'enveloped' && key !== 'rsa' }),
  open: (material, layers) => {
    const { folder } = material
    const store = `sql:${mkdtempSync(join(tmpdir(), 'sp-nss-'))}`
    try {
      run(folder, 'certutil', ['-N', '-d', store, '--empty-password'])
      run(folder, 'certutil', ['-A', '-d', store, '-n', 'root', '-t', 'C,C,C', '-i', 'root.crt'])
      for (const key of KEYS) run(folder, 'pk12util', ['-d', store, '-i', `${key}.p12`, '-W', 'x', '-K', ''])
      return oneByOne(material, layers, ({ name, kind }) => {
        run(folder, 'cmsutil', ['-D', '-d', store, '-i', name, '-o', `${name}.out`, ...(kind === 'detached' ? ['-c', `${name}.content`] : [])])
      })
    } finally {
      rmSync(store.slice(4), { recursive: true })
    }
  },
}

/** QUIRK: gpgsm 2.2 has neither key agreement, nor AES-GCM, nor RSAES-OAEP, nor recipients named by key identifier. */
const gpgsm: Opener = {
  name: 'gpgsm',
  missing: missingProgram('gpgsm', 'gpg-agent'),
  cannot: ({ key, kind, isAuthenticated, isByKey, isOaep }) =>
    firstOf({
      'GnuPG 2.2 has no key agreement': kind === 'enveloped' && key !== 'rsa',
      'GnuPG 2.2 reads no AuthEnvelopedData': isAuthenticated,
      'GnuPG 2.2 finds no recipient by key identifier': kind === 'enveloped' && isByKey,
      'GnuPG 2.2 has no RSAES-OAEP': kind === 'enveloped' && isOaep,
    }),
  open: (material, layers) =>
    inGnupgHome(material, gpgsm =>
      oneByOne(material, layers, ({ name, kind }) => {
        if (kind === 'detached') gpgsm('--verify', name, `${name}.content`)
        else gpgsm('--output', `${name}.out`, kind === 'signed' ? '--verify' : '--decrypt', name)
      }),
    ),
}

/** QUIRK: version 1.72 has no key agreement for AuthEnvelopedData. */
const bouncyCastle: Opener = {
  name: 'Bouncy Castle',
  missing: () => (has('java') ? JARS.find(jar => !existsSync(jar)) : 'java'),
  cannot: ({ key, isAuthenticated }) => firstOf({ 'Bouncy Castle 1.72 has no key agreement for AuthEnvelopedData': isAuthenticated && key !== 'rsa' }),
  open: ({ folder, file }, layers) => {
    const tasks = layers.flatMap(({ name, kind, key }) => [name, kind === 'enveloped' ? key : kind])
    run(folder, 'java', ['-cp', JARS.join(':'), fileURLToPath(new URL('./Open.java', import.meta.url)), folder, ...tasks])
    return new Map(layers.map(({ name }) => [name, existsSync(file(`${name}.out`)) ? read(file(`${name}.out`)) : readFileSync(file(`${name}.why`), 'utf8')]))
  },
}

export const OPENERS: readonly Opener[] = [openssl, nss, gpgsm, bouncyCastle]
