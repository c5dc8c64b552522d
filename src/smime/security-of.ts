/** Which S/MIME structure an entity is, if any (RFC 8551 sections 3.2, 3.5, 3.10; RFC 1847 section 2.1). */
import { entityBytes, type MimeEntity, readFileName } from '../mime/entity.ts'

export type EntitySecurity =
  | { readonly kind: 'none' }
  /** multipart/signed: the signed entity, and the part whose body is the CMS object. */
  | { readonly kind: 'detached'; readonly signed: MimeEntity; readonly signature: MimeEntity }
  /** The body of this very entity is a CMS object. */
  | { readonly kind: 'cms' }
  /** It says that it is signed, but its parts are not the two that the standard asks for. */
  | { readonly kind: 'broken'; readonly detail: string }

const CMS_TYPES: ReadonlySet<string> = new Set(['application/pkcs7-mime', 'application/x-pkcs7-mime'])
const SIGNATURE_TYPES: ReadonlySet<string> = new Set(['application/pkcs7-signature', 'application/x-pkcs7-signature'])

/**
 * Looks at one entity only, and decodes nothing, never at parts below it: a signature counts at the root or nowhere (SEC-13).
 *
 * QUIRK: Exchange stores multipart/signed without its `protocol` parameter, old programs write `x-` types or
 * octet-stream with a `.p7m` name (RFC 8551 section 3.10 has the names); all are taken.
 */
export function securityOf(entity: MimeEntity): EntitySecurity {
  const type = entity.contentType.value
  if (type === 'multipart/signed') return multipartSigned(entity)
  if (isCmsPart(entity)) {
    if (entity.defects.includes('mime/duplicate-content-field')) return { kind: 'broken', detail: 'two Content-Type fields' }
    return { kind: 'cms' }
  }
  return { kind: 'none' }
}

function multipartSigned(entity: MimeEntity): EntitySecurity {
  const protocol = entity.contentType.parameters.get('protocol')?.toLowerCase()
  if (protocol !== undefined && !SIGNATURE_TYPES.has(protocol)) return { kind: 'none' }
  if (entity.defects.includes('mime/duplicate-content-field')) return { kind: 'broken', detail: 'two Content-Type fields' }
  const [signed, signature, ...surplus] = entity.children
  if (!signed || !signature) {
    return protocol === undefined ? { kind: 'none' } : { kind: 'broken', detail: 'multipart/signed without its two parts' }
  }
  if (!isSignaturePart(signature)) {
    return protocol === undefined ? { kind: 'none' } : { kind: 'broken', detail: 'second part is no signature' }
  }
  if (surplus.length > 0) return { kind: 'broken', detail: 'multipart/signed with more than two parts' }
  return { kind: 'detached', signed, signature }
}

function isSignaturePart(entity: MimeEntity): boolean {
  if (SIGNATURE_TYPES.has(entity.contentType.value)) return true
  return /^application\/(?:octet-stream|pkcs7-mime|x-pkcs7-mime)$/u.test(entity.contentType.value) && /\.p7s$/iu.test(readFileName(entity) ?? '')
}

function isCmsPart(entity: MimeEntity): boolean {
  if (CMS_TYPES.has(entity.contentType.value)) return true
  return entity.contentType.value === 'application/octet-stream' && /\.p7[mz]$/iu.test(readFileName(entity) ?? '')
}

/** True when a part below the root (not inside an attached message) is S/MIME: a signed or encrypted island. */
export function hasInnerSecurity(entity: MimeEntity): boolean {
  if (entity.contentType.value === 'message/rfc822') return false
  return entity.children.some(child => securityOf(child).kind !== 'none' || hasInnerSecurity(child))
}

/** The octets that multipart/signed covers, as received. */
export function signedOctets(signed: MimeEntity): Uint8Array {
  return entityBytes(signed)
}
