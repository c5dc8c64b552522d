/** What the organisation's file says about writing and sending. A chunk of its own: most who open the pane only read. */
import type { GraphSettings } from '../../outlook/send/send-ports.ts'
import { readPolicy, USUAL_POLICY, type ComposePolicy } from '../../smime/compose-policy.ts'

export interface WritingSettings {
  readonly policy: ComposePolicy
  /** Null where the organisation named no registration: Graph is not offered. */
  readonly graph: GraphSettings | null
}

const CLIENT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu
const USUAL_GRAPH = { authority: 'https://login.microsoftonline.com/common', endpoint: 'https://graph.microsoft.com/v1.0', allowsStoredForm: false }

/** The fields `compose` and `graph` of `organisation.json`; undefined for one that is not there. Null when either cannot be used. */
export function readWritingSettings(compose: unknown, graph: unknown): WritingSettings | null {
  const policy = compose === undefined ? USUAL_POLICY : readPolicy(compose)
  const settings = graph === undefined || graph === null ? null : readGraph(graph)
  return policy === null || settings === undefined ? null : { policy, graph: settings }
}

/** Undefined when it cannot be used. Only the client id has to be there. */
function readGraph(value: unknown): GraphSettings | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const given: Partial<Record<string, unknown>> = { ...USUAL_GRAPH, ...value }
  const { clientId, authority, endpoint, allowsStoredForm, ...unknown } = given
  if (Object.keys(unknown).length > 0 || typeof allowsStoredForm !== 'boolean') return undefined
  if (typeof clientId !== 'string' || !CLIENT_ID.test(clientId)) return undefined
  if (!isServiceAddress(authority) || !isServiceAddress(endpoint)) return undefined
  return { clientId, authority: withoutSlash(authority), endpoint: withoutSlash(endpoint), allowsStoredForm }
}

/** SECURITY: tokens and messages go there, so nothing but https, and no name, password, query or fragment on the way. */
function isServiceAddress(value: unknown): value is string {
  if (typeof value !== 'string' || !URL.canParse(value)) return false
  const { protocol, username, password, search, hash } = new URL(value)
  return protocol === 'https:' && username + password + search + hash === ''
}

const withoutSlash = (address: string) => address.replace(/\/+$/u, '')
