/**
 * zlint's vectors for the CA/Browser Forum's S/MIME profile. `lints.json` says which of our rules answers each lint: the
 * Forum has one table where zlint has a lint per column, so a lint may be about some keys, classes or dates only. Lints
 * that we have no rule for stand there with a reason.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { classOfPolicy, reservedPoliciesOf } from '../../src/certpath/identity-class.ts'
import { answerOfRule } from '../../src/certpath/profile/findings.ts'
import { PROFILE_RULES } from '../../src/certpath/profile/rules.ts'
import type { Certificate } from '../../src/x509/certificate.ts'
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { X509Error } from '../../src/x509/errors.ts'
import { type CorpusCase, HAS_CORPORA, readCorpusFile, runCorpus } from './corpus.ts'

const SET = 'zlint-smime'

interface Lint {
  readonly rule: string | null
  readonly generations?: readonly string[]
  readonly validations?: readonly string[]
  readonly keys?: readonly string[]
  readonly since?: string
  readonly until?: string
  readonly reason?: string
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`./${SET}/${name}.json`, import.meta.url), 'utf8'))
const LINTS = read('lints') as Readonly<Record<string, Lint>>
/** Where the set says "see source": what zlint's own test of that file expects. */
const FROM_SOURCE = read('from-source') as Readonly<Record<string, string>>

const lintOf = ({ material }: CorpusCase) => [material['lint']].flat()[0] as string
const caseName = (item: CorpusCase) => `${lintOf(item)} ${item.file.replace(/^smime\/|\.pem$/gu, '')}`

function expectation(item: CorpusCase): string {
  const said = String(item.expected['lint_result'])
  return said === 'see source' ? (FROM_SOURCE[caseName(item)] ?? said) : said
}

/** False for a certificate that the lint passes over although our rule is about it too. */
function isAbout(lint: Omit<Lint, 'rule'>, certificate: Certificate): boolean {
  const identity = reservedPoliciesOf(certificate).flatMap(policy => classOfPolicy(policy) ?? [])[0]
  return (
    (lint.generations?.includes(identity?.generation ?? '') ?? true) &&
    (lint.validations?.includes(identity?.validation ?? '') ?? true) &&
    (lint.keys?.includes(certificate.publicKey.key.kind) ?? true)
  )
}

function answer(item: CorpusCase): string {
  const name = lintOf(item)
  const lint = LINTS[name] as Lint
  return answerOf(name, lint.rule, lint, readCorpusFile(SET, item.file))
}

function answerOf(name: string, code: string | null, lint: Omit<Lint, 'rule'>, file: Uint8Array): string {
  const rule = PROFILE_RULES.find(each => each.code === code)
  if (!rule) return 'no rule'
  try {
    const [certificate] = readCertificateFile(file)
    if (!certificate) return 'no certificate'
    const outcome = isAbout(lint, certificate) ? answerOfRule(rule, certificate) : 'not-applicable'
    if (outcome === 'not-applicable') return 'NA'
    const isOutside = certificate.notBefore < Date.parse(lint.since ?? '1970-01-01') || certificate.notBefore >= Date.parse(lint.until ?? '9999-01-01')
    if (isOutside || outcome === 'not-effective') return 'NE'
    if (typeof outcome === 'object') return name.startsWith('w_') ? 'Warn' : 'Error'
    return outcome === 'holds' ? 'Pass' : outcome
  } catch (error) {
    if (error instanceof X509Error) return `${error.code}: ${error.message}`
    throw error
  }
}

runCorpus({
  set: SET,
  applies: item => LINTS[lintOf(item)]?.rule !== null,
  nameOf: caseName,
  expectation,
  answer: item => Promise.resolve(answer(item)),
})

/**
 * The files of `e_mailbox_address_shall_contain_an_rfc822_name`, for which the set has no expectations of its own: zlint's
 * test has. `actual` and `reason` where ours differs.
 */
const MAILBOX_FROM_SAN = read('mailbox-from-san') as Readonly<Record<string, { readonly expected: string; readonly actual?: string; readonly reason?: string }>>

describe.skipIf(!HAS_CORPORA)('addresses of the subject', () => {
  it.each(Object.entries(MAILBOX_FROM_SAN))('%s', (name, { expected, actual = expected, reason }) => {
    const file = readCorpusFile(SET, `smime/MailboxAddressFromSAN/${name}.pem`)
    expect(answerOf('e_mailbox_address', 'certpath/profile-subject-mailbox-alone', {}, file)).toBe(actual)
    expect(actual !== expected).toBe(reason !== undefined)
  })
})

it('every lint has a rule of ours or a reason why not', () => {
  const codes = new Set<string>(PROFILE_RULES.map(({ code }) => code))
  const wrong = Object.entries(LINTS).filter(([, { rule, reason }]) => (rule === null ? (reason ?? '') === '' : !codes.has(rule)))
  expect(wrong).toEqual([])
})
