/**
 * The valid policy graph (RFC 9618 section 3): one node per policy and depth, so that its size is bounded by the policies
 * and mappings in the certificates. The tree of RFC 5280 that it replaces grows exponentially with crafted mappings.
 */
import { OID } from '../x509/object-identifier.ts'
import type { PolicyMapping } from '../x509/policy-extensions.ts'

interface PolicyNode {
  readonly policy: string
  readonly parents: Set<PolicyNode>
  /** Policies of the next certificate that satisfy this one. */
  expected: Set<string>
}

type Level = Map<string, PolicyNode>

const ANY = OID.anyPolicy

const aNode = (policy: string, parents: Iterable<PolicyNode>): PolicyNode => ({ policy, parents: new Set(parents), expected: new Set([policy]) })

export class PolicyGraph {
  private levels: Level[] = [new Map([[ANY, aNode(ANY, [])]])]

  /** True once no policy is left (RFC 5280 calls it NULL). It stays so. */
  get isEmpty(): boolean {
    return this.levels.length === 0
  }

  /** Section 6.1.3 (e): a certificate without policies ends every one. */
  clear(): void {
    this.levels = []
  }

  /** Section 6.1.3 (d) in the words of RFC 9618: the certificate's policies under those of its issuer. */
  descend(policies: ReadonlySet<string>, mayAny: boolean): void {
    const above = this.levels.at(-1)
    if (!above) return
    const level: Level = new Map()
    const expecting = expectingNodes(above)
    const anyAbove = above.get(ANY)
    for (const policy of policies) {
      if (policy === ANY) continue
      const parents = expecting.get(policy) ?? (anyAbove ? [anyAbove] : [])
      if (parents.length > 0) level.set(policy, aNode(policy, parents))
    }
    if (policies.has(ANY) && mayAny) {
      // A policy that stands there itself has these very parents.
      for (const [policy, parents] of expecting) level.set(policy, aNode(policy, parents))
    }
    this.levels.push(level)
    this.prune()
  }

  /** Section 6.1.4 (b). Mappings from or to anyPolicy are refused before. */
  map(mappings: readonly PolicyMapping[], mayMap: boolean): void {
    const level = this.levels.at(-1)
    if (!level) return
    const anyParents = level.get(ANY)?.parents
    for (const [issuerDomain, subjectDomains] of groupMappings(mappings)) {
      const node = level.get(issuerDomain)
      if (!mayMap) level.delete(issuerDomain)
      else if (node) node.expected = subjectDomains
      else if (anyParents) level.set(issuerDomain, { ...aNode(issuerDomain, anyParents), expected: subjectDomains })
    }
    this.prune()
  }

  /** Section 6.1.5 (g): the policies in the terms of the trust anchor that hold for the whole path. */
  authorityConstrained(): Set<string> {
    const last = this.levels.at(-1)
    if (!last) return new Set()
    if (last.has(ANY)) return new Set([ANY])
    const roots = this.levels.flatMap(level => [...level.values()].filter(node => node.policy !== ANY && hasAnyParent(node)))
    return new Set(roots.map(node => node.policy))
  }

  /** Section 6.1.3 (d)(3): nodes above the lowest level without children go, level by level. */
  private prune(): void {
    for (let depth = this.levels.length - 2; depth >= 0; depth--) {
      const needed = new Set([...(this.levels[depth + 1]?.values() ?? [])].flatMap(node => [...node.parents]))
      const level = this.levels[depth] as Level
      for (const node of level.values()) if (!needed.has(node)) level.delete(node.policy)
    }
    if (this.levels[0]?.size === 0 || this.levels.at(-1)?.size === 0) this.clear()
  }
}

function expectingNodes(level: Level): Map<string, PolicyNode[]> {
  const expecting = new Map<string, PolicyNode[]>()
  for (const node of level.values()) {
    for (const policy of node.expected) {
      const nodes = expecting.get(policy)
      if (nodes) nodes.push(node)
      else expecting.set(policy, [node])
    }
  }
  return expecting
}

function groupMappings(mappings: readonly PolicyMapping[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>()
  for (const { issuerDomain, subjectDomain } of mappings) groups.set(issuerDomain, (groups.get(issuerDomain) ?? new Set()).add(subjectDomain))
  return groups
}

function hasAnyParent(node: PolicyNode): boolean {
  for (const parent of node.parents) if (parent.policy === ANY) return true
  return false
}
