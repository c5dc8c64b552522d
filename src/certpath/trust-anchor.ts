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

/**
 * Indexes anchors. When two sources hold the same certificate the first in the list speaks for it.
 *
 * @param others - More anchors, indexed already. They come after the list.
 */
export function indexAnchors(anchors: readonly TrustAnchor[], others?: AnchorIndex): AnchorIndex {
  const byName = new Map<string, TrustAnchor[]>()
  let size = others?.size ?? 0
  for (const anchor of anchors) {
    const key = comparisonKey(anchor.certificate.subject)
    const list = byName.get(key)
    if (list && holds(list, anchor.certificate)) continue
    if (!others?.same(anchor.certificate)) size++
    if (list) list.push(anchor)
    else byName.set(key, [anchor])
  }
  const named = (name: DistinguishedName) => {
    const own = byName.get(comparisonKey(name)) ?? []
    const more = others?.named(name) ?? []
    return own.length === 0 ? more : [...own, ...more.filter(({ certificate }) => !holds(own, certificate))]
  }
  return {
    size,
    named,
    same: certificate => named(certificate.subject).find(anchor => equalBytes(anchor.certificate.der, certificate.der)),
  }
}

function holds(anchors: readonly TrustAnchor[], { der }: Certificate): boolean {
  return anchors.some(anchor => equalBytes(anchor.certificate.der, der))
}
