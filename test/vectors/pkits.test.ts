/**
 * NIST's Public Key Interoperability Test Suite: path validation with policies and CRLs. Each case is judged twice: the
 * signer's certificate alone with the inputs of the case, and, where it has no inputs, the signed message as a whole.
 */
import { parseContentInfo } from '../../src/cms/content-info.ts'
import { parseSignedData } from '../../src/cms/signed-data.ts'
import { identifies } from '../../src/cms/signer-info.ts'
import { ANY_POLICY, type PolicyDemand } from '../../src/certpath/candidate-path.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { X509Error } from '../../src/x509/errors.ts'
import { judgeCertificate, judgeMessage, type Judging } from '../support/judge.ts'
import { type CorpusCase, readCorpusFile, runCorpus } from './corpus.ts'

const AT = '2015-06-01T00:00:00Z'
const ANY = '2.5.29.32.0'

const anchors = () => [readCorpusFile('pkits', 'certs/TrustAnchorRootCertificate.crt')]
const caseName = (item: CorpusCase) => `${(item as unknown as { id: string }).id} ${item.file}`

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

/** Path and, where the case names it and the path holds, the user-constrained policy set. */
function expectedOf({ expected }: CorpusCase): string {
  const policies = expected['user_policy_set']
  if (expected['path'] !== 'valid' || typeof policies !== 'string') return String(expected['path'])
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

async function judgeLeaf(item: CorpusCase): Promise<string> {
  const { leaf, ...material } = materialOf(item.file)
  // 4.1.6: the forged signature is no whole number of octets, so nobody can read that certificate.
  if (!leaf) return 'invalid'
  const result = await judgeCertificate(leaf, { ...judging(), ...material, policy: demandOf(item) })
  if (result.path.outcome !== 'valid' || result.revocation.outcome !== 'good') return 'invalid'
  return `valid ${item.expected['user_policy_set'] === undefined ? '' : result.path.policies.join(' ')}`.trim()
}

async function judgeWhole(item: CorpusCase): Promise<string> {
  const { verdict } = await judgeMessage(readCorpusFile('pkits', item.file), judging())
  const [signer] = verdict.signers
  const isValid = signer?.content.outcome === 'intact' && signer.path.outcome === 'valid' && signer.revocation.outcome === 'good'
  return isValid ? 'valid' : 'invalid'
}

/** The message as a whole cannot be given inputs about policies; without any it has to agree with the certificate alone. */
async function judgeBoth(item: CorpusCase): Promise<string> {
  const alone = await judgeLeaf(item)
  const whole = item.material['user_initial_policy_set'] === undefined ? await judgeWhole(item) : alone.split(' ')[0]
  return whole === alone.split(' ')[0] ? alone : `${alone} alone, ${String(whole)} as a message`
}

runCorpus({
  set: 'pkits',
  applies: item => item.operation === 'verify+path-validation',
  nameOf: caseName,
  expectation: expectedOf,
  answer: judgeBoth,
})
