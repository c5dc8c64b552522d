/** Attacks on readers of ASN.1: crashes, hangs, and signature values that a lenient check takes (SEC-06, SEC-72, SEC-74). */
import { constants, createHash, generateKeyPairSync, privateEncrypt } from 'node:crypto'
import { anEndEntity } from '../../make/certificate-authority.ts'
import { algorithm, type Der, integer, joined, nullValue, octetString, sequence, tlv } from '../../make/der.ts'
import { aKeyPair, DIGEST_OID, type KeyPair, RSA_OID } from '../../make/keys.ts'
import { aClearSignedMessage, anOpaqueMessage } from '../../make/signed-message.ts'
import type { Correspondence } from '../../make/correspondence.ts'
import type { Attack, Mail } from './attack.ts'

/** Whatever this makes of a good CMS object, in a clear-signed message. */
const withCms =
  (damage: (cms: Uint8Array) => Uint8Array) =>
  async (of: Correspondence, isHonest: boolean): Promise<Mail> => {
    const cms = await of.signature()
    return { bytes: aClearSignedMessage(isHonest ? cms : damage(cms)) }
  }

/** A signature by a key of Alice's whose value was changed after signing. */
const withSignatureValue =
  (kind: Parameters<typeof aKeyPair>[0], change: (value: Uint8Array) => Uint8Array) =>
  async (of: Correspondence, isHonest: boolean): Promise<Mail> => {
    const key = await aKeyPair(kind)
    const holder = await anEndEntity(of.issuing, { key })
    const sign: KeyPair['sign'] = async (digest, message) => change(await key.sign(digest, message))
    return { bytes: aClearSignedMessage(await of.signature({ holder: isHonest ? holder : { ...holder, key: { ...key, sign } } })) }
  }

/** The order of Ed25519's group (RFC 8032 section 5.1). */
const ED25519_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n

/** The other S for the same signature: a check that does not look whether S is below the order takes both. */
function otherS(signature: Uint8Array): Uint8Array {
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + ED25519_ORDER
  return joined([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse()])
}

/** An RSA key that pads as it is told. */
function anRsaKeyWithPadding(pad: (digestInfo: Der, length: number) => Uint8Array): KeyPair {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    kind: 'RSA-2048',
    spki: new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' })),
    signatureAlgorithm: digest => algorithm(RSA_OID[digest], nullValue()),
    sign: (digest, message) => {
      const hash = createHash(digest.replace('-', '')).update(message).digest()
      const padded = pad(sequence(algorithm(DIGEST_OID[digest], nullValue()), octetString(hash)), 256)
      return Promise.resolve(new Uint8Array(privateEncrypt({ key: pair.privateKey, padding: constants.RSA_NO_PADDING }, padded)))
    },
  }
}

const filled = (length: number, value: number) => new Uint8Array(length).fill(value)
const rightPadding = (info: Der, length: number) => joined([Uint8Array.of(0, 1), filled(length - info.length - 3, 0xff), Uint8Array.of(0), info])

const withPadding =
  (pad: (digestInfo: Der, length: number) => Uint8Array) =>
  async (of: Correspondence, isHonest: boolean): Promise<Mail> => {
    const holder = await anEndEntity(of.issuing, { key: anRsaKeyWithPadding(isHonest ? rightPadding : pad) })
    return { bytes: aClearSignedMessage(await of.signature({ holder })) }
  }

/** Content of one chunk in BER, its OCTET STRING wrapped in so many more. */
function withNestedContent(cms: Uint8Array, depth: number): Uint8Array {
  const start = Buffer.from(cms).indexOf(Buffer.from([0xa0, 0x80, 0x24, 0x80])) + 2
  const end = start + 4 + (cms[start + 3] ?? 0) + 2
  const opening = Uint8Array.from({ length: depth * 2 }, (_, i) => (i % 2 === 0 ? 0x24 : 0x80))
  return joined([cms.subarray(0, start), opening, cms.subarray(start, end), new Uint8Array(depth * 2), cms.subarray(end)])
}

export const structureAttacks: readonly Attack[] = [
  {
    source: 'CVE-2003-0564 (NISCC S/MIME suite)',
    does: 'a length of two gigabytes',
    mail: withCms(cms => joined([Uint8Array.of(0x30, 0x84, 0x7f, 0xff, 0xff, 0xff), cms.subarray(4)])),
    expected: 'invalid smime/malformed',
  },
  {
    source: 'CVE-2003-0564 (NISCC S/MIME suite)',
    does: 'the object ends in its middle',
    mail: withCms(cms => cms.subarray(0, cms.length >> 1)),
    expected: 'invalid smime/malformed',
  },
  {
    source: 'CVE-2018-18513 (Thunderbird: crash, again at each start)',
    does: 'there is no object at all',
    mail: withCms(() => new Uint8Array()),
    expected: 'invalid smime/malformed',
  },
  {
    source: 'CVE-2022-31741 (NSS: invalid memory read)',
    does: 'a signer info that is a number',
    mail: async (of, isHonest) => ({ bytes: aClearSignedMessage(isHonest ? await of.signature() : replaceTail(await of.signature({}, { signers: [] }))) }),
    expected: 'invalid smime/malformed',
  },
  {
    source: 'CVE-2025-66031 (node-forge: unbounded recursion)',
    does: 'a hundred thousand SEQUENCEs in one another',
    mail: withCms(() => Uint8Array.from({ length: 200_000 }, (_, i) => (i % 2 === 0 ? 0x30 : 0x80))),
    expected: 'invalid smime/malformed',
  },
  {
    source: 'iOS 2018 (crash by an S/MIME mail)',
    does: 'a content of fifty thousand OCTET STRINGs in one another',
    mail: async (of, isHonest) => ({ bytes: anOpaqueMessage(withNestedContent(await of.opaque({}, { chunk: 100 }), isHonest ? 0 : 50_000)) }),
    expected: 'invalid smime/malformed',
  },
  {
    source: 'L8 (asn1js)',
    does: 'the signer’s certificate is in BER: its digest and its content are two things',
    mail: async (of, isHonest) => {
      const { certificate } = of.alice
      const ber = joined([Uint8Array.of(0x30, 0x83, 0, certificate[2] ?? 0, certificate[3] ?? 0), certificate.subarray(4)])
      return { bytes: aClearSignedMessage(await of.signature({}, isHonest ? {} : { certificates: [ber, of.issuing.certificate] })) }
    },
    expected: 'unchecked cms/signer-certificate-missing',
  },
  {
    source: 'CVE-2021-43527 (NSS BigSig: heap overflow)',
    does: 'an RSA-PSS signature of sixteen kilobytes',
    mail: withSignatureValue('RSA-PSS', () => filled(16_384, 0x41)),
    expected: 'invalid smime/content-altered',
  },
  {
    source: 'CVE-2021-43529 (Thunderbird)',
    does: 'an ECDSA signature of sixteen kilobytes',
    mail: withSignatureValue('P-256', () => sequence(tlv(0x02, filled(8192, 0x41)), tlv(0x02, filled(8192, 0x41)))),
    expected: 'invalid smime/content-altered',
  },
  {
    source: 'CVE-2022-21449 (Java: psychic signatures)',
    does: 'an ECDSA signature of two zeros',
    mail: withSignatureValue('P-256', () => sequence(integer(0), integer(0))),
    expected: 'invalid smime/content-altered',
  },
  {
    source: 'CVE-2025-12816 (node-forge)',
    does: 'an ECDSA signature with octets behind it',
    mail: withSignatureValue('P-256', value => joined([value, Uint8Array.of(0, 0)])),
    expected: 'invalid smime/content-altered',
  },
  {
    source: 'RFC 8032 section 5.1.7 (Ed25519 malleability)',
    does: 'the other S of an Ed25519 signature',
    mail: withSignatureValue('Ed25519', otherS),
    expected: 'invalid smime/content-altered',
  },
  {
    source: 'CVE-2026-33894 (node-forge), Bleichenbacher 2006',
    does: 'RSA padding that ends early, with room for a forgery behind the digest',
    mail: withPadding((info, length) => joined([Uint8Array.of(0, 1), filled(8, 0xff), Uint8Array.of(0), info, filled(length - info.length - 11, 0)])),
    expected: 'invalid smime/content-altered',
  },
  {
    source: 'CVE-2026-33894 (node-forge)',
    does: 'RSA padding of other octets than FF',
    mail: withPadding((info, length) => joined([Uint8Array.of(0, 1), filled(length - info.length - 3, 0x7f), Uint8Array.of(0), info])),
    expected: 'invalid smime/content-altered',
  },
  {
    source: 'CVE-2026-33894 (node-forge)',
    does: 'RSA padding of an encryption',
    mail: withPadding((info, length) => joined([Uint8Array.of(0, 2), filled(length - info.length - 3, 0xff), Uint8Array.of(0), info])),
    expected: 'invalid smime/content-altered',
  },
]

/** The empty set of signer infos at the end of a CMS object, with a number in it. Lengths around it are put right. */
function replaceTail(cms: Uint8Array): Uint8Array {
  const grown = joined([cms.subarray(0, -2), tlv(0x31, integer(7))])
  const growBy = grown.length - cms.length
  for (const at of [0, 15, 19]) {
    const length = ((grown[at + 2] ?? 0) << 8) + (grown[at + 3] ?? 0) + growBy
    grown.set([length >> 8, length & 0xff], at + 2)
  }
  return grown
}
