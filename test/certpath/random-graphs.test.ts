/** Bounded work, by counting (SEC-57): random graphs of authorities that certify one another, cycles and bridges included. */
import { fc } from '../support/properties.ts'
import { describe, expect, it } from 'vitest'
import { PATH_BUDGET } from '../../src/certpath/budget.ts'
import type { CryptoOps } from '../../src/certpath/crypto-ops.ts'
import { judgePath } from '../../src/certpath/judge-path.ts'
import { indexAnchors } from '../../src/certpath/trust-anchor.ts'
import { type Certificate, type Extension, parseCertificate } from '../../src/x509/certificate.ts'
import { parseDistinguishedName } from '../../src/x509/distinguished-name.ts'
import { aRootCa, NOW } from '../make/certificate-authority.ts'
import { boolean, distinguishedName, sequence } from '../make/der.ts'

const AUTHORITY: ReadonlyMap<string, Extension> = new Map([['2.5.29.19', { oid: '2.5.29.19', critical: true, value: sequence(boolean(true)) }]])

const model = parseCertificate((await aRootCa()).certificate)

/** Certificate of key `holder` by key `issuer`: the "signature" is the issuer's number. All authorities may share a name. */
function aCertificate(issuer: number, holder: number, nameOf: (key: number) => string, number: number): Certificate {
  const octets = Uint8Array.of(issuer, holder, number & 0xff, number >> 8)
  return {
    ...model,
    der: octets,
    tbs: octets,
    signature: Uint8Array.of(issuer),
    issuer: parseDistinguishedName(distinguishedName(nameOf(issuer))),
    subject: parseDistinguishedName(distinguishedName(nameOf(holder))),
    publicKey: { ...model.publicKey, encoded: Uint8Array.of(holder) },
    extensions: AUTHORITY,
  }
}

function countingCrypto(): { readonly crypto: CryptoOps; readonly count: () => number } {
  let checks = 0
  const crypto: CryptoOps = {
    verify: (_algorithm, publicKey, signature) => {
      checks++
      return Promise.resolve(publicKey.encoded[0] === signature[0] ? 'valid' : 'invalid')
    },
    digest: () => Promise.resolve(undefined),
    sha256: () => Promise.resolve(new Uint8Array(32)),
    weaknessOf: () => undefined,
  }
  return { crypto, count: () => checks }
}

interface Graph {
  readonly keys: number
  readonly edges: readonly (readonly [issuer: number, holder: number])[]
  readonly leafIssuer: number
  readonly anchor: number
  readonly isOneName: boolean
}

async function judgeGraph({ keys, edges, leafIssuer, anchor, isOneName }: Graph) {
  const nameOf = (key: number) => (key === 255 ? 'Leaf' : isOneName ? 'Twin' : `Authority ${key % keys}`)
  const leaf = aCertificate(leafIssuer % keys, 255, nameOf, 1)
  const intermediates = edges.map(([issuer, holder], index) => aCertificate(issuer % keys, holder % keys, nameOf, index + 2))
  const anchors = indexAnchors([{ certificate: aCertificate(anchor % keys, anchor % keys, nameOf, 0), source: 'user', emailDistrustAfter: null }])
  const { crypto, count } = countingCrypto()
  const { path } = await judgePath({ leaf, intermediates, anchors, at: NOW.getTime(), purpose: 'any', crypto, revocation: 'off', evidence: { lists: [], ocsp: [] } })
  return { path, checks: count() }
}

/** Whether a chain leads from the anchor's key to the leaf's issuer, by breadth first search. */
function isReachable({ keys, edges, leafIssuer, anchor }: Graph): boolean {
  const known = new Set([leafIssuer % keys])
  for (const key of known) for (const [issuer, holder] of edges) if (holder % keys === key) known.add(issuer % keys)
  return known.has(anchor % keys)
}

const key = fc.nat({ max: 7 })
const graphs = (keys: number, edges: number) =>
  fc.record<Graph>({
    keys: fc.integer({ min: 1, max: keys }),
    edges: fc.array(fc.tuple(key, key), { maxLength: edges }),
    leafIssuer: key,
    anchor: key,
    isOneName: fc.boolean(),
  })

describe('random graphs of authorities', () => {
  it('small ones: valid exactly when the anchor can be reached (10 000 graphs)', async () => {
    await fc.assert(
      fc.asyncProperty(graphs(4, 8), async graph => {
        const { path, checks } = await judgeGraph(graph)
        expect(checks).toBeLessThanOrEqual(PATH_BUDGET.signatureChecks)
        expect(path.outcome).toBe(isReachable(graph) ? 'valid' : 'invalid')
      }),
      { numRuns: 10_000 },
    )
  }, 120_000)
  it('dense ones: an answer within the budget, and never valid without a way to the anchor', async () => {
    await fc.assert(
      fc.asyncProperty(graphs(8, 64), async graph => {
        const { path, checks } = await judgeGraph(graph)
        expect(checks).toBeLessThanOrEqual(PATH_BUDGET.signatureChecks)
        if (path.outcome === 'valid') expect(isReachable(graph)).toBe(true)
      }),
      { numRuns: 500 },
    )
  }, 120_000)
  it('only the first 64 different certificates are considered', async () => {
    const noise = (count: number) => Array.from({ length: count }, (_, index) => [2 + (index % 6), 2 + ((index + 1) % 6)] as const)
    const graph = (count: number): Graph => ({ keys: 8, edges: [...noise(count), [0, 1]], leafIssuer: 1, anchor: 0, isOneName: false })
    expect((await judgeGraph(graph(63))).path.outcome).toBe('valid')
    expect((await judgeGraph(graph(64))).path.outcome).toBe('invalid')
  })
})
