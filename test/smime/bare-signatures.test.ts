/** Signatures without signed attributes: refused, or let pass by a switch and then never better than `attention` (SEC-03). */
import { beforeAll, describe, expect, it } from 'vitest'
import { anEndEntity, type Holder } from '../make/certificate-authority.ts'
import { aCorrespondence, type Correspondence } from '../make/correspondence.ts'
import { algorithm, indefinite, joined, octetString, oid, sequence, setOf, utf8String } from '../make/der.ts'
import { aClearSignedMessage, anOpaqueMessage, attribute, bytesOf, ENTITY, type SignerOptions } from '../make/signed-message.ts'
import { judgeMessage, type Judging } from '../support/judge.ts'

let root: Holder
let issuing: Holder
let signature: Correspondence['signature']
let opaque: Correspondence['opaque']

beforeAll(async () => {
  ;({ root, issuing, signature, opaque } = await aCorrespondence())
})

const BARE: SignerOptions | object = { withoutAttributes: true }

/** Standing, then every reason. */
async function judge(message: Uint8Array, judging: Partial<Judging> = { bare: true }): Promise<string> {
  const { verdict } = await judgeMessage(message, { anchors: [root.certificate], ...judging })
  return [verdict.standing, ...verdict.reasons].join(' ')
}

/** An opaque message whose content is `content`, signed over it directly. */
const over = async (content: Uint8Array, extra: object = {}) => anOpaqueMessage(await opaque({ ...BARE, ...extra }, { content, encapsulated: content }))

describe('a signature over the content itself', () => {
  it('is refused where nobody switched it on, and again after it was switched off', async () => {
    expect(await judge(aClearSignedMessage(await signature(BARE)), {})).toBe('invalid cms/attributes-missing')
    expect(await judge(aClearSignedMessage(await signature(BARE)), { bare: false })).toBe('invalid cms/attributes-missing')
  })
  it('passes with attention when switched on, beside its text and inside', async () => {
    expect(await judge(aClearSignedMessage(await signature(BARE)))).toBe('attention cms/bare-signature')
    expect(await judge(await over(bytesOf(ENTITY)))).toBe('attention cms/bare-signature')
  })
  it('by a digest or an algorithm that we do not know is not checked', async () => {
    for (const unknown of [{ digestAlgorithm: algorithm('1.2.3.4') }, { signatureAlgorithm: algorithm('1.2.3.4') }]) {
      expect(await judge(aClearSignedMessage(await signature({ ...BARE, ...unknown })))).toBe('unchecked webcrypto/algorithm-unsupported')
    }
  })
  it.each(['P-384', 'RSA-2048', 'RSA-PSS', 'Ed25519'] as const)('passes with an %s key', async keyKind => {
    const holder = await anEndEntity(issuing, { keyKind })
    expect(await judge(aClearSignedMessage(await signature({ ...BARE, holder })))).toBe('attention cms/bare-signature')
  })
  it('shows what it covers, and claims no time', async () => {
    const { verdict, innermost } = await judgeMessage(aClearSignedMessage(await signature(BARE)), { anchors: [root.certificate], bare: true })
    expect(new TextDecoder().decode(innermost)).toBe(ENTITY)
    expect(verdict.signers[0]).toMatchObject({ content: { outcome: 'intact' }, claimedSigningTime: null })
    expect(verdict.signers[0]?.contentDigest).toMatch(/^[0-9a-f]{64}$/u)
  })
  it('leaves one with attributes as good as it was', async () => {
    expect(await judge(aClearSignedMessage(await signature()))).toBe('valid')
  })
  it('is not the only thing to be told', async () => {
    expect(await judge(aClearSignedMessage(await signature(BARE)), { bare: true, host: { fromAddress: 'mallory@example.com' } })).toContain('cms/bare-signature')
  })
})

describe('does not pass', () => {
  it('over other content', async () => {
    const altered = new TextDecoder().decode(aClearSignedMessage(await signature(BARE))).replace('Friday', 'Monday')
    expect(await judge(bytesOf(altered))).toBe('invalid smime/content-altered')
  })
  it('with another signature value', async () => {
    expect(await judge(aClearSignedMessage(await signature({ ...BARE, breakSignature: true })))).toBe('invalid smime/content-altered')
  })
  it('without its certificate', async () => {
    expect(await judge(aClearSignedMessage(await signature(BARE, { certificates: [] })))).toMatch(/^unchecked cms\/signer-certificate-missing/u)
  })
  it('for another type than data', async () => {
    expect(await judge(aClearSignedMessage(await signature(BARE, { contentType: '1.2.840.113549.1.9.16.1.4' })))).toMatch(/^invalid cms\/content-type-refused/u)
  })
  it('with another digest than announced', async () => {
    expect(await judge(aClearSignedMessage(await signature(BARE, { digestAlgorithms: [sequence(oid('2.16.840.1.101.3.4.2.3'))] })))).toMatch(/^invalid cms\/algorithm-swapped/u)
  })
  it('with attributes that belong among the signed ones', async () => {
    const unsignedAttributes = () => Promise.resolve([attribute('1.2.840.113549.1.9.4', octetString(new Uint8Array(32)))])
    expect(await judge(aClearSignedMessage(await signature({ ...BARE, unsignedAttributes })))).toMatch(/^invalid cms\/attributes-wrong/u)
  })
})

/** What a signer of another message signed, offered as content: the mathematics hold (eprint 2023/1801). */
const moved = {
  type: attribute('1.2.840.113549.1.9.3', oid('1.2.840.113549.1.7.1')),
  digest: attribute('1.2.840.113549.1.9.4', octetString(new Uint8Array(32).fill(7))),
}

describe('octets that could be signed attributes are refused as content', () => {
  it.each<[story: string, content: Uint8Array]>([
    ['attributes as we would take them', setOf(moved.type, moved.digest)],
    ['attributes that another reader would take: one twice', setOf(moved.type, moved.digest, moved.digest)],
    ['attributes that another reader would take: no message digest', setOf(moved.type)],
    ['attributes of an unknown kind', setOf(attribute('1.2.3.4', utf8String('x')))],
    ['an empty set', setOf()],
    ['a set in BER', indefinite(0x31, moved.type, moved.digest)],
  ])('%s', async (_story, content) => {
    expect(await judge(await over(content))).toMatch(/^invalid cms\/attributes-missing/u)
  })

  it('but not a text that begins like one', async () => {
    expect(await judge(await over(bytesOf('1 January: nothing to pay.\r\n')))).toBe('attention cms/bare-signature')
    expect(await judge(await over(joined([setOf(moved.type, moved.digest), bytesOf('\r\n')])))).toBe('attention cms/bare-signature')
  })
})
