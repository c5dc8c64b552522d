/** Anchors on their way out (SEC-56): what they vouched for before a date holds, what they vouch for after it does not. */
import { describe, expect, it } from 'vitest'
import { judgePath } from '../../src/certpath/judge-path.ts'
import { indexAnchors } from '../../src/certpath/trust-anchor.ts'
import { pathCrypto } from '../../src/smime/path-crypto.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { aRootCa, anEndEntity, NOW } from '../make/certificate-authority.ts'
import { algorithm } from '../make/der.ts'

const LIMIT = new Date('2026-03-01T00:00:00Z')

async function judge(issuedAt: string, emailDistrustAfter: number | null) {
  const root = await aRootCa()
  const leaf = await anEndEntity(root, { notBefore: new Date(issuedAt) })
  const { path } = await judgePath({
    leaf: parseCertificate(leaf.certificate),
    intermediates: [],
    anchors: indexAnchors([{ certificate: parseCertificate(root.certificate), source: 'built-in', emailDistrustAfter }]),
    at: NOW.getTime(),
    purpose: 'email-signing',
    crypto: pathCrypto,
    revocation: 'off',
    evidence: { lists: [], ocsp: [] },
  })
  return path.outcome === 'invalid' ? path.failures[0] : path.outcome
}

describe('an anchor with a distrust date', () => {
  it('still vouches for what it issued before', async () => {
    expect(await judge('2026-02-28T23:59:59Z', LIMIT.getTime())).toBe('valid')
  })
  it('vouches for nothing that it issued after', async () => {
    expect(await judge('2026-03-01T00:00:01Z', LIMIT.getTime())).toEqual({ code: 'certpath/distrusted', issuer: 'Test Root CA', date: LIMIT.toISOString() })
  })
  it('without a date vouches for both', async () => {
    expect(await judge('2026-03-01T00:00:01Z', null)).toBe('valid')
  })
})

describe('a certificate signed with a scheme that we cannot check', () => {
  it('is neither good nor forged: algorithm-unsupported', async () => {
    const root = await aRootCa()
    const unknown = algorithm('1.2.3.4.5')
    const issuer = { ...root, key: { ...root.key, signatureAlgorithm: () => unknown } }
    const leaf = await anEndEntity(issuer)
    const { path } = await judgePath({
      leaf: parseCertificate(leaf.certificate),
      intermediates: [],
      anchors: indexAnchors([{ certificate: parseCertificate(root.certificate), source: 'user', emailDistrustAfter: null }]),
      at: NOW.getTime(),
      purpose: 'email-signing',
      crypto: pathCrypto,
      revocation: 'off',
      evidence: { lists: [], ocsp: [] },
    })
    expect(path).toMatchObject({ outcome: 'invalid', failures: [{ code: 'certpath/algorithm-unsupported', algorithm: '1.2.3.4.5' }] })
  })
})
