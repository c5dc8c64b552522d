/** Sending route 4: the finished message as a file, for any other mail program to send. */
import type { SendPorts } from './send-ports.ts'
import type { RouteOffer, SendableMessage, SendingRoute } from './sending-route.ts'

/** A name that tells nothing of the message: the file may lie in a folder that others see. */
export function fileNameOf({ messageId }: SendableMessage): string {
  const short = messageId.replace(/^<|@.*$/gu, '').replace(/[^a-z0-9]/giu, '').slice(0, 8)
  return `message-${short === '' ? 'sealed' : short}.eml`
}

class SaveFileRoute implements SendingRoute {
  readonly name = 'file'
  readonly takesSeveral = true
  private readonly ports: Pick<SendPorts, 'saveFile'>

  constructor(ports: Pick<SendPorts, 'saveFile'>) {
    this.ports = ports
  }

  offer(): RouteOffer {
    return { isOffered: true, limit: null }
  }

  async send(message: SendableMessage, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    this.ports.saveFile(fileNameOf(message), message.bytes)
    return Promise.resolve()
  }

  /** Nobody here knows what became of a file. */
  wasSent(): Promise<null> {
    return Promise.resolve(null)
  }
}

/** Always there. `send` returns once the file was handed over; sending it is up to its owner. */
export function createSaveFileRoute(ports: Pick<SendPorts, 'saveFile'>): SendingRoute {
  return new SaveFileRoute(ports)
}
