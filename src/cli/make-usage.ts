/** Arguments of `sign` and `encrypt`, read strictly. */
import { parseArgs } from 'node:util'
import type { EncryptRequest, SigningWish } from '../engine/make-protocol.ts'
import { UsageError } from './usage.ts'

export interface MakeArguments {
  readonly verb: 'sign' | 'encrypt'
  readonly input: string
  readonly out: string
  readonly at: string | undefined
  /** Required for `sign`, for `encrypt` when it is to be signed first. */
  readonly key: string | undefined
  readonly passphrase: string | undefined
  readonly passphraseFile: string | undefined
  readonly certs: readonly string[]
  readonly form: SigningWish['form']
  readonly digest: NonNullable<SigningWish['digest']> | undefined
  readonly signature: NonNullable<SigningWish['rsa']> | undefined
  readonly recipients: readonly string[]
  readonly cipher: EncryptRequest['cipher']
  readonly naming: EncryptRequest['naming']
  readonly transport: EncryptRequest['transport']
  readonly tripleWrap: boolean
  readonly hidesSubject: boolean
  readonly protectsHeader: boolean
}

const DIGEST = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } as const
const SIGNATURE = { pss: 'pss', pkcs1: 'pkcs1' } as const
const NAMING = { issuer: 'issuer-and-serial', ski: 'key-identifier' } as const
const TRANSPORT = { 'pkcs1': 'pkcs1', 'oaep': 'oaep-sha256' } as const

const OPTIONS = {
  'key': { type: 'string' },
  'sign-key': { type: 'string' },
  'passphrase': { type: 'string' },
  'passphrase-file': { type: 'string' },
  'certs': { type: 'string', multiple: true },
  'to': { type: 'string', multiple: true },
  'form': { type: 'string' },
  'digest': { type: 'string' },
  'signature': { type: 'string' },
  'cipher': { type: 'string' },
  'recipient-id': { type: 'string' },
  'key-transport': { type: 'string' },
  'triple-wrap': { type: 'boolean' },
  'hide-subject': { type: 'boolean' },
  'no-header-protection': { type: 'boolean' },
  'at': { type: 'string' },
  'out': { type: 'string', short: 'o' },
} as const

/** Options that make no sense with the other verb: said, not ignored. */
const ONLY_SIGN = ['key'] as const
const ONLY_ENCRYPT = ['sign-key', 'to', 'cipher', 'recipient-id', 'key-transport', 'triple-wrap', 'hide-subject'] as const

/** Reads what follows the verb. @throws UsageError with one sentence that says what to change. */
export function readMakeArguments(verb: 'sign' | 'encrypt', words: readonly string[]): MakeArguments {
  const { values, positionals } = parse(words)
  // `--to A B IN`: what stands between the first certificate and the message is one too.
  const input = positionals.at(-1)
  if (input === undefined) throw new UsageError(`name the message: sealpane ${verb} ... MESSAGE -o OUT`)
  if (values.out === undefined) throw new UsageError(`name the file to write: sealpane ${verb} ... ${input} -o OUT`)
  refuseWrongCombinations(verb, values, positionals)
  return {
    verb,
    input,
    out: values.out,
    at: values.at,
    key: verb === 'sign' ? values.key : values['sign-key'],
    passphrase: values.passphrase,
    passphraseFile: values['passphrase-file'],
    certs: values.certs ?? [],
    form: choose('form', values.form, { detached: 'detached', opaque: 'opaque' }, 'detached'),
    digest: values.digest === undefined ? undefined : choose('digest', values.digest, DIGEST, 'SHA-256'),
    signature: values.signature === undefined ? undefined : choose('signature', values.signature, SIGNATURE, 'pkcs1'),
    recipients: [...(values.to ?? []), ...positionals.slice(0, -1)],
    cipher: choose('cipher', values.cipher, CIPHER, 'aes256-cbc'),
    naming: choose('recipient-id', values['recipient-id'], NAMING, 'issuer-and-serial'),
    transport: choose('key-transport', values['key-transport'], TRANSPORT, 'pkcs1'),
    tripleWrap: values['triple-wrap'] === true,
    hidesSubject: values['hide-subject'] === true,
    protectsHeader: values['no-header-protection'] !== true,
  }
}

function refuseWrongCombinations(verb: 'sign' | 'encrypt', values: ReturnType<typeof parse>['values'], positionals: readonly string[]): void {
  const foreign = (verb === 'sign' ? ONLY_ENCRYPT : ONLY_SIGN).find(option => values[option] !== undefined)
  if (foreign !== undefined) throw new UsageError(`--${foreign} is not for ${verb}${foreign === 'key' ? ': use --sign-key' : ''}`)
  if (verb === 'sign' && positionals.length > 1) throw new UsageError('sign takes one message')
  if (verb === 'sign' && values.key === undefined) throw new UsageError('sign: name the key: --key FILE')
  if (verb === 'encrypt' && values.to === undefined) throw new UsageError('encrypt: name the recipients’ certificates: --to CERT')
  if (values['triple-wrap'] === true && values['sign-key'] === undefined) throw new UsageError('--triple-wrap signs: name the key: --sign-key FILE')
  if (values.at !== undefined && Number.isNaN(Date.parse(values.at))) throw new UsageError(`--at "${values.at}" is no date: write it like 2026-11-24T12:00:00Z`)
}

const CIPHER = { 'aes256-cbc': 'aes256-cbc', 'aes128-cbc': 'aes128-cbc', 'aes256-gcm': 'aes256-gcm', 'aes128-gcm': 'aes128-gcm' } as const

function choose<Choice extends string>(name: string, value: string | undefined, choices: Readonly<Record<string, Choice>>, otherwise: Choice): Choice {
  if (value === undefined) return otherwise
  const found = Object.hasOwn(choices, value) ? choices[value] : undefined
  if (found === undefined) throw new UsageError(`--${name} "${value}": use ${Object.keys(choices).join(', ')}`)
  return found
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], allowPositionals: true, options: OPTIONS })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message.replace(/\.? To specify.*$/su, '') : 'wrong arguments')
  }
}
