/**
 * The pane's side of the worker wall: asks, waits, gives up in time, and survives a worker that does not.
 *
 * The worker holds one question at a time; the others wait here with their bytes. So a question that hangs or kills the
 * worker is answered with a code, and the others are asked of a new one. The message that did it is remembered by a
 * fingerprint and set aside (SEC-71), so that it cannot kill the pane at every start. Keys that were unlocked die with their
 * worker: `keys-status` says so.
 */
import { CodedError, type ErrorCode } from '../bytes/coded-error.ts'
import { type AskOptions, EngineError, type SmimeEngine } from './engine.ts'
import type { EngineRequest, EngineResult, FromWorker, ResultOf, ToWorker, TrustRequest } from './protocol.ts'
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
  /** A worker of the engine that is running already. It serves until it ends, then fresh ones do. */
  readonly first?: WorkerLike | undefined
  /** Milliseconds before an answer counts as not coming. */
  readonly timeout?: number
  /** Remembers messages that killed a worker, by fingerprint. A `Set` in memory unless the pane hands in more. */
  readonly setAside?: Pick<Set<string>, 'has' | 'add'>
}

/** SEC-57: 5 s hard limit for a path; a 50 MB message on a slow machine needs several seconds more. */
const DEFAULT_TIMEOUT = 20_000

/** Looking for the primes of a long RSA key takes as long as it takes. */
const KEY_CREATION_TIMEOUT = 120_000

/** Copies of a large message for many hidden recipients are each encrypted anew. */
const COMPOSE_TIMEOUT = 120_000

const LONG_WORK: Partial<Record<EngineRequest['kind'], number>> = { 'keys-create': KEY_CREATION_TIMEOUT, 'compose': COMPOSE_TIMEOUT }

interface Question {
  readonly id: number
  readonly request: EngineRequest
  readonly resolve: (result: EngineResult) => void
  readonly reject: (error: Error) => void
  readonly onProgress: AskOptions['onProgress']
}

class WorkerAnswerError extends CodedError {}

/** An engine behind a worker. Questions are answered in the order asked. */
export function createWorkerEngine(options: WorkerEngineOptions = {}): SmimeEngine {
  const engine = new WorkerEngine(options)
  if (!options.spawn) engine.start()
  return engine
}

class WorkerEngine implements SmimeEngine {
  private readonly spawn: () => WorkerLike
  private readonly timeout: number
  private readonly setAside: Pick<Set<string>, 'has' | 'add'>
  private readonly waiting: Question[] = []
  private running: Question | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private worker: WorkerLike | undefined
  /** Whether the worker holds keys: it is not ended for an asker who gave up then. */
  private holdsKeys = false
  private trust: TrustRequest | undefined
  private recognised: Promise<unknown> = Promise.resolve()
  private nextId = 1

  constructor(options: WorkerEngineOptions) {
    this.spawn = options.spawn ?? (() => new Worker(/* webpackChunkName: "engine" */ new URL('./worker.ts', import.meta.url), { type: 'module' }))
    if (options.first) this.adopt(options.first)
    this.timeout = options.timeout ?? DEFAULT_TIMEOUT
    this.setAside = options.setAside ?? new Set<string>()
  }

  async ask<R extends EngineRequest>(request: R, options: AskOptions = {}): Promise<ResultOf<R>> {
    if (typeof crypto === 'undefined' || !('subtle' in crypto)) throw new EngineError('engine/insecure-page', 'no WebCrypto here')
    if (request.kind === 'trust') this.trust = request
    const fingerprint = request.kind === 'open' ? await this.recognise(request.bytes) : undefined
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

  /** One after the other: a fingerprint may take longer than the next one, and messages are opened in the order asked. */
  private recognise(bytes: Uint8Array): Promise<string> {
    const recognised = this.recognised.then(async () => (await import(/* webpackChunkName: "reading" */ './message-fingerprint.ts')).fingerprintOf(bytes))
    this.recognised = recognised.catch(() => undefined)
    return recognised
  }

  /** Has the worker loading while the pane still asks Outlook for the message. */
  start(): void {
    this.liveWorker()
  }

  close(): void {
    const unanswered = this.waiting.splice(0)
    this.endWorker(new EngineError('engine/cancelled', 'engine closed'))
    for (const question of unanswered) question.reject(new EngineError('engine/cancelled', 'engine closed'))
  }

  private exchange(request: EngineRequest, { signal, onProgress }: AskOptions): Promise<EngineResult> {
    const id = this.nextId++
    return new Promise<EngineResult>((resolve, reject) => {
      if (signal?.aborted) {
        reject(new EngineError('engine/cancelled', 'the asker gave up'))
        return
      }
      const giveUp = () => {
        this.giveUp(question)
      }
      const settle = () => {
        signal?.removeEventListener('abort', giveUp)
      }
      const question: Question = {
        id,
        request,
        onProgress,
        resolve: result => {
          settle()
          resolve(result)
        },
        reject: error => {
          settle()
          reject(error)
        },
      }
      signal?.addEventListener('abort', giveUp, { once: true })
      this.waiting.push(question)
      this.askNext()
    })
  }

  private askNext(): void {
    if (this.running) return
    const question = this.waiting.shift()
    if (!question) return
    const { id, request } = question
    this.running = question
    const limit = Math.max(this.timeout, LONG_WORK[request.kind] ?? 0)
    this.timer = setTimeout(() => {
      this.endWorker(new EngineError('engine/timeout', `no answer in ${limit} ms`))
    }, limit)
    try {
      this.liveWorker().postMessage({ type: 'ask', id, request }, transferablesOf(request))
    } catch (error) {
      this.endWorker(new EngineError('engine/worker-died', 'no worker could be started', { cause: error }))
    }
  }

  /**
   * A worker cannot be interrupted: giving up ends it, and the next question gets a new one. While it holds keys it is only
   * told; it stops at its next step, or is ended when its time is over.
   */
  private giveUp(question: Question): void {
    const reason = new EngineError('engine/cancelled', 'the asker gave up')
    const place = this.waiting.indexOf(question)
    if (place >= 0) this.waiting.splice(place, 1)
    if (question !== this.running) question.reject(reason)
    else if (this.holdsKeys) {
      this.worker?.postMessage({ type: 'cancel', id: question.id }, [])
      question.reject(reason)
    } else this.endWorker(reason)
  }

  private liveWorker(): WorkerLike {
    if (this.worker) return this.worker
    const worker = this.adopt(this.spawn())
    if (this.trust) worker.postMessage({ type: 'ask', id: 0, request: this.trust }, [])
    return worker
  }

  private adopt(worker: WorkerLike): WorkerLike {
    worker.onmessage = event => {
      if (worker === this.worker) this.receive(event.data)
    }
    worker.onerror = event => {
      if (worker === this.worker) this.endWorker(new EngineError('engine/worker-died', event.message))
    }
    this.worker = worker
    return worker
  }

  private receive(message: FromWorker): void {
    const question = this.running
    if (message.type === 'ready' || message.id !== question?.id) return
    if (message.type === 'progress') question.onProgress?.(message.step)
    else if (message.type === 'answer') this.finish(() => { question.resolve(message.result) }, message.result)
    else if (message.code === 'engine/worker-died') this.endWorker(new EngineError('engine/worker-died', message.message))
    else this.finish(() => { question.reject(new WorkerAnswerError(message.code as ErrorCode, message.message)) })
  }

  private finish(settle: () => void, result?: EngineResult): void {
    this.release()
    const status = result && ('status' in result ? result.status : result.kind === 'keys-status' ? result : undefined)
    if (status) this.holdsKeys = status.lock === 'unlocked'
    // SECURITY (SEC-91): the memory of the worker that held the keys goes with it.
    if (result?.kind === 'keys-lock') {
      this.dropWorker()
      this.liveWorker()
    }
    settle()
    this.askNext()
  }

  private release(): void {
    clearTimeout(this.timer)
    this.running = undefined
  }

  private dropWorker(): void {
    this.worker?.terminate()
    this.worker = undefined
    this.holdsKeys = false
  }

  /** Only the question that the worker held is lost; the others are asked of the next one. */
  private endWorker(reason: EngineError): void {
    const lost = this.running
    this.release()
    this.dropWorker()
    lost?.reject(reason)
    this.askNext()
  }
}
