/** TSTInfo (RFC 3161 section 2.4.2): what a time-stamp token says. Nothing is verified here. */
import { decodeLatin1 } from '../bytes/encoding.ts'
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts'
import { Asn1Reader, isUniversal, TAG } from '../x509/asn1-reader.ts'
import { CmsError } from './errors.ts'

export const TIME_STAMP_CONTENT = '1.2.840.113549.1.9.16.1.4'

export interface TimeStampInfo {
  readonly hashAlgorithm: AlgorithmIdentifier
  /** Hash of what was stamped. */
  readonly hashedMessage: Uint8Array
  /** Milliseconds since 1970: when, by the stamping authority's word. */
  readonly time: number
}

/** Reads the DER of a TSTInfo. @throws CmsError or X509Error when it is none. */
export function parseTimeStampInfo(bytes: Uint8Array): TimeStampInfo {
  const reader = new Asn1Reader(bytes)
  const root = reader.read(0)
  const [version, policy, imprint, serial, time] = isUniversal(root, TAG.sequence) ? reader.children(root) : []
  const isRightStart = isUniversal(version, TAG.integer) && isUniversal(policy, TAG.objectIdentifier) && isUniversal(serial, TAG.integer)
  if (!isRightStart || !isUniversal(imprint, TAG.sequence) || !isUniversal(time, TAG.generalizedTime)) {
    throw new CmsError('cms/malformed', 'TSTInfo malformed')
  }
  const [algorithm, hash, ...surplus] = reader.children(imprint)
  if (!isUniversal(hash, TAG.octetString) || surplus.length > 0) throw new CmsError('cms/malformed', 'message imprint malformed')
  return { hashAlgorithm: readAlgorithmIdentifier(reader, algorithm), hashedMessage: reader.content(hash), time: readStampTime(reader.content(time)) }
}

/** GeneralizedTime in UTC, with seconds and perhaps a fraction. */
function readStampTime(content: Uint8Array): number {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/u.exec(decodeLatin1(content))
  const [year, month, day, hour, minute, second] = parts?.slice(1).map(Number) ?? []
  if (year === undefined) throw new CmsError('cms/malformed', 'time of the stamp malformed')
  return Date.UTC(year, (month ?? 1) - 1, day, hour, minute, second)
}
