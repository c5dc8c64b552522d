/** CMSAlgorithmProtection (RFC 6211): the algorithms once more, where nobody can exchange them. */
import { equalBytes } from '../bytes/bytes.ts'
import { type AlgorithmIdentifier, hasNoParameters, readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts'
import { Asn1Reader, isContext, TAG } from '../x509/asn1-reader.ts'
import { OID } from '../x509/object-identifier.ts'
import { type AttributeValues, optionalValue } from './attribute-values.ts'
import { CmsError } from './errors.ts'

export interface AlgorithmProtection {
  readonly digestAlgorithm: AlgorithmIdentifier
  readonly signatureAlgorithm: AlgorithmIdentifier
}

/** Undefined when absent. @throws CmsError for several values, and for one without a signature algorithm (section 2). */
export function readAlgorithmProtection(attributes: AttributeValues): AlgorithmProtection | undefined {
  const { reader } = attributes
  const value = optionalValue(attributes, OID.cmsAlgorithmProtection, TAG.sequence)
  if (!value) return undefined
  const [digest, signature, ...surplus] = reader.children(value)
  if (!isContext(signature, 1) || surplus.length > 0) throw new CmsError('cms/malformed', 'algorithm protection without a signature algorithm')
  const implicit = reader.encoded(signature).slice()
  implicit[0] = 0x30
  const own = new Asn1Reader(implicit)
  return { digestAlgorithm: readAlgorithmIdentifier(reader, digest), signatureAlgorithm: readAlgorithmIdentifier(own, own.read(0)) }
}

/** Section 3: both are the ones in the SignerInfo. Absent and NULL parameters are one, as writers mix them. */
export function protects(protection: AlgorithmProtection, digestAlgorithm: AlgorithmIdentifier, signatureAlgorithm: AlgorithmIdentifier): boolean {
  return isSame(protection.digestAlgorithm, digestAlgorithm) && isSame(protection.signatureAlgorithm, signatureAlgorithm)
}

function isSame(a: AlgorithmIdentifier, b: AlgorithmIdentifier): boolean {
  return equalBytes(a.encoded, b.encoded) || (a.oid === b.oid && hasNoParameters(a) && hasNoParameters(b))
}
