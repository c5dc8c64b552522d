/** The roots that Mozilla trusts for e-mail, as `scripts/make-anchors.mjs` took them out of NSS (SEC-56). */
import { decodeBase64 } from '../../bytes/encoding.ts'
import list from './mozilla-email-anchors.json' with { type: 'json' }

export interface BuiltInAnchor {
  /** Mozilla's own label, for display. */
  readonly name: string
  /** The certificate. Decoded when first read; always the same array, which nobody may change. */
  readonly der: Uint8Array
  /** ISO 8601. Certificates issued later are not trusted for e-mail; null when there is no such date. */
  readonly emailDistrustAfter: string | null
}

export interface BuiltInAnchors {
  /** Which release the list comes from, for example `NSS 3.110, builtins 2.74`. */
  readonly source: string
  readonly anchors: readonly BuiltInAnchor[]
}

class ListedAnchor implements BuiltInAnchor {
  readonly name: string
  readonly emailDistrustAfter: string | null
  private readonly encoded: string
  private decoded: Uint8Array | undefined

  constructor(entry: { readonly name: string; readonly der: string; readonly emailDistrustAfter: string | null }) {
    this.name = entry.name
    this.emailDistrustAfter = entry.emailDistrustAfter
    this.encoded = entry.der
  }

  get der(): Uint8Array {
    this.decoded ??= decodeBase64(this.encoded)
    if (!this.decoded) throw new Error(`built-in anchor "${this.name}" is not base64`)
    return this.decoded
  }
}

/**
 * The list that ships with this version. It does not check that a root is within its validity, or that our reader accepts it;
 * whoever judges a path does.
 */
export function readBuiltInAnchors(): BuiltInAnchors {
  return builtIn
}

const builtIn: BuiltInAnchors = { source: list.source, anchors: list.anchors.map(entry => new ListedAnchor(entry)) }
