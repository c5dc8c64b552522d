/** Trust anchors (RFC 5280 section 6.1.1 (d)), indexed by name. An anchor need not be self-signed. */
import { equalBytes } from '../bytes/bytes.ts'
import type { Certificate } from '../x509/certificate.ts'
import { comparisonKey, type DistinguishedName } from '../x509/distinguished-name.ts'
import type { AnchorSource } from './verdict.ts'

export interface TrustAnchor {
  readonly certificate: Certificate
  readonly source: AnchorSource
  /** Certificates issued after this moment are no longer trusted for e-mail (Mozilla's CKA_NSS_EMAIL_DISTRUST_AFTER). */
  readonly emailDistrustAfter: number | null
}

export interface AnchorIndex {
  readonly size: number
  /** Anchors whose subject matches `name`. */
  named(name: DistinguishedName): readonly TrustAnchor[]
  /** The anchor that is this very certificate. */
  same(certificate: Certificate): TrustAnchor | undefined
}

/** Indexes anchors. When two sources hold the same certificate the first in the list speaks for it. */
export function indexAnchors(anchors: readonly TrustAnchor[]): AnchorIndex {
  const byName = new Map<string, TrustAnchor[]>()
  let size = 0
  for (const anchor of anchors) {
    const key = comparisonKey(anchor.certificate.subject)
    const list = byName.get(key)
    if (list?.some(known => equalBytes(known.certificate.der, anchor.certificate.der))) continue
    size++
    if (list) list.push(anchor)
    else byName.set(key, [anchor])
  }
  const named = (name: DistinguishedName) => byName.get(comparisonKey(name)) ?? []
  return {
    size,
    named,
    same: certificate => named(certificate.subject).find(anchor => equalBytes(anchor.certificate.der, certificate.der)),
  }
}
