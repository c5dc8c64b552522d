/** Arguments of the command line, read strictly: an unknown option or a missing value is wrong usage (exit 64). */
import { parseArgs } from 'node:util'

export const USAGE = `usage: sealpane VERB [options] FILE...

  verify FILE...        judge the signatures of messages (.eml, .msg, .p7m, .p7s with --content)
  open FILE...          the same, opening encryptions with --key; --out FILE writes the innermost entity
  sign MESSAGE -o OUT   sign with --key FILE: --form detached|opaque, --digest sha256|sha384|sha512,
                        --signature pss|pkcs1 (RSA)
  encrypt MESSAGE -o OUT
                        encrypt to --to CERT (repeatable): --cipher aes256-cbc|aes128-cbc|aes256-gcm|aes128-gcm,
                        --recipient-id issuer|ski, --key-transport pkcs1|oaep, --sign-key FILE, --triple-wrap,
                        --hide-subject; both: --no-header-protection
  path LEAF             judge one certificate: --purpose email-signing|email-encryption|any, --address a@b,
                        --policy-oid OID (repeatable), --explicit-policy, --inhibit-mapping, --inhibit-any
  keys FILE...          list what a PKCS #12, PEM, P7B or SST file holds: --passphrase TEXT

  --at ISO-8601         judgement time (default: now)
  --anchors FILE        trust anchors instead of the built-in ones (PEM, DER, P7B, SST; repeatable)
  --certs FILE          more certificates for path building (repeatable)
  --key FILE            private keys: PKCS #12, PEM, or pkcs11:token=NAME?module-path=LIBRARY (repeatable)
  --passphrase TEXT, --passphrase-file FILE
                        one per key, in order
  --recipient-password TEXT, --shared-key HEX[:IDHEX]
                        for messages that were encrypted to a password or to a key that both sides have
  --crl FILE, --ocsp FILE, --revocation off|if-available|require
  --bare-signatures refuse|attention
                        signatures without signed attributes, as very old programs make (default: refuse)
`

/** Wrong usage: exit 64 and one sentence. */
export class UsageError extends Error {}

export interface Arguments {
  readonly verb: 'open' | 'verify' | 'path' | 'keys'
  readonly files: readonly string[]
  readonly at: string | undefined
  readonly anchors: readonly string[]
  readonly certs: readonly string[]
  readonly crl: readonly string[]
  readonly ocsp: readonly string[]
  readonly revocation: 'off' | 'if-available' | 'require'
  readonly bareSignatures: 'refuse' | 'attention'
  readonly content: string | undefined
  readonly out: string | undefined
  readonly purpose: 'email-signing' | 'email-encryption' | 'any'
  readonly address: string | undefined
  /** Certificate policies that are accepted; empty means any. For `path` only, like the three switches. */
  readonly policyOids: readonly string[]
  readonly explicitPolicy: boolean
  readonly inhibitMapping: boolean
  readonly inhibitAny: boolean
  /** Key files, and `pkcs11:` URIs of tokens. */
  readonly keys: readonly string[]
  readonly recipientPasswords: readonly string[]
  /** `HEX` or `HEX:IDHEX`. */
  readonly sharedKeys: readonly string[]
  readonly passphrases: readonly string[]
  readonly passphraseFiles: readonly string[]
}

/** Reads the arguments after the program's name. @throws UsageError with one sentence that says what to change. */
export function readArguments(argv: readonly string[]): Arguments {
  const [verb, ...rest] = argv
  if (verb === undefined) throw new UsageError('name a verb: verify, open, sign, encrypt, path or keys')
  if (verb !== 'open' && verb !== 'verify' && verb !== 'path' && verb !== 'keys') {
    throw new UsageError(`"${verb}" is no verb: use verify, open, sign, encrypt, path or keys`)
  }
  const { values, positionals } = parse(rest)
  refuseLaterOptions(values)
  refuseWrongFiles(verb, positionals, values.out)
  refuseWrongPolicies(verb, values)
  if (values.at !== undefined && Number.isNaN(Date.parse(values.at))) {
    throw new UsageError(`--at "${values.at}" is no date: write it like 2026-11-24T12:00:00Z`)
  }
  return {
    verb,
    files: positionals,
    at: values.at,
    anchors: listOf(values.anchors),
    certs: listOf(values.certs),
    crl: listOf(values.crl),
    ocsp: listOf(values.ocsp),
    revocation: oneOf('revocation', values.revocation, ['if-available', 'off', 'require']),
    bareSignatures: oneOf('bare-signatures', values['bare-signatures'], ['refuse', 'attention']),
    content: values.content,
    out: values.out,
    purpose: oneOf('purpose', values.purpose, ['email-signing', 'email-encryption', 'any']),
    address: values.address,
    policyOids: listOf(values['policy-oid']),
    explicitPolicy: values['explicit-policy'] === true,
    inhibitMapping: values['inhibit-mapping'] === true,
    inhibitAny: values['inhibit-any'] === true,
    keys: listOf(values.key),
    recipientPasswords: listOf(values['recipient-password']),
    sharedKeys: listOf(values['shared-key']),
    passphrases: listOf(values.passphrase),
    passphraseFiles: listOf(values['passphrase-file']),
  }
}

const listOf = (values: readonly string[] | undefined): readonly string[] => values ?? []

/** Options of the contract whose work comes with a later version: said, not ignored. */
function refuseLaterOptions(values: ReturnType<typeof parse>['values']): void {
  if (values.policy !== undefined) throw new UsageError('--policy: policies are not part of this version')
  if (values.online === true) throw new UsageError('--online: looking things up is not part of this version')
}

function refuseWrongFiles(verb: Arguments['verb'], files: readonly string[], out: string | undefined): void {
  if (files.length === 0) throw new UsageError(`name at least one file: sealpane ${verb} FILE`)
  if (verb === 'path' && files.length > 1) throw new UsageError('path judges one certificate: name one file')
  if (out !== undefined && files.length > 1) throw new UsageError('--out works with one message: name one file')
}

const POLICY_OPTIONS = ['policy-oid', 'explicit-policy', 'inhibit-mapping', 'inhibit-any'] as const

/** Certificate policies are asked of one path; an identifier is written in dotted form, as in `2.23.140.1.5.1.3`. */
function refuseWrongPolicies(verb: Arguments['verb'], values: ReturnType<typeof parse>['values']): void {
  const given = POLICY_OPTIONS.find(option => values[option] !== undefined)
  if (given !== undefined && verb !== 'path') throw new UsageError(`--${given} is asked of a certificate: use the verb path`)
  const wrong = listOf(values['policy-oid']).find(oid => !/^(?:[01]\.(?:0|[1-3]?[0-9])|2\.(?:0|[1-9]\d*))(?:\.(?:0|[1-9]\d*))*$/u.test(oid))
  if (wrong !== undefined) throw new UsageError(`--policy-oid "${wrong}" is no object identifier: write it like 2.23.140.1.5.1.3`)
}

function parse(args: readonly string[]) {
  const several = { type: 'string', multiple: true } as const
  const one = { type: 'string' } as const
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'at': one,
        'anchors': several,
        'certs': several,
        'crl': several,
        'ocsp': several,
        'revocation': one,
        'bare-signatures': one,
        'key': several,
        'passphrase': several,
        'passphrase-file': several,
        'recipient-password': several,
        'shared-key': several,
        'policy': one,
        'online': { type: 'boolean' },
        'content': one,
        'out': one,
        'purpose': one,
        'address': one,
        'policy-oid': several,
        'explicit-policy': { type: 'boolean' },
        'inhibit-mapping': { type: 'boolean' },
        'inhibit-any': { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message.replace(/\.? To specify.*$/su, '') : 'wrong arguments')
  }
}

function oneOf<Choice extends string>(name: string, value: string | undefined, choices: readonly [Choice, ...Choice[]]): Choice {
  if (value === undefined) return choices[0]
  const found = choices.find(choice => choice === value)
  if (found === undefined) throw new UsageError(`--${name} "${value}": use ${choices.join(', ')}`)
  return found
}
