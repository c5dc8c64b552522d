/** Parsers of CMS objects and of what is inside them. */
import { parseCompressedData } from '../../src/cms/compressed-data.ts'
import { parseContentInfo } from '../../src/cms/content-info.ts'
import { parseEnvelope } from '../../src/cms/enveloped-data.ts'
import { readOaepParameters } from '../../src/cms/oaep-parameters.ts'
import { parseSignedAttributes, readCountersignatureDigest } from '../../src/cms/signed-attributes.ts'
import { parseSignedData } from '../../src/cms/signed-data.ts'
import { parseTimeStampInfo } from '../../src/cms/time-stamp.ts'
import { misplacedAttribute, readConfirmations } from '../../src/cms/unsigned-attributes.ts'
import type { Holder } from '../make/certificate-authority.ts'
import { algorithm, context, contextPrimitive, type Der, integer, octetString, oid, sequence, setOf, tlv } from '../make/der.ts'
import { aSignedData, attribute, bytesOf } from '../make/signed-message.ts'
import type { FuzzTarget } from './target.ts'

const ROOMS = ['x509/', 'cms/']
const DATA = '1.2.840.113549.1.7.1'
const WRAP = algorithm('2.16.840.1.101.3.4.1.45')
const KEY = octetString(new Uint8Array(40))

/** One recipient of each kind (RFC 5652 section 6.2, RFC 9629 section 3). */
function recipients({ issuerName, serial, keyIdentifier, key }: Holder): Der[] {
  const named = sequence(issuerName, integer(serial))
  const oaep = algorithm('1.2.840.113549.1.1.7', sequence(context(0, algorithm('2.16.840.1.101.3.4.2.1')), context(1, algorithm('1.2.840.113549.1.1.8', algorithm('2.16.840.1.101.3.4.2.1')))))
  const originator = context(0, context(1, ...[key.spki.subarray(2)]))
  return [
    sequence(integer(0), named, algorithm('1.2.840.113549.1.1.1'), KEY),
    sequence(integer(2), contextPrimitive(0, keyIdentifier), oaep, KEY),
    context(1, integer(3), originator, context(1, octetString(new Uint8Array(8))), algorithm('1.3.132.1.11.1', WRAP), sequence(sequence(named, KEY), sequence(context(0, octetString(keyIdentifier)), KEY))),
    context(2, integer(4), sequence(octetString(new Uint8Array(8))), WRAP, KEY),
    context(3, integer(0), context(0, oid('1.2.840.113549.1.5.12'), sequence(octetString(new Uint8Array(8)), integer(1000))), algorithm('1.2.840.113549.1.9.16.3.9', WRAP), KEY),
    context(4, oid('1.2.840.113549.1.9.16.13.3'), sequence(integer(0), contextPrimitive(0, keyIdentifier), algorithm('2.16.840.1.101.3.4.4.1'), KEY, algorithm('1.2.840.113549.1.9.16.3.28'), integer(32), WRAP, KEY)),
  ]
}

function envelopes(holder: Holder): Der[] {
  const cbc = sequence(oid(DATA), algorithm('2.16.840.1.101.3.4.1.42', octetString(new Uint8Array(16))), contextPrimitive(0, new Uint8Array(32)))
  const gcm = sequence(oid(DATA), algorithm('2.16.840.1.101.3.4.1.46', sequence(octetString(new Uint8Array(12)), integer(16))), contextPrimitive(0, new Uint8Array(32)))
  return [
    sequence(oid('1.2.840.113549.1.7.3'), context(0, sequence(integer(2), setOf(...recipients(holder)), cbc))),
    sequence(oid('1.2.840.113549.1.9.16.1.23'), context(0, sequence(integer(0), setOf(...recipients(holder)), gcm, octetString(new Uint8Array(16))))),
  ]
}

function readEnvelope(bytes: Uint8Array): void {
  const { recipients: found } = parseEnvelope(parseContentInfo(bytes))
  for (const each of found) if (each.kind === 'key-transport') readOaepParameters(each.algorithm)
}

function readSigned(bytes: Uint8Array): void {
  for (const signer of parseSignedData(parseContentInfo(bytes)).signers) {
    misplacedAttribute(signer)
    readConfirmations(signer)
  }
}

/** Attributes that are read: signing-certificate in both versions, and the protected algorithms (RFC 5035, RFC 6211). */
function attributesOf(holder: Holder): Der[] {
  const issuer = sequence(sequence(context(4, holder.issuerName)), integer(holder.serial))
  const identifier = (length: number) => sequence(sequence(sequence(octetString(new Uint8Array(length)), issuer)))
  const signatureAlgorithm = algorithm('1.2.840.10045.4.3.2').slice()
  signatureAlgorithm[0] = 0xa1
  return [
    attribute('1.2.840.113549.1.9.16.2.12', identifier(20)),
    attribute('1.2.840.113549.1.9.16.2.47', identifier(32)),
    attribute('1.2.840.113549.1.9.52', sequence(algorithm('2.16.840.1.101.3.4.2.1'), signatureAlgorithm)),
  ]
}

const timeStampInfo = sequence(integer(1), oid('1.2.3.4'), sequence(algorithm('2.16.840.1.101.3.4.2.1'), octetString(new Uint8Array(32))), integer(5), tlv(0x18, bytesOf('20260615120000Z')))

/** @param opaque - Further seeds that are signed objects. */
export async function cmsTargets(holder: Holder, opaque: readonly Der[]): Promise<readonly FuzzTarget[]> {
  const content = bytesOf('x')
  const signed = await aSignedData({
    content,
    encapsulated: content,
    signers: [{
      holder,
      attributes: list => [...list, ...attributesOf(holder)],
      unsignedAttributes: () => Promise.resolve([attribute('1.2.840.113549.1.9.6', sequence(integer(1))), attribute('1.2.840.113549.1.9.16.2.14', sequence(oid(DATA)))]),
    }],
  })
  const [signer] = parseSignedData(parseContentInfo(signed)).signers
  const signedAttributes = signer?.encodedSignedAttributes ?? new Uint8Array()
  const counterAttributes = setOf(attribute('1.2.840.113549.1.9.4', octetString(new Uint8Array(32))))
  const compressed = sequence(
    oid('1.2.840.113549.1.9.16.1.9'),
    context(0, sequence(integer(0), algorithm('1.2.840.113549.1.9.16.3.8'), sequence(oid(DATA), context(0, octetString(Uint8Array.of(0x78, 0x9c, 0x4b, 0x04, 0, 0, 0x62, 0, 0x62)))))),
  )
  return [
    { name: 'SignedData', seeds: [signed, ...opaque], run: readSigned, rooms: ROOMS },
    { name: 'EnvelopedData', seeds: envelopes(holder), run: readEnvelope, rooms: ROOMS },
    { name: 'signed attributes', seeds: [signedAttributes], run: parseSignedAttributes, rooms: ROOMS },
    { name: 'countersignature attributes', seeds: [counterAttributes], run: readCountersignatureDigest, rooms: ROOMS },
    { name: 'time-stamp', seeds: [timeStampInfo], run: parseTimeStampInfo, rooms: ROOMS },
    { name: 'CompressedData', seeds: [compressed], run: bytes => parseCompressedData(parseContentInfo(bytes)), rooms: ROOMS },
  ]
}
