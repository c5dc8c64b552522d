/** Every message of other people's sets that some key of its set opens. */
import type { OpenResult } from '../../../src/engine/protocol.ts'
import type { Judging } from '../../support/judge.ts'
import { type CorpusCase, readCorpusFile } from '../../vectors/corpus.ts'
import { keysOf, openWith } from '../../vectors/decrypt-answer.ts'

type KeysOfCase = (item: CorpusCase) => Partial<Judging>

const words = (value: unknown) => String(value).split(/ \(|\)| /u)
const hex = (value: unknown) => new Uint8Array(Buffer.from(typeof value === 'string' ? value : '', 'hex'))

function withPassword(set: string): KeysOfCase {
  return ({ material }) => {
    const [file = '', password = ''] = String(material['key']).split(/ \(|\)/u)
    return keysOf(set, [file], password)
  }
}

function opensslKeys({ material: { key, cert, kek_hex: kek, kek_id: id } }: CorpusCase): Partial<Judging> {
  const files = [key, cert].filter(file => typeof file === 'string' && file !== 'ee-key.pem').map(String)
  return {
    ...(files.length > 0 ? keysOf('openssl-cms', files) : {}),
    passwords: ['password'],
    sharedKeys: kek === undefined ? [] : [{ key: hex(kek), identifier: hex(id) }],
  }
}

function gnupgKeys({ material: { key, cert, password } }: CorpusCase): Partial<Judging> {
  if (typeof password === 'string') return { passwords: [password] }
  return keysOf('gnupg-cms', [words(key)[0] ?? '', `samplekeys/${String(cert)}`])
}

function thunderbirdKeys({ material: { decrypt_keys: given } }: CorpusCase): Partial<Judging> {
  const names = Array.isArray(given) ? given.map(String) : ['Bob.p12 (pw nss)']
  return { keys: names.flatMap(name => keysOf('thunderbird-smime', [name.split(' (')[0] ?? ''], 'nss').keys ?? []), at: '2026-06-01T00:00:00Z' }
}

/** Of each set, how its own README says a message is opened. */
const SETS: Readonly<Record<string, KeysOfCase>> = {
  'bc-cms': ({ material }) => keysOf('bc-cms', [String(material['key']), String(material['cert'])]),
  'gnupg-cms': gnupgKeys,
  'lamps-pqc': ({ material }) => keysOf('lamps-pqc', [words(material['key'])[0] ?? '', String(material['cert'])]),
  'nss-smime-interop': withPassword('nss-smime-interop'),
  'openssl-cms': opensslKeys,
  'outlook-msg': withPassword('outlook-msg'),
  'pyca-vectors': () => keysOf('pyca-vectors', ['x509/custom/ca/rsa_key.pem', 'x509/custom/ca/rsa_ca.pem']),
  rfc4134: () => keysOf('rfc4134', ['BobPrivRSAEncrypt.pri', 'BobRSASignByCarl.cer']),
  'rub-covert': () => keysOf('rub-covert', ['assets/secret-keys/manager@bigcorporation.pfx'], 'test12345678'),
  'thunderbird-smime': thunderbirdKeys,
}

/** Encrypted, by the operation that the set names. `display` cases are opened as well: some are encrypted. */
const isCase = ({ operation, file }: CorpusCase) => /^(?:decrypt|display)/u.test(operation) || (operation.startsWith('msg-container') && file.includes('encrypted'))

export interface DecryptedSet {
  readonly set: string
  readonly messages: readonly { readonly file: string; readonly result: OpenResult }[]
}

/** asn1crypto's set has no list of cases for its envelopes. */
async function asn1crypto(): Promise<DecryptedSet> {
  const messages: { file: string; result: OpenResult }[] = []
  for (const file of ['cms-enveloped.der', 'cms-enveloped.pem']) {
    const { result } = await openWith(readCorpusFile('asn1crypto', file), keysOf('asn1crypto', ['keys/test.key', 'keys/test.crt']))
    if (result) messages.push({ file, result })
  }
  return { set: 'asn1crypto', messages }
}

/** One set after the other; of each file one opening. */
export async function decryptedCorpora(): Promise<DecryptedSet[]> {
  const sets = [await asn1crypto()]
  for (const [set, keys] of Object.entries(SETS)) {
    const cases = JSON.parse(new TextDecoder().decode(readCorpusFile(set, 'expected.json'))) as CorpusCase[]
    const found = new Map<string, OpenResult>()
    for (const item of cases.filter(isCase)) {
      if (found.has(item.file)) continue
      const { result } = await openWith(readCorpusFile(set, item.file), keys(item))
      if (result?.verdict.layers.some(layer => layer.kind === 'enveloped' && layer.opened)) found.set(item.file, result)
    }
    sets.push({ set, messages: [...found].map(([file, result]) => ({ file, result })) })
  }
  return sets
}
