/** What is started before the pane's bundle is there, and what the bundle takes over. */
import { readFileSync } from 'node:fs'
import vm from 'node:vm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createWorkerEngine, type WorkerLike } from '../../src/engine/client.ts'
import type { FromWorker, ToWorker } from '../../src/engine/protocol.ts'
import { earlyOrganisation, takeEarlyWorker } from '../../src/taskpane/early-start.ts'

const script = readFileSync(new URL('../../src/taskpane/early-start.js', import.meta.url), 'utf8')

class ScriptedWorker implements WorkerLike {
  static started: string[] = []
  static latest: ScriptedWorker | undefined
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null = null
  onerror: ((event: ErrorEvent) => void) | null = null
  readonly asked: ToWorker[] = []
  isEnded = false

  constructor(address: string) {
    ScriptedWorker.started.push(address)
    ScriptedWorker.latest = this
  }

  postMessage(message: ToWorker): void {
    this.asked.push(message)
  }

  terminate(): void {
    this.isEnded = true
  }
}

interface Page {
  readonly fetched: string[]
}

/** Runs the script as the page does. */
function runScript({ engine = 'engine.abc.js' as string | null, worker = ScriptedWorker as unknown }): Page {
  const fetched: string[] = []
  const fetchFile = (path: string) => {
    fetched.push(path)
    return Promise.resolve(new Response('{}'))
  }
  const window: Readonly<Record<string, unknown>> = {}
  vm.runInNewContext(script, { document: { currentScript: { getAttribute: () => engine } }, window, Worker: worker, fetch: fetchFile })
  vi.stubGlobal('sealpaneEarlyStart', window['sealpaneEarlyStart'])
  return { fetched }
}

beforeEach(() => {
  ScriptedWorker.started = []
})

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the early start', () => {
  it('starts the engine that the page names, and asks for the organisation’s list', () => {
    expect(runScript({}).fetched).toEqual(['./organisation.json'])
    expect(ScriptedWorker.started).toEqual(['engine.abc.js'])
  })

  it('hands each over once', async () => {
    runScript({})
    expect(takeEarlyWorker()).toBeInstanceOf(ScriptedWorker)
    expect(takeEarlyWorker()).toBeUndefined()
    const fetchFile = vi.fn(() => Promise.resolve(new Response('later')))
    const ask = earlyOrganisation(fetchFile)
    expect(await (await ask('./organisation.json')).text()).toBe('{}')
    expect(await (await ask('./organisation.json')).text()).toBe('later')
    expect(fetchFile).toHaveBeenCalledTimes(1)
  })

  it('hands over no worker that could not be loaded', () => {
    runScript({})
    ScriptedWorker.latest?.onerror?.({} as ErrorEvent)
    expect(takeEarlyWorker()).toBeUndefined()
  })

  it('is no loss where it cannot be: the pane asks itself', async () => {
    runScript({ engine: null })
    expect(takeEarlyWorker()).toBeUndefined()
    expect(await (await earlyOrganisation(() => Promise.resolve(new Response('own')))('./organisation.json')).text()).toBe('own')
    runScript({ worker: function refuse() { throw new Error('refused') } })
    expect(takeEarlyWorker()).toBeUndefined()
  })
})

describe('an engine with a worker that runs already', () => {
  it('asks that one, and a fresh one when it has ended', async () => {
    const first = new ScriptedWorker('first')
    const fresh = new ScriptedWorker('fresh')
    const engine = createWorkerEngine({ first, spawn: () => fresh })
    const trust = { kind: 'trust', builtIn: true, organisation: [], user: [] } as const
    const answer = engine.ask(trust)
    await vi.waitFor(() => expect(first.asked).toHaveLength(1))
    first.onerror?.({ message: 'out of memory' } as ErrorEvent)
    await expect(answer).rejects.toMatchObject({ code: 'engine/worker-died' })
    expect(first.isEnded).toBe(true)
    void engine.ask(trust).catch(() => undefined)
    await vi.waitFor(() => expect(fresh.asked.length).toBeGreaterThan(0))
    engine.close()
  })
})
