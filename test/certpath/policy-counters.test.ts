/** How many certificates a rule about policies lets pass before it bites (RFC 5280 sections 6.1.2 to 6.1.5; RFC 9618). */
import { beforeAll, describe, expect, it } from 'vitest'
import { ANY_POLICY, type PolicyDemand } from '../../src/certpath/candidate-path.ts'
import { processPolicies } from '../../src/certpath/checks/policies.ts'
import { PolicyGraph } from '../../src/certpath/policy-graph.ts'
import { type Certificate, parseCertificate } from '../../src/x509/certificate.ts'
import { aRootCa, anIntermediate, extension, type Holder } from '../make/certificate-authority.ts'
import { contextPrimitive, type Der, distinguishedName, integer, oid, sequence } from '../make/der.ts'

const ANY = '2.5.29.32.0'
const [GOLD, SILVER, BRONZE] = ['1.2.3.1', '1.2.3.2', '1.2.3.3']

let root: Holder
beforeAll(async () => {
  root = await aRootCa()
})

const policies = (...list: readonly string[]): Der => extension('2.5.29.32', sequence(...list.map(each => sequence(oid(each)))))
const mapping = (from: string, to: string): Der => extension('2.5.29.33', sequence(sequence(oid(from), oid(to))), true)
const requireExplicit = (skip: number): Der => extension('2.5.29.36', sequence(contextPrimitive(0, Uint8Array.of(skip))), true)
const inhibitMapping = (skip: number): Der => extension('2.5.29.36', sequence(contextPrimitive(1, Uint8Array.of(skip))), true)
const inhibitAny = (skip: number): Der => extension('2.5.29.54', integer(skip), true)

interface Link {
  readonly extensions: readonly Der[]
  /** Subject and issuer are one name. */
  readonly selfIssued: boolean
}

const plain = (...extensions: readonly Der[]): Link => ({ extensions, selfIssued: false })
const selfIssued = (...extensions: readonly Der[]): Link => ({ extensions, selfIssued: true })

/** The policies that hold, or which certificate below the anchor (the first is 1) left none. */
async function outcome(links: readonly Link[], demand: Partial<PolicyDemand> = {}): Promise<string> {
  const chain: Certificate[] = [parseCertificate(root.certificate)]
  let above = root
  for (const [index, link] of links.entries()) {
    const extensions = Object.fromEntries(link.extensions.map((value, i) => [`extra${i}`, value]))
    above = await anIntermediate(above, { subject: link.selfIssued ? above.name : distinguishedName(`Link ${index + 1}`), extensions })
    chain.push(parseCertificate(above.certificate))
  }
  const { offender, policies: left } = processPolicies({ certificates: [...chain].reverse(), anchor: undefined }, { ...ANY_POLICY, ...demand })
  return offender ? `refused at ${chain.indexOf(offender)}` : left.join(' ')
}

const demanded = { requireExplicit: true }

describe('an explicit policy is required', () => {
  it('at once, after one certificate, after two', async () => {
    const links = (skip: number) => [plain(policies(GOLD), requireExplicit(skip)), plain(), plain(), plain()]
    expect(await outcome(links(0))).toBe('refused at 2')
    expect(await outcome(links(1))).toBe('refused at 3')
    expect(await outcome(links(2))).toBe('refused at 4')
    expect(await outcome(links(3))).toBe('refused at 4')
    expect(await outcome(links(4))).toBe('')
  })
  it('the lowest number counts, in either order', async () => {
    expect(await outcome([plain(policies(GOLD), requireExplicit(0)), plain(requireExplicit(9)), plain()])).toBe('refused at 2')
    expect(await outcome([plain(policies(GOLD), requireExplicit(9)), plain(requireExplicit(0)), plain()])).toBe('refused at 3')
  })
  it('a self-issued authority does not count', async () => {
    expect(await outcome([plain(requireExplicit(2)), selfIssued(), plain()])).toBe('')
    expect(await outcome([plain(requireExplicit(2)), plain(), plain()])).toBe('refused at 3')
  })
  it('a self-issued end-entity does count (6.1.5 (a))', async () => {
    expect(await outcome([plain(requireExplicit(1)), selfIssued()])).toBe('refused at 2')
    expect(await outcome([plain(requireExplicit(2)), selfIssued()])).toBe('')
  })
  it('the end-entity may demand one of itself, at once only (6.1.5 (b))', async () => {
    expect(await outcome([plain(policies(GOLD)), plain(requireExplicit(0))])).toBe('refused at 2')
    expect(await outcome([plain(policies(GOLD)), plain(requireExplicit(1))])).toBe('')
    expect(await outcome([plain(policies(GOLD)), plain(policies(GOLD), requireExplicit(0))])).toBe(GOLD)
  })
  it('by the asker: the first without one is named', async () => {
    expect(await outcome([plain(), plain(policies(GOLD))], demanded)).toBe('refused at 1')
    expect(await outcome([plain(policies(GOLD)), plain(), plain(policies(GOLD))], demanded)).toBe('refused at 2')
  })
})

/** The certificate that maps is not the one refused: the policy is missing in the one below it (6.1.4 (b)(2), then 6.1.3 (f)). */
describe('mapping is inhibited', () => {
  const links = (skip: number, second: Link, last: string) =>
    [plain(policies(GOLD), inhibitMapping(skip)), second, plain(policies(SILVER), mapping(SILVER, BRONZE)), plain(policies(last))]
  it('after as many certificates as the authority says', async () => {
    const second = plain(policies(GOLD), mapping(GOLD, SILVER))
    expect(await outcome(links(2, second, BRONZE), demanded)).toBe(GOLD)
    expect(await outcome(links(1, second, BRONZE), demanded)).toBe('refused at 4')
    expect(await outcome([plain(policies(GOLD), inhibitMapping(1)), second, plain(policies(SILVER))], demanded)).toBe(GOLD)
    expect(await outcome([plain(policies(GOLD), inhibitMapping(0)), second, plain(policies(SILVER))], demanded)).toBe('refused at 3')
  })
  it('a self-issued authority does not count', async () => {
    const third = plain(policies(GOLD), mapping(GOLD, SILVER))
    const path = (second: Link) => [plain(policies(GOLD), inhibitMapping(1)), second, third, plain(policies(SILVER))]
    expect(await outcome(path(selfIssued(policies(GOLD))), demanded)).toBe(GOLD)
    expect(await outcome(path(plain(policies(GOLD))), demanded)).toBe('refused at 4')
  })
  it('by nobody: mapping stays allowed down a long path', async () => {
    const path = [plain(policies(GOLD)), plain(policies(GOLD)), plain(policies(GOLD), mapping(GOLD, SILVER)), plain(policies(SILVER))]
    expect(await outcome(path, demanded)).toBe(GOLD)
    expect(await outcome(path, { ...demanded, inhibitMapping: true })).toBe('refused at 4')
  })
  it('what the end-entity maps means nothing', async () => {
    expect(await outcome([plain(policies(GOLD)), plain(policies(GOLD), mapping(ANY, GOLD))], demanded)).toBe(GOLD)
    expect(await outcome([plain(policies(GOLD)), plain(policies(GOLD), mapping(GOLD, SILVER))], demanded)).toBe(GOLD)
  })
})

describe('any policy is inhibited', () => {
  const links = (skip: number, second: Link) => [plain(policies(GOLD), inhibitAny(skip)), second, plain(policies(GOLD))]
  it('after as many certificates as the authority says', async () => {
    expect(await outcome(links(0, plain(policies(ANY))), demanded)).toBe('refused at 2')
    expect(await outcome(links(1, plain(policies(ANY))), demanded)).toBe(GOLD)
    expect(await outcome([...links(1, plain(policies(GOLD))).slice(0, 2), plain(policies(ANY))], demanded)).toBe('refused at 3')
    expect(await outcome([...links(2, plain(policies(GOLD))).slice(0, 2), plain(policies(ANY))], demanded)).toBe(GOLD)
  })
  it('but not for a self-issued authority (6.1.3 (d)(2))', async () => {
    expect(await outcome(links(0, selfIssued(policies(ANY))), demanded)).toBe(GOLD)
  })
  it('and for a self-issued end-entity', async () => {
    expect(await outcome([plain(policies(GOLD), inhibitAny(0)), selfIssued(policies(ANY))], demanded)).toBe('refused at 2')
    expect(await outcome([plain(policies(GOLD), inhibitAny(1)), selfIssued(policies(ANY))], demanded)).toBe(GOLD)
  })
})

describe('what the asker accepts', () => {
  const both = [plain(policies(SILVER, GOLD)), plain(policies(SILVER, GOLD))]
  it('is what is left of what holds, each once and in order', async () => {
    expect(await outcome(both)).toBe(`${GOLD} ${SILVER}`)
    expect(await outcome(both, { initialPolicies: [ANY] })).toBe(`${GOLD} ${SILVER}`)
    expect(await outcome(both, { initialPolicies: [SILVER, BRONZE, SILVER] })).toBe(SILVER)
    expect(await outcome([plain(policies(ANY))], { initialPolicies: [SILVER, GOLD, SILVER] })).toBe(`${GOLD} ${SILVER}`)
    expect(await outcome(both, { initialPolicies: [BRONZE] })).toBe('')
    expect(await outcome(both, { initialPolicies: [BRONZE], ...demanded })).toBe('refused at 2')
  })
})

describe('the graph', () => {
  const held = (graph: PolicyGraph) => [...graph.authorityConstrained()].sort()
  it('begins with any policy, and stays empty once it is', () => {
    const graph = new PolicyGraph()
    expect([graph.isEmpty, held(graph)]).toEqual([false, [ANY]])
    graph.clear()
    graph.descend(new Set([GOLD, ANY]), true)
    graph.map([{ issuerDomain: GOLD, subjectDomain: SILVER }], true)
    expect([graph.isEmpty, held(graph)]).toEqual([true, []])
  })
  it('is empty when the next certificate has none of the policies', () => {
    const graph = new PolicyGraph()
    graph.descend(new Set([GOLD]), true)
    expect([graph.isEmpty, held(graph)]).toEqual([false, [GOLD]])
    graph.descend(new Set([SILVER]), true)
    expect(graph.isEmpty).toBe(true)
  })
  it('any policy carries on those above it only where it may', () => {
    const descended = (mayAny: boolean) => {
      const graph = new PolicyGraph()
      graph.descend(new Set([GOLD, SILVER]), true)
      graph.descend(new Set([ANY, GOLD]), mayAny)
      return held(graph)
    }
    expect(descended(true)).toEqual([GOLD, SILVER])
    expect(descended(false)).toEqual([GOLD])
  })
  it('maps a policy that only any policy stands for, in the anchor’s terms', () => {
    const graph = new PolicyGraph()
    graph.descend(new Set([ANY]), true)
    graph.map([{ issuerDomain: GOLD, subjectDomain: SILVER }], true)
    graph.descend(new Set([SILVER]), true)
    expect(held(graph)).toEqual([GOLD])
  })
  it('maps no policy that it does not hold', () => {
    const graph = new PolicyGraph()
    graph.descend(new Set([GOLD]), true)
    graph.map([{ issuerDomain: SILVER, subjectDomain: BRONZE }], true)
    graph.descend(new Set([BRONZE]), true)
    expect(graph.isEmpty).toBe(true)
  })
  it('maps one policy to two, and loses it where mapping is inhibited', () => {
    const mapped = (mayMap: boolean) => {
      const graph = new PolicyGraph()
      graph.descend(new Set([GOLD]), true)
      graph.map([SILVER, BRONZE].map(subjectDomain => ({ issuerDomain: GOLD, subjectDomain })), mayMap)
      graph.descend(new Set([BRONZE]), true)
      return held(graph)
    }
    expect(mapped(true)).toEqual([GOLD])
    expect(mapped(false)).toEqual([])
  })
})
