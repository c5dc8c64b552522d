/** The built-in anchors as `certpath` takes them. Parsed once, when first needed. */
import type { TrustAnchor } from '../../certpath/trust-anchor.ts'
import { parseCertificate } from '../../x509/certificate.ts'
import { X509Error } from '../../x509/errors.ts'
import { readBuiltInAnchors } from './built-in-anchors.ts'

let parsed: readonly TrustAnchor[] | undefined

/** Every built-in anchor whose certificate our strict reader accepts. */
export function readBuiltInTrustAnchors(): readonly TrustAnchor[] {
  parsed ??= readBuiltInAnchors().anchors.flatMap(({ der, emailDistrustAfter }): TrustAnchor[] => {
    const certificate = parseStrictly(der)
    const limit = emailDistrustAfter === null ? null : Date.parse(emailDistrustAfter)
    return certificate ? [{ certificate, source: 'built-in', emailDistrustAfter: limit }] : []
  })
  return parsed
}

function parseStrictly(der: Uint8Array): ReturnType<typeof parseCertificate> | undefined {
  try {
    return parseCertificate(der)
  } catch (error) {
    if (error instanceof X509Error) return undefined
    throw error
  }
}
