/** What a valid signature leaves behind for whoever answers, and what it does not (RFC 8551 section 2.5, SEC-27). */
import { beforeAll, describe, expect, it } from 'vitest'
import { concatBytes } from '../../../src/bytes/bytes.ts'
import { createMemoryBookStorage } from '../../../src/engine/certificate-book/book-storage.ts'
import { createCertificateBook } from '../../../src/engine/certificate-book/certificate-book.ts'
import { harvestOf } from '../../../src/engine/writing/harvest.ts'
import { indexAnchors } from '../../../src/certpath/trust-anchor.ts'
import { writeMessage } from '../../../src/mime/message-writer.ts'
import { payloadOf } from '../../../src/smime/outgoing-payload.ts'
import { signMessage } from '../../../src/smime/sign-message.ts'
import type { MessageVerdict, SignerVerdict } from '../../../src/smime/verdict.ts'
import { openSigningKey } from '../../../src/webcrypto/signing-key.ts'
import { parseCertificate } from '../../../src/x509/certificate.ts'
import { anEndEntity, aRootCa, keyUsage, NOW } from '../../make/certificate-authority.ts'
import { aVisibleKey, type Identity } from '../../make/key-files.ts'
import { aCertificateList } from '../../make/revocation.ts'
import { judgeMessage, type Judging } from '../../support/judge.ts'
import { aMessage, aPerson, AT, mailbox } from './writing-support.ts'

let bob: Identity
beforeAll(async () => {
  bob = await aPerson('bob@example.com', { extensions: { keyUsage: keyUsage(0) } })
})

/** Signed by Bob, who wants to be encrypted to with that certificate. */
async function verdictOn(preferred: Identity | undefined, judging: Partial<Judging> = {}): Promise<MessageVerdict> {
  const { header, content } = writeMessage(aMessage({ from: mailbox('bob@example.com') }), () => '=_b')
  const { outer, payload } = payloadOf({ author: header, content: content.fields, body: content.body }, { protection: 'clear', hidesSubject: false })
  const key = await openSigningKey(bob.pkcs8)
  if (!key) throw new Error('no signing key')
  const signer = { key, certificate: parseCertificate(bob.certificate), chain: [], encryptionCertificate: preferred && parseCertificate(preferred.certificate) }
  const bytes = concatBytes([await signMessage(outer, payload, signer, { form: 'detached', digest: undefined, naming: 'issuer-and-serial', at: NOW.getTime() })])
  return (await judgeMessage(bytes.slice(), { anchors: [bob.authority.certificate], ...judging })).verdict
}

const announced = async (preferred: Identity | undefined, judging?: Partial<Judging>) => (await verdictOn(preferred, judging)).signers[0]?.announces

describe('a valid signature', () => {
  it('tells what its maker opens, and which certificate to use', async () => {
    const other = await aPerson('bob@example.com', { extensions: { keyUsage: keyUsage(4) } })
    const announcement = await announced(other)
    expect(announcement).toMatchObject({ capabilities: { gcm: true }, chain: { length: 1 } })
    expect(announcement?.encryptionCertificate).toEqual(other.certificate)
    expect((await announced(undefined))?.encryptionCertificate).toBeNull()
  })

  it.each<[story: string, preferred: () => Promise<Identity>, judging?: (preferred: Identity) => Promise<Partial<Judging>>]>([
    ['another mailbox', () => aPerson('eve@example.com')],
    ['an authority that nobody trusts', async () => {
      const authority = await aRootCa({ commonName: 'Another Root' })
      const { key, pkcs8, privateKey } = aVisibleKey()
      return { ...(await anEndEntity(authority, { mailboxes: ['bob@example.com'], key, extensions: { keyUsage: keyUsage(4) } })), authority, pkcs8, privateKey }
    }],
    ['a use that is not encryption', () => aPerson('bob@example.com', { extensions: { keyUsage: keyUsage(1) } })],
    ['a time that is over', () => aPerson('bob@example.com', { notAfter: new Date(NOW.getTime() - 1000) })],
    ['a list of revoked ones', () => aPerson('bob@example.com'), async preferred => ({ crls: [await aCertificateList(preferred.authority, { revoked: [{ serial: preferred.serial }] })] })],
  ])('names no certificate of %s', async (_story, make, judging) => {
    const preferred = await make()
    const verdict = await verdictOn(preferred, await judging?.(preferred))
    expect(verdict.standing).toBe('valid')
    expect(verdict.signers[0]?.announces).toMatchObject({ encryptionCertificate: null })
  })

  it('alone tells anything: an untrusted one tells nothing', async () => {
    const verdict = await verdictOn(undefined, { anchors: [] })
    expect(verdict.standing).not.toBe('valid')
    expect(verdict.signers[0]?.announces).toBeUndefined()
  })
})

describe('what is kept of a verdict', () => {
  it('is nothing unless all of it is valid, by one signer who is the one in From', async () => {
    const verdict = await verdictOn(undefined)
    const [signer] = verdict.signers as [SignerVerdict]
    expect(harvestOf({ verdict })).toMatchObject({ address: 'bob@example.com', der: bob.certificate })
    const changed = (change: Partial<SignerVerdict>): MessageVerdict => ({ ...verdict, signers: [{ ...signer, ...change }] })
    const { announces: _announces, ...silent } = signer
    for (const other of [
      { ...verdict, standing: 'attention' }, { ...verdict, standing: 'none' }, { ...verdict, signers: [] }, { ...verdict, signers: [signer, signer] },
      changed({ sender: { outcome: 'mismatch', from: 'eve@example.com', certified: ['bob@example.com'] } }), changed({ certificate: null }),
      changed({ revocation: { outcome: 'revoked', source: 'crl', date: AT, reason: 'unspecified' } }), { ...verdict, signers: [silent] },
    ] as MessageVerdict[]) expect(harvestOf({ verdict: other })).toBeUndefined()
  })

  it('never stands under an address that the certificate does not name', async () => {
    const records = new Map<string, never>()
    const book = createCertificateBook(createMemoryBookStorage(records))
    const entry = { certificate: parseCertificate(bob.certificate), source: 'mail', keptAt: AT, announces: null, chain: [] } as const
    for (const address of ['eve@example.com', 'bob', 'bob@example.com.evil.example']) await book.keep(address, entry, [])
    expect([...records.keys()]).toEqual([])
    await book.keep('BOB@example.com', entry, [])
    expect([...records.keys()]).toEqual(['bob@example.com'])
    expect((await book.find(['bob@example.com'], { anchors: indexAnchors([]), at: NOW.getTime(), own: [] }))[0]?.answer).toMatchObject({ chosen: null, problem: 'smime/recipient-unfit' })
  })
})
