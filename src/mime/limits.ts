/** How much of a hostile message we are willing to look at. Origin of the numbers: SEC-75 and the sources named there. */
export interface MimeLimits {
  /** Nested entities below the root. Mail programs nest single digits; MimeKit stops at 1024, Thunderbird at 100. */
  readonly depth: number
  /** Entities in the whole tree. */
  readonly parts: number
  /** Octets in one header. */
  readonly headerOctets: number
  /** Lines in one header. */
  readonly headerLines: number
}

export const MIME_LIMITS: MimeLimits = { depth: 32, parts: 2000, headerOctets: 256 * 1024, headerLines: 2000 }
