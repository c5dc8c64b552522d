/** Certificate policies (RFC 5280 sections 6.1.2 to 6.1.5, policy processing as RFC 9618 replaces it). */
import type { Certificate } from '../../x509/certificate.ts'
import { labelOfName } from '../../x509/distinguished-name.ts'
import { OID } from '../../x509/object-identifier.ts'
import {
  readCertificatePolicies,
  readInhibitAnyPolicy,
  readPolicyConstraints,
  readPolicyMappings,
} from '../../x509/policy-extensions.ts'
import { type CandidatePath, type CheckContext, isSelfIssued, type PolicyDemand } from '../candidate-path.ts'
import { PolicyGraph } from '../policy-graph.ts'
import type { PathFailure } from '../verdict.ts'

/** `offender` is the certificate at which no acceptable policy was left, undefined when the path holds. */
export interface PolicyAnswer {
  readonly offender: Certificate | undefined
  /** The user-constrained policy set (section 6.1.6); holds `2.5.29.32.0` when any policy is. */
  readonly policies: readonly string[]
}

/** A path to an anchor must keep an acceptable policy wherever one is demanded. Paths without an anchor have other troubles. */
export function checkPolicies(path: CandidatePath, context: CheckContext): readonly PathFailure[] {
  if (!path.anchor) return []
  const { offender } = processPolicies(path, context.policy)
  return offender ? [{ code: 'certpath/policy', subject: labelOfName(offender.subject) }] : []
}

/**
 * Processes policies from below the anchor down. The anchor's own certificate takes no part (section 6.1).
 *
 * @throws X509Error when one of the four extensions is malformed.
 */
export function processPolicies(path: CandidatePath, demand: PolicyDemand): PolicyAnswer {
  const certificates = path.certificates.slice(0, -1).reverse()
  const graph = new PolicyGraph()
  const counters = new Counters(demand, certificates.length)
  for (const [index, certificate] of certificates.entries()) {
    const isLast = index === certificates.length - 1
    const policies = readCertificatePolicies(certificate)
    if (policies) graph.descend(policies, counters.anyPolicy > 0 || (!isLast && isSelfIssued(certificate)))
    else graph.clear()
    // Section 6.1.3 (f).
    if (counters.explicit === 0 && graph.isEmpty) return { offender: certificate, policies: [] }
    if (isLast) counters.wrapUp(certificate)
    else if (!prepareNext(certificate, graph, counters)) return { offender: certificate, policies: [] }
  }
  const policies = constrainToUser(graph.authorityConstrained(), demand.initialPolicies)
  // Section 6.1.5, last paragraph.
  const holds = counters.explicit > 0 || policies.length > 0
  return { offender: holds ? undefined : path.certificates[0], policies }
}

/** Section 6.1.4 (a), (b), (h) to (j). False for a mapping from or to anyPolicy. */
function prepareNext(certificate: Certificate, graph: PolicyGraph, counters: Counters): boolean {
  const mappings = readPolicyMappings(certificate)
  if (mappings?.some(({ issuerDomain, subjectDomain }) => issuerDomain === OID.anyPolicy || subjectDomain === OID.anyPolicy)) return false
  if (mappings) graph.map(mappings, counters.mapping > 0)
  if (!isSelfIssued(certificate)) counters.countDown()
  counters.tighten(certificate)
  return true
}

/** explicit_policy, policy_mapping and inhibit_anyPolicy (section 6.1.2 (d) to (f)): certificates until the rule bites. */
class Counters {
  explicit: number
  mapping: number
  anyPolicy: number

  constructor(demand: PolicyDemand, length: number) {
    this.explicit = demand.requireExplicit ? 0 : length + 1
    this.mapping = demand.inhibitMapping ? 0 : length + 1
    this.anyPolicy = demand.inhibitAny ? 0 : length + 1
  }

  countDown(): void {
    this.explicit = Math.max(0, this.explicit - 1)
    this.mapping = Math.max(0, this.mapping - 1)
    this.anyPolicy = Math.max(0, this.anyPolicy - 1)
  }

  tighten(certificate: Certificate): void {
    const constraints = readPolicyConstraints(certificate)
    this.explicit = Math.min(this.explicit, constraints?.requireExplicit ?? Infinity)
    this.mapping = Math.min(this.mapping, constraints?.inhibitMapping ?? Infinity)
    this.anyPolicy = Math.min(this.anyPolicy, readInhibitAnyPolicy(certificate) ?? Infinity)
  }

  /** Section 6.1.5 (a), (b): the end-entity counts even when it is self-issued, and may itself demand a policy. */
  wrapUp(certificate: Certificate): void {
    this.explicit = Math.max(0, this.explicit - 1)
    if (readPolicyConstraints(certificate)?.requireExplicit === 0) this.explicit = 0
  }
}

/** Section 6.1.5 (g): what the path allows, within what the asker accepts. */
function constrainToUser(authority: ReadonlySet<string>, initial: readonly string[]): readonly string[] {
  if (initial.length === 0 || initial.includes(OID.anyPolicy)) return [...authority].sort()
  if (authority.has(OID.anyPolicy)) return [...new Set(initial)].sort()
  return [...new Set(initial)].filter(policy => authority.has(policy)).sort()
}
