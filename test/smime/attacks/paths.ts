/** Attacks on certification paths (SEC-51 to SEC-61): a certificate that Alice's address stands in, and that nobody may rely on. */
import {
  anEndEntity,
  anIntermediate,
  aRootCa,
  basicConstraints,
  type CertificateOptions,
  dnsName,
  emailName,
  extension,
  extKeyUsage,
  type Holder,
  keyUsage,
  nameConstraints,
  subjectAltName,
} from '../../make/certificate-authority.ts'
import type { Correspondence } from '../../make/correspondence.ts'
import { algorithm, bitString, context, type Der, distinguishedName, ia5String, integer, nullValue, octetString, oid, sequence, tlv } from '../../make/der.ts'
import { aKeyPair } from '../../make/keys.ts'
import { aClearSignedMessage } from '../../make/signed-message.ts'
import type { Judging } from '../../support/judge.ts'
import type { Attack, Mail } from './attack.ts'

/** A message by `holder`, with these authorities beside it. */
async function signedBy(of: Correspondence, holder: Holder, authorities: readonly Holder[], judging: Partial<Judging> = {}): Promise<Mail> {
  return { bytes: aClearSignedMessage(await of.signature({ holder }, { certificates: [holder, ...authorities].map(each => each.certificate) })), judging }
}

/** Root, authority, leaf; the trick is in the options of either. */
const chain =
  (trick: { readonly authority?: CertificateOptions; readonly leaf?: CertificateOptions }, good: typeof trick = {}) =>
  async (of: Correspondence, isHonest: boolean): Promise<Mail> => {
    const { authority, leaf } = isHonest ? good : trick
    const issuing = await anIntermediate(of.root, authority)
    return signedBy(of, await anEndEntity(issuing, leaf), [issuing])
  }

const permitted = (...names: Parameters<typeof nameConstraints>[0]['permitted'] & object) => ({ extensions: { nameConstraints: nameConstraints({ permitted: names }) } })
const excluded = (...names: Parameters<typeof nameConstraints>[0]['excluded'] & object) => ({ extensions: { nameConstraints: nameConstraints({ excluded: names }) } })
const names = (...list: readonly Der[]) => ({ extensions: { subjectAltName: subjectAltName(...list) } })
const unknownCritical = { extensions: { extra1: extension('1.2.3.4', nullValue(), true) } }
const unknown = { extensions: { extra1: extension('1.2.3.4', nullValue()) } }
const ALICE = emailName('alice@example.com')

/** P-256 written out: the group of the standard, and a generator that the writer may choose (section 2.1.1 of RFC 5480 forbids it). */
function explicitCurve(spki: Uint8Array): Uint8Array {
  const prime = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const octets = (value: bigint) => octetString(Uint8Array.from(Buffer.from(value.toString(16).padStart(64, '0'), 'hex')))
  const b = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn
  const point = spki.subarray(-65)
  const parameters = sequence(integer(1), sequence(oid('1.2.840.10045.1.1'), integer(prime)), sequence(octets(prime - 3n), octets(b)), octetString(point), integer(order), integer(1))
  return sequence(sequence(oid('1.2.840.10045.2.1'), parameters), bitString(point))
}

export const pathAttacks: readonly Attack[] = [
  {
    source: 'CVE-2002-0862 (CryptoAPI), CVE-2026-33896 (node-forge)',
    does: 'an end-entity issues a certificate for Alice',
    mail: async (of, isHonest) => {
      const eve = isHonest ? await anIntermediate(of.issuing, { commonName: 'Eve' }) : await anEndEntity(of.issuing, { commonName: 'Eve', mailboxes: ['eve@example.com'], extensions: { keyUsage: keyUsage(0, 5) } })
      return signedBy(of, await anEndEntity(eve), [eve, of.issuing])
    },
    expected: 'invalid certpath/not-a-ca',
  },
  { source: 'CVE-2026-33896 (node-forge)', does: 'an authority without basic constraints', mail: chain({ authority: { extensions: { basicConstraints: null } } }), expected: 'invalid certpath/not-a-ca' },
  { source: 'CVE-2026-33896 (node-forge)', does: 'an authority whose basic constraints say no', mail: chain({ authority: { extensions: { basicConstraints: basicConstraints(false) } } }), expected: 'invalid certpath/not-a-ca' },
  { source: 'RFC 5280 section 6.1.4 (k)', does: 'an authority of version 1, which cannot say that it is one', mail: chain({ authority: { version: 1 } }), expected: 'invalid certpath/not-a-ca' },
  { source: 'RFC 5280 section 6.1.4 (n)', does: 'an authority that may not sign certificates', mail: chain({ authority: { extensions: { keyUsage: keyUsage(6) } } }), expected: 'invalid certpath/not-a-ca' },
  {
    source: 'pkijs finding L6 (path length 0 is accepted)',
    does: 'an authority below one that allows none',
    mail: async (of, isHonest) => {
      const upper = await anIntermediate(of.root, { commonName: 'Upper', pathLength: isHonest ? 1 : 0 })
      const lower = await anIntermediate(upper, { commonName: 'Lower' })
      return signedBy(of, await anEndEntity(lower), [upper, lower])
    },
    expected: 'invalid certpath/path-length',
  },
  { source: 'pkijs finding L6', does: 'the signer’s certificate has a critical extension that nobody knows', mail: chain({ leaf: unknownCritical }, { leaf: unknown }), expected: 'invalid certpath/unknown-critical-extension' },
  { source: 'pkijs finding L6', does: 'the authority’s certificate has one', mail: chain({ authority: unknownCritical }, { authority: unknown }), expected: 'invalid certpath/unknown-critical-extension' },
  {
    source: 'pkijs finding L6',
    does: 'an extension is there twice: readers take one or the other',
    mail: chain({ leaf: { extensions: { extra1: extKeyUsage('1.3.6.1.5.5.7.3.1') } } }),
    expected: 'unchecked cms/signer-certificate-missing',
  },
  { source: 'CVE-2026-71889 (Bouncy Castle)', does: 'the constraint is kept by the authority, and not by the leaf', mail: chain({ authority: permitted(emailName('example.org')) }, { authority: permitted(emailName('example.com')) }), expected: 'invalid certpath/name-constraint' },
  { source: 'CVE-2026-71889 (Bouncy Castle)', does: 'one of two addresses is outside', mail: chain({ authority: permitted(emailName('example.com')), leaf: names(ALICE, emailName('ceo@evil.test')) }, { authority: permitted(emailName('example.com')) }), expected: 'invalid certpath/name-constraint' },
  { source: 'CVE-2026-8763 (Bouncy Castle)', does: 'a trailing dot leads out of an excluded domain', mail: chain({ authority: excluded(emailName('evil.test')), leaf: names(ALICE, emailName('x@evil.test.')) }, { authority: excluded(emailName('evil.test')) }), expected: 'invalid certpath/name-constraint' },
  { source: 'CVE-2026-63577', does: 'capitals lead out of an excluded domain', mail: chain({ authority: excluded(emailName('evil.test')), leaf: names(ALICE, emailName('x@EVIL.TEST')) }, { authority: excluded(emailName('evil.test')) }), expected: 'invalid certpath/name-constraint' },
  {
    source: 'pkijs finding L6 (constraints of the anchor)',
    does: 'the anchor vouches for other domains only',
    mail: async (of, isHonest) => {
      const root = await aRootCa({ commonName: 'Constrained', ...permitted(emailName(isHonest ? 'example.com' : 'example.org')) })
      return signedBy(of, await anEndEntity(root), [root], { anchors: [root.certificate] })
    },
    expected: 'invalid certpath/name-constraint',
  },
  {
    source: 'CVE-2020-1971 (OpenSSL: EDIPartyName)',
    does: 'a constrained name of a form that cannot be compared',
    mail: chain({ authority: permitted(context(5, context(1, tlv(0x0c, new TextEncoder().encode('x'))))), leaf: names(ALICE, context(5, context(1, tlv(0x0c, new TextEncoder().encode('y'))))) }),
    expected: 'invalid certpath/name-constraint',
  },
  {
    source: 'CVE-2023-0286 (OpenSSL: x400Address)',
    does: 'a constrained name whose type two readers take for two',
    mail: chain({ authority: permitted(context(3, sequence())), leaf: names(ALICE, context(3, sequence())) }),
    expected: 'invalid certpath/name-constraint',
  },
  { source: 'RFC 5280 section 4.2.1.10 (names as text)', does: 'a domain that only ends like the permitted one', mail: chain({ authority: permitted(dnsName('example.com')), leaf: names(ALICE, dnsName('evilexample.com')) }, { authority: permitted(dnsName('example.com')), leaf: names(ALICE, dnsName('mail.example.com')) }), expected: 'invalid certpath/name-constraint' },
  { source: 'SEC-55, SEC-56', does: 'a certificate for servers signs mail', mail: chain({ leaf: { extensions: { extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.1') } } }), expected: 'invalid certpath/wrong-purpose' },
  { source: 'SEC-55', does: 'an authority for servers issues a certificate for mail', mail: chain({ authority: { extensions: { extra1: extKeyUsage('1.3.6.1.5.5.7.3.1') } } }), expected: 'invalid certpath/wrong-purpose' },
  { source: 'NIAP FCS_SMIME_EXT.1.6, SEC-55', does: 'a key for encryption signs', mail: chain({ leaf: { extensions: { keyUsage: keyUsage(4) } } }), expected: 'invalid certpath/key-usage' },
  { source: 'pkijs (unsigned certificates pass)', does: 'the certificate’s own signature is wrong', mail: chain({ leaf: { forged: true } }), expected: 'invalid certpath/signature-wrong' },
  { source: 'CVE-2014-8275 (OpenSSL: certificate fingerprints)', does: 'inside and outside of the certificate name different algorithms', mail: chain({ leaf: { innerAlgorithm: algorithm('1.2.840.10045.4.3.3') } }), expected: 'unchecked cms/signer-certificate-missing' },
  { source: 'SHA-1 is a Shambles; CVE-2004-2761 (rogue authority)', does: 'the authority signs with SHA-1', mail: chain({ leaf: { digest: 'SHA-1' } }), expected: 'attention certpath/weak-algorithm' },
  {
    source: 'CVE-2020-0601 (CryptoAPI)',
    does: 'the authority’s key is on a curve whose generator the attacker chose',
    mail: async (of, isHonest) => {
      const key = await aKeyPair()
      const authority = await anIntermediate(of.root, { key: isHonest ? key : { ...key, spki: explicitCurve(key.spki) } })
      return signedBy(of, await anEndEntity(authority), [authority])
    },
    expected: 'attention certpath/algorithm-unsupported',
  },
  { source: 'CVE-2026-59641 (Bouncy Castle)', does: 'the certificate has expired', mail: chain({ leaf: { notAfter: new Date('2026-06-15T11:59:59Z') } }), expected: 'attention certpath/expired' },
  { source: 'SEC-58', does: 'the certificate is from tomorrow', mail: chain({ leaf: { notBefore: new Date('2026-06-16T12:00:00Z') } }), expected: 'attention certpath/not-yet-valid' },
  {
    source: 'CVE-2024-0567 (GnuTLS: cross-signing)',
    does: 'authorities that certify one another in a ring, and nobody outside',
    mail: async (of, isHonest) => {
      const first = await aRootCa({ commonName: 'First' })
      const second = await anIntermediate(isHonest ? of.root : first, { commonName: 'Second' })
      const back = await anIntermediate(second, { commonName: 'First', key: first.key })
      return signedBy(of, await anEndEntity(back), [back, second])
    },
    expected: 'attention certpath/issuer-missing',
  },
  {
    source: 'pkijs finding L6 (30 s and more)',
    does: 'a path of twelve certificates',
    mail: async (of, isHonest) => {
      const authorities = [await anIntermediate(of.root, { commonName: 'Authority 0' })]
      for (let depth = 1; depth < (isHonest ? 2 : 11); depth++) authorities.push(await anIntermediate(authorities.at(-1) ?? of.root, { commonName: `Authority ${depth}` }))
      return signedBy(of, await anEndEntity(authorities.at(-1) ?? of.root), authorities)
    },
    expected: 'attention certpath/budget-exhausted',
  },
  {
    source: 'RFC 9618 section 3, PKITS 4.8 (policies)',
    does: 'an authority demands a policy that the leaf does not have',
    mail: chain({ authority: { extensions: { extra1: extension('2.5.29.36', sequence(tlv(0x80, Uint8Array.of(0))), true) } } }, {}),
    expected: 'invalid certpath/policy',
  },
  {
    source: 'Klink 2008 (HTTP over X.509)',
    does: 'the certificate makes the reader fetch its issuer from the attacker',
    mail: async (of, isHonest) => {
      const location = sequence(oid('1.3.6.1.5.5.7.48.2'), tlv(0x86, ia5String('http://evil.test/ca.cer').subarray(2)))
      const elsewhere = await anIntermediate(of.root, { commonName: 'Elsewhere' })
      const holder = await anEndEntity(elsewhere, { extensions: { extra1: extension('1.3.6.1.5.5.7.1.1', sequence(location)) } })
      return signedBy(of, holder, isHonest ? [elsewhere] : [])
    },
    expected: 'attention certpath/issuer-missing',
  },
  {
    source: 'Johnny C4 (names of authorities)',
    does: 'the subject is called like the trusted root',
    mail: async (of, isHonest) => {
      const holder = await anEndEntity(isHonest ? of.root : await aRootCa(), { subject: distinguishedName('Test Root CA') })
      return signedBy(of, holder, [])
    },
    expected: 'attention certpath/issuer-missing',
  },
]
