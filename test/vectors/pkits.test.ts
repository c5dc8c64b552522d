/**
 * NIST's Public Key Interoperability Test Suite: path validation with policies and CRLs. Each case is judged twice: the
 * signer's certificate alone with the inputs of the case, and, where it has no inputs, the signed message as a whole. What
 * is refused has to be refused for the right reason and no other: `refusals.json` has our code for each kind of failure.
 */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseContentInfo } from '../../src/cms/content-info.ts'
import { parseSignedData } from '../../src/cms/signed-data.ts'
import { identifies } from '../../src/cms/signer-info.ts'
import { ANY_POLICY, type PolicyDemand } from '../../src/certpath/candidate-path.ts'
import type { JudgePathResult } from '../../src/engine/protocol.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { X509Error } from '../../src/x509/errors.ts'
import { judgeCertificate, judgeMessage, type Judging } from '../support/judge.ts'
import { type CorpusCase, readCorpusFile, runCorpus } from './corpus.ts'

const AT = '2015-06-01T00:00:00Z'
const ANY = '2.5.29.32.0'

const anchors = () => [readCorpusFile('pkits', 'certs/TrustAnchorRootCertificate.crt')]
const idOf = (item: CorpusCase) => (item as unknown as { id: string }).id
const caseName = (item: CorpusCase) => `${idOf(item)} ${item.file}`

interface PolicyInputs {
  readonly user_initial_policy_set?: readonly string[]
  readonly initial_explicit_policy?: boolean
  readonly initial_policy_mapping_inhibit?: boolean
  readonly initial_inhibit_any_policy?: boolean
}

function demandOf(item: CorpusCase): PolicyDemand {
  const inputs = item.material as PolicyInputs
  return {
    ...ANY_POLICY,
    initialPolicies: (inputs.user_initial_policy_set ?? []).map(policy => (policy === 'anyPolicy' ? ANY : policy)),
    requireExplicit: inputs.initial_explicit_policy === true,
    inhibitMapping: inputs.initial_policy_mapping_inhibit === true,
    inhibitAny: inputs.initial_inhibit_any_policy === true,
  }
}

interface Refusals {
  /** Our code by the kind of failure that the set names. */
  readonly kinds: Readonly<Record<string, string>>
  /** By the number of the case, where ours differs from its kind, and why. */
  readonly cases: Readonly<Record<string, { readonly code: string; readonly why: string }>>
}

const REFUSALS = JSON.parse(readFileSync(new URL('./pkits/refusals.json', import.meta.url), 'utf8')) as Refusals

/** The code of a refusal, or, where the case names it and the path holds, the user-constrained policy set. */
function expectedOf(item: CorpusCase): string {
  const { expected, reason } = item
  if (expected['path'] !== 'valid') return `invalid ${REFUSALS.cases[idOf(item)]?.code ?? REFUSALS.kinds[reason] ?? reason}`
  const policies = expected['user_policy_set']
  if (typeof policies !== 'string') return 'valid'
  const text = policies === '<empty>' ? '' : policies.replace('X509v3 Any Policy', ANY)
  return `valid ${text.split(':').join(' ')}`.trim()
}

/** What the message carries besides the signer: the material of the case. */
function materialOf(file: string) {
  const text = new TextDecoder().decode(readCorpusFile('pkits', file))
  const base64 = /\r?\n\r?\n([A-Za-z0-9+/=\r\n]+)\r?\n------/u.exec(text.slice(text.indexOf('application/pkcs7-signature;')))?.[1] ?? ''
  const signedData = parseSignedData(parseContentInfo(new Uint8Array(Buffer.from(base64, 'base64'))))
  const [signer] = signedData.signers
  const readable = signedData.certificates.filter(isReadable)
  const leaf = readable.find(blob => signer && identifies(signer.identifier, parseCertificate(blob)))
  return { leaf, certificates: readable, crls: signedData.crls }
}

function isReadable(blob: Uint8Array): boolean {
  try {
    return parseCertificate(blob).version > 0
  } catch (error) {
    if (error instanceof X509Error) return false
    throw error
  }
}

const judging = (): Judging => ({ anchors: anchors(), at: AT, revocation: 'require' })

/** Every code that speaks against the path, each once; empty when it holds and nothing on it is revoked. */
function refusalOf({ path, revocation }: Pick<JudgePathResult, 'path' | 'revocation'>): string {
  if (path.outcome === 'invalid') return [...new Set(path.failures.map(({ code }) => code))].join(' ')
  if (revocation.outcome === 'revoked') return `certpath/revoked-${revocation.source}`
  return revocation.outcome === 'unknown' ? revocation.code : revocation.outcome === 'good' ? '' : `${path.outcome} ${revocation.outcome}`
}

async function judgeLeaf(item: CorpusCase): Promise<string> {
  const { leaf, ...material } = materialOf(item.file)
  if (!leaf) return 'invalid unreadable'
  const result = await judgeCertificate(leaf, { ...judging(), ...material, policy: demandOf(item) })
  const refusal = refusalOf(result)
  if (refusal !== '' || result.path.outcome !== 'valid') return `invalid ${refusal}`
  return `valid ${item.expected['user_policy_set'] === undefined ? '' : result.path.policies.join(' ')}`.trim()
}

async function judgeWhole(item: CorpusCase): Promise<string> {
  const { verdict } = await judgeMessage(readCorpusFile('pkits', item.file), judging())
  const [signer] = verdict.signers
  if (!signer?.certificate) return 'invalid unreadable'
  const refusal = refusalOf(signer)
  return refusal === '' ? (signer.content.outcome === 'intact' ? 'valid' : signer.content.code) : `invalid ${refusal}`
}

/** The message as a whole cannot be given inputs about policies; without any it has to agree with the certificate alone. */
async function judgeBoth(item: CorpusCase): Promise<string> {
  const alone = await judgeLeaf(item)
  if (item.material['user_initial_policy_set'] !== undefined) return alone
  const whole = await judgeWhole(item)
  const comparable = alone.startsWith('valid') ? 'valid' : alone
  return whole === comparable ? alone : `${alone} alone, ${whole} as a message`
}

runCorpus({
  set: 'pkits',
  applies: item => item.operation === 'verify+path-validation',
  nameOf: caseName,
  expectation: expectedOf,
  answer: judgeBoth,
})

it('names a reason wherever our code differs from the kind', () => {
  expect(Object.entries(REFUSALS.cases).filter(([, { why }]) => why === '')).toEqual([])
})
