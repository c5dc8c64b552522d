/** Attacks on evidence of revocation (SEC-62 to SEC-65): a stolen key whose certificate was revoked, and answers that are not what they seem. */
import { anEndEntity, anIntermediate, aRootCa, extKeyUsage, type Holder, NOW } from '../../make/certificate-authority.ts'
import type { Correspondence } from '../../make/correspondence.ts'
import { aCertificateList, anOcspResponse, type OcspOptions } from '../../make/revocation.ts'
import { aClearSignedMessage } from '../../make/signed-message.ts'
import type { Judging } from '../../support/judge.ts'
import type { Attack, Mail } from './attack.ts'

async function aliceWith(of: Correspondence, judging: Partial<Judging>): Promise<Mail> {
  return { bytes: aClearSignedMessage(await of.signature()), judging }
}

/** The authority's own answer about Alice, or one that has the trick, where an answer is demanded. */
const answered =
  (trick: (of: Correspondence) => Promise<OcspOptions & { readonly subject?: Holder; readonly issuer?: Holder }>) =>
  async (of: Correspondence, isHonest: boolean): Promise<Mail> => {
    const { subject = of.alice, issuer = of.issuing, ...options } = isHonest ? {} : await trick(of)
    const crls = [await aCertificateList(of.root)]
    return aliceWith(of, { revocation: 'require', crls, ocsp: [await anOcspResponse(subject, issuer, options)] })
  }

const UNKNOWN = 'attention certpath/revocation-unknown'
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000)

export const revocationAttacks: readonly Attack[] = [
  {
    source: 'CVE-2016-4689 (Apple)',
    does: 'the signer’s certificate is on a list',
    mail: async (of, isHonest) => aliceWith(of, { crls: [await aCertificateList(of.issuing, { revoked: isHonest ? [] : [{ serial: of.alice.serial }] })] }),
    expected: 'invalid certpath/revoked-crl',
  },
  {
    source: 'CVE-2016-4689 (Apple)',
    does: 'the list came inside the message',
    mail: async (of, isHonest) => {
      const list = await aCertificateList(of.issuing, { revoked: isHonest ? [] : [{ serial: of.alice.serial }] })
      return { bytes: aClearSignedMessage(await of.signature({}, { crls: [list] })) }
    },
    expected: 'invalid certpath/revoked-crl',
  },
  {
    source: 'CVE-2016-4689 (Apple)',
    does: 'the authority is on a list',
    mail: async (of, isHonest) => aliceWith(of, { crls: [await aCertificateList(of.root, { revoked: isHonest ? [] : [{ serial: of.issuing.serial }] })] }),
    expected: 'invalid certpath/revoked-crl',
  },
  {
    source: 'CVE-2023-0430 (Thunderbird)',
    does: 'an OCSP answer says revoked',
    mail: async (of, isHonest) => aliceWith(of, { ocsp: [await anOcspResponse(of.alice, of.issuing, { status: isHonest ? 'good' : 'revoked' })] }),
    expected: 'invalid certpath/revoked-ocsp',
  },
  { source: 'CVE-2026-58062 (Bouncy Castle)', does: 'a good answer about another certificate', mail: answered(async of => ({ subject: await anEndEntity(of.issuing) })), expected: UNKNOWN },
  { source: 'CVE-2026-58062 (Bouncy Castle)', does: 'a good answer bound to another authority', mail: answered(of => Promise.resolve({ boundTo: of.root })), expected: UNKNOWN },
  { source: 'pkijs (unsigned answers pass)', does: 'a good answer whose signature is wrong', mail: answered(() => Promise.resolve({ forged: true })), expected: UNKNOWN },
  { source: 'RFC 6960 section 4.2.2.2', does: 'a good answer by another holder of a certificate from this authority', mail: answered(async of => {
    const eve = await anEndEntity(of.issuing, { mailboxes: ['eve@example.com'] })
    return { responder: eve, certificates: [eve.certificate] }
  }), expected: UNKNOWN },
  { source: 'RFC 6960 section 4.2.2.2', does: 'a good answer by a responder of another authority', mail: answered(async of => {
    const responder = await anEndEntity(of.root, { mailboxes: [], extensions: { extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.9') } })
    return { responder, certificates: [responder.certificate] }
  }), expected: UNKNOWN },
  { source: 'RFC 6960 section 4.2.2.2', does: 'a good answer by a responder whom an authority of the same name and another key made', mail: answered(async () => {
    const impostor = await anIntermediate(await aRootCa(), { commonName: 'Test Issuing CA' })
    const responder = await anEndEntity(impostor, { mailboxes: [], extensions: { extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.9') } })
    return { responder, certificates: [responder.certificate] }
  }), expected: UNKNOWN },
  { source: 'RFC 6960 section 4.2.2.1 (replay)', does: 'a good answer from before the revocation', mail: answered(() => Promise.resolve({ thisUpdate: daysAgo(30), nextUpdate: daysAgo(23) })), expected: UNKNOWN },
  { source: 'RFC 6960 section 4.2.2.1', does: 'a good answer from the future', mail: answered(() => Promise.resolve({ thisUpdate: daysAgo(-2), nextUpdate: daysAgo(-3) })), expected: UNKNOWN },
  { source: 'RFC 6960 section 2.2', does: 'the authority does not know the certificate', mail: answered(() => Promise.resolve({ status: 'unknown' as const })), expected: UNKNOWN },
  {
    source: 'RFC 5280 section 6.3.3 (forged lists)',
    does: 'a list that anyone wrote keeps the real one away',
    mail: async (of, isHonest) => aliceWith(of, { revocation: 'require', crls: [await aCertificateList(of.root), await aCertificateList(of.issuing, { forged: !isHonest })] }),
    expected: UNKNOWN,
  },
  {
    source: 'RFC 5280 section 6.3.3 (replay)',
    does: 'a list from before the revocation',
    mail: async (of, isHonest) => aliceWith(of, { revocation: 'require', crls: [await aCertificateList(of.root), await aCertificateList(of.issuing, isHonest ? {} : { thisUpdate: daysAgo(30), nextUpdate: daysAgo(23) })] }),
    expected: UNKNOWN,
  },
  {
    source: 'denial of service by a stranger’s list',
    does: 'a list that is not the authority’s revokes Alice',
    mail: async (of, isHonest) => aliceWith(of, { crls: [await aCertificateList(of.issuing, { forged: !isHonest, revoked: [{ serial: of.alice.serial }] })] }),
    expected: 'valid',
    honest: 'invalid certpath/revoked-crl',
  },
]
