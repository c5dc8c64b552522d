/** The content question of one signer where several things meet: which answer wins, by which certificate, and what is looked at on the way. */
import { beforeAll, describe, expect, it } from 'vitest'
import { createInProcessEngine } from '../../src/engine/in-process.ts'
import type { EngineStep } from '../../src/engine/protocol.ts'
import { aRootCa, anEndEntity, type Holder, NOW } from '../make/certificate-authority.ts'
import { algorithm, type Der, integer, octetString, oid, sequence } from '../make/der.ts'
import { aKeyPair } from '../make/keys.ts'
import { aCertificateList } from '../make/revocation.ts'
import { aClearSignedMessage, aSignedData, attribute, bytesOf, ENTITY, type SignedDataOptions, type SignerOptions } from '../make/signed-message.ts'
import { judgeMessage } from '../support/judge.ts'

let root: Holder
let alice: Holder
beforeAll(async () => {
  root = await aRootCa()
  alice = await anEndEntity(root)
})

const CHANGED = ENTITY.replace('Friday', 'Monday')

async function signer(of: Partial<SignerOptions> = {}, options: Partial<SignedDataOptions> = {}, entity = ENTITY) {
  const cms = await aSignedData({ content: bytesOf(ENTITY), signers: [{ holder: alice, ...of }], ...options })
  const { verdict } = await judgeMessage(aClearSignedMessage(cms, { entity }), { anchors: [root.certificate] })
  const [first] = verdict.signers
  return { told: [verdict.standing, ...verdict.reasons.slice(0, 1)].join(' '), signer: first }
}
const judge = async (...question: Parameters<typeof signer>): Promise<string> => (await signer(...question)).told

describe('which answer wins', () => {
  it('altered content is altered, even under a signature that we cannot check', async () => {
    const unknown = { signatureAlgorithm: algorithm('1.2.3.4') }
    expect(await judge(unknown, {}, CHANGED)).toBe('invalid smime/content-altered')
    expect(await judge(unknown)).toBe('unchecked webcrypto/algorithm-unsupported')
  })
  it('altered content is altered, whoever signed it', async () => {
    expect(await judge({}, { certificates: [] }, CHANGED)).toBe('invalid smime/content-altered')
    expect(await judge({}, { certificates: [] })).toBe('unchecked cms/signer-certificate-missing')
  })
  it('an attribute of another content type, and a digest of another length', async () => {
    const swapped = (type: string, value: Der) => ({ attributes: (list: Der[]) => list.map(each => (Buffer.from(each).includes(Buffer.from(oid(type))) ? attribute(type, value) : each)) })
    expect(await judge(swapped('1.2.840.113549.1.9.3', oid('1.2.840.113549.1.7.1')))).toBe('valid')
    expect(await judge(swapped('1.2.840.113549.1.9.3', oid('1.2.840.113549.1.7.2')))).toBe('invalid cms/attributes-wrong')
    expect(await judge(swapped('1.2.840.113549.1.9.4', octetString(new Uint8Array(31))))).toBe('invalid cms/attributes-wrong')
    expect(await judge(swapped('1.2.840.113549.1.9.4', octetString(new Uint8Array(32))))).toBe('invalid smime/content-altered')
  })
  it('a digest that we do not know is named', async () => {
    expect(await judge({ digestAlgorithm: algorithm('1.2.3.4') })).toBe('unchecked webcrypto/algorithm-unsupported')
  })
  it('a short key and an old digest are told, both', async () => {
    const weak = await anEndEntity(root, { keyKind: 'RSA-1024' })
    const { signer: answer } = await signer({ holder: weak, digest: 'SHA-1' })
    expect(answer?.content).toEqual({ outcome: 'intact', weaknesses: [{ code: 'webcrypto/weak-digest', algorithm: 'SHA-1' }, { code: 'webcrypto/weak-key', n: 1024 }] })
    expect((await signer()).signer?.content).toEqual({ outcome: 'intact', weaknesses: [] })
  })
})

describe('several certificates under one name (SEC-10)', () => {
  const twin = async (keyKind: 'P-256' | 'Ed25519', serial = alice.serial) => anEndEntity(root, { key: await aKeyPair(keyKind), serial, commonName: 'Twin' })
  it.each(['P-256', 'Ed25519'] as const)('the one whose key made the signature, behind one with %s', async keyKind => {
    const other = await twin(keyKind)
    const { told, signer: answer } = await signer({}, { certificates: [other.certificate, alice.certificate] })
    expect([told, answer?.subject]).toEqual(['valid', 'CN=Alice'])
  })
  it('none of them: altered when each could be asked, unchecked when one could not', async () => {
    expect(await judge({}, { certificates: [(await twin('P-256')).certificate] })).toBe('invalid smime/content-altered')
    expect(await judge({}, { certificates: [(await twin('Ed25519')).certificate, (await twin('P-256')).certificate] })).toBe('unchecked webcrypto/algorithm-unsupported')
  })
  it('a signing-certificate by a digest that we do not know says nothing; by one that we know, everything', async () => {
    const meant = (digest: string) => ({ attributes: (list: Der[]) => [...list, attribute('1.2.840.113549.1.9.16.2.47', sequence(sequence(sequence(algorithm(digest), octetString(new Uint8Array(32))))))] })
    expect(await judge(meant('1.2.3.4'))).toBe('valid')
    expect(await judge(meant('2.16.840.1.101.3.4.2.1'))).toBe('invalid cms/signer-certificate-swapped')
  })
})

describe('what is shown of it (SEC-01)', () => {
  const shown = async (signers: readonly Partial<SignerOptions>[], options: Partial<SignedDataOptions> = {}) => {
    const cms = await aSignedData({ content: bytesOf(ENTITY), signers: signers.map(each => ({ holder: alice, ...each })), ...options })
    const { verdict, parts } = await judgeMessage(aClearSignedMessage(cms), { anchors: [root.certificate] })
    return { shown: parts.length > 0, outcomes: verdict.signers.map(({ content }) => content.outcome).sort(), standing: verdict.standing }
  }
  it('what every signer signed', async () => {
    expect(await shown([{}])).toEqual({ shown: true, outcomes: ['intact'], standing: 'valid' })
    expect(await shown([{}, {}])).toMatchObject({ shown: true, outcomes: ['intact', 'intact'] })
  })
  it('two signers, one altered: nothing', async () => {
    expect(await shown([{}, { digestOver: bytesOf('something else') }])).toEqual({ shown: false, outcomes: ['altered', 'intact'], standing: 'invalid' })
  })
  it('nobody signed: nothing', async () => {
    expect(await shown([])).toMatchObject({ shown: false, outcomes: [] })
  })
})

describe('what is not asked', () => {
  it('path, revocation and sender of somebody whose certificate is missing', async () => {
    expect((await signer({}, { certificates: [] })).signer).toMatchObject({
      path: { outcome: 'not-checked', why: 'no-certificate' },
      revocation: { outcome: 'not-checked', why: 'no-valid-path' },
      sender: { outcome: 'not-checked' },
      address: null,
      subject: null,
      certificate: null,
    })
  })
  it('the cause of an alteration, when the signature over what it should have been does not hold either', async () => {
    const withFooter = `${ENTITY}\r\n-- \r\na mailing list\r\n`
    expect(await judge({}, {}, withFooter)).toBe('invalid smime/footer-added')
    expect(await judge({ breakSignature: true }, {}, withFooter)).toBe('invalid smime/content-altered')
  })
})

describe('what else a SignedData brings', () => {
  it('a list that revokes, when its issuer signed it', async () => {
    const revoking = await aCertificateList(root, { revoked: [{ serial: alice.serial }] })
    expect(await judge({}, { crls: [revoking] })).toBe('invalid certpath/revoked-crl')
    expect(await judge({}, { crls: [await aCertificateList(await aRootCa(), { revoked: [{ serial: alice.serial }] })] })).toBe('valid')
  })
  it('certificates and lists that cannot be read hide nothing', async () => {
    const broken = sequence(integer(1))
    expect(await judge({}, { certificates: [broken, alice.certificate, broken], crls: [broken] })).toBe('valid')
  })
})

describe('what is told on the way', () => {
  const stepsOf = async (holders: readonly Holder[]) => {
    const engine = createInProcessEngine()
    await engine.ask({ kind: 'trust', builtIn: false, organisation: [root.certificate], user: [] })
    const steps: EngineStep[] = []
    const bytes = aClearSignedMessage(await aSignedData({ content: bytesOf(ENTITY), signers: holders.map(holder => ({ holder })) }))
    await engine.ask(
      { kind: 'open', bytes, form: 'auto', content: null, host: null, at: NOW.toISOString(), extraCertificates: [], revocation: 'if-available', crls: [], ocspResponses: [], keyFiles: [], recipientPasswords: [], sharedKeys: [] },
      { onProgress: step => steps.push(step) },
    )
    return steps
  }
  it('first the content of every signer, then the path of each', async () => {
    const steps = await stepsOf([alice, alice])
    expect(steps.filter(step => step === 'hashing' || step === 'path')).toEqual(['hashing', 'hashing', 'path', 'path'])
    expect(steps.at(-1)).toBe('done')
    expect((await stepsOf([])).includes('path')).toBe(false)
  })
})
