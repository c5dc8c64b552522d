/** What is inside signed content, by a look at it. */
import { parseContentInfo } from '../cms/content-info.ts'
import { isEnveloped } from '../cms/enveloped-data.ts'
import { CmsError } from '../cms/errors.ts'
import { decodeBody, isEntityOf, type MimeEntity, parseEntity } from '../mime/entity.ts'
import { MimeError } from '../mime/errors.ts'
import { X509Error } from '../x509/errors.ts'
import { securityOf } from './security-of.ts'

/**
 * The entity inside the content; undefined when the octets are no MIME entity (RFC 5652 allows any).
 *
 * @param known - An entity that was parsed before. It is taken when it is the very octets of `content`, which saves looking
 * through them again.
 */
export function parseInner(content: Uint8Array, known?: MimeEntity): MimeEntity | undefined {
  if (known && isEntityOf(known, content)) return known
  try {
    return parseEntity(content)
  } catch (error) {
    if (error instanceof MimeError) return undefined
    throw error
  }
}

/** True when the entity is an encryption, by a look at its outside. */
export function isEnvelopedEntity(entity: MimeEntity): boolean {
  if (securityOf(entity).kind !== 'cms') return false
  try {
    return isEnveloped(parseContentInfo(decodeBody(entity).bytes))
  } catch (error) {
    if (error instanceof CmsError || error instanceof X509Error) return false
    throw error
  }
}
