/** Attacks on what is signed: another content, other attributes, other algorithms (SEC-01 to SEC-06, SEC-08, SEC-11). */
import { anEndEntity } from '../../make/certificate-authority.ts'
import { algorithm, integer, joined, nullValue, octetString, oid, sequence, setOf, utf8String } from '../../make/der.ts'
import type { Correspondence } from '../../make/correspondence.ts'
import type { DigestName, KeyKind, KeyPair } from '../../make/keys.ts'
import { aClearSignedMessage, anOpaqueMessage, attribute, bytesOf, ENTITY, HEADER } from '../../make/signed-message.ts'
import { type Attack, clearSigned, type Mail } from './attack.ts'

const CONTENT_TYPE = '1.2.840.113549.1.9.3'
const DIGEST = '1.2.840.113549.1.9.4'
const DATA = '1.2.840.113549.1.7.1'
const TIME_STAMP = '1.2.840.113549.1.9.16.1.4'
const OTHER = ENTITY.replace('Friday', 'Monday')

const without = (type: string) => (list: Uint8Array[]) => list.filter(item => !Buffer.from(item).includes(Buffer.from(oid(type))))
const instead = (type: string, value: Uint8Array) => (list: Uint8Array[]) => [...without(type)(list), value]
const plus = (value: Uint8Array) => (list: Uint8Array[]) => [...list, value]

/** The content is digested by SHA-256; the signature, named as what it is, by `digest`. */
const signedWithOtherDigest =
  (kind: KeyKind, digest: DigestName) =>
  async (of: Correspondence, isHonest: boolean): Promise<Mail> => {
    const holder = await anEndEntity(of.issuing, { keyKind: kind })
    const { key } = holder
    const other: KeyPair = { ...key, sign: (_digest, message) => key.sign(digest, message), signatureAlgorithm: () => key.signatureAlgorithm(digest) }
    return { bytes: aClearSignedMessage(await of.signature({ digest: 'SHA-256', holder: isHonest ? holder : { ...holder, key: other } })) }
  }

export const contentAttacks: readonly Attack[] = [
  {
    source: 'CVE-2018-18509 (Thunderbird), Johnny C1',
    does: 'a detached signature carries the text that was signed, beside it stands another',
    mail: async (of, isHonest) => ({
      bytes: aClearSignedMessage(await of.signature({}, isHonest ? {} : { encapsulated: bytesOf(ENTITY) }), { entity: isHonest ? ENTITY : OTHER }),
    }),
    expected: 'invalid cms/two-contents',
  },
  {
    source: 'CVE-2019-7284 (iOS Mail), Johnny C1 refined',
    does: 'two contents that agree today',
    mail: clearSigned({ cms: { encapsulated: bytesOf(ENTITY) } }),
    expected: 'invalid cms/two-contents',
  },
  {
    source: 'CVE-2009-0547 (Evolution)',
    does: 'the content of an opaque message is another than the one that was hashed',
    mail: async (of, isHonest) => ({ bytes: anOpaqueMessage(await of.signature({}, { encapsulated: bytesOf(isHonest ? ENTITY : OTHER) })) }),
    expected: 'invalid smime/content-altered',
  },
  {
    source: 'eprint 2023/1801, draft-ietf-lamps-cms-euf-cma-signeddata',
    does: 'the attributes are taken off and their octets become the content',
    mail: async (of, isHonest) => {
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(ENTITY) as BufferSource))
      const attributes = setOf(attribute(CONTENT_TYPE, oid(DATA)), attribute(DIGEST, octetString(hash)))
      const content = isHonest ? bytesOf(ENTITY) : attributes
      return { bytes: anOpaqueMessage(await of.opaque({ withoutAttributes: !isHonest }, { content, encapsulated: content })) }
    },
    expected: 'invalid cms/attributes-missing',
  },
  {
    source: 'pkijs 4.0.0, finding L2',
    does: 'there are no attributes at all',
    mail: clearSigned({ signer: { withoutAttributes: true } }),
    expected: 'invalid cms/attributes-missing',
  },
  {
    source: 'pkijs 4.0.0, finding L3',
    does: 'the content-type attribute names another type than the content has',
    mail: clearSigned({ signer: { attributes: instead(CONTENT_TYPE, attribute(CONTENT_TYPE, oid(TIME_STAMP))) } }),
    expected: 'invalid cms/attributes-wrong',
  },
  {
    source: 'pkijs 4.0.0, finding L3',
    does: 'two message digests, one of them right',
    mail: clearSigned({ signer: { attributes: plus(attribute(DIGEST, octetString(new Uint8Array(32)))) } }),
    expected: 'invalid cms/attributes-wrong',
  },
  {
    source: 'CVE-2026-22796 (OpenSSL)',
    does: 'an attribute’s value is of another ASN.1 type than its name says',
    mail: clearSigned({ signer: { attributes: instead(DIGEST, attribute(DIGEST, utf8String('x'.repeat(32)))) } }),
    expected: 'invalid cms/attributes-wrong',
  },
  {
    source: 'CVE-2026-22796 (OpenSSL)',
    does: 'an attribute has no value',
    mail: clearSigned({ signer: { attributes: instead(CONTENT_TYPE, attribute(CONTENT_TYPE)) } }),
    expected: 'invalid cms/attributes-wrong',
  },
  {
    source: 'RFC 5652 sections 11.1 to 11.3',
    does: 'an attribute that has to be signed stands among those that nobody signed',
    mail: clearSigned({ signer: { unsignedAttributes: () => Promise.resolve([attribute(DIGEST, octetString(new Uint8Array(32)))]) } }),
    expected: 'invalid cms/attributes-wrong',
  },
  {
    source: 'pkijs 4.0.0, finding L3',
    does: 'octets that nobody signed follow the CMS object',
    mail: async (of, isHonest) => ({ bytes: aClearSignedMessage(isHonest ? await of.signature() : joined([await of.signature(), bytesOf('<b>hidden</b>')])) }),
    expected: 'invalid cms/trailing-data',
  },
  {
    source: 'SHA-1 is a Shambles; Thunderbird 115',
    does: 'the digest is one for which collisions are bought',
    mail: clearSigned({ signer: { digest: 'SHA-1' } }),
    expected: 'attention webcrypto/weak-digest',
  },
  {
    source: 'CVE-2026-59641 (Bouncy Castle), pkijs finding L4',
    does: 'the content says that it is a time-stamp, so that its time is judged by',
    mail: async (of, isHonest) => {
      const holder = await anEndEntity(of.issuing, isHonest ? {} : { notAfter: new Date('2026-01-01T00:00:00Z') })
      return { bytes: aClearSignedMessage(await of.signature({ holder }, isHonest ? {} : { contentType: TIME_STAMP })) }
    },
    expected: 'invalid cms/content-type-refused',
  },
  {
    source: 'CVE-2026-59641 (Bouncy Castle)',
    does: 'an expired certificate signs with a date at which it was good',
    mail: async (of, isHonest) => {
      const holder = await anEndEntity(of.issuing, isHonest ? {} : { notAfter: new Date('2026-01-01T00:00:00Z') })
      const signingTime = new Date('2025-12-01T00:00:00Z')
      const header = HEADER.map(line => (line.startsWith('Date:') ? 'Date: Mon, 01 Dec 2025 00:00:00 +0000' : line))
      return { bytes: aClearSignedMessage(await of.signature({ holder, signingTime }), { header }) }
    },
    expected: 'attention certpath/expired',
  },
  {
    source: 'draft-ietf-lamps-cms-euf-cma-signeddata, SEC-04',
    does: 'a signature that was made for another protocol',
    mail: clearSigned({ cms: { contentType: '1.2.840.113549.1.9.16.1.23' } }),
    expected: 'invalid cms/content-type-refused',
  },
  {
    source: 'CVE-2026-45447 (OpenSSL)',
    does: 'no digest is announced',
    mail: clearSigned({ cms: { digestAlgorithms: [] } }),
    expected: 'invalid cms/algorithm-swapped',
  },
  {
    source: 'RFC 6211 section 1 (algorithm substitution)',
    does: 'the signature is by another digest than the content’s',
    mail: signedWithOtherDigest('P-256', 'SHA-384'),
    expected: 'invalid cms/algorithm-swapped',
  },
  {
    source: 'RFC 6211 section 1 (algorithm substitution)',
    does: 'the algorithms in the signer info are not those that the signer protected',
    mail: clearSigned({
      signer: {
        attributes: plus(attribute('1.2.840.113549.1.9.52', sequence(algorithm('2.16.840.1.101.3.4.2.2'), joined([Uint8Array.of(0xa1), algorithm('1.2.840.10045.4.3.3').subarray(1)])))),
      },
    }),
    expected: 'invalid cms/algorithm-swapped',
  },
  {
    source: 'RFC 6211 section 1 (algorithm substitution)',
    does: 'PSS parameters name a weaker digest than the content’s',
    mail: signedWithOtherDigest('RSA-PSS', 'SHA-1'),
    expected: 'invalid cms/algorithm-swapped',
  },
  {
    source: 'RFC 5035 section 2 (certificate substitution)',
    does: 'the signer named another certificate than the one that is shown',
    mail: async (of, isHonest) => {
      const named = isHonest ? of.alice : of.issuing
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', named.certificate as BufferSource))
      const attributes = plus(attribute('1.2.840.113549.1.9.16.2.47', sequence(sequence(sequence(octetString(hash))))))
      return { bytes: aClearSignedMessage(await of.signature({ attributes })) }
    },
    expected: 'invalid cms/signer-certificate-swapped',
  },
  {
    source: 'L8 (asn1js), CVE-2025-12816 (node-forge)',
    does: 'a truth value in the attributes that two readers read differently',
    mail: clearSigned({ signer: { attributes: plus(attribute('1.2.3.4', Uint8Array.of(1, 1, 1))) } }),
    expected: 'invalid cms/attributes-wrong',
  },
  {
    source: 'L8 (asn1js), CVE-2025-12816 (node-forge)',
    does: 'a number in the attributes with an octet too many',
    mail: clearSigned({ signer: { attributes: plus(attribute('1.2.3.4', Uint8Array.of(2, 2, 0, 1))) } }),
    expected: 'invalid cms/attributes-wrong',
  },
  {
    source: 'CVE-2025-66030 (node-forge)',
    does: 'the content type is that of data when its last arc is cut to 32 bits',
    mail: clearSigned({ cms: { contentType: '1.2.840.113549.1.7.4294967297' } }),
    expected: 'invalid cms/content-type-refused',
  },
  {
    source: 'CVE-2025-66030 (node-forge)',
    does: 'the message digest is one when its attribute’s last arc is cut to 32 bits',
    mail: clearSigned({ signer: { attributes: list => list.map(item => (Buffer.from(item).includes(Buffer.from(oid(DIGEST))) ? attribute('1.2.840.113549.1.9.4294967300', octetString(new Uint8Array(32))) : item)) } }),
    expected: 'invalid cms/attributes-wrong',
  },
  {
    source: 'X.690 section 11.6, SEC-02',
    does: 'the attributes are out of order: two readers hash two encodings',
    mail: clearSigned({ signer: { unsorted: true, attributes: list => [...list].sort((a, b) => Buffer.compare(b, a)) } }),
    expected: 'invalid cms/attributes-wrong',
  },
  {
    source: 'SEC-02',
    does: 'an unknown attribute is there twice',
    mail: clearSigned({ signer: { attributes: list => [...list, attribute('1.2.3.4', integer(1)), attribute('1.2.3.4', nullValue())] } }),
    expected: 'invalid cms/attributes-wrong',
  },
]
