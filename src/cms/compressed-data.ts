/** CompressedData (RFC 3274 section 1.1) as ranges. Nothing is decompressed here. */
import { type ByteRange } from '../bytes/bytes.ts'
import { readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts'
import { isContext, isUniversal, TAG } from '../x509/asn1-reader.ts'
import { OID, readObjectIdentifier } from '../x509/object-identifier.ts'
import { octetStringRanges } from '../x509/octet-string.ts'
import type { ContentInfo } from './content-info.ts'
import { CmsError } from './errors.ts'
import { isKnownVersion } from './signer-info.ts'

export interface CompressedData {
  readonly source: Uint8Array
  /** id-alg-zlibCompress is the only one that the standard has (section 2). */
  readonly compressionOid: string
  /** Type of what is inside. */
  readonly contentType: string
  readonly contentRanges: readonly ByteRange[]
  readonly hasTrailingData: boolean
}

/** Reads CompressedData. @throws CmsError `cms/malformed`; X509Error for broken BER. */
export function parseCompressedData(contentInfo: ContentInfo): CompressedData {
  const { reader, content } = contentInfo
  if (contentInfo.contentType !== OID.compressedData) throw new CmsError('cms/malformed', 'no CompressedData')
  const [version, algorithm, encapsulated, ...surplus] = isUniversal(content, TAG.sequence) ? reader.children(content) : []
  if (!isKnownVersion(reader, version) || !isUniversal(encapsulated, TAG.sequence) || surplus.length > 0) throw malformed()
  const [type, wrapper, ...others] = reader.children(encapsulated)
  if (!isUniversal(type, TAG.objectIdentifier) || !isContext(wrapper, 0) || others.length > 0) throw malformed()
  const [octets, ...more] = reader.children(wrapper)
  if (!octets || more.length > 0) throw malformed()
  return {
    source: reader.bytes,
    compressionOid: readAlgorithmIdentifier(reader, algorithm).oid,
    contentType: readObjectIdentifier(reader.content(type)),
    contentRanges: octetStringRanges(reader, octets),
    hasTrailingData: contentInfo.hasTrailingData,
  }
}

function malformed(): CmsError {
  return new CmsError('cms/malformed', 'CompressedData malformed')
}
