/** Attacks on the sender: another From than the one that signed (SEC-14 to SEC-20). Alice signs; the reader is to see somebody else. */
import { anEndEntity, emailName, NOW, smtpUtf8Mailbox, subjectAltName } from '../../make/certificate-authority.ts'
import { type Der, distinguishedName, emailAttribute } from '../../make/der.ts'
import type { Correspondence } from '../../make/correspondence.ts'
import { aClearSignedMessage, bytesOf } from '../../make/signed-message.ts'
import { type Attack, headed, type Mail, notesOf } from './attack.ts'

/** Alice’s signature under these fields. The honest twin has her own From. */
const under =
  (...lines: readonly string[]) =>
  async (of: Correspondence, isHonest: boolean): Promise<Mail> => ({ bytes: aClearSignedMessage(await of.signature(), { header: isHonest ? headed() : [...headed(...lines)] }) })

/** From a certificate for other mailboxes than Alice's. */
const certifiedFor =
  (names: readonly Der[], from = 'alice@example.com', subject?: Uint8Array) =>
  async (of: Correspondence, isHonest: boolean): Promise<Mail> => {
    const holder = await anEndEntity(of.issuing, {
      ...(subject ? { subject } : {}),
      extensions: { subjectAltName: subjectAltName(...(isHonest ? [from.startsWith('alice@example.com') ? emailName(from) : smtpUtf8Mailbox(from)] : names)) },
    })
    return { bytes: aClearSignedMessage(await of.signature({ holder }), { header: headed(`From: ${from}`) }) }
  }

const signedMinutesFromDate = (minutes: number) => async (of: Correspondence, isHonest: boolean): Promise<Mail> => ({
  bytes: aClearSignedMessage(await of.signature({ signingTime: new Date(NOW.getTime() + (isHonest ? 1 : minutes) * 60_000) })),
})

const MISMATCH = 'attention smime/sender-mismatch'
const MALFORMED = 'attention smime/from-malformed'

export const senderAttacks: readonly Attack[] = [
  { source: 'Johnny I1', does: 'another address', mail: under('From: Alice <eve@example.com>'), expected: MISMATCH },
  {
    source: 'Johnny I1',
    does: 'the name is an address, the address another',
    mail: under('From: "alice@example.com" <eve@evil.test>'),
    sees: notesOf,
    expected: `${MISMATCH} (smime/name-hides-address)`,
  },
  {
    source: 'CVE-2020-12397 (Thunderbird)',
    does: 'encoded white space of other alphabets between a name that is an address and the address',
    mail: under('From: =?utf-8?q?alice=40example=2Ecom=E3=80=80=E3=80=80?= <eve@evil.test>'),
    sees: notesOf,
    expected: `${MISMATCH} (smime/name-hides-address)`,
  },
  {
    source: 'CVE-2022-1834 (Thunderbird)',
    does: 'Braille blanks push the address out of sight',
    mail: under('From: =?utf-8?q?alice=40example=2Ecom=E2=A0=80=E2=A0=80=E2=A0=80?= <eve@evil.test>'),
    sees: notesOf,
    expected: `${MISMATCH} (smime/name-hides-address)`,
  },
  { source: 'Johnny I2', does: 'two From fields, hers last', mail: under('From: eve@evil.test', 'From: alice@example.com'), expected: 'attention smime/several-from' },
  { source: 'Johnny I2', does: 'two mailboxes in From', mail: under('From: eve@evil.test, alice@example.com'), expected: 'attention smime/several-from' },
  { source: 'Johnny I2', does: 'an empty From', mail: under('From: '), expected: 'attention smime/no-from' },
  { source: 'Johnny I2', does: 'a From of a name alone', mail: under('From: alice'), expected: MALFORMED },
  { source: 'Johnny I2', does: 'a bare @ in the name', mail: under('From: alice@example.com <eve@evil.test>'), expected: MALFORMED },
  { source: 'Johnny I3', does: 'From is somebody else, Sender is the signer', mail: under('From: eve@evil.test', 'Sender: alice@example.com'), sees: notesOf, expected: `${MISMATCH} (smime/on-behalf)` },
  { source: 'CVE-2025-0510, CVE-2024-49040', does: 'a group named like an address', mail: under('From: alice@example.com:eve@evil.test;'), expected: MALFORMED },
  { source: 'CVE-2025-0510', does: 'an empty group', mail: under('From: alice@example.com:;'), expected: MALFORMED },
  { source: 'Johnny I3', does: 'an encoded word as address', mail: under('From: =?utf-8?q?alice=40example=2Ecom?='), expected: MALFORMED },
  { source: 'Johnny I3', does: 'an encoded word inside the address', mail: under('From: <=?utf-8?q?alice?=@example.com>'), expected: MALFORMED },
  { source: 'Johnny I3', does: 'a NUL ends the address for one reader', mail: under('From: alice@example.com\u0000@evil.test'), expected: MALFORMED },
  { source: 'Johnny I3', does: 'a control character in the name hides what follows', mail: under('From: "eve@evil.test\u0008" <alice@example.com>'), expected: MALFORMED },
  { source: 'Johnny I3', does: 'two angle brackets', mail: under('From: <alice@example.com><eve@evil.test>'), expected: MALFORMED },
  { source: 'Johnny I3', does: 'a source route', mail: under('From: <@alice.example.com:eve@evil.test>'), expected: MALFORMED },
  { source: 'Johnny I3', does: 'a quoted local part with an address in it', mail: under('From: "alice@example.com"@evil.test'), expected: MISMATCH },
  { source: 'Johnny I3', does: 'a quoted local part that is hers with a blank', mail: under('From: "alice "@example.com'), expected: MISMATCH },
  { source: 'RFC 6532', does: 'a Cyrillic letter in the local part', mail: under('From: \u0430lice@example.com'), expected: MISMATCH },
  { source: 'RFC 5890', does: 'a Cyrillic letter in the domain', mail: under('From: alice@ex\u0430mple.com'), sees: notesOf, expected: `${MISMATCH} (smime/mixed-script-domain)` },
  {
    source: 'SEC-20',
    does: 'a domain of two scripts, with a certificate that is right',
    mail: async (of, isHonest) => {
      const from = isHonest ? 'alice@paypal.example' : 'alice@p\u0430ypal.example'
      const holder = await anEndEntity(of.issuing, { extensions: { subjectAltName: subjectAltName(smtpUtf8Mailbox(from)) } })
      return { bytes: aClearSignedMessage(await of.signature({ holder }), { header: headed(`From: ${from}`) }) }
    },
    sees: notesOf,
    expected: 'valid (smime/mixed-script-domain)',
  },
  { source: 'CVE-2009-2408 (NUL in a certificate’s name)', does: 'the certificate’s address has a NUL behind hers', mail: certifiedFor([emailName('alice@example.com\u0000.evil.test')]), expected: 'attention smime/no-address-in-certificate' },
  { source: 'CVE-2026-8763 (Bouncy Castle)', does: 'the certificate’s domain has another domain behind a dot', mail: certifiedFor([emailName('alice@example.com.evil.test')]), expected: MISMATCH },
  { source: 'RFC 8550 section 3', does: 'the address stands in the subject alone, beside other alternative names', mail: certifiedFor([emailName('eve@evil.test')], undefined, distinguishedName('Eve', undefined, emailAttribute('alice@example.com'))), expected: MISMATCH },
  {
    source: 'CVE-2026-107587 (webmail)',
    does: 'the first address of the certificate is somebody else’s',
    mail: certifiedFor([emailName('ceo@example.com'), emailName('alice@example.com')]),
    sees: ({ verdict }) => verdict.signers.map(signer => `${signer.address ?? ''} of ${signer.certificate?.addresses.length ?? 0}`).join(),
    expected: 'valid alice@example.com of 2',
    honest: 'valid alice@example.com of 1',
  },
  {
    source: 'Johnny I3 (the checker reads another header than the reader), SEC-18',
    does: 'Outlook shows another sender than the message names',
    mail: async (of, isHonest) => ({ bytes: aClearSignedMessage(await of.signature()), judging: { host: { fromAddress: isHonest ? 'alice@example.com' : 'eve@evil.test' } } }),
    expected: 'attention smime/host-from-differs',
  },
  {
    source: 'RFC 9788 section 4.4',
    does: 'From inside what was signed is Alice, outside it is Eve',
    mail: async (of, isHonest) => {
      const entity = [...headed().filter(line => !line.startsWith('MIME')), 'Content-Type: text/plain; hp="clear"', '', 'The offer stands.', ''].join('\r\n')
      return { bytes: aClearSignedMessage(await of.signature({}, { content: bytesOf(entity) }), { entity, header: isHonest ? headed() : headed('From: eve@evil.test') }) }
    },
    expected: 'attention smime/header-from-differs',
  },
  {
    source: 'RFC 9788 (the subject was never signed)',
    does: 'the subject was changed on the way',
    mail: async (of, isHonest) => {
      const entity = [...headed().filter(line => !line.startsWith('MIME')), 'Content-Type: text/plain; hp="clear"', '', 'The offer stands.', ''].join('\r\n')
      return { bytes: aClearSignedMessage(await of.signature({}, { content: bytesOf(entity) }), { entity, header: isHonest ? headed() : headed('Subject: Pay now') }) }
    },
    sees: result => `${notesOf(result)} ${result.verdict.headers.subject}`,
    expected: 'valid (smime/header-protection-differs) A letter',
    honest: 'valid (smime/header-protected) A letter',
  },
  { source: 'SEC-20', does: 'the answer goes elsewhere', mail: under('Reply-To: eve@evil.test'), sees: notesOf, expected: 'valid (smime/reply-to-differs)' },
  { source: 'CVE-2023-50761, CVE-2022-2226 (Thunderbird)', does: 'an old message under a new date', mail: signedMinutesFromDate(-61), expected: 'attention smime/signing-time-far' },
  { source: 'CVE-2023-50761', does: 'a message from the future', mail: signedMinutesFromDate(61), expected: 'attention smime/signing-time-far' },
]
