import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { indexAnchors } from '../../src/certpath/trust-anchor.ts'
import { readBuiltInAnchors } from '../../src/engine/anchors/built-in-anchors.ts'
import { builtInAnchorIndex } from '../../src/engine/anchors/built-in-trust.ts'
import { type Certificate, parseCertificate } from '../../src/x509/certificate.ts'

const { source, anchors } = readBuiltInAnchors()

describe('the built-in anchors', () => {
  it('say which release they come from', () => {
    expect(source).toBe('NSS 3.110, builtins 2.74')
    expect(anchors).toHaveLength(103)
  })

  it('are certificates of authorities, each there once, read by another implementation', () => {
    const certificates = anchors.map(anchor => new X509Certificate(anchor.der))
    expect(certificates.every(certificate => certificate.ca)).toBe(true)
    expect(new Set(certificates.map(certificate => certificate.fingerprint256)).size).toBe(anchors.length)
  })

  it('are signed by their own keys', () => {
    const broken = anchors.filter(anchor => {
      const certificate = new X509Certificate(anchor.der)
      return !certificate.verify(certificate.publicKey)
    })
    expect(broken.map(anchor => anchor.name)).toEqual([])
  })

  it('carry the one date after which Mozilla stops trusting an issuer for e-mail', () => {
    const dated = anchors.filter(anchor => anchor.emailDistrustAfter !== null)
    expect(dated.map(({ name, emailDistrustAfter }) => ({ name, emailDistrustAfter }))).toMatchInlineSnapshot(`
      [
        {
          "emailDistrustAfter": "2024-06-30T00:00:00.000Z",
          "name": "GLOBALTRUST 2020",
        },
      ]
    `)
  })

  it('are decoded once', () => {
    expect(anchors[0]?.der).toBe(anchors[0]?.der)
    expect(anchors[0]?.der.length).toBeGreaterThan(400)
  })

  it('are all found by their names, and accepted by our own strict reader', () => {
    const index = builtInAnchorIndex()
    const certificates = anchors.map(({ der }) => parseCertificate(der))
    expect(index.size).toBe(anchors.length)
    expect(anchors.filter((_, i) => index.same(certificates[i] as Certificate)?.source !== 'built-in').map(anchor => anchor.name)).toEqual([])
    expect(certificates.filter(({ subject, der }) => index.named(subject).every(anchor => Buffer.compare(anchor.certificate.der, der) !== 0))).toEqual([])
  })

  it('do not know a certificate that only has the name of one', () => {
    const certificate = parseCertificate(anchors[0]?.der ?? new Uint8Array())
    expect(builtInAnchorIndex().same({ ...certificate, der: certificate.der.slice(1) })).toBeUndefined()
  })

  it('give way to the same certificate from somebody else, and are counted once', () => {
    const certificate = parseCertificate(anchors[0]?.der ?? new Uint8Array())
    const index = indexAnchors([{ certificate, source: 'user', emailDistrustAfter: null }], builtInAnchorIndex())
    expect(index.size).toBe(anchors.length)
    expect(index.same(certificate)?.source).toBe('user')
    expect(index.named(certificate.subject).filter(anchor => Buffer.compare(anchor.certificate.der, certificate.der) === 0)).toHaveLength(1)
  })
})
