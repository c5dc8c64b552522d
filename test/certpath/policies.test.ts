/** Certificate policies (RFC 5280 section 6.1, RFC 9618): demanded by an authority or by the asker, mapped, inhibited. */
import { beforeAll, describe, expect, it } from 'vitest'
import { ANY_POLICY, type CheckContext, type PolicyDemand } from '../../src/certpath/candidate-path.ts'
import { checkPolicies, processPolicies } from '../../src/certpath/checks/policies.ts'
import { PolicyGraph } from '../../src/certpath/policy-graph.ts'
import { type Certificate, parseCertificate } from '../../src/x509/certificate.ts'
import { aRootCa, anEndEntity, anIntermediate, type CertificateOptions, extension, type Holder } from '../make/certificate-authority.ts'
import { contextPrimitive, type Der, integer, oid, sequence } from '../make/der.ts'
import { failureOf, judgeCertificate } from '../support/judge.ts'

const ANY = '2.5.29.32.0'
const [GOLD, SILVER] = ['1.2.3.1', '1.2.3.2']

let root: Holder
beforeAll(async () => {
  root = await aRootCa()
})

const policies = (...list: readonly string[]): Der => extension('2.5.29.32', sequence(...list.map(each => sequence(oid(each)))))
const mappings = (...pairs: readonly (readonly [string, string])[]): Der =>
  extension('2.5.29.33', sequence(...pairs.map(([from, to]) => sequence(oid(from), oid(to)))), true)
const constraints = (requireExplicit: number | undefined, inhibitMapping?: number): Der => {
  const member = (tag: number, value: number | undefined) => (value === undefined ? [] : [contextPrimitive(tag, Uint8Array.of(value))])
  return extension('2.5.29.36', sequence(...member(0, requireExplicit), ...member(1, inhibitMapping)), true)
}
const inhibitAny = (skip: number): Der => extension('2.5.29.54', integer(skip), true)

const withExtensions = (...list: readonly Der[]): CertificateOptions => ({ extensions: Object.fromEntries(list.map((value, index) => [`extra${index}`, value])) })

async function judge(authority: readonly Der[], leaf: readonly Der[], demand: Partial<PolicyDemand> = {}) {
  const issuing = await anIntermediate(root, withExtensions(...authority))
  const holder = await anEndEntity(issuing, withExtensions(...leaf))
  return judgeCertificate(holder.certificate, { anchors: [root.certificate], certificates: [issuing.certificate], policy: { ...ANY_POLICY, ...demand } })
}

async function outcome(...question: Parameters<typeof judge>): Promise<string> {
  const result = await judge(...question)
  return result.path.outcome === 'valid' ? `valid ${result.path.policies.join(' ')}`.trim() : failureOf(result)
}

const refused = 'certpath/policy'

describe('policies', () => {
  it('nobody asks: a path without any is valid', async () => {
    expect(await outcome([], [])).toBe('valid')
  })
  it('an authority demands one at once', async () => {
    expect(await outcome([constraints(0)], [])).toBe(refused)
    expect(await outcome([policies(GOLD), constraints(0)], [policies(GOLD)])).toBe(`valid ${GOLD}`)
    expect(await outcome([policies(GOLD), constraints(0)], [policies(SILVER)])).toBe(refused)
  })
  it('the asker demands one, and which', async () => {
    expect(await outcome([policies(GOLD)], [policies(GOLD)], { requireExplicit: true })).toBe(`valid ${GOLD}`)
    expect(await outcome([policies(GOLD)], [], { requireExplicit: true })).toBe(refused)
    expect(await outcome([policies(ANY)], [policies(GOLD)], { requireExplicit: true, initialPolicies: [SILVER] })).toBe(refused)
    expect(await outcome([policies(ANY)], [policies(ANY)], { requireExplicit: true, initialPolicies: [SILVER] })).toBe(`valid ${SILVER}`)
  })
  it('a policy that is mapped speaks in the anchor’s terms', async () => {
    const authority = [policies(GOLD), mappings([GOLD, SILVER])]
    expect(await outcome(authority, [policies(SILVER)], { requireExplicit: true })).toBe(`valid ${GOLD}`)
    expect(await outcome(authority, [policies(GOLD)], { requireExplicit: true })).toBe(refused)
    expect(await outcome(authority, [policies(SILVER)], { requireExplicit: true, inhibitMapping: true })).toBe(refused)
  })
  it('a mapping from or to any policy breaks the path, demanded or not', async () => {
    expect(await outcome([policies(GOLD), mappings([ANY, GOLD])], [policies(GOLD)])).toBe(refused)
    expect(await outcome([policies(GOLD), mappings([GOLD, ANY])], [policies(GOLD)])).toBe(refused)
    expect(await outcome([policies(GOLD), mappings([GOLD, SILVER], [GOLD, ANY])], [policies(SILVER)])).toBe(refused)
    expect(await outcome([policies(GOLD), mappings([ANY, GOLD], [GOLD, SILVER])], [policies(SILVER)])).toBe(refused)
  })
  it('of several that are asked for all that hold are told, in one order', async () => {
    const both = [policies(SILVER, GOLD)]
    expect(await outcome(both, both, { initialPolicies: [SILVER, GOLD] })).toBe(`valid ${GOLD} ${SILVER}`)
    expect(await outcome(both, both)).toBe(`valid ${GOLD} ${SILVER}`)
    expect(await outcome([policies(ANY)], [policies(ANY)], { initialPolicies: [SILVER, GOLD, SILVER] })).toBe(`valid ${GOLD} ${SILVER}`)
  })
  it('where none is left none holds, and a path without an anchor has other troubles', async () => {
    const demand = { ...ANY_POLICY, requireExplicit: true }
    const [leaf, golden, top] = [await anEndEntity(root), await anEndEntity(root, withExtensions(policies(GOLD))), root].map(({ certificate }) => parseCertificate(certificate)) as [Certificate, Certificate, Certificate]
    const bare = { certificates: [leaf, top], anchor: undefined }
    expect(processPolicies(bare, demand)).toEqual({ offender: leaf, policies: [] })
    expect(processPolicies({ certificates: [golden, top], anchor: undefined }, demand)).toEqual({ offender: undefined, policies: [GOLD] })
    expect(checkPolicies(bare, { policy: demand } as CheckContext)).toEqual([])
  })
  it('any policy can be inhibited by the authority and by the asker', async () => {
    expect(await outcome([policies(ANY)], [policies(GOLD)], { requireExplicit: true, inhibitAny: true })).toBe(refused)
    expect(await outcome([policies(GOLD), inhibitAny(0)], [policies(ANY)], { requireExplicit: true })).toBe(refused)
    expect(await outcome([policies(GOLD), inhibitAny(1)], [policies(ANY)], { requireExplicit: true })).toBe(`valid ${GOLD}`)
  })
  it('unreadable: one policy twice', async () => {
    expect(await outcome([policies(GOLD, GOLD)], [])).toBe('x509/unreadable')
  })
})

describe('the policy graph is bounded (RFC 9618 section 2)', () => {
  it('mappings that double a tree at each of 60 levels leave two nodes a level', () => {
    const graph = new PolicyGraph()
    const both = [GOLD, SILVER].flatMap(from => [GOLD, SILVER].map(to => ({ issuerDomain: from, subjectDomain: to })))
    for (let depth = 0; depth < 60; depth++) {
      graph.descend(new Set([GOLD, SILVER]), true)
      graph.map(both, true)
    }
    expect([...graph.authorityConstrained()].sort()).toEqual([GOLD, SILVER])
  })
})
