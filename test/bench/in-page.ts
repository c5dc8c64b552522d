/** The page of a bench: one engine worker as the pane has it, and a clock. Exposed as `bench` for the runner outside. */
import type { FromWorker } from '../../src/engine/protocol.ts'
import { fingerprintOf } from '../../src/engine/message-fingerprint.ts'
import { roomForMaking } from '../../src/engine/room-for-making.ts'
import { decodeContent } from '../../src/outlook/base64-content.ts'
import { type Belongings, makingRequest } from './making.ts'
import { COLLECTED_FROM, isDecryption, isMaking, type MakingOperation, type Operation } from './options.ts'

interface Timed {
  readonly ms: number
  readonly standing: string
}

type Answer = FromWorker | { readonly type: 'limit'; readonly ms: number } | { readonly type: 'gc-done' }

const AT = '2027-01-01T00:00:00Z'

/** The worker warms itself up after its start, in milliseconds. */
const CALM = 500

class BenchPage {
  private worker: Worker | undefined
  private root = new Uint8Array()
  private key = new Uint8Array()
  private belongings: Belongings | undefined
  private made: Uint8Array<ArrayBuffer> | undefined
  private held: { readonly bytes: Uint8Array<ArrayBuffer>; readonly operation: Operation } | undefined
  private nextId = 1

  async begin(rootName: string, keyName: string): Promise<void> {
    this.root = await this.load(rootName)
    this.key = await this.load(keyName)
    await this.sendTo(['rsa.crt'], 'pkcs1')
    await this.freshWorker()
  }

  /** Whom the next messages are encrypted to. */
  async sendTo(recipients: readonly string[], transport: Belongings['transport']): Promise<void> {
    this.belongings = { key: this.key, chain: await this.load('int.crt'), recipients: await Promise.all(recipients.map(name => this.load(name))), transport }
  }

  /** A new worker with the anchors told. */
  async freshWorker(): Promise<void> {
    this.worker?.terminate()
    this.worker = new Worker('/bench-worker.js')
    await this.exchange({ type: 'ask', id: this.nextId++, request: { kind: 'trust', builtIn: false, organisation: [this.root], user: [] } }, [])
  }

  /** Waits until what the page and its worker do by themselves at the start is done. */
  async rest(): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, CALM))
    await this.collectGarbage()
  }

  /** Loads the message that `verify` takes next: loading it costs memory that opening it does not. */
  async hold(name: string, operation: Operation): Promise<void> {
    this.held = { bytes: await this.loadFor(name, operation), operation }
    await this.collectGarbage()
  }

  /** From asking to the answer, on this thread; the message changes hands. */
  async verify(name: string, operation: Operation): Promise<Timed> {
    const bytes = this.held?.operation === operation ? this.held.bytes : await this.loadFor(name, operation)
    this.held = undefined
    if (bytes.length >= COLLECTED_FROM) await this.collectGarbage()
    return isMaking(operation) ? this.make(bytes, operation) : this.open(bytes, operation)
  }

  /** From asking for a message to having it on this thread. */
  private async make(message: Uint8Array<ArrayBuffer>, operation: MakingOperation): Promise<Timed> {
    const { belongings } = this
    if (!belongings) throw new Error('not begun')
    this.made = undefined
    const request = makingRequest(operation, message, belongings)
    const began = performance.now()
    const answer = await this.exchange({ type: 'ask', id: this.nextId++, request }, [message.buffer])
    const ms = performance.now() - began
    if (answer.type === 'answer' && 'bytes' in answer.result) this.made = answer.result.bytes as Uint8Array<ArrayBuffer>
    return { ms, standing: this.made ? 'made' : answer.type === 'error' ? answer.code : answer.type }
  }

  /** Gives what was made last to the runner, which has it opened. */
  async handOver(): Promise<void> {
    if (this.made) await fetch('/made', { method: 'POST', body: this.made })
    this.made = undefined
  }

  /**
   * What this thread does for a message that Outlook gives in base64: decoding, the fingerprint, handing over, taking the answer.
   *
   * @returns the longest time that it answered nobody, beside the time of all.
   */
  async mainThread(name: string): Promise<Timed & { readonly longestMs: number }> {
    const bytes = await this.load(name)
    let text = ''
    for (let at = 0; at < bytes.length; at += 0x6000) text += btoa(String.fromCharCode(...bytes.subarray(at, at + 0x6000)))
    await this.collectGarbage()
    const heart = new Heartbeat()
    const began = performance.now()
    const received = (await decodeContent(text, new AbortController().signal)) as Uint8Array<ArrayBuffer>
    await fingerprintOf(received)
    const { standing } = await this.open(received, 'verify-detached')
    const ms = performance.now() - began
    return { ms, standing, longestMs: await heart.stop() }
  }

  private async open(bytes: Uint8Array<ArrayBuffer>, operation: Operation): Promise<Timed> {
    const request = {
      kind: 'open', bytes, form: 'message', content: null, host: null, at: AT, extraCertificates: [], revocation: 'if-available', crls: [], ocspResponses: [],
      keyFiles: isDecryption(operation) ? [{ bytes: this.key, passphrase: null }] : [],
    }
    const began = performance.now()
    const answer = await this.exchange({ type: 'ask', id: this.nextId++, request }, [bytes.buffer])
    const ms = performance.now() - began
    if (answer.type === 'error') return { ms, standing: answer.code }
    return { ms, standing: answer.type === 'answer' && answer.result.kind === 'open' ? answer.result.verdict.standing : answer.type }
  }

  async limit(name: string, operation: Operation): Promise<Timed> {
    const bytes = await this.load(name)
    const body = operation === 'verify-detached' || isMaking(operation) ? bytes : new Uint8Array(bytes.slice(bodyStart(bytes)))
    if (bytes.length >= COLLECTED_FROM) await this.collectGarbage()
    const answer = await this.exchange({ type: 'limit', operation, body }, [body.buffer])
    return { ms: answer.type === 'limit' ? answer.ms : Number.NaN, standing: 'limit' }
  }

  private async collectGarbage(): Promise<void> {
    this.made = undefined
    ;(globalThis as unknown as { gc?: () => void }).gc?.()
    await this.exchange({ type: 'gc' }, [])
  }

  private exchange(message: unknown, transfer: Transferable[]): Promise<Answer> {
    const { worker } = this
    if (!worker) throw new Error('no worker')
    return new Promise((resolve, reject) => {
      worker.onerror = event => reject(new Error(event.message))
      worker.onmessage = (event: MessageEvent<Answer>) => {
        if (event.data.type !== 'ready' && event.data.type !== 'progress') resolve(event.data)
      }
      worker.postMessage(message, transfer)
    })
  }

  /** A message that is to be made into another one is given with room around it, as the command line does. */
  private async loadFor(name: string, operation: Operation): Promise<Uint8Array<ArrayBuffer>> {
    if (!isMaking(operation)) return this.load(name)
    const response = await fetch(`/material/${name}`, { cache: 'no-store' })
    const reader = response.body?.getReader()
    const message = roomForMaking(operation === 'sign' ? 'sign' : 'encrypt', Number(response.headers.get('Content-Length'))) as Uint8Array<ArrayBuffer>
    let filled = 0
    for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) {
      message.set(piece.value, filled)
      filled += piece.value.length
    }
    if (!response.ok || filled !== message.length) throw new Error(`no material ${name}`)
    return message
  }

  private async load(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const response = await fetch(`/material/${name}`, { cache: 'no-store' })
    if (!response.ok) throw new Error(`no material ${name}`)
    return new Uint8Array(await response.arrayBuffer())
  }
}

/** Beats as often as the thread lets it; the longest pause between two beats is the longest that anything had to wait. */
class Heartbeat {
  private readonly channel = new MessageChannel()
  private last = performance.now()
  private longest = 0
  private isStopped = false

  constructor() {
    this.channel.port1.onmessage = () => {
      this.beat()
      if (!this.isStopped) this.channel.port2.postMessage(null)
    }
    this.channel.port2.postMessage(null)
  }

  private beat(): void {
    const now = performance.now()
    this.longest = Math.max(this.longest, now - this.last)
    this.last = now
  }

  async stop(): Promise<number> {
    await new Promise(resolve => setTimeout(resolve, 0))
    this.beat()
    this.isStopped = true
    return this.longest
  }
}

function bodyStart(bytes: Uint8Array): number {
  for (let at = 0; at + 3 < bytes.length; at++) if (bytes[at] === 13 && bytes[at + 2] === 13) return at + 4
  return 0
}

;(globalThis as unknown as { bench: BenchPage }).bench = new BenchPage()
