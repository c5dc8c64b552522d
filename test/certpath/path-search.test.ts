/**
 * The search for a path: in which order issuers are tried, what each step costs, and which failure is told. The mathematics
 * are counted: a key has a number, and a signature is its issuer's number.
 */
import { describe, expect, it } from 'vitest'
import { PATH_BUDGET, type PathBudget, withinBudget } from '../../src/certpath/budget.ts'
import { type CertificateAnswers, judgePath } from '../../src/certpath/judge-path.ts'
import { indexAnchors } from '../../src/certpath/trust-anchor.ts'
import type { CryptoOps } from '../../src/certpath/crypto-ops.ts'
import { type Certificate, type Extension, parseCertificate } from '../../src/x509/certificate.ts'
import { parseDistinguishedName } from '../../src/x509/distinguished-name.ts'
import { aRootCa, NOW } from '../make/certificate-authority.ts'
import { boolean, contextPrimitive, distinguishedName, integer, octetString, sequence } from '../make/der.ts'

const AT = NOW.getTime()
const model = parseCertificate((await aRootCa()).certificate)
const extension = (oid: string, value: Uint8Array, critical = false): Extension => ({ oid, critical, value })
const AUTHORITY = extension('2.5.29.19', sequence(boolean(true)), true)
const NO_AUTHORITY = extension('2.5.29.19', sequence(), true)
const UNKNOWN = extension('1.2.3.4', integer(1), true)
const pointsTo = (key: number) => extension('2.5.29.35', sequence(contextPrimitive(0, Uint8Array.of(key))))
const isKey = (key: number) => extension('2.5.29.14', octetString(Uint8Array.of(key)))

let number = 0
/** `Name` of the issuer, key of the issuer, `Name` of the holder, key of the holder. */
function aCertificate(issuer: string, by: number, subject: string, key: number, changes: Partial<Certificate> & { readonly more?: readonly Extension[] } = {}): Certificate {
  const { more = [AUTHORITY], ...rest } = changes
  const octets = Uint8Array.of(by, key, ++number)
  return {
    ...model,
    der: octets,
    tbs: octets,
    signature: Uint8Array.of(by),
    issuer: parseDistinguishedName(distinguishedName(issuer)),
    subject: parseDistinguishedName(distinguishedName(subject)),
    publicKey: { ...model.publicKey, encoded: Uint8Array.of(key) },
    extensions: new Map(more.map(each => [each.oid, each])),
    ...rest,
  }
}

const ROOT = aCertificate('Root', 0, 'Root', 0)
const expired = (ago: number) => ({ notAfter: AT - ago })

interface Search {
  readonly leaf: Certificate
  readonly intermediates?: readonly Certificate[]
  readonly anchors?: readonly Certificate[]
  readonly budget?: Partial<PathBudget>
  readonly verify?: CryptoOps['verify']
}

async function search({ leaf, intermediates = [], anchors = [ROOT], budget = {}, verify }: Search): Promise<{ readonly path: CertificateAnswers['path']; readonly revocation: CertificateAnswers['revocation']; readonly checks: readonly string[] }> {
  const checks: string[] = []
  const crypto: CryptoOps = {
    verify: (algorithm, publicKey, signature, signed) => {
      checks.push(`${signed[1] ?? ''} by ${publicKey.encoded[0] ?? ''}`)
      return verify ? verify(algorithm, publicKey, signature, signed) : Promise.resolve(publicKey.encoded[0] === signature[0] ? 'valid' : 'invalid')
    },
    digest: () => Promise.resolve(undefined),
    sha256: () => Promise.resolve(new Uint8Array(32)),
    weaknessOf: () => undefined,
  }
  const index = indexAnchors(anchors.map(certificate => ({ certificate, source: 'user', emailDistrustAfter: null })))
  const question = { leaf, intermediates, anchors: index, at: AT, purpose: 'any', crypto, budget: { ...PATH_BUDGET, ...budget } } as const
  return { ...(await judgePath({ ...question, revocation: 'off', evidence: { lists: [], ocsp: [] } })), checks }
}

const told = ({ path }: Pick<CertificateAnswers, 'path'>) => (path.outcome === 'invalid' ? path.failures : path.outcome)
const codes = ({ path }: Pick<CertificateAnswers, 'path'>) => (path.outcome === 'invalid' ? path.failures.map(failure => failure.code) : [path.outcome])
const labels = ({ path }: Pick<CertificateAnswers, 'path'>) => (path.outcome === 'valid' ? path.path : path.outcome === 'invalid' ? path.candidate : []).map(({ label }) => label)
/** Both orders of the two: what is told must not depend on who came first. */
const bothWays = async (leaf: Certificate, one: readonly Certificate[], other: readonly Certificate[], anchors: readonly Certificate[] = [ROOT]) =>
  [await search({ leaf, intermediates: [...one, ...other], anchors }), await search({ leaf, intermediates: [...other, ...one], anchors })]

describe('the order of the search', () => {
  const leaf = aCertificate('CA', 1, 'Leaf', 9, { more: [pointsTo(1)] })
  const right = aCertificate('Root', 0, 'CA', 1, { more: [AUTHORITY, isKey(1)] })
  const unnamed = (key: number, changes: Partial<Certificate> = {}) => aCertificate('Root', 0, 'CA', key, changes)
  it('the issuer to whom the key identifier points is tried first, and nothing after a path that holds', async () => {
    const { checks, path } = await search({ leaf, intermediates: [unnamed(2), right, unnamed(3)] })
    expect([path.outcome, checks]).toEqual(['valid', ['9 by 1', '1 by 0']])
    const far = [aCertificate('Upper', 4, 'CA', 1), aCertificate('Root', 0, 'Upper', 4), unnamed(2)]
    expect((await search({ leaf: aCertificate('CA', 1, 'Leaf', 9), intermediates: far })).checks).toEqual(['9 by 1', '1 by 4', '4 by 0'])
  })
  it('it comes before one that is in date', async () => {
    const late = aCertificate('Root', 0, 'CA', 1, { more: [AUTHORITY, isKey(1)], ...expired(86_400_000) })
    expect((await search({ leaf, intermediates: [unnamed(2), late] })).checks[0]).toBe('9 by 1')
  })
  it('one with another key identifier is no candidate, and nothing speaks against it', async () => {
    const other = aCertificate('Root', 0, 'CA', 1, { more: [AUTHORITY, isKey(2)] })
    const result = await search({ leaf, intermediates: [other] })
    expect([told(result), result.checks]).toEqual([[{ code: 'certpath/issuer-missing', issuer: 'CA' }], []])
  })
  it('a key identifier that cannot be read is no hint', async () => {
    const unreadable = extension('2.5.29.35', integer(1))
    const result = await search({ leaf: aCertificate('CA', 1, 'Leaf', 9, { more: [unreadable] }), intermediates: [unnamed(2), right] })
    expect([result.path.outcome, result.checks]).toEqual(['valid', ['9 by 2', '9 by 1', '1 by 0']])
  })
  it.each<[string, Partial<Certificate>, boolean]>([
    ['began at this moment', { notBefore: AT }, true],
    ['begins later', { notBefore: AT + 1 }, false],
    ['ends at this moment', { notAfter: AT }, true],
    ['ended before', { notAfter: AT - 1 }, false],
  ])('of two alike, one that %s is in date or is not', async (_, changes, isFirst) => {
    const plain = aCertificate('CA', 1, 'Leaf', 9)
    // Without a date, the order in which they were handed in decides.
    const first = async (...order: readonly Certificate[]) => (await search({ leaf: plain, intermediates: order })).checks[0]
    expect(await first(unnamed(2, expired(86_400_000)), unnamed(1, changes))).toBe(isFirst ? '9 by 1' : '9 by 2')
    expect(await first(unnamed(1, changes), unnamed(2))).toBe(isFirst ? '9 by 1' : '9 by 2')
  })
  it('anchors are tried before certificates of the message', async () => {
    const { checks } = await search({ leaf: aCertificate('Root', 0, 'Leaf', 9), intermediates: [aCertificate('Root', 0, 'Root', 5)] })
    expect(checks).toEqual(['9 by 0'])
  })
  it('a path that breaks a rule does not end the search', async () => {
    const leafOf = aCertificate('CA', 1, 'Leaf', 9)
    const broken = aCertificate('Root', 0, 'CA', 1, { more: [NO_AUTHORITY] })
    const good = aCertificate('Root', 0, 'CA', 1)
    for (const result of await bothWays(leafOf, [broken], [good])) expect(result.path.outcome).toBe('valid')
  })
  it('an anchor that breaks a rule does not end the search either, one that holds does', async () => {
    const late = aCertificate('Root', 0, 'Root', 0, expired(86_400_000))
    const leafOf = aCertificate('Root', 0, 'Leaf', 9)
    expect((await search({ leaf: leafOf, anchors: [late, ROOT] })).path.outcome).toBe('valid')
    expect((await search({ leaf: leafOf, anchors: [ROOT, late] })).checks).toEqual(['9 by 0'])
  })
  it('an authority under a new name with its old key may stand in one path with itself', async () => {
    const renamed = aCertificate('Old', 1, 'New', 1)
    const old = aCertificate('Root', 0, 'Old', 1)
    expect(labels(await search({ leaf: aCertificate('New', 1, 'Leaf', 9), intermediates: [renamed, old] }))).toEqual(['Leaf', 'New', 'Old', 'Root'])
  })
  it('the same two are asked about once, by however many ways they are reached', async () => {
    const [a, b] = [aCertificate('Top', 3, 'CA', 1), aCertificate('Top', 3, 'CA', 1)]
    const { checks } = await search({ leaf: aCertificate('CA', 1, 'Leaf', 9), intermediates: [a, b, aCertificate('Gone', 8, 'Top', 3)] })
    expect(checks).toEqual(['9 by 1', '1 by 3', '9 by 1', '1 by 3'])
    const top = aCertificate('Upper', 4, 'Top', 3)
    const more = await search({ leaf: aCertificate('CA', 1, 'Leaf', 9), intermediates: [a, b, top, aCertificate('Gone', 8, 'Upper', 4)] })
    expect(more.checks.filter(check => check === '3 by 4')).toHaveLength(1)
  })
})

describe('what a search may cost (SEC-57)', () => {
  const leaf = aCertificate('CA', 1, 'Leaf', 9)
  const twins = [aCertificate('Root', 0, 'CA', 2), aCertificate('Root', 0, 'CA', 3), aCertificate('Root', 0, 'CA', 1)]
  it('signature checks: as many as the budget has, and not one more', async () => {
    expect(codes(await search({ leaf, intermediates: twins, budget: { signatureChecks: 4 } }))).toEqual(['valid'])
    const { checks, ...result } = await search({ leaf, intermediates: twins, budget: { signatureChecks: 3 } })
    expect([told(result), labels(result), checks.length]).toEqual([[{ code: 'certpath/budget-exhausted', n: 3 }], ['Leaf'], 3])
  })
  it('partial paths: as many as the budget has, and not one more', async () => {
    const chain = [aCertificate('Upper', 2, 'CA', 1), aCertificate('Root', 0, 'Upper', 2)]
    expect(codes(await search({ leaf, intermediates: chain, budget: { partialPaths: 3 } }))).toEqual(['valid'])
    expect(told(await search({ leaf, intermediates: chain, budget: { partialPaths: 2 } }))).toEqual([{ code: 'certpath/budget-exhausted', n: 2 }])
  })
  it('certificates in one path: as many as the budget has, and not one more', async () => {
    const chain = [aCertificate('Upper', 2, 'CA', 1), aCertificate('Root', 0, 'Upper', 2)]
    expect(codes(await search({ leaf, intermediates: chain, budget: { pathLength: 4 } }))).toEqual(['valid'])
    expect(told(await search({ leaf, intermediates: chain, budget: { pathLength: 3 } }))).toEqual([{ code: 'certpath/budget-exhausted', n: 2 }])
  })
  it('candidates: the first different ones; the end-entity itself takes no room, nor does what comes twice', async () => {
    const [other, , good] = twins as [Certificate, Certificate, Certificate]
    const outcome = async (candidates: number, ...intermediates: readonly Certificate[]) => (await search({ leaf, intermediates, budget: { candidates } })).path.outcome
    expect(await outcome(1, good)).toBe('valid')
    expect(await outcome(1, leaf, good)).toBe('valid')
    expect(await outcome(1, other, good)).toBe('invalid')
    expect(await outcome(2, other, other, good)).toBe('valid')
  })
  it('signature checks on evidence: what is above the budget is not computed', async () => {
    let computed = 0
    const crypto = { verify: () => Promise.resolve(++computed > 0 ? 'valid' : 'invalid') } as unknown as CryptoOps
    const bounded = withinBudget(crypto, { ...PATH_BUDGET, revocationChecks: 2 })
    const ask = () => bounded.verify(model.signatureAlgorithm, model.publicKey, model.signature, model.tbs)
    expect([await ask(), await ask(), await ask(), await ask(), computed]).toEqual(['valid', 'valid', 'unsupported', 'unsupported', 2])
  })
  it('a fault of ours is no failure of the path', async () => {
    await expect(search({ leaf, intermediates: twins, verify: () => Promise.reject(new TypeError('fault')) })).rejects.toThrow(TypeError)
  })
})

describe('which failure is told', () => {
  const leaf = aCertificate('CA', 1, 'Leaf', 9)
  const anchored = (changes: Parameters<typeof aCertificate>[4]) => aCertificate('Root', 0, 'CA', 1, changes)
  it('that of a path to an anchor before that of a dead end', async () => {
    for (const result of await bothWays(leaf, [anchored({ more: [NO_AUTHORITY] })], [aCertificate('Gone', 8, 'CA', 1)])) expect(codes(result)).toEqual(['certpath/not-a-ca'])
  })
  it('the milder one of two', async () => {
    for (const result of await bothWays(leaf, [anchored(expired(86_400_000))], [anchored({ more: [NO_AUTHORITY] })])) expect(codes(result)).toEqual(['certpath/issuer-expired'])
  })
  it('the milder worst one, however many there are of it', async () => {
    const upper = aCertificate('Root', 0, 'Upper', 2, expired(86_400_000))
    const twice = [aCertificate('Upper', 2, 'CA', 1, expired(86_400_000)), upper]
    for (const result of await bothWays(leaf, twice, [anchored({ more: [NO_AUTHORITY] })])) expect(codes(result)).toEqual(['certpath/issuer-expired', 'certpath/issuer-expired'])
  })
  it('the fewer of one severity', async () => {
    for (const result of await bothWays(leaf, [anchored({ more: [NO_AUTHORITY, UNKNOWN] })], [anchored({ more: [NO_AUTHORITY] })])) expect(codes(result)).toEqual(['certpath/not-a-ca'])
  })
  it('of as many the longer path', async () => {
    const long = [aCertificate('Upper', 2, 'CA', 1), aCertificate('Beyond', 7, 'Upper', 2)]
    for (const result of await bothWays(leaf, long, [aCertificate('Gone', 8, 'CA', 1)])) expect(told(result)).toEqual([{ code: 'certpath/issuer-missing', issuer: 'Beyond' }])
  })
  it('that of where the path ends, with all that is wrong on the way, and not that of where it could have ended', async () => {
    const late = aCertificate('Gone', 8, 'CA', 1, expired(86_400_000))
    expect(codes(await search({ leaf, intermediates: [late] }))).toEqual(['certpath/issuer-missing', 'certpath/issuer-expired'])
  })
  it('of two alike the first', async () => {
    const [one, other] = [aCertificate('Gone', 8, 'CA', 1), aCertificate('Away', 7, 'CA', 1)]
    const issuers = (await bothWays(leaf, [one], [other])).map(result => told(result))
    expect(issuers).toEqual([[{ code: 'certpath/issuer-missing', issuer: 'Gone' }], [{ code: 'certpath/issuer-missing', issuer: 'Away' }]])
  })
  it('a wrong signature is told as such, and an algorithm that we cannot compute as such', async () => {
    const authority = aCertificate('Root', 0, 'CA', 1)
    const wrong = await search({ leaf: aCertificate('CA', 4, 'Leaf', 9), intermediates: [authority] })
    expect(told(wrong)).toEqual([{ code: 'certpath/signature-wrong', subject: 'Leaf', issuer: 'CA' }])
    const unsupported = await search({ leaf, intermediates: [authority], verify: () => Promise.resolve('unsupported') })
    expect(codes(unsupported)).toEqual(['certpath/algorithm-unsupported'])
  })
  it('self-signed is who is issued by their own name and their own key, and nobody else', async () => {
    expect(codes(await search({ leaf: aCertificate('Me', 9, 'Me', 9) }))).toEqual(['certpath/self-signed'])
    expect(told(await search({ leaf: aCertificate('Me', 8, 'Me', 9) }))).toEqual([{ code: 'certpath/issuer-missing', issuer: 'Me' }])
    expect(told(await search({ leaf: aCertificate('Gone', 9, 'Me', 9) }))).toEqual([{ code: 'certpath/issuer-missing', issuer: 'Gone' }])
  })
  it('revocation is not asked about without a path that holds, whatever is wished', async () => {
    expect((await search({ leaf })).revocation).toEqual({ outcome: 'not-checked', why: 'no-valid-path' })
    expect((await search({ leaf, intermediates: [aCertificate('Root', 0, 'CA', 1)] })).revocation).toEqual({ outcome: 'not-checked', why: 'policy' })
  })
})
