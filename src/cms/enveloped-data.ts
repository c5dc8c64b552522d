/** EnvelopedData and AuthEnvelopedData (RFC 5652 section 6.1, RFC 5083 section 2.1): only what is visible without a key. */
import { readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts'
import { isUniversal, TAG } from '../x509/asn1-reader.ts'
import { OID } from '../x509/object-identifier.ts'
import type { ContentInfo } from './content-info.ts'
import { CmsError } from './errors.ts'

export interface EnvelopeSummary {
  readonly isAuthenticated: boolean
  /** Object identifier of the content-encryption algorithm. */
  readonly contentEncryptionOid: string
  readonly recipients: number
}

/** True for the two types that encrypt to recipients. */
export function isEnveloped(contentInfo: ContentInfo): boolean {
  return contentInfo.contentType === OID.envelopedData || contentInfo.contentType === OID.authEnvelopedData
}

/** Reads the outside of an envelope. @throws CmsError when it is none. */
export function summarizeEnvelope(contentInfo: ContentInfo): EnvelopeSummary {
  const { reader, content } = contentInfo
  const members = isUniversal(content, TAG.sequence) ? reader.children(content) : []
  const recipients = members.find(member => isUniversal(member, TAG.set))
  const encrypted = members.find((member, index) => index > 0 && isUniversal(member, TAG.sequence))
  if (!recipients || !encrypted) throw new CmsError('cms/malformed', 'EnvelopedData malformed')
  const [, algorithm] = reader.children(encrypted)
  return {
    isAuthenticated: contentInfo.contentType === OID.authEnvelopedData,
    contentEncryptionOid: readAlgorithmIdentifier(reader, algorithm).oid,
    recipients: reader.children(recipients).length,
  }
}
