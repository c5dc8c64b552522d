/**
 * The pane's side of the worker wall: asks, waits, gives up in time, and survives a worker that does not.
 *
 * A question that hangs or kills the worker is answered with a code; a new worker serves the next one. The message that
 * did it is remembered by a fingerprint and set aside (SEC-71), so that it cannot kill the pane at every start.
 */
import { CodedError, type ErrorCode } from '../bytes/coded-error.ts'
import { type AskOptions, EngineError, type SmimeEngine } from './engine.ts'
import type { EngineRequest, EngineResult, FromWorker, ResultOf, ToWorker, TrustRequest } from './protocol.ts'
import { fingerprintOf } from './message-fingerprint.ts'
import { transferablesOf } from './transferables.ts'

/** As much of `Worker` as the client uses, so that tests can stand a failing one in. */
export interface WorkerLike {
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
  postMessage(message: ToWorker, transfer: Transferable[]): void
  terminate(): void
}

export interface WorkerEngineOptions {
  /** Makes a fresh worker. The default is the engine's own worker. */
  readonly spawn?: () => WorkerLike
  /** Milliseconds before an answer counts as not coming. */
  readonly timeout?: number
  /** Remembers messages that killed a worker, by fingerprint. A `Set` in memory unless the pane hands in more. */
  readonly setAside?: Pick<Set<string>, 'has' | 'add'>
}

/** SEC-57: 5 s hard limit for a path; a 50 MB message on a slow machine needs several seconds more. */
const DEFAULT_TIMEOUT = 20_000

interface Pending {
  readonly resolve: (result: EngineResult) => void
  readonly reject: (error: Error) => void
  readonly onProgress: AskOptions['onProgress']
}

class WorkerAnswerError extends CodedError {}

/** An engine behind a worker. Questions are answered one worker at a time, in the order asked. */
export function createWorkerEngine(options: WorkerEngineOptions = {}): SmimeEngine {
  const engine = new WorkerEngine(options)
  if (!options.spawn) engine.start()
  return engine
}

class WorkerEngine implements SmimeEngine {
  private readonly spawn: () => WorkerLike
  private readonly timeout: number
  private readonly setAside: Pick<Set<string>, 'has' | 'add'>
  private readonly pending = new Map<number, Pending>()
  private worker: WorkerLike | undefined
  private trust: TrustRequest | undefined
  private nextId = 1

  constructor(options: WorkerEngineOptions) {
    this.spawn = options.spawn ?? (() => new Worker(/* webpackChunkName: "engine" */ new URL('./worker.ts', import.meta.url), { type: 'module' }))
    this.timeout = options.timeout ?? DEFAULT_TIMEOUT
    this.setAside = options.setAside ?? new Set<string>()
  }

  async ask<R extends EngineRequest>(request: R, options: AskOptions = {}): Promise<ResultOf<R>> {
    if (typeof crypto === 'undefined' || !('subtle' in crypto)) throw new EngineError('engine/insecure-page', 'no WebCrypto here')
    if (request.kind === 'trust') this.trust = request
    const fingerprint = request.kind === 'open' ? await fingerprintOf(request.bytes) : undefined
    if (fingerprint !== undefined && options.evenIfSetAside !== true && this.setAside.has(fingerprint)) {
      throw new EngineError('engine/message-set-aside', 'this message ended a worker before')
    }
    try {
      return (await this.exchange(request, options)) as ResultOf<R>
    } catch (error) {
      const isFatal = error instanceof EngineError && (error.code === 'engine/timeout' || error.code === 'engine/worker-died')
      if (isFatal && fingerprint !== undefined) this.setAside.add(fingerprint)
      throw error
    }
  }

  /** Has the worker loading while the pane still asks Outlook for the message. */
  start(): void {
    this.liveWorker()
  }

  close(): void {
    this.endWorker(new EngineError('engine/cancelled', 'engine closed'))
  }

  private exchange(request: EngineRequest, options: AskOptions): Promise<EngineResult> {
    const id = this.nextId++
    return new Promise<EngineResult>((resolve, reject) => {
      const { signal } = options
      if (signal?.aborted) {
        reject(new EngineError('engine/cancelled', 'the asker gave up'))
        return
      }
      // A worker cannot be interrupted: giving up ends it, and the next question gets a new one.
      const giveUp = () => {
        this.endWorker(new EngineError('engine/cancelled', 'the asker gave up'))
      }
      const timer = setTimeout(() => {
        this.endWorker(new EngineError('engine/timeout', `no answer in ${this.timeout} ms`))
      }, this.timeout)
      signal?.addEventListener('abort', giveUp, { once: true })
      const settle = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', giveUp)
        this.pending.delete(id)
      }
      this.pending.set(id, {
        resolve: result => {
          settle()
          resolve(result)
        },
        reject: error => {
          settle()
          reject(error)
        },
        onProgress: options.onProgress,
      })
      try {
        this.liveWorker().postMessage({ type: 'ask', id, request }, transferablesOf(request))
      } catch (error) {
        this.endWorker(new EngineError('engine/worker-died', 'no worker could be started', { cause: error }))
      }
    })
  }

  private liveWorker(): WorkerLike {
    if (this.worker) return this.worker
    const worker = this.spawn()
    worker.onmessage = event => {
      if (worker === this.worker) this.receive(event.data)
    }
    worker.onerror = event => {
      if (worker === this.worker) this.endWorker(new EngineError('engine/worker-died', event.message))
    }
    this.worker = worker
    if (this.trust) worker.postMessage({ type: 'ask', id: 0, request: this.trust }, [])
    return worker
  }

  private receive(message: FromWorker): void {
    if (message.type === 'ready') return
    const pending = this.pending.get(message.id)
    if (!pending) return
    if (message.type === 'progress') pending.onProgress?.(message.step)
    else if (message.type === 'answer') pending.resolve(message.result)
    else if (message.code === 'engine/worker-died') this.endWorker(new EngineError('engine/worker-died', message.message))
    else pending.reject(new WorkerAnswerError(message.code as ErrorCode, message.message))
  }

  private endWorker(reason: EngineError): void {
    this.worker?.terminate()
    this.worker = undefined
    for (const pending of [...this.pending.values()]) pending.reject(reason)
  }
}
