/** What says that a key file is whole and the password right: MacData (RFC 7292 section 4), with PBMAC1 (RFC 9579). */
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from './algorithm-identifier.ts'
import { nameOfDigestAlgorithm } from './algorithm-name.ts'
import { type Asn1Element, type Asn1Reader, isUniversal, TAG } from './asn1-reader.ts'
import { X509Error } from './errors.ts'
import { joinRanges, octetStringRanges } from './octet-string.ts'
import {
  type HmacDigest,
  hmacDigestOf,
  nameOfDerivation,
  type Pbkdf2Parameters,
  readIterations,
  readPbkdf2,
  readSalt,
  readSequence,
  type SaltAndIterations,
  type UnsupportedMethod,
} from './pkcs12-key-derivation.ts'

export type MacDigest = 'SHA-1' | 'SHA-224' | 'SHA-256' | 'SHA-384' | 'SHA-512'

export type Pkcs12Mac =
  | ({ readonly method: 'pkcs12'; readonly digest: MacDigest; readonly value: Uint8Array } & SaltAndIterations)
  | Pbmac1
  | UnsupportedMethod

export interface Pbmac1 {
  readonly method: 'pbmac1'
  readonly kdf: Pbkdf2Parameters & { readonly keyLength: number }
  readonly digest: HmacDigest
  readonly value: Uint8Array
}

const PBMAC1 = '1.2.840.113549.1.5.14'

const MAC_DIGEST: Readonly<Record<string, MacDigest>> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
}

/**
 * A MAC key shorter than this is refused: with a key of one octet one file in 256 is "authentic" under any password, so a
 * forged trust store would open. 64 octets are the largest digest's.
 */
const MAC_KEY_LENGTH = { minimal: 20, maximal: 64 }

/** MacData ::= SEQUENCE { mac DigestInfo, macSalt OCTET STRING, iterations INTEGER DEFAULT 1 }. */
export function readMacData(reader: Asn1Reader, element: Asn1Element): Pkcs12Mac {
  const [digestInfo, macSalt, macIterations, ...surplus] = isUniversal(element, TAG.sequence) ? reader.children(element) : []
  const [algorithmElement, valueElement] = isUniversal(digestInfo, TAG.sequence) ? reader.children(digestInfo) : []
  if (!isUniversal(valueElement, TAG.octetString) || surplus.length > 0) {
    throw new X509Error('x509/unreadable', 'MacData malformed')
  }
  const algorithm = readAlgorithmIdentifier(reader, algorithmElement)
  const value = joinRanges(reader.bytes, octetStringRanges(reader, valueElement))
  // RFC 9579 section 4: with PBMAC1 macSalt and iterations are there for old readers and mean nothing.
  if (algorithm.oid === PBMAC1) return readPbmac1(algorithm, value)
  const salt = readSalt(reader, macSalt)
  const iterations = macIterations ? readIterations(reader, macIterations) : 1
  const digest = MAC_DIGEST[algorithm.oid]
  if (!digest) return { method: 'unsupported', name: `MAC with ${nameOfDigestAlgorithm(algorithm.oid)}` }
  return { method: 'pkcs12', digest, value, salt, iterations }
}

/** PBMAC1-params (RFC 8018 appendix A.5) as RFC 9579 section 4 narrows them: PBKDF2, and a key length that is given. */
function readPbmac1(algorithm: AlgorithmIdentifier, value: Uint8Array): Pkcs12Mac {
  const { reader, members } = readSequence(algorithm.parameters, 'PBMAC1 parameters')
  const kdf = readPbkdf2(reader, members[0])
  const scheme = readAlgorithmIdentifier(reader, members[1])
  if ('method' in kdf) return kdf
  const digest = hmacDigestOf(scheme.oid)
  if (!digest) return { method: 'unsupported', name: nameOfDerivation(scheme.oid) }
  const { keyLength } = kdf
  if (keyLength === undefined) throw new X509Error('x509/unreadable', 'PBMAC1 without a key length')
  if (keyLength < MAC_KEY_LENGTH.minimal || keyLength > MAC_KEY_LENGTH.maximal) {
    throw new X509Error('x509/unreadable', `PBMAC1 with a key of ${keyLength} octets`)
  }
  return { method: 'pbmac1', kdf: { ...kdf, keyLength }, digest, value }
}
