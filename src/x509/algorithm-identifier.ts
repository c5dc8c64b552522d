/** AlgorithmIdentifier (RFC 5280 section 4.1.1.2) as received. */
import { type Asn1Element, type Asn1Reader, isUniversal, TAG } from './asn1-reader.ts'
import { X509Error } from './errors.ts'
import { readObjectIdentifier } from './object-identifier.ts'

export interface AlgorithmIdentifier {
  readonly oid: string
  /** The parameters as received, identifier octet included; undefined when absent. NULL is present. */
  readonly parameters: Uint8Array | undefined
  readonly encoded: Uint8Array
}

/** Reads the SEQUENCE at `element`. @throws X509Error when it is none, or holds more than two members. */
export function readAlgorithmIdentifier(reader: Asn1Reader, element: Asn1Element | undefined): AlgorithmIdentifier {
  if (!isUniversal(element, TAG.sequence)) throw new X509Error('x509/unreadable', 'algorithm identifier is no SEQUENCE')
  const [oid, parameters, ...surplus] = reader.children(element)
  if (!isUniversal(oid, TAG.objectIdentifier) || surplus.length > 0) throw new X509Error('x509/unreadable', 'algorithm identifier malformed')
  return {
    oid: readObjectIdentifier(reader.content(oid)),
    parameters: parameters ? reader.encoded(parameters) : undefined,
    encoded: reader.encoded(element),
  }
}

/** True when the parameters are absent or NULL, as RSA and hash algorithms write both (RFC 5754 section 2). */
export function hasNoParameters(algorithm: AlgorithmIdentifier): boolean {
  const { parameters } = algorithm
  return parameters === undefined || (parameters.length === 2 && parameters[0] === TAG.null && parameters[1] === 0)
}
