/** The identity class of the CA/Browser Forum's S/MIME profile, as the certificate's summary shows it. */
import { beforeAll, describe, expect, it } from 'vitest'
import { aRootCa, anEndEntity, extension, type Holder } from '../make/certificate-authority.ts'
import { octetString, oid, sequence } from '../make/der.ts'
import { judgeCertificate } from '../support/judge.ts'

let root: Holder
beforeAll(async () => {
  root = await aRootCa()
})

async function classOf(value: Uint8Array): Promise<unknown> {
  const leaf = await anEndEntity(root, { extensions: { extra1: extension('2.5.29.32', value) } })
  return (await judgeCertificate(leaf.certificate, { anchors: [root.certificate] })).leaf.identityClass
}

const policies = (...list: readonly string[]) => sequence(...list.map(each => sequence(oid(each))))

describe('identity class', () => {
  it.each([
    ['2.23.140.1.5.1.1', { validation: 'mailbox', generation: 'legacy' }],
    ['2.23.140.1.5.2.2', { validation: 'organization', generation: 'multipurpose' }],
    ['2.23.140.1.5.3.3', { validation: 'sponsor', generation: 'strict' }],
    ['2.23.140.1.5.4.1', { validation: 'individual', generation: 'legacy' }],
    ['2.23.140.1.5.5.1', null],
    ['2.23.140.1.5.1.4', null],
    ['2.23.140.1.5.1', null],
    ['2.23.140.1.5.1.1.1', null],
    ['2.23.140.1.2.1', null],
  ])('%s', async (policy, expected) => {
    expect(await classOf(policies('1.2.3', policy))).toEqual(expected)
  })
  it('two claims are none, and so is an extension that cannot be read', async () => {
    expect(await classOf(policies('2.23.140.1.5.1.1', '2.23.140.1.5.2.1'))).toBeNull()
    expect(await classOf(octetString(Uint8Array.of(1)))).toBeNull()
  })
})
