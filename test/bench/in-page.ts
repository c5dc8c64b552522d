/** The page of a bench: one engine worker as the pane has it, and a clock. Exposed as `bench` for the runner outside. */
import type { FromWorker } from '../../src/engine/protocol.ts'
import type { Operation } from './options.ts'

interface Timed {
  readonly ms: number
  readonly standing: string
}

type Answer = FromWorker | { readonly type: 'limit'; readonly ms: number } | { readonly type: 'gc-done' }

const AT = '2027-01-01T00:00:00Z'

class BenchPage {
  private worker: Worker | undefined
  private root = new Uint8Array()
  private nextId = 1

  async begin(rootName: string): Promise<void> {
    this.root = await this.load(rootName)
    await this.freshWorker()
  }

  /** A new worker with the anchors told. */
  async freshWorker(): Promise<void> {
    this.worker?.terminate()
    this.worker = new Worker('/bench-worker.js')
    await this.exchange({ type: 'ask', id: this.nextId++, request: { kind: 'trust', builtIn: false, organisation: [this.root], user: [] } }, [])
  }

  /** From asking to the answer, on this thread; the message changes hands. */
  async verify(name: string, _operation: Operation): Promise<Timed> {
    const bytes = await this.load(name)
    await this.collectGarbage()
    const request = {
      kind: 'open', bytes, form: 'message', content: null, host: null, at: AT, extraCertificates: [], revocation: 'if-available', crls: [], ocspResponses: [],
    }
    const began = performance.now()
    const answer = await this.exchange({ type: 'ask', id: this.nextId++, request }, [bytes.buffer])
    const ms = performance.now() - began
    if (answer.type === 'error') return { ms, standing: answer.code }
    return { ms, standing: answer.type === 'answer' && answer.result.kind === 'open' ? answer.result.verdict.standing : answer.type }
  }

  async limit(name: string, operation: Operation): Promise<Timed> {
    const bytes = await this.load(name)
    const body = operation === 'verify-detached' ? bytes : new Uint8Array(bytes.slice(bodyStart(bytes)))
    await this.collectGarbage()
    const answer = await this.exchange({ type: 'limit', operation, body }, [body.buffer])
    return { ms: answer.type === 'limit' ? answer.ms : Number.NaN, standing: 'valid' }
  }

  private async collectGarbage(): Promise<void> {
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

  private async load(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const response = await fetch(`/material/${name}`, { cache: 'no-store' })
    if (!response.ok) throw new Error(`no material ${name}`)
    return new Uint8Array(await response.arrayBuffer())
  }
}

function bodyStart(bytes: Uint8Array): number {
  for (let at = 0; at + 3 < bytes.length; at++) if (bytes[at] === 13 && bytes[at + 2] === 13) return at + 4
  return 0
}

;(globalThis as unknown as { bench: BenchPage }).bench = new BenchPage()
