/** Attacks on who signed, and where a signature counts (SEC-07, SEC-09, SEC-10, SEC-12, SEC-13). */
import { anEndEntity, anIntermediate, aRootCa, aSelfSignedEndEntity, extension } from '../../make/certificate-authority.ts'
import type { Correspondence } from '../../make/correspondence.ts'
import { algorithm, integer, octetString, oid, sequence, setOf, tlv } from '../../make/der.ts'
import { aKeyPair } from '../../make/keys.ts'
import { aClearSignedMessage, anOpaqueMessage, base64Lines, bytesOf, ENTITY, HEADER } from '../../make/signed-message.ts'
import { type Attack, clearSigned, headed, type Mail } from './attack.ts'

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** A message without its header: the entity that can become a part of another. */
function partOf(message: Uint8Array): string {
  const text = textOf(message)
  return text.slice(text.indexOf('Content-Type'))
}

/** Alice's signed message as one part among others. */
const amongParts =
  (type: string, place: (signedPart: string) => readonly string[]) =>
  async (of: Correspondence, isHonest: boolean): Promise<Mail> => {
    const message = aClearSignedMessage(await of.signature())
    if (isHonest) return { bytes: message }
    const parts = place(partOf(message)).map(part => `--outer\r\n${part}\r\n`)
    return { bytes: bytesOf(`${[...HEADER, `Content-Type: ${type}; boundary="outer"`].join('\r\n')}\r\n\r\n${parts.join('')}--outer--\r\n`) }
  }

const TEXT = 'Content-Type: text/plain\r\n\r\nPlease pay today.'
const HTML = 'Content-Type: text/html\r\n\r\n<p>Please pay today.</p><style>div{display:none}</style>'

export const signerAttacks: readonly Attack[] = [
  {
    source: 'Johnny C2',
    does: 'two good signatures are shown as one',
    mail: async (of, isHonest) => ({ bytes: aClearSignedMessage(await of.signature({}, { signers: [{ holder: of.alice }, ...(isHonest ? [] : [{ holder: of.alice, digest: 'SHA-384' as const }])] })) }),
    expected: 'attention smime/several-signers',
  },
  {
    source: 'Johnny C2',
    does: 'a good signature hides one that is broken',
    mail: async (of, isHonest) => ({ bytes: aClearSignedMessage(await of.signature({}, { signers: [{ holder: of.alice }, ...(isHonest ? [] : [{ holder: of.alice, digestOver: bytesOf('other') }])] })) }),
    expected: 'invalid smime/content-altered',
  },
  {
    source: 'CVE-2020-6795 (Thunderbird: null dereference)',
    does: 'several signatures, one of them by nobody whose certificate is there',
    mail: async (of, isHonest) => {
      const stranger = await anEndEntity(await aRootCa({ commonName: 'Elsewhere' }))
      const signers = [{ holder: of.alice }, ...(isHonest ? [] : [{ holder: stranger }])]
      return { bytes: aClearSignedMessage(await of.signature({}, { signers, certificates: [of.alice.certificate, of.issuing.certificate] })) }
    },
    expected: 'attention smime/several-signers',
  },
  {
    source: 'CVE-2026-59639 (Bouncy Castle), Johnny C3',
    does: 'an opaque message that nobody signed',
    mail: async (of, isHonest) => ({ bytes: anOpaqueMessage(await of.opaque({}, isHonest ? {} : { signers: [] })) }),
    expected: 'invalid smime/no-signer',
  },
  {
    source: 'Johnny C3',
    does: 'a multipart/signed that nobody signed',
    mail: clearSigned({ cms: { signers: [] } }),
    expected: 'invalid smime/no-signer',
  },
  {
    source: 'pkijs finding L5',
    does: 'certificates and nothing else, under the name of a signed message',
    mail: async (of, isHonest) => ({ bytes: anOpaqueMessage(isHonest ? await of.opaque() : await of.signature({}, { signers: [] })) }),
    expected: 'none smime/certs-only',
  },
  {
    source: 'Johnny C4',
    does: 'the certificate is one that its holder made',
    mail: async (of, isHonest) => {
      const own = await aSelfSignedEndEntity()
      return { bytes: aClearSignedMessage(await (isHonest ? of.signature() : of.signature({ holder: own }, { certificates: [own.certificate] }))) }
    },
    expected: 'attention certpath/self-signed',
  },
  {
    source: 'Johnny C4, pkijs finding L5 (checkChain is off)',
    does: 'the certificate ends at a root that nobody trusts',
    mail: async (of, isHonest) => {
      const root = isHonest ? of.root : await aRootCa({ commonName: 'Other Root' })
      const holder = await anEndEntity(root)
      return { bytes: aClearSignedMessage(await of.signature({ holder }, { certificates: [holder.certificate, root.certificate] })) }
    },
    expected: 'attention certpath/untrusted-root',
  },
  {
    source: 'SEC-10',
    does: 'the message names Alice’s certificate, the signature is by another key',
    mail: async (of, isHonest) => ({ bytes: aClearSignedMessage(await of.signature({ holder: isHonest ? of.alice : { ...of.alice, key: await aKeyPair() } })) }),
    expected: 'invalid smime/content-altered',
  },
  {
    source: 'SEC-10',
    does: 'two certificates of one key identifier: the stranger’s made the signature, Alice’s is in front',
    mail: async (of, isHonest) => {
      const elsewhere = await aRootCa({ commonName: 'Elsewhere' })
      const stranger = await anEndEntity(elsewhere, { extensions: { subjectKeyIdentifier: extension('2.5.29.14', octetString(of.alice.keyIdentifier)) } })
      const holder = isHonest ? of.alice : { ...stranger, keyIdentifier: of.alice.keyIdentifier }
      const certificates = [of.alice.certificate, of.issuing.certificate, stranger.certificate, elsewhere.certificate]
      return { bytes: aClearSignedMessage(await of.signature({ holder, identifiedBy: 'key-identifier' }, { certificates })) }
    },
    expected: 'attention certpath/untrusted-root',
  },
  {
    source: 'SEC-10',
    does: 'an authority of the trusted one’s name and of another key',
    mail: async (of, isHonest) => {
      const authority = isHonest ? of.issuing : await anIntermediate(await aRootCa(), { commonName: 'Test Issuing CA' })
      const holder = await anEndEntity(authority)
      return { bytes: aClearSignedMessage(await of.signature({ holder }, { certificates: [holder.certificate, authority.certificate, of.issuing.certificate] })) }
    },
    expected: 'attention certpath/issuer-missing',
  },
]

export const layerAttacks: readonly Attack[] = [
  {
    source: 'Johnny M1',
    does: 'the signed part follows a text that nobody signed',
    mail: amongParts('multipart/mixed', signed => [TEXT, signed]),
    expected: 'none smime/inner-part-signed',
  },
  {
    source: 'Johnny M2',
    does: 'the signed part is an alternative that is not shown',
    mail: amongParts('multipart/alternative', signed => [signed, HTML]),
    expected: 'none smime/inner-part-signed',
  },
  {
    source: 'Johnny M3',
    does: 'the signed part hangs off an HTML page',
    mail: amongParts('multipart/related', signed => [HTML, signed]),
    expected: 'none smime/inner-part-signed',
  },
  {
    source: 'Johnny M4',
    does: 'the signed message is attached to another',
    mail: amongParts('multipart/mixed', signed => [TEXT, `Content-Type: message/rfc822\r\n\r\n${HEADER.join('\r\n')}\r\n${signed}`]),
    expected: 'none smime/none',
  },
  {
    source: 'CVE-2021-4126, CVE-2021-29957 (Thunderbird)',
    does: 'a list wraps the signed message and adds a footer of its own',
    mail: amongParts('multipart/mixed', signed => [signed, 'Content-Type: text/plain\r\n\r\nUnsubscribe here']),
    expected: 'none smime/inner-part-signed',
  },
  {
    source: 'RFC 1847 section 2.1',
    does: 'a third part that the signature does not cover',
    mail: clearSigned({ message: { extraParts: [HTML] } }),
    expected: 'invalid smime/malformed',
  },
  {
    source: 'Johnny M (parser differences)',
    does: 'two Content-Type fields: one reader sees a text, another a signature',
    mail: clearSigned({ message: { header: [...HEADER, 'Content-Type: text/html'] } }),
    expected: 'none smime/none',
  },
  {
    source: 'Johnny M (parser differences)',
    does: 'the second Content-Type is the text’s',
    mail: async (of, isHonest) => {
      const text = textOf(aClearSignedMessage(await of.signature()))
      return { bytes: bytesOf(isHonest ? text : text.replace('boundary="b1"\r\n', 'boundary="b1"\r\nContent-Type: text/html\r\n')) }
    },
    expected: 'invalid smime/malformed',
  },
  {
    source: 'Johnny M (what is around the parts)',
    does: 'text before the first boundary and behind the last is never shown',
    mail: async (of, isHonest) => ({ bytes: bytesOf(isHonest ? textOf(aClearSignedMessage(await of.signature(), { entity: 'Content-Type: text/plain\r\n\r\nother' })) : `${textOf(aClearSignedMessage(await of.signature()))}\r\nPlease pay today.\r\n`) }),
    sees: ({ parts }) => parts.map(part => part.text?.trim()).join('|'),
    expected: 'valid The offer stands until Friday.',
    honest: 'invalid smime/content-altered',
  },
  {
    source: 'CVE-2023-50762 (Thunderbird)',
    does: 'signed text that begins like a header is cut off there',
    mail: async (of, isHonest) => {
      const entity = `Content-Type: text/plain\r\n\r\n${isHonest ? '' : 'Remark: not for'}\r\n\r\nfriends\r\n`
      return { bytes: aClearSignedMessage(await of.signature({}, { content: bytesOf(entity) }), { entity }) }
    },
    sees: ({ parts }) => parts.map(part => part.text?.split('\r\n').join('/')).join('|'),
    expected: 'valid Remark: not for//friends/',
    honest: 'valid //friends/',
  },
  {
    source: 'CVE-2019-11755 (Thunderbird), RFC 9787',
    does: 'an attacker signs a ciphertext that he cannot read',
    mail: async (of, isHonest) => {
      const cipher = algorithm('2.16.840.1.101.3.4.1.42', octetString(new Uint8Array(16)))
      const envelope = sequence(integer(0), setOf(), sequence(oid('1.2.840.113549.1.7.1'), cipher, tlv(0x80, new Uint8Array(32))))
      const encrypted = sequence(oid('1.2.840.113549.1.7.3'), tlv(0xa0, envelope))
      const entity = isHonest ? ENTITY : `Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64Lines(encrypted)}\r\n`
      return { bytes: aClearSignedMessage(await of.signature({}, { content: bytesOf(entity) }), { entity }) }
    },
    sees: ({ verdict }) => `${verdict.encrypted ? 'encrypted' : 'open'}, ${verdict.signers.length} signers`,
    expected: 'none smime/outer-signature-ignored encrypted, 0 signers',
    honest: 'valid open, 1 signers',
  },
  {
    source: 'CVE-2025-26696 (Thunderbird)',
    does: 'a signed message calls itself encrypted',
    mail: async (of, isHonest) => {
      const text = textOf(anOpaqueMessage(await of.opaque(isHonest ? { breakSignature: true } : {})))
      return { bytes: bytesOf(text.replace('signed-data', 'enveloped-data')) }
    },
    sees: ({ verdict }) => (verdict.encrypted ? 'encrypted' : 'open'),
    expected: 'valid open',
    honest: 'invalid smime/content-altered open',
  },
  {
    source: 'CVE-2023-0616 (Thunderbird: hang)',
    does: 'signatures in one another',
    mail: async (of, isHonest) => {
      let content = ENTITY
      for (let depth = 0; depth < (isHonest ? 2 : 6); depth++) content = partOf(anOpaqueMessage(await of.opaque({}, { content: bytesOf(content), encapsulated: bytesOf(content) })))
      return { bytes: bytesOf([...HEADER, content].join('\r\n')) }
    },
    expected: 'invalid smime/too-many-layers',
  },
  {
    source: 'Davis 2001 (sign, then sign again)',
    does: 'an attacker signs what Alice signed: the message speaks for him, not for her',
    mail: async (of, isHonest) => {
      const mallory = await anEndEntity(of.issuing, { mailboxes: ['mallory@example.com'] })
      const inner = partOf(anOpaqueMessage(await of.opaque()))
      const content = { content: bytesOf(inner), encapsulated: bytesOf(inner) }
      return { bytes: anOpaqueMessage(await of.opaque({ holder: isHonest ? of.alice : mallory }, content)) }
    },
    sees: ({ verdict }) => verdict.signers.map(signer => signer.address).join(),
    expected: 'attention smime/sender-mismatch mallory@example.com',
    honest: 'valid alice@example.com',
  },
  {
    source: 'Davis 2001 (surreptitious forwarding)',
    does: 'a letter to Bob is sent on to Carol under the same signature',
    mail: async (of, isHonest) => {
      const entity = [...headed('To: bob@example.com').filter(line => !line.startsWith('MIME')), 'Content-Type: text/plain; hp="clear"', '', 'The offer stands.', ''].join('\r\n')
      const ownAddress = isHonest ? 'bob@example.com' : 'carol@example.com'
      return {
        bytes: aClearSignedMessage(await of.signature({}, { content: bytesOf(entity) }), { entity }),
        judging: { host: { fromAddress: 'alice@example.com', ownAddress } },
      }
    },
    sees: ({ verdict }) => verdict.signers.flatMap(signer => signer.notes.map(note => note.code)).join(' '),
    expected: 'valid smime/header-protected smime/not-addressed-to-you',
    honest: 'valid smime/header-protected',
  },
  {
    source: 'RFC 8551 section 3.1.1 (canonical form)',
    does: 'line ends of two kinds: one reader hashes them as they are, another mends them',
    mail: clearSigned({ message: { entity: ENTITY.replace('\r\n\r\n', '\r\n\n') } }),
    expected: 'invalid smime/line-endings-changed',
  },
]
