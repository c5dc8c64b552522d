/**
 * Writing certification requests (PKCS #10, RFC 2986 section 4): one subject, one mailbox, what the key is for.
 *
 * pkijs is the codec, loaded when somebody asks for a certificate. Nothing is judged here, and nothing about the key is checked.
 */
import type * as Asn1js from 'asn1js'
import type * as Pkijs from 'pkijs'
import { X509Error } from './errors.ts'
import { OID } from './object-identifier.ts'

export interface RequestedCertificate {
  /** Common name of the subject, at most 64 characters (RFC 5280 appendix A.1, ub-common-name). May be empty. */
  readonly commonName: string
  /** A mailbox in ASCII becomes an rfc822Name (RFC 5280 section 4.2.1.6), another one a SmtpUTF8Mailbox (RFC 9598 section 3). */
  readonly address: string
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array
  readonly keyKind: 'rsa' | 'ec'
}

const COMMON_NAME = '2.5.4.3'
/** RFC 2985 section 5.4.2. */
const EXTENSION_REQUEST = '1.2.840.113549.1.9.14'
/** SHA-256 with the key's kind (RFC 4055 section 5, RFC 5758 section 3.2). */
const SIGNATURE_ALGORITHM = { rsa: '1.2.840.113549.1.1.11', ec: '1.2.840.10045.4.3.2' } as const

const MAXIMAL_COMMON_NAME = 64

/**
 * @throws X509Error `x509/unreadable` for a name that is too long or an address that is none: the request would come back
 * refused.
 */
export function assertRequestable({ commonName, address }: Pick<RequestedCertificate, 'commonName' | 'address'>): void {
  if (Array.from(commonName).length > MAXIMAL_COMMON_NAME) throw new X509Error('x509/unreadable', `name longer than ${MAXIMAL_COMMON_NAME} characters`)
  if (!/^[^\s@]+@[^\s@]+$/u.test(address)) throw new X509Error('x509/unreadable', 'address is no mailbox')
}

/**
 * The request, DER.
 *
 * @param sign - Signs CertificationRequestInfo with SHA-256: RSASSA-PKCS1-v1_5, or for `ec` an Ecdsa-Sig-Value, DER.
 * @throws X509Error as `assertRequestable`.
 */
export async function writeCertificationRequest(asked: RequestedCertificate, sign: (info: Uint8Array) => Promise<Uint8Array>): Promise<Uint8Array> {
  assertRequestable(asked)
  const [pkijs, asn1js] = await Promise.all([import('pkijs'), import('asn1js')])
  const request = describe(asked, pkijs, asn1js)
  const [info] = request.toSchema(true).valueBlock.value
  if (!info) throw new X509Error('x509/unreadable', 'the codec wrote no CertificationRequestInfo')
  const signature = await sign(new Uint8Array(info.toBER()))
  request.signatureValue = new asn1js.BitString({ valueHex: bufferOf(signature) })
  return new Uint8Array(request.toSchema(true).toBER())
}

function describe({ commonName, address, publicKey, keyKind }: RequestedCertificate, pkijs: typeof Pkijs, asn1js: typeof Asn1js): Pkijs.CertificationRequest {
  const name = commonName === '' ? [] : [new pkijs.AttributeTypeAndValue({ type: COMMON_NAME, value: new asn1js.Utf8String({ value: commonName }) })]
  const extensions = new pkijs.Extensions({ extensions: requestedExtensions(address, keyKind, pkijs, asn1js) })
  return new pkijs.CertificationRequest({
    version: 0,
    subject: new pkijs.RelativeDistinguishedNames({ typesAndValues: name }),
    subjectPublicKeyInfo: new pkijs.PublicKeyInfo({ schema: asn1js.fromBER(bufferOf(publicKey)).result }),
    attributes: [new pkijs.Attribute({ type: EXTENSION_REQUEST, values: [extensions.toSchema()] })],
    signatureAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: SIGNATURE_ALGORITHM[keyKind], ...(keyKind === 'rsa' ? { algorithmParams: new asn1js.Null() } : {}) }),
    signatureValue: new asn1js.BitString({ valueHex: new ArrayBuffer(0) }),
  })
}

/** RFC 8550 section 4.4: what an S/MIME certificate says of its key, its holder and its purpose. */
function requestedExtensions(address: string, keyKind: 'rsa' | 'ec', pkijs: typeof Pkijs, asn1js: typeof Asn1js): Pkijs.Extension[] {
  const extension = (extnID: string, value: { toBER(): ArrayBuffer }, critical: boolean) => new pkijs.Extension({ extnID, critical, extnValue: value.toBER() })
  return [
    extension(OID.keyUsage, keyUsageOf(keyKind, asn1js), true),
    extension(OID.extendedKeyUsage, new pkijs.ExtKeyUsage({ keyPurposes: [OID.emailProtection] }).toSchema(), false),
    extension(OID.subjectAltName, mailboxNames(address, pkijs, asn1js), false),
  ]
}

/** digitalSignature with keyEncipherment (RSA, RFC 3279 section 2.3.1) or keyAgreement (EC, RFC 5480 section 3). */
function keyUsageOf(keyKind: 'rsa' | 'ec', asn1js: typeof Asn1js): Asn1js.BitString {
  return keyKind === 'rsa'
    ? new asn1js.BitString({ valueHex: Uint8Array.of(0b1010_0000).buffer, unusedBits: 5 })
    : new asn1js.BitString({ valueHex: Uint8Array.of(0b1000_1000).buffer, unusedBits: 3 })
}

/** QUIRK: the codec puts a SEQUENCE of its own around an otherName, so that one is put together here. */
function mailboxNames(address: string, pkijs: typeof Pkijs, asn1js: typeof Asn1js): Asn1js.Sequence {
  if (/^[\x21-\x7e]+$/u.test(address)) return new pkijs.GeneralNames({ names: [new pkijs.GeneralName({ type: 1, value: address })] }).toSchema()
  const tagged = (...value: Asn1js.BaseBlock[]) => new asn1js.Constructed({ idBlock: { tagClass: 3, tagNumber: 0 }, value })
  const otherName = tagged(new asn1js.ObjectIdentifier({ value: OID.smtpUtf8Mailbox }), tagged(new asn1js.Utf8String({ value: address })))
  return new asn1js.Sequence({ value: [otherName] })
}

/** The codec takes whole buffers. */
function bufferOf(octets: Uint8Array): ArrayBuffer {
  return octets.slice().buffer
}
