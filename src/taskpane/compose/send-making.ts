/** The finished messages of a send, made by the engine and looked over before anything is done with them. */
import type { ComposeResult } from '../../engine/compose-protocol.ts'
import { EngineError } from '../../engine/engine.ts'
import type { OutgoingMessage } from '../../mime/outgoing-message.ts'
import { SendError } from '../../outlook/send/sending-route.ts'
import type { SendJob } from './compose-controller.ts'
import { sameAddress } from './recipient-list.ts'
import { everyoneIn } from './send-content.ts'
import type { SendingPorts } from './send-parts.ts'

/** What is handed to the route, and what the engine said of it. */
export type Made = Pick<ComposeResult, 'copies' | 'signer' | 'cipher'>

/**
 * The messages, made by the engine and fit for the route.
 *
 * @throws CodedError of the engine; SendError `outlook/too-large-to-send`, `outlook/route-unavailable`; EngineError
 * `engine/recipient-changed` when somebody would be left out.
 */
export async function make(ports: Pick<SendingPorts, 'engine' | 'now'>, job: SendJob, message: OutgoingMessage, copyIds: readonly string[]): Promise<Made> {
  const { protection, policy, expected, route, signal } = job
  job.onStep('making')
  const { copies, signer, cipher } = await ports.engine.ask({ kind: 'compose', at: ports.now().toISOString(), message, protection, policy, expected, copyIds }, { signal })
  signal.throwIfAborted()
  assertNamed(copies, [message.messageId, ...copyIds])
  assertForAll(copies, message)
  const offer = route.offer()
  const limit = offer.isOffered ? offer.limit : null
  const largest = Math.max(...copies.map(({ bytes }) => bytes.length))
  if (limit !== null && largest > limit) throw new SendError('outlook/too-large-to-send', `${largest} octets, the route takes ${limit}`)
  if (copies.length > 1 && !route.takesSeveral) throw new SendError('outlook/route-unavailable', 'this route sends one message, and hidden recipients need their own')
  return { copies, signer, cipher }
}

/** Each by a name of its own that was given to it: by no other could it be looked for. */
function assertNamed(copies: Made['copies'], names: readonly string[]): void {
  const used = new Set(copies.map(({ messageId }) => messageId))
  if (used.size !== copies.length || copies.length === 0 || [...used].some(name => !names.includes(name))) {
    throw new EngineError('engine/bad-request', 'the messages do not have the names that they were given')
  }
}

/** Never a silent subset (SEC-28). */
function assertForAll(copies: Made['copies'], message: OutgoingMessage): void {
  const served = new Set(copies.flatMap(({ recipients }) => recipients.map(sameAddress)))
  if (everyoneIn(message).some(({ address }) => !served.has(sameAddress(address)))) throw new EngineError('engine/recipient-changed', 'somebody would get no message')
}
