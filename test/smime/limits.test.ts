/** Limits of a signed message (SEC-75): judged at each limit, refused with an answer one above it. */
import { beforeAll, describe, expect, it } from 'vitest'
import { SIGNED_DATA_LIMITS } from '../../src/cms/signed-data.ts'
import { anEndEntity } from '../make/certificate-authority.ts'
import { aCorrespondence, type Correspondence } from '../make/correspondence.ts'
import { aCertificateList } from '../make/revocation.ts'
import { aClearSignedMessage, anOpaqueMessage, bytesOf, ENTITY, HEADER } from '../make/signed-message.ts'
import { judgeMessage } from '../support/judge.ts'

let of: Correspondence

beforeAll(async () => {
  of = await aCorrespondence()
})

async function judge(message: Uint8Array): Promise<string> {
  const { verdict } = await judgeMessage(message, { anchors: [of.root.certificate] })
  return [verdict.standing, ...verdict.reasons.slice(0, 1)].join(' ')
}

describe('a signed message with as many as are looked at, and one more', () => {
  it('certificates', async () => {
    const others = (count: number) => Array.from({ length: count }, () => of.root.certificate)
    const withAll = async (count: number) => judge(aClearSignedMessage(await of.signature({}, { certificates: [of.alice.certificate, of.issuing.certificate, ...others(count - 2)] })))
    expect(await withAll(SIGNED_DATA_LIMITS.certificates)).toBe('valid')
    expect(await withAll(SIGNED_DATA_LIMITS.certificates + 1)).toBe('invalid smime/malformed')
  })
  it('revocation lists', async () => {
    const list = await aCertificateList(of.issuing)
    const withAll = async (count: number) => judge(aClearSignedMessage(await of.signature({}, { crls: Array.from({ length: count }, () => list) })))
    expect(await withAll(SIGNED_DATA_LIMITS.crls)).toBe('valid')
    expect(await withAll(SIGNED_DATA_LIMITS.crls + 1)).toBe('invalid smime/malformed')
  })
  it('signers', async () => {
    const withAll = async (count: number) => judge(aClearSignedMessage(await of.signature({}, { signers: Array.from({ length: count }, () => ({ holder: of.alice })) })))
    expect(await withAll(SIGNED_DATA_LIMITS.signers)).toBe('attention smime/several-signers')
    expect(await withAll(SIGNED_DATA_LIMITS.signers + 1)).toBe('invalid smime/malformed')
  })
  it('signatures in one another', async () => {
    const nested = async (depth: number) => {
      let content = ENTITY
      for (let i = 0; i < depth; i++) {
        const text = new TextDecoder().decode(anOpaqueMessage(await of.opaque({}, { content: bytesOf(content), encapsulated: bytesOf(content) })))
        content = text.slice(text.indexOf('Content-Type'))
      }
      return judge(bytesOf([...HEADER, content].join('\r\n')))
    }
    expect(await nested(4)).toBe('valid')
    expect(await nested(5)).toBe('invalid smime/too-many-layers')
  })
  it('candidates for the issuer: a surplus hides the one that is needed, and is never a way in', async () => {
    const strangers = await Promise.all(Array.from({ length: 70 }, () => anEndEntity(of.root, { commonName: 'Stranger' })))
    const certificates = [of.alice.certificate, ...strangers.map(({ certificate }) => certificate), of.issuing.certificate]
    expect(await judge(aClearSignedMessage(await of.signature({}, { certificates })))).toBe('attention certpath/issuer-missing')
  })
})
