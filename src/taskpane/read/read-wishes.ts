/** What the organisation’s file says besides its name and authorities, read strictly. A chunk of its own: most files say no more than that. */
import type { GraphSettings } from '../../outlook/send/send-ports.ts'
import { readPolicy, USUAL_POLICY, type ComposePolicy } from '../../smime/compose-policy.ts'

export interface WritingSettings {
  readonly policy: ComposePolicy
  /** Null where the organisation named no registration: Graph is not offered. */
  readonly graph: GraphSettings | null
}

const CLIENT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu
const USUAL_GRAPH = { authority: 'https://login.microsoftonline.com/common', endpoint: 'https://graph.microsoft.com/v1.0', allowsStoredForm: false, sendsThroughDrafts: true }

/** What the organisation's file says besides its name and authorities. */
export interface OrganisationWishes extends WritingSettings {
  /** Signatures without signed attributes are let pass, with attention (SEC-03). */
  readonly acceptsBareSignatures: boolean
}

/**
 * The fields `compose`, `graph` and `bareSignatures` of `organisation.json`; undefined for one that is not there. Null when any of
 * them cannot be used.
 */
export function readWishes(compose: unknown, graph: unknown, bareSignatures: unknown): OrganisationWishes | null {
  const policy = compose === undefined ? USUAL_POLICY : readPolicy(compose)
  const settings = graph === undefined || graph === null ? null : readGraph(graph)
  const isKnown = [undefined, 'refuse', 'attention'].includes(bareSignatures as string | undefined)
  return policy === null || settings === undefined || !isKnown ? null : { policy, graph: settings, acceptsBareSignatures: bareSignatures === 'attention' }
}

/** Undefined when it cannot be used. Only the client id has to be there. */
function readGraph(value: unknown): GraphSettings | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const given: Partial<Record<string, unknown>> = { ...USUAL_GRAPH, ...value }
  const { clientId, authority, endpoint, allowsStoredForm, sendsThroughDrafts, ...unknown } = given
  if (Object.keys(unknown).length > 0 || typeof allowsStoredForm !== 'boolean' || typeof sendsThroughDrafts !== 'boolean') return undefined
  if (typeof clientId !== 'string' || !CLIENT_ID.test(clientId)) return undefined
  if (!isServiceAddress(authority) || !isServiceAddress(endpoint)) return undefined
  return { clientId, authority: withoutSlash(authority), endpoint: withoutSlash(endpoint), allowsStoredForm, sendsThroughDrafts }
}

/** SECURITY: tokens and messages go there, so nothing but https, and no name, password, query or fragment on the way. */
function isServiceAddress(value: unknown): value is string {
  if (typeof value !== 'string' || !URL.canParse(value)) return false
  const { protocol, username, password, search, hash } = new URL(value)
  return protocol === 'https:' && username + password + search + hash === ''
}

const withoutSlash = (address: string) => address.replace(/\/+$/u, '')
