/** Delta lists (RFC 5280 sections 5.2.4 and 6.3.3 (c)): what changed since a complete list. */
import { equalBytes } from '../bytes/bytes.ts'
import { encodeHex } from '../bytes/encoding.ts'
import type { CertificateList } from '../x509/certificate-list.ts'
import { comparisonKey } from '../x509/distinguished-name.ts'
import { OID } from '../x509/object-identifier.ts'

/** True for a list that is only to be read together with a complete one. */
export function isDelta(list: CertificateList): boolean {
  return list.extensions.has(OID.deltaCrlIndicator)
}

/**
 * Deltas that may be applied to `complete`, newest first: same issuer, scope and key identifier; made for this list or an
 * older one, and later than it. Signature and dates are the caller's to check.
 */
export function deltasFor(complete: CertificateList, lists: readonly CertificateList[]): readonly CertificateList[] {
  const number = numberOf(complete, OID.cRLNumber)
  if (number === undefined) return []
  const fitting = lists.flatMap(list => {
    const [base, own] = [numberOf(list, OID.deltaCrlIndicator), numberOf(list, OID.cRLNumber)]
    const isLater = base !== undefined && own !== undefined && base <= number && number < own
    return isLater && hasSameScope(list, complete) ? [{ list, own }] : []
  })
  return fitting.sort((a, b) => (a.own < b.own ? 1 : -1)).map(({ list }) => list)
}

function hasSameScope(delta: CertificateList, complete: CertificateList): boolean {
  return (
    comparisonKey(delta.issuer) === comparisonKey(complete.issuer) &&
    isSameExtension(delta, complete, OID.issuingDistributionPoint) &&
    isSameExtension(delta, complete, OID.authorityKeyIdentifier)
  )
}

/** A list's number. Section 5.2.3: at most 20 octets, so that the length has one octet; undefined for anything else. */
function numberOf(list: CertificateList, oid: string): bigint | undefined {
  const value = list.extensions.get(oid)?.value
  if (value?.[0] !== 2 || value[1] !== value.length - 2 || value.length < 3 || value.length > 23) return undefined
  return (value[2] as number) >= 0x80 ? undefined : BigInt(`0x${encodeHex(value.subarray(2))}`)
}

function isSameExtension(a: CertificateList, b: CertificateList, oid: string): boolean {
  const [first, second] = [a.extensions.get(oid)?.value, b.extensions.get(oid)?.value]
  return first && second ? equalBytes(first, second) : first === second
}
