/** Bouncy Castle in a Java program of ours, which does all that it is told in one start. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Material } from '../../bench/material.ts'
import { RSA_KEYS } from '../keys.ts'
import { has, run, start, wordsOf } from '../programs.ts'
import { contentOf, firstOf, type Layer, type Peer, type SignedFile, signs, type Task } from './peer.ts'

const JARS: readonly string[] = ['bcprov.jar', 'bcpkix.jar', 'bcutil.jar'].map(name => join('/usr/share/java', name))

/** What to do and with which keys and algorithms, as `BouncyCastle.java` reads it. */
interface Order {
  readonly what: string
  readonly how: string
  readonly input: string
  readonly output: string
}

const SIGNATURES = [
  ['rsa', 'SHA256withRSA'], ['rsa', 'SHA512withRSA'], ['rsa', 'SHA256withRSAandMGF1'], ['rsa', 'SHA384withRSAandMGF1'],
  ['ec', 'SHA256withECDSA'], ['ec', 'SHA384withECDSA'], ['ed25519', 'Ed25519'],
] as const

const signatures: readonly (SignedFile & Order)[] = SIGNATURES.flatMap(([key, algorithm]) =>
  ['', '-ski'].flatMap(naming =>
    ['detached', 'opaque'].map(form => {
      const name = `bc-${form}${naming}-${algorithm}.der`
      return { name, isDetached: form === 'detached', what: form, how: `${key}:${algorithm}${naming}`, input: 'content.msg', output: name }
    }),
  ),
)

const RECIPIENTS = [
  'rsa-pkcs1', ...['sha1_mgf_sha1', 'sha256_mgf_sha256', 'sha256_mgf_sha1', 'sha384_mgf_sha384', 'sha512_mgf_sha256'].map(hashes => `rsa-oaep_${hashes}`),
  ...['sha1', 'sha256', 'sha384', 'sha512', 'cofactor_sha256'].flatMap(kdf => [`ec-${kdf}`, `ec-${kdf}_ukm`]), 'kek-aes256', 'password-aes128', 'password-aes256',
]

const CIPHERS = ['aes128-cbc', 'aes192-cbc', 'aes256-cbc', 'des3', 'aes128-gcm', 'aes192-gcm', 'aes256-gcm', 'aes128-ccm', 'aes256-ccm']

const encryptions: readonly Order[] = [
  ...RECIPIENTS.flatMap(recipient => CIPHERS.map(cipher => ({ what: 'encrypt', how: `${recipient}:${cipher}`, input: 'content.msg', output: `bce-${recipient}-${cipher}.der` }))),
  { what: 'compress', how: 'zlib', input: 'content.msg', output: 'bce-compressed.der' },
]

const ALGORITHMS: Readonly<Record<string, string>> = { rsa: 'SHA256withRSA', bob: 'SHA256withRSA', ec: 'SHA256withECDSA', ec384: 'SHA384withECDSA', ed25519: 'Ed25519' }

const orderOf = ({ how, key, input, output }: Task): Order =>
  signs(how)
    ? { what: how, how: `${key}:${ALGORITHMS[key] ?? ''}`, input, output }
    : { what: 'encrypt', how: `${key === 'ec' ? 'ec-sha256' : `${key}-pkcs1`}:aes256-${how}`, input, output }

const openingOf = ({ name, kind, key }: Layer): Order => ({ what: 'open', how: kind === 'enveloped' ? key : kind, input: name, output: `${name}.out` })

const NOTHING = 'nothing was written'

/** Why each order came to nothing, by its output; a program that ends on the way leaves the rest undone. */
const wordsFor = (folder: string, orders: readonly Order[]) => ['-cp', [folder, ...JARS].join(':'), 'BouncyCastle', folder, ...orders.flatMap(({ what, how, input, output }) => [what, how, input, output])]

function failuresOf({ file }: Material, orders: readonly Order[], ended: string): ReadonlyMap<string, string> {
  return new Map(orders.filter(({ output }) => !existsSync(file(output))).map(({ output }) => [output, existsSync(file(`${output}.why`)) ? readFileSync(file(`${output}.why`), 'utf8') : ended]))
}

/** QUIRK: version 1.72 has neither key agreement for AuthEnvelopedData nor X25519 in CMS. */
export const bouncyCastle: Peer = {
  name: 'Bouncy Castle',
  missing: () => (has('javac') ? JARS.find(jar => !existsSync(jar)) : 'javac'),
  can: ({ how, key }) => key !== 'x25519' && (signs(how) || key === 'rsa' || key === 'ec'),
  cannot: ({ key, kind, isAuthenticated }) =>
    firstOf({
      'Bouncy Castle 1.72 has no X25519 in CMS': kind === 'enveloped' && key === 'x25519',
      'Bouncy Castle 1.72 has no key agreement for AuthEnvelopedData': isAuthenticated && !RSA_KEYS.includes(key),
    }),
  begin: material => {
    const { folder, file } = material
    const source = fileURLToPath(new URL('./BouncyCastle.java', import.meta.url))
    if (!existsSync(file('BouncyCastle.class'))) run(folder, 'javac', ['-nowarn', '-cp', JARS.join(':'), '-d', folder, source])
    const attemptAll = (orders: readonly Order[]) => {
      let ended = NOTHING
      try {
        run(folder, 'java', wordsFor(folder, orders))
      } catch (error) {
        ended = wordsOf(error)
      }
      const failures = failuresOf(material, orders, ended)
      return orders.map(({ output }) => ({ name: output, failure: failures.get(output) }))
    }
    return {
      signAll: () => attemptAll(signatures).map((attempt, i) => ({ ...attempt, isDetached: signatures[i]?.isDetached === true })),
      encryptAll: () => attemptAll(encryptions),
      make: tasks => attemptAll(tasks.map(orderOf)),
      open: async layers => {
        const orders = layers.map(openingOf)
        const ended = await start(folder, 'java', wordsFor(folder, orders)).then(() => NOTHING, wordsOf)
        const failures = failuresOf(material, orders, ended)
        return new Map(layers.map(layer => [layer.name, failures.get(`${layer.name}.out`) ?? contentOf(file, layer)]))
      },
      end: () => undefined,
    }
  },
}
