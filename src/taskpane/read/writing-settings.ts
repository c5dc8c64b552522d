/** What holds in the pane for writing and sending. Belongs to what is loaded when somebody writes. */
import { STRICTEST_POLICY, USUAL_POLICY, type ComposePolicy } from '../../smime/compose-policy.ts'
import type { OrganisationAnswer } from './organisation.ts'
import type { WritingSettings } from './read-wishes.ts'

export interface PaneWritingSettings extends WritingSettings {
  /** True when nobody can say what the organisation asks: the policy is the strictest one, and the pane says why. */
  readonly isUnreadable: boolean
}

const USUAL: WritingSettings = { policy: USUAL_POLICY, graph: null }

/**
 * What holds in the pane.
 *
 * SECURITY: fails closed (SEC-81). A file that cannot be used counts as the strictest policy; one that cannot be reached now
 * as the one that was in force last time (`remembered`), and as the strictest where nobody knows.
 */
export function writingSettings(answer: OrganisationAnswer, remembered: ComposePolicy | null): PaneWritingSettings {
  switch (answer.kind) {
    case 'none':
      return { ...USUAL, isUnreadable: false }
    case 'set': {
      const { policy, graph } = answer.organisation.wishes ?? USUAL
      return { policy, graph, isUnreadable: false }
    }
    case 'unreached':
      return { policy: remembered ?? STRICTEST_POLICY, graph: null, isUnreadable: remembered === null }
    case 'unreadable':
      return { policy: STRICTEST_POLICY, graph: null, isUnreadable: true }
  }
}
