import { expect, it } from 'vitest'
import type { OpenResult } from '../../src/engine/protocol.ts'
import { EngineError, type SmimeEngine } from '../../src/engine/engine.ts'
import { MimeError } from '../../src/mime/errors.ts'
import { ReadingController } from '../../src/taskpane/read/reading-controller.ts'
import { fakeEngine, fakeHost, item } from './fakes.ts'
import { altered, AT, opened, verdict } from './verdicts.ts'

const now = () => new Date(AT)

it('checks the open message at once and shows its verdict', async () => {
  const reading = new ReadingController({ host: fakeHost({ attachment: 1 }), engine: fakeEngine({ 1: opened(verdict()) }), now })
  reading.start()
  expect(reading.getState().phase).toBe('checking')
  await expect.poll(() => reading.getState().phase).toBe('verdict')
})

it('drops a late answer about the message before', async () => {
  const answers: ((result: OpenResult) => void)[] = []
  const engine = {
    ask: () => new Promise<OpenResult>(resolve => answers.push(resolve)),
    close: () => undefined,
  } as unknown as SmimeEngine
  const host = fakeHost({ attachment: 1 })
  const reading = new ReadingController({ host, engine, now })
  reading.start()
  await expect.poll(() => answers.length).toBe(1)
  host.open({ ...item, key: '2' })
  await expect.poll(() => answers.length).toBe(2)
  answers[0]?.(opened(verdict()))
  await Promise.resolve()
  expect(reading.getState().phase).toBe('checking')
  answers[1]?.(opened(altered))
  await expect.poll(() => reading.getState()).toMatchObject({ phase: 'verdict', result: { verdict: { standing: 'invalid' } } })
})

it('shows that nothing is open, and no old verdict, when the selection is emptied', async () => {
  const host = fakeHost({ attachment: 1 })
  const reading = new ReadingController({ host, engine: fakeEngine({ 1: opened(verdict()) }), now })
  reading.start()
  await expect.poll(() => reading.getState().phase).toBe('verdict')
  host.open(null)
  expect(reading.getState()).toEqual({ phase: 'empty', why: 'no-item' })
})

it('says so in a message that is being written', () => {
  const host = fakeHost({ attachment: 1 })
  host.open({ ...item, mode: 'compose' })
  const reading = new ReadingController({ host, engine: fakeEngine({}), now })
  reading.start()
  expect(reading.getState()).toEqual({ phase: 'empty', why: 'compose' })
})

it('stops when the user cancels, and says that nothing was checked', async () => {
  const engine = {
    ask: (_request: unknown, { signal }: { signal: AbortSignal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => { reject(new EngineError('engine/cancelled', 'gave up')) })
      }),
    close: () => undefined,
  } as unknown as SmimeEngine
  const reading = new ReadingController({ host: fakeHost({ attachment: 1 }), engine, now })
  reading.start()
  await expect.poll(() => reading.getState()).toMatchObject({ progress: { kind: 'reading' } })
  await Promise.resolve()
  reading.cancel()
  await expect.poll(() => reading.getState()).toMatchObject({ phase: 'failure', code: 'engine/cancelled' })
})

it('asks for the signed file when a .p7s comes alone, and checks both together', async () => {
  const engine = fakeEngine({ 7: new MimeError('mime/needs-content', 'alone') })
  const reading = new ReadingController({ host: fakeHost({}), engine, now })
  const signature = new File([new Uint8Array([7])], 'offer.p7s')
  await reading.checkFile(signature)
  expect(reading.getState()).toMatchObject({ phase: 'failure', code: 'mime/needs-content' })
  await reading.checkFile(signature, new File([new Uint8Array([8, 9])], 'offer.txt'))
  expect(engine.requests.at(-1)).toMatchObject({ kind: 'open', content: new Uint8Array([8, 9]) })
})

it('tells a .msg from the rest by its name', async () => {
  const engine = fakeEngine({ 7: opened(verdict()) })
  const reading = new ReadingController({ host: fakeHost({}), engine, now })
  await reading.checkFile(new File([new Uint8Array([7])], 'Offer.MSG'))
  expect(engine.requests).toMatchObject([{ form: 'outlook-message' }])
})
