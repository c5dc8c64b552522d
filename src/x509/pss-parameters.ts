/** RSASSA-PSS parameters (RFC 4055 section 3.1). */
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from './algorithm-identifier.ts'
import { type Asn1Element, Asn1Reader, isUniversal, TAG } from './asn1-reader.ts'
import { X509Error } from './errors.ts'
import { readSmallInteger } from './extension.ts'
import { OID } from './object-identifier.ts'
import { assertStrictDer } from './strict-der.ts'

export interface PssParameters {
  /** Object identifier of the message digest. */
  readonly hashOid: string
  /** Object identifier of the digest inside the mask generation function. */
  readonly maskHashOid: string
  readonly saltLength: number
}

/** SHA-1, MGF1 with SHA-1, 20 octets: what absent members mean (RFC 4055 section 3.1). */
const SHA1 = '1.3.14.3.2.26'

/** @throws X509Error when the parameters are absent, malformed, use another mask function or another trailer. */
export function readPssParameters(algorithm: AlgorithmIdentifier): PssParameters {
  if (algorithm.oid !== OID.rsassaPss || algorithm.parameters === undefined) {
    throw new X509Error('x509/unreadable', 'RSASSA-PSS without parameters')
  }
  assertStrictDer(algorithm.parameters)
  const reader = new Asn1Reader(algorithm.parameters)
  const [hash, mask, salt, trailer] = readMembers(reader)
  if (trailer && readNumber(reader, trailer) !== 1) throw new X509Error('x509/unreadable', 'RSASSA-PSS with another trailer')
  return {
    hashOid: hash ? readAlgorithmIdentifier(reader, hash).oid : SHA1,
    maskHashOid: mask ? readMaskHash(readAlgorithmIdentifier(reader, mask)) : SHA1,
    saltLength: salt ? readNumber(reader, salt) : 20,
  }
}

/** What the tags [0] to [3] hold: each at most once, in that order, around one value. */
function readMembers(reader: Asn1Reader): (Asn1Element | undefined)[] {
  const root = reader.read(0)
  const values: (Asn1Element | undefined)[] = []
  for (const member of isUniversal(root, TAG.sequence) ? reader.children(root) : [root]) {
    const [value, ...surplus] = member.tagClass === 2 && member.constructed ? reader.children(member) : []
    if (!value || surplus.length > 0 || member.tag > 3 || member.tag < values.length) throw malformed()
    values[member.tag] = value
  }
  return values
}

function readNumber(reader: Asn1Reader, value: Asn1Element): number {
  if (!isUniversal(value, TAG.integer)) throw malformed()
  return readSmallInteger(reader.content(value))
}

/** MGF1's parameter is itself an algorithm identifier; absent it means SHA-1 (RFC 4055 section 2.2). */
function readMaskHash({ oid, parameters }: AlgorithmIdentifier): string {
  if (oid !== OID.mgf1) throw new X509Error('x509/unreadable', 'RSASSA-PSS with another mask function')
  if (parameters === undefined) return SHA1
  const reader = new Asn1Reader(parameters)
  return readAlgorithmIdentifier(reader, reader.read(0)).oid
}

function malformed(): X509Error {
  return new X509Error('x509/unreadable', 'RSASSA-PSS parameters malformed')
}
