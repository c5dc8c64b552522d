/** How much of a hostile ASN.1 value we are willing to look at (SEC-72; the codec's own defaults refuse real mail). */
export interface Asn1Limits {
  /** Nesting. Real CMS stays below 20; OpenSSL stops at 30 for templates, asn1js at 100. */
  readonly depth: number
  /** Elements in one value: 50 MB in OpenSSL's 4 KiB or Thunderbird's 1 KiB chunks are at most 50 000. */
  readonly elements: number
  /** Octets in one value. */
  readonly octets: number
}

export const ASN1_LIMITS: Asn1Limits = { depth: 64, elements: 2_000_000, octets: 80 * 1024 * 1024 }
