/** What a server says on a socket, by lines and by counted octets. */
import { connect, type Socket } from 'node:net'

const LF = 0x0a

export class LineReader {
  private chunks: Buffer[] = []
  private ended: Error | undefined
  private wake: () => void = () => undefined

  readonly socket: Socket

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', chunk => {
      this.chunks.push(chunk)
      this.wake()
    })
    for (const event of ['error', 'close'] as const) {
      socket.on(event, (cause: unknown) => {
        this.ended ??= cause instanceof Error ? cause : new Error('the server hung up')
        this.wake()
      })
    }
  }

  static async open(port: number): Promise<LineReader> {
    const socket = connect({ host: '127.0.0.1', port })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    return new LineReader(socket)
  }

  /** The next line without its CRLF. @throws Error when the server hangs up before its end. */
  async line(): Promise<string> {
    for (;;) {
      const held = this.held()
      const end = held.indexOf(LF)
      if (end >= 0) return this.take(held, end + 1).toString('latin1').trimEnd()
      await this.more()
    }
  }

  async octets(count: number): Promise<Buffer> {
    while (this.chunks.reduce((sum, chunk) => sum + chunk.length, 0) < count) await this.more()
    return this.take(this.held(), count)
  }

  private held(): Buffer {
    const whole = this.chunks.length === 1 ? (this.chunks[0] as Buffer) : Buffer.concat(this.chunks)
    this.chunks = [whole]
    return whole
  }

  private take(held: Buffer, count: number): Buffer {
    this.chunks = [held.subarray(count)]
    return held.subarray(0, count)
  }

  private async more(): Promise<void> {
    if (this.ended) throw this.ended
    await new Promise<void>(resolve => {
      this.wake = resolve
    })
  }
}
