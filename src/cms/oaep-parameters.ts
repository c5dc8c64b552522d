/** RSAES-OAEP-params (RFC 4055 section 4.1, RFC 8017 appendix A.2.1). */
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts'
import { type Asn1Element, Asn1Reader, isContext, isUniversal, TAG } from '../x509/asn1-reader.ts'
import { X509Error } from '../x509/errors.ts'
import { OID } from '../x509/object-identifier.ts'

export interface OaepParameters {
  /** Object identifier of the digest. */
  readonly hashOid: string
  /** Object identifier of the digest inside the mask generation function. */
  readonly maskHashOid: string
  readonly label: Uint8Array
}

const P_SPECIFIED = '1.2.840.113549.1.1.9'

/** Reads them; absent members, and absent parameters, mean SHA-1, MGF1 with SHA-1 and no label. @throws X509Error when malformed. */
export function readOaepParameters({ parameters }: AlgorithmIdentifier): OaepParameters {
  if (parameters === undefined) return { hashOid: OID.sha1, maskHashOid: OID.sha1, label: new Uint8Array() }
  const reader = new Asn1Reader(parameters)
  const root = reader.read(0)
  const members = isUniversal(root, TAG.sequence) ? reader.children(root) : []
  if (!isUniversal(root, TAG.sequence) || members.some(member => member.tagClass !== 2 || member.tag > 2)) {
    throw new X509Error('x509/unreadable', 'RSAES-OAEP parameters malformed')
  }
  const member = (tag: number) => inside(reader, members.find(candidate => isContext(candidate, tag)))
  const [hash, mask, source] = [member(0), member(1), member(2)]
  return {
    hashOid: hash ? readAlgorithmIdentifier(reader, hash).oid : OID.sha1,
    maskHashOid: mask ? readMaskHash(readAlgorithmIdentifier(reader, mask)) : OID.sha1,
    label: source ? readLabel(readAlgorithmIdentifier(reader, source)) : new Uint8Array(),
  }
}

function inside(reader: Asn1Reader, wrapper: Asn1Element | undefined): Asn1Element | undefined {
  return wrapper && reader.children(wrapper)[0]
}

function readMaskHash({ oid, parameters }: AlgorithmIdentifier): string {
  if (oid !== OID.mgf1) throw new X509Error('x509/unreadable', 'RSAES-OAEP with another mask function')
  if (parameters === undefined) return OID.sha1
  const reader = new Asn1Reader(parameters)
  return readAlgorithmIdentifier(reader, reader.read(0)).oid
}

function readLabel({ oid, parameters }: AlgorithmIdentifier): Uint8Array {
  const reader = new Asn1Reader(parameters ?? new Uint8Array())
  const value = parameters && reader.read(0)
  if (oid !== P_SPECIFIED || !isUniversal(value, TAG.octetString) || value.constructed) {
    throw new X509Error('x509/unreadable', 'RSAES-OAEP with another source of its label')
  }
  return reader.content(value)
}
