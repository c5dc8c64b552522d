/**
 * Unsigned attributes (RFC 5652 section 11.4, RFC 3161 appendix A) that say something about a signature. Anybody can add, change
 * or drop them on the way: they inform, and never make an answer better (SEC-02).
 */
import { Asn1Reader, isUniversal, TAG } from '../x509/asn1-reader.ts'
import { X509Error } from '../x509/errors.ts'
import { OID, readObjectIdentifier } from '../x509/object-identifier.ts'
import { CmsError } from './errors.ts'
import { readSignerInfo, type SignerInfo } from './signer-info.ts'

const COUNTERSIGNATURE = '1.2.840.113549.1.9.6'
const SIGNATURE_TIME_STAMP = '1.2.840.113549.1.9.16.2.14'

/** What is looked at of each kind; more confirms nothing that these do not. */
const MAXIMAL_CONFIRMATIONS = 4

export interface Confirmations {
  readonly countersignatures: readonly SignerInfo[]
  /** ContentInfo of time-stamp tokens, unparsed. */
  readonly timeStamps: readonly Uint8Array[]
  /** True when something of either kind is there that cannot be read. */
  readonly hasUnreadable: boolean
}

/** "MUST NOT be an unsigned attribute": RFC 5652 sections 11.1 to 11.3, RFC 6211 section 2. */
const SIGNED_ONLY: readonly string[] = [OID.contentType, OID.messageDigest, OID.signingTime, OID.cmsAlgorithmProtection]

/**
 * The type of an unsigned attribute that belongs among the signed ones, where a reader might take it for one of them; undefined
 * when there is none. Never throws for any bytes: what cannot be read is nobody's.
 */
export function misplacedAttribute(signer: SignerInfo): string | undefined {
  return readTypes(signer.encodedUnsignedAttributes).find(type => SIGNED_ONLY.includes(type))
}

function readTypes(encoded: Uint8Array | undefined): string[] {
  if (!encoded) return []
  try {
    const reader = new Asn1Reader(encoded)
    return reader.children(reader.read(0)).flatMap(attribute => {
      const [type] = attribute.constructed ? reader.children(attribute) : []
      return isUniversal(type, TAG.objectIdentifier) ? [readObjectIdentifier(reader.content(type))] : []
    })
  } catch (error) {
    if (error instanceof X509Error) return []
    throw error
  }
}

/** Reads what can be read; broken attributes are none. Never throws for any bytes. */
export function readConfirmations(signer: SignerInfo): Confirmations {
  const countersignatures: SignerInfo[] = []
  const timeStamps: Uint8Array[] = []
  let hasUnreadable = false
  const { encodedUnsignedAttributes: encoded } = signer
  if (encoded) {
    try {
      const reader = new Asn1Reader(encoded)
      for (const attribute of reader.children(reader.read(0))) {
        const [type, set] = isUniversal(attribute, TAG.sequence) ? reader.children(attribute) : []
        if (!isUniversal(type, TAG.objectIdentifier) || !isUniversal(set, TAG.set)) continue
        const oid = readObjectIdentifier(reader.content(type))
        if (oid === COUNTERSIGNATURE) for (const value of reader.children(set)) countersignatures.push(readSignerInfo(reader, value))
        if (oid === SIGNATURE_TIME_STAMP) for (const value of reader.children(set)) timeStamps.push(reader.encoded(value))
      }
    } catch (error) {
      if (!(error instanceof CmsError) && !(error instanceof X509Error)) throw error
      hasUnreadable = true
    }
  }
  return {
    countersignatures: countersignatures.slice(0, MAXIMAL_CONFIRMATIONS),
    timeStamps: timeStamps.slice(0, MAXIMAL_CONFIRMATIONS),
    hasUnreadable,
  }
}
