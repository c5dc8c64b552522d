/** The engine with the organisation's authorities told before the first question. */
import type { SmimeEngine } from '../../engine/engine.ts'
import type { TrustRequest } from '../../engine/protocol.ts'
import { failureOf } from './failure-of.ts'
import type { Organisation, OrganisationAnswer } from './organisation.ts'

export interface TrustSettings {
  readonly organisation: Organisation | null
  /** True when there is a file of the organisation that cannot be used, as a whole or in part. */
  readonly isUnreadable: boolean
}

export interface TrustingEngine {
  readonly engine: SmimeEngine
  /** Resolves when it is known what counts. Never rejects. */
  readonly settings: Promise<TrustSettings>
}

/**
 * SECURITY: when the organisation's list cannot be used, none of it counts; the built-in list still does. Every question waits for that, so
 * that no message is judged by half a list.
 */
export function trustOrganisation(engine: SmimeEngine, answer: Promise<OrganisationAnswer>): TrustingEngine {
  const settings = answer.then(found => tellTrust(engine, found))
  return {
    settings,
    engine: {
      ask: async (request, options) => {
        await settings
        return engine.ask(request, options)
      },
      close: () => {
        engine.close()
      },
    },
  }
}

async function tellTrust(engine: SmimeEngine, answer: OrganisationAnswer): Promise<TrustSettings> {
  if (answer.kind !== 'set') return { organisation: null, isUnreadable: answer.kind === 'unreadable' }
  const { organisation } = answer
  const { anchors, wishes } = organisation
  const named = anchors.length === 0 ? null : organisation
  if (!named && wishes?.acceptsBareSignatures !== true) return { organisation: null, isUnreadable: false }
  try {
    await engine.ask(trustRequest(anchors, wishes?.acceptsBareSignatures))
    return { organisation: named, isUnreadable: false }
  } catch (error) {
    await engine.ask(trustRequest([])).catch(() => undefined)
    return { organisation: null, isUnreadable: isAboutTheList(failureOf(error)) }
  }
}

/** Whether the list is at fault, rather than an engine that cannot run here at all. */
const isAboutTheList = (code: string) => code.startsWith('x509/') || code === 'engine/unreadable-file' || code === 'engine/bad-request'

const trustRequest = (organisation: readonly Uint8Array[], acceptsBareSignatures = false): TrustRequest => ({ kind: 'trust', builtIn: true, organisation, user: [], acceptsBareSignatures })
