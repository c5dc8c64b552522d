/** What locking, unlocking and attached messages mean for the message on the screen. */
import { describe, expect, it } from 'vitest'
import { EngineError, type SmimeEngine } from '../../src/engine/engine.ts'
import type { EngineRequest, ExtractPartRequest, OpenRequest, OpenResult } from '../../src/engine/protocol.ts'
import type { EnvelopedLayer, MessageVerdict } from '../../src/smime/verdict.ts'
import { ReadingController } from '../../src/taskpane/read/reading-controller.ts'
import { fakeHost, item } from './fakes.ts'
import { AT, certificate, opened, verdict } from './verdicts.ts'

const layer: EnvelopedLayer = { kind: 'enveloped', authenticated: true, contentEncryption: 'AES-256-GCM', opened: false }
const closed = (reason: 'smime/encrypted-locked' | 'smime/no-key' | 'smime/cannot-decrypt'): MessageVerdict =>
  verdict({ standing: 'none', encrypted: true, reasons: [reason], signers: [], layers: [layer] })
const decrypted = verdict({
  encrypted: true,
  layers: [{ ...layer, opened: true, openedWith: { keyId: 'k', certificate: certificate(), keyManagement: 'RSA-OAEP', expired: false } }],
})
const PLAINTEXT = new TextEncoder().encode('the figures')
const readable = (): OpenResult => ({ ...opened(decrypted), innermost: PLAINTEXT.slice() })

interface Asked {
  readonly engine: SmimeEngine
  readonly requests: EngineRequest[]
  /** What the next `open` answers; a function is asked anew each time. */
  answer: () => OpenResult | Error
}

/** Takes the bytes it is given, as a worker does. */
function engineOf(answer: () => OpenResult | Error): Asked {
  const asked: Asked = { requests: [], answer, engine: { ask: undefined as never, close: () => undefined } }
  const ask = (request: EngineRequest) => {
    asked.requests.push(request.kind === 'open' ? { ...request, bytes: request.bytes.slice() } : request)
    if (request.kind === 'extract-part') return Promise.resolve({ kind: 'extract-part', bytes: new Uint8Array([0x41]), name: 'x', mediaType: 'message/rfc822' })
    if (request.kind === 'open') request.bytes.fill(0)
    const result = asked.answer()
    return result instanceof Error ? Promise.reject(result) : Promise.resolve(result)
  }
  Object.assign(asked.engine, { ask })
  return asked
}

const opens = ({ requests }: Asked) => requests.filter((request): request is OpenRequest => request.kind === 'open')

async function start(asked: Asked, now = () => new Date(AT)) {
  const host = fakeHost({ attachment: 0x30, 'whole-message': 0x30 })
  const reading = new ReadingController({ host, engine: asked.engine, now })
  reading.start()
  await expect.poll(() => reading.getState().phase).toBe('verdict')
  return { host, reading }
}

describe('a message that waits for a key', () => {
  it('is opened again from the bytes that were kept, without asking Outlook, and its heading takes the focus', async () => {
    const asked = engineOf(() => opened(closed('smime/encrypted-locked')))
    const { host, reading } = await start(asked)
    expect(host.asked).toEqual(['attachment'])
    asked.answer = readable
    await reading.openWithMoreKeys()
    expect(reading.getState()).toMatchObject({ phase: 'verdict', focus: { on: 'heading' }, kept: null })
    expect(host.asked).toEqual(['attachment'])
    expect(opens(asked)[1]?.bytes).toEqual(new Uint8Array([0x30]))
  })

  it('keeps its bytes when the next key does not fit either', async () => {
    const asked = engineOf(() => opened(closed('smime/no-key')))
    const { reading } = await start(asked)
    for (let tries = 0; tries < 3; tries += 1) await reading.openWithMoreKeys()
    expect(opens(asked).map(({ bytes }) => bytes[0])).toEqual([0x30, 0x30, 0x30, 0x30])
  })

  it('is no message that failed to open: that one is not tried with other keys', async () => {
    const asked = engineOf(() => opened(closed('smime/cannot-decrypt')))
    const { reading } = await start(asked)
    await reading.openWithMoreKeys()
    expect(opens(asked)).toHaveLength(1)
  })
})

describe('a message that cannot be decrypted', () => {
  it('is said no earlier than the floor, whatever the cause was', async () => {
    const asked = engineOf(() => opened(closed('smime/cannot-decrypt')))
    const timers: number[] = []
    const { setTimeout: original } = globalThis
    globalThis.setTimeout = ((callback: () => void, delay = 0) => {
      timers.push(delay)
      return original(callback, 0)
    }) as typeof setTimeout
    try {
      await start(asked)
    } finally {
      globalThis.setTimeout = original
    }
    expect(timers).toContain(300)
  })
})

describe('when the keys are locked', () => {
  it('a decrypted message goes at once, its octets are overwritten, and it is asked for anew', async () => {
    const asked = engineOf(readable)
    const { host, reading } = await start(asked)
    const state = reading.getState()
    if (state.phase !== 'verdict') throw new Error('no verdict')
    asked.answer = () => opened(closed('smime/encrypted-locked'))
    reading.forgetDecrypted()
    expect(reading.getState().phase).toBe('checking')
    expect([...state.result.innermost]).toEqual(Array.from(PLAINTEXT, () => 0))
    await expect.poll(() => reading.getState()).toMatchObject({ phase: 'verdict', result: { verdict: { reasons: ['smime/encrypted-locked'] } } })
    expect(host.asked).toEqual(['attachment', 'attachment'])
  })

  it('a message that was never encrypted stays', async () => {
    const { reading } = await start(engineOf(() => opened(verdict())))
    reading.forgetDecrypted()
    expect(reading.getState().phase).toBe('verdict')
  })

  it('an attached message inside a decrypted one goes with it', async () => {
    const asked = engineOf(readable)
    const { reading } = await start(asked)
    asked.answer = () => opened(verdict())
    await reading.openPart(0)
    expect(reading.getState()).toMatchObject({ phase: 'verdict', trail: [{ index: 0 }] })
    reading.forgetDecrypted()
    expect(reading.getState()).toMatchObject({ phase: 'checking', trail: [] })
  })
})

describe('an attached message', () => {
  it('is a document of its own: opened from its part, without what Outlook says of the outer one', async () => {
    const asked = engineOf(readable)
    const { reading } = await start(asked)
    await reading.openPart(2)
    const part = asked.requests.find((request): request is ExtractPartRequest => request.kind === 'extract-part')
    expect(part).toMatchObject({ index: 2, entity: PLAINTEXT })
    expect(opens(asked)[1]).toMatchObject({ host: null, form: 'auto', bytes: new Uint8Array([0x41]) })
  })

  it('leads back to the same outer verdict without asking again, and to where it was opened', async () => {
    const asked = engineOf(readable)
    const { reading } = await start(asked)
    await reading.openPart(2)
    reading.closeLevel()
    expect(reading.getState()).toMatchObject({ phase: 'verdict', trail: [], focus: { on: 'part', index: 2 }, result: { innermost: PLAINTEXT } })
    expect(opens(asked)).toHaveLength(2)
  })

  it('that cannot be opened fails on its own level, and the way back stays', async () => {
    const asked = engineOf(readable)
    const { reading } = await start(asked)
    asked.answer = () => new EngineError('engine/too-large', 'planned')
    await reading.openPart(1)
    expect(reading.getState()).toMatchObject({ phase: 'failure', code: 'engine/too-large', trail: [{ index: 1 }] })
    reading.closeLevel()
    expect(reading.getState()).toMatchObject({ phase: 'verdict', trail: [] })
  })

  it('is left when another item is opened in Outlook', async () => {
    const asked = engineOf(readable)
    const { host, reading } = await start(asked)
    await reading.openPart(0)
    host.open({ ...item, key: '2' })
    expect(reading.getState()).toMatchObject({ phase: 'checking', trail: [] })
    reading.closeLevel()
    expect(reading.getState().phase).toBe('checking')
  })
})

it('a page that goes away shows nothing and holds nothing', async () => {
  const { reading } = await start(engineOf(readable))
  const state = reading.getState()
  reading.clear()
  expect(reading.getState()).toEqual({ phase: 'empty', why: 'no-item' })
  if (state.phase === 'verdict') expect(state.result.innermost.every(octet => octet === 0)).toBe(true)
})
