/** SMIMEEncryptionKeyPreference (RFC 8551 section 2.5.3): which certificate a signer wants to be encrypted to. */
import { isContext, isUniversal, TAG } from '../x509/asn1-reader.ts'
import { readDistinguishedName } from '../x509/distinguished-name.ts'
import { type AttributeValues, readAttributeValues } from './attribute-values.ts'
import { CmsError } from './errors.ts'
import type { SignerIdentifier } from './signer-info.ts'

export const ENCRYPTION_KEY_PREFERENCE = '1.2.840.113549.1.9.16.2.11'

/**
 * Whom the attribute names: by issuer and serial number, or by a key identifier. Undefined when it is absent.
 *
 * @param encodedSignedAttributes - In their signed form. Whether the signature holds is not asked here.
 * @throws CmsError or X509Error when the attributes are malformed, or there is not exactly one value of a known form.
 */
export function readEncryptionKeyPreference(encodedSignedAttributes: Uint8Array): SignerIdentifier | undefined {
  const attributes = readAttributeValues(encodedSignedAttributes)
  return attributes.values.has(ENCRYPTION_KEY_PREFERENCE) ? readPreference(attributes) : undefined
}

/** A CHOICE under implicit tags: [0] IssuerAndSerialNumber, [1] RecipientKeyIdentifier, [2] SubjectKeyIdentifier. */
function readPreference({ reader, values }: AttributeValues): SignerIdentifier {
  const [value, ...surplus] = values.get(ENCRYPTION_KEY_PREFERENCE) ?? []
  if (!value || surplus.length > 0) throw malformed()
  if (isContext(value, 2) && !value.constructed) return { kind: 'key-identifier', keyIdentifier: reader.content(value) }
  const [first, second] = value.constructed ? reader.children(value) : []
  if (isContext(value, 1) && isUniversal(first, TAG.octetString)) return { kind: 'key-identifier', keyIdentifier: reader.content(first) }
  if (!isContext(value, 0) || !isUniversal(second, TAG.integer)) throw malformed()
  return { kind: 'issuer-and-serial', issuer: readDistinguishedName(reader, first), serialNumber: reader.content(second) }
}

const malformed = () => new CmsError('cms/malformed', 'encryption key preference malformed')
