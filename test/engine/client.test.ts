/** The pane's side of the worker wall: time-outs, cancelling, dying workers, and the message that did it (SEC-71). */
import { describe, expect, it, vi } from 'vitest'
import { createWorkerEngine, type WorkerLike } from '../../src/engine/client.ts'
import { createInProcessEngine, describeError } from '../../src/engine/in-process.ts'
import { createKeyStore } from '../../src/engine/key-store/key-store.ts'
import { createMemoryStorage, SharedMemory } from '../../src/engine/key-store/memory-storage.ts'
import type { EngineRequest, FromWorker, OpenRequest, ToWorker } from '../../src/engine/protocol.ts'
import { bytesOf } from '../make/signed-message.ts'

const open = (text = 'Subject: x\r\n\r\nhello'): OpenRequest => ({
  kind: 'open',
  bytes: bytesOf(text),
  form: 'auto',
  content: null,
  host: null,
  at: '2026-06-15T12:00:00Z',
  extraCertificates: [],
  revocation: 'if-available',
  crls: [],
  ocspResponses: [],
})

/** What the workers of one browser share. */
const storedKeys = new SharedMemory()

/** The real engine behind the worker's interface: messages are cloned as a browser clones them. */
class LocalWorker implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null
  onerror: WorkerLike['onerror'] = null
  terminated = false
  readonly asked: EngineRequest[] = []
  readonly cancelled: number[] = []
  private readonly engine = createInProcessEngine({ keyStore: createKeyStore(createMemoryStorage(storedKeys)) })
  protected readonly behave: 'answer' | 'hang' | 'die' | 'bug'

  constructor(behave: 'answer' | 'hang' | 'die' | 'bug' = 'answer') {
    this.behave = behave
  }

  postMessage(message: ToWorker, transfer: Transferable[]): void {
    const { type, id } = message
    if (type === 'cancel') {
      this.cancelled.push(id)
      return
    }
    const { request } = structuredClone(message, { transfer })
    this.asked.push(request)
    if (request.kind === 'open' && this.behave === 'hang') return
    if (request.kind === 'open' && this.behave === 'die') {
      queueMicrotask(() => this.onerror?.({ message: 'out of memory' } as ErrorEvent))
      return
    }
    if (request.kind === 'open' && this.behave === 'bug') return this.emit({ type: 'error', id, ...describeError(new TypeError('a bug')) })
    this.engine.ask(request, { onProgress: step => { this.emit({ type: 'progress', id, step }) } }).then(
      result => { this.emit({ type: 'answer', id, result }) },
      (error: unknown) => { this.emit({ type: 'error', id, ...describeError(error) }) },
    )
  }

  terminate(): void {
    this.terminated = true
  }

  private emit(data: FromWorker): void {
    this.onmessage?.({ data: structuredClone(data) } as MessageEvent<FromWorker>)
  }
}

/** A client whose workers behave one after the other as listed; the last one stays. */
function clientWith(behaviours: readonly ('answer' | 'hang' | 'die' | 'bug')[], timeout = 40) {
  const workers: LocalWorker[] = []
  const engine = createWorkerEngine({
    timeout,
    spawn: () => {
      const worker = new LocalWorker(behaviours[workers.length] ?? behaviours.at(-1) ?? 'answer')
      workers.push(worker)
      return worker
    },
  })
  return { engine, workers }
}

describe('asking', () => {
  it('gives the answer and tells the steps', async () => {
    const steps: string[] = []
    const { engine } = clientWith(['answer'])
    const result = await engine.ask(open(), { onProgress: step => steps.push(step) })
    expect(result.verdict).toMatchObject({ standing: 'none', reasons: ['smime/none'] })
    expect(steps[0]).toBe('parsing')
    expect(steps.at(-1)).toBe('done')
  })
  it('transfers the message: the asker’s bytes are gone', async () => {
    const request = open()
    await clientWith(['answer']).engine.ask(request)
    expect(request.bytes.length).toBe(0)
  })
  it('rebuilds coded errors on this side', async () => {
    await expect(clientWith(['answer']).engine.ask(open('prose'))).rejects.toMatchObject({ code: 'mime/not-a-message' })
  })
  it('refuses a request of another shape', async () => {
    const broken = { ...open(), extraCertificates: ['PEM'] } as unknown as OpenRequest
    await expect(clientWith(['answer']).engine.ask(broken)).rejects.toMatchObject({ code: 'engine/bad-request' })
    await expect(createInProcessEngine().ask({ kind: 'constructor' } as unknown as OpenRequest)).rejects.toMatchObject({ code: 'engine/bad-request' })
  })
  it('keeps several questions apart', async () => {
    const { engine } = clientWith(['answer'], 5000)
    const subjects = ['a', 'b', 'c']
    const results = await Promise.all(subjects.map(subject => engine.ask(open(`Subject: ${subject}\r\n\r\n`))))
    expect(results.map(result => result.verdict.headers.subject)).toEqual(subjects)
  })
})

describe('a worker that does not come back', () => {
  it('hangs: the question ends in time, the worker is ended, the next message opens in a new one', async () => {
    const { engine, workers } = clientWith(['hang', 'answer'])
    await expect(engine.ask(open())).rejects.toMatchObject({ code: 'engine/timeout' })
    expect(workers[0]?.terminated).toBe(true)
    await expect(engine.ask(open('Subject: next\r\n\r\n'))).resolves.toMatchObject({ kind: 'open' })
    expect(workers).toHaveLength(2)
  })
  it.each(['die', 'bug'] as const)('ends (%s): it is reported, and the next message opens', async behaviour => {
    const { engine } = clientWith([behaviour, 'answer'])
    await expect(engine.ask(open())).rejects.toMatchObject({ code: 'engine/worker-died' })
    await expect(engine.ask(open('Subject: next\r\n\r\n'))).resolves.toMatchObject({ kind: 'open' })
  })
  it('the message that did it is set aside, and opens again when asked to', async () => {
    const { engine } = clientWith(['die', 'answer'])
    await expect(engine.ask(open())).rejects.toMatchObject({ code: 'engine/worker-died' })
    await expect(engine.ask(open())).rejects.toMatchObject({ code: 'engine/message-set-aside' })
    await expect(engine.ask(open(), { evenIfSetAside: true })).resolves.toMatchObject({ kind: 'open' })
  })
  it('cannot even be started: it is reported at once', async () => {
    const engine = createWorkerEngine({ timeout: 10_000, spawn: () => { throw new TypeError('refused by policy') } })
    await expect(engine.ask(open())).rejects.toMatchObject({ code: 'engine/worker-died' })
  })
  it('a new worker is told the anchors again', async () => {
    const { engine, workers } = clientWith(['hang', 'answer'])
    await engine.ask({ kind: 'trust', builtIn: false, organisation: [], user: [] })
    await expect(engine.ask(open())).rejects.toMatchObject({ code: 'engine/timeout' })
    await engine.ask(open('Subject: next\r\n\r\n'))
    expect(workers[1]?.asked.map(request => request.kind)).toEqual(['trust', 'open'])
  })
})

describe('giving up', () => {
  it('ends the worker, and is no fault of the message', async () => {
    const { engine, workers } = clientWith(['hang', 'answer'], 10_000)
    const abort = new AbortController()
    const asked = engine.ask(open(), { signal: abort.signal })
    await vi.waitFor(() => { expect(workers[0]?.asked).toHaveLength(1) })
    abort.abort()
    await expect(asked).rejects.toMatchObject({ code: 'engine/cancelled' })
    expect(workers[0]?.terminated).toBe(true)
    await expect(engine.ask(open())).resolves.toMatchObject({ kind: 'open' })
  })
  it('before asking asks nothing', async () => {
    const { engine, workers } = clientWith(['answer'])
    const abort = new AbortController()
    abort.abort()
    await expect(engine.ask(open(), { signal: abort.signal })).rejects.toMatchObject({ code: 'engine/cancelled' })
    expect(workers).toHaveLength(0)
  })
  it('closing ends what is under way', async () => {
    const { engine, workers } = clientWith(['hang'], 10_000)
    const asked = engine.ask(open())
    await vi.waitFor(() => { expect(workers[0]?.asked).toHaveLength(1) })
    engine.close()
    await expect(asked).rejects.toMatchObject({ code: 'engine/cancelled' })
  })
})

describe('several questions', () => {
  it('are asked in their order, whichever message is recognised first', async () => {
    const native = crypto.subtle.digest.bind(crypto.subtle)
    const digest = vi.spyOn(crypto.subtle, 'digest').mockImplementationOnce(async (...given) => {
      await new Promise(resolve => setTimeout(resolve, 50))
      return native(...given)
    })
    const { engine, workers } = clientWith(['answer'], 10_000)
    const answers = await Promise.all(['first', 'second'].map(subject => engine.ask(open(`Subject: ${subject}\r\n\r\n`))))
    digest.mockRestore()
    expect(answers.map(({ verdict }) => verdict.headers.subject)).toEqual(['first', 'second'])
    expect(workers[0]?.asked.map(request => (request.kind === 'open' ? new TextDecoder().decode(request.bytes).trim() : request.kind))).toEqual(['Subject: first', 'Subject: second'])
  })
  it('one that is given up takes no other with it', async () => {
    const { engine, workers } = clientWith(['hang', 'answer'], 10_000)
    const abort = new AbortController()
    const first = engine.ask(open('Subject: first\r\n\r\n'), { signal: abort.signal })
    const second = engine.ask(open('Subject: second\r\n\r\n'))
    await vi.waitFor(() => { expect(workers[0]?.asked).toHaveLength(1) })
    abort.abort()
    await expect(first).rejects.toMatchObject({ code: 'engine/cancelled' })
    expect((await second).verdict.headers.subject).toBe('second')
    expect(workers).toHaveLength(2)
  })
  it('one that kills the worker takes no other with it', async () => {
    const { engine } = clientWith(['die', 'answer'], 10_000)
    const asked = ['first', 'second', 'third'].map(subject => engine.ask(open(`Subject: ${subject}\r\n\r\n`)))
    const settled = await Promise.allSettled(asked)
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  })
  it('one that is given up while it waits is never asked, and keeps its bytes', async () => {
    const { engine, workers } = clientWith(['hang'], 10_000)
    const abort = new AbortController()
    const waiting = open('Subject: second\r\n\r\n')
    const first = engine.ask(open())
    const second = engine.ask(waiting, { signal: abort.signal })
    await vi.waitFor(() => { expect(workers[0]?.asked).toHaveLength(1) })
    abort.abort()
    await expect(second).rejects.toMatchObject({ code: 'engine/cancelled' })
    expect(waiting.bytes.length).toBeGreaterThan(0)
    expect(workers[0]).toMatchObject({ terminated: false, asked: { length: 1 } })
    engine.close()
    await expect(first).rejects.toMatchObject({ code: 'engine/cancelled' })
  })
})

describe('a worker that holds keys', () => {
  const at = '2026-06-15T12:00:00Z'
  const passphrase = 'four ordinary words together'

  it('is not ended for an asker who gives up, and ends when they are locked', async () => {
    const { engine, workers } = clientWith(['hang'], 10_000)
    await engine.ask({ kind: 'keys-create', at, algorithm: 'p-256', name: 'Aiko', address: 'aiko@example.com', passphrase })
    expect((await engine.ask({ kind: 'keys-unlock', at, passphrase })).outcome).toBe('unlocked')
    const abort = new AbortController()
    const asked = engine.ask(open(), { signal: abort.signal })
    await vi.waitFor(() => { expect(workers[0]?.asked).toHaveLength(3) })
    abort.abort()
    await expect(asked).rejects.toMatchObject({ code: 'engine/cancelled' })
    expect(workers[0]).toMatchObject({ terminated: false, cancelled: { length: 1 } })
    engine.close()
  })
  it('that dies locks them: the status says so', async () => {
    const { engine } = clientWith(['die', 'answer'], 10_000)
    expect((await engine.ask({ kind: 'keys-unlock', at, passphrase })).status.lock).toBe('unlocked')
    await expect(engine.ask(open())).rejects.toMatchObject({ code: 'engine/worker-died' })
    expect((await engine.ask({ kind: 'keys-status', at })).lock).toBe('locked')
  })
  it('is replaced when they are locked', async () => {
    const { engine, workers } = clientWith(['answer'], 10_000)
    await engine.ask({ kind: 'keys-unlock', at, passphrase })
    expect((await engine.ask({ kind: 'keys-lock', at })).status.lock).toBe('locked')
    expect(workers.map(worker => worker.terminated)).toEqual([true, false])
  })
})

describe('limits', () => {
  it('a message above 80 MiB is refused before it is read', async () => {
    const request = { ...open(), bytes: new Uint8Array(80 * 1024 * 1024 + 1) }
    await expect(createInProcessEngine().ask(request)).rejects.toMatchObject({ code: 'engine/too-large' })
  })
})
