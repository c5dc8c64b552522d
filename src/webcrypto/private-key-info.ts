/** PrivateKeyInfo and OneAsymmetricKey (RFC 5208 section 5, RFC 5958 section 2): which kind of key, and its octets. */
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts'
import { Asn1Reader, isUniversal, TAG } from '../x509/asn1-reader.ts'
import { X509Error } from '../x509/errors.ts'

export interface PrivateKeyInfo {
  readonly algorithm: AlgorithmIdentifier
  /** Contents of the OCTET STRING: a structure of the algorithm's own. A view. */
  readonly keyOctets: Uint8Array
}

/** Attributes and the public key behind the private one are passed over. Undefined when it is no such structure. */
export function readPrivateKeyInfo(pkcs8: Uint8Array): PrivateKeyInfo | undefined {
  return readOrNothing(pkcs8, reader => {
    const root = reader.read(0)
    const [version, algorithm, key] = isUniversal(root, TAG.sequence) ? reader.children(root) : []
    if (!isUniversal(version, TAG.integer) || !isUniversal(key, TAG.octetString) || key.constructed) return undefined
    return { algorithm: readAlgorithmIdentifier(reader, algorithm), keyOctets: reader.content(key) }
  })
}

/** What `read` makes of the octets; undefined where it meets something that is no ASN.1. */
export function readOrNothing<T>(octets: Uint8Array, read: (reader: Asn1Reader) => T | undefined): T | undefined {
  try {
    return read(new Asn1Reader(octets))
  } catch (error) {
    if (error instanceof X509Error) return undefined
    throw error
  }
}
