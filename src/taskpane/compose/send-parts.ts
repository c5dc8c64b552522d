/** What the send path needs from the pane around it. */
import type { ComposeItem } from '../../outlook/compose/compose-item.ts'
import type { SendingRoute } from '../../outlook/send/sending-route.ts'
import type { WritingAsker } from './writing-asker.ts'
import type { Wait } from './send-look.ts'

export interface SendingPorts {
  readonly engine: WritingAsker
  /** The item that is being written in Outlook; null where there is none. */
  readonly item: ComposeItem | null
  /** All ways out of this mailbox: any of them may look for what another one sent. */
  readonly routes: readonly SendingRoute[]
  readonly now: () => Date
  /** 128 random bits in hexadecimal. */
  readonly newId: () => string
  readonly wait: Wait
}

export interface SendingOptions {
  /** The writer was told that a copy was perhaps sent, has looked, and says: send it. */
  readonly evenIfPerhapsSent?: boolean
}
