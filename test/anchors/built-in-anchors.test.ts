import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readBuiltInAnchors } from '../../src/engine/anchors/built-in-anchors.ts'
import { readBuiltInTrustAnchors } from '../../src/engine/anchors/built-in-trust.ts'

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

  it('are all accepted by our own strict reader', () => {
    const accepted = new Set(readBuiltInTrustAnchors().map(anchor => Buffer.from(anchor.certificate.der).toString('hex')))
    const refused = anchors.filter(anchor => !accepted.has(Buffer.from(anchor.der).toString('hex')))
    expect(refused.map(anchor => anchor.name)).toEqual([])
  })
})
