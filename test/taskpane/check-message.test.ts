import { describe, expect, it } from 'vitest'
import { EngineError } from '../../src/engine/engine.ts'
import { MimeError } from '../../src/mime/errors.ts'
import { OutlookError } from '../../src/outlook/mailbox-host.ts'
import { checkMessage, type CheckProgress } from '../../src/taskpane/read/check-message.ts'
import { type FakeEngine, type FakeHost, fakeEngine, fakeHost } from './fakes.ts'
import { altered, AT, opened, unsigned, verdict } from './verdicts.ts'

function check(host: FakeHost, engine: FakeEngine, signal = new AbortController().signal) {
  const progress: CheckProgress[] = []
  const outcome = checkMessage({ host, engine, signal, now: () => new Date(AT), onProgress: step => progress.push(step), evenIfSetAside: false })
  return outcome.then(done => ({ done, progress }))
}

const timeout = () => new OutlookError('outlook/route-timeout', 'no answer')

describe('reading the open message', () => {
  it('stops at the first route whose signature holds', async () => {
    const host = fakeHost({ attachment: 1, 'whole-message': 2 })
    const { done } = await check(host, fakeEngine({ 1: opened(verdict()) }))
    expect(done).toMatchObject({ kind: 'verdict', route: 'attachment' })
    expect(host.asked).toEqual(['attachment'])
  })

  it('goes to the next way when one does not answer, and keeps what was tried', async () => {
    const { done, progress } = await check(fakeHost({ attachment: timeout(), 'whole-message': 2 }), fakeEngine({ 2: opened(verdict()) }))
    expect(done).toMatchObject({
      kind: 'verdict',
      route: 'whole-message',
      attempts: [{ route: 'attachment', outcome: 'outlook/route-timeout' }, { route: 'whole-message', outcome: 'read' }],
    })
    expect(progress.filter(step => step.kind === 'reading')).toMatchObject([{ isFirst: true }, { isFirst: false }])
  })

  it('never says invalid while another way has not been tried', async () => {
    const host = fakeHost({ attachment: 1, 'whole-message': 2 })
    const { done } = await check(host, fakeEngine({ 1: opened(altered), 2: opened(verdict()) }))
    expect(done).toMatchObject({ kind: 'verdict', route: 'whole-message', result: { verdict: { standing: 'valid' } } })
    expect(host.asked).toEqual(['attachment', 'whole-message'])
  })

  it('says invalid when every way was tried and the other one lost the signature', async () => {
    const { done } = await check(fakeHost({ attachment: 1, 'whole-message': 2 }), fakeEngine({ 1: opened(altered), 2: opened(unsigned) }))
    expect(done).toMatchObject({ kind: 'verdict', route: 'attachment', result: { verdict: { standing: 'invalid' } } })
  })

  it('says invalid when the other way failed', async () => {
    const { done } = await check(fakeHost({ attachment: 1, 'whole-message': timeout() }), fakeEngine({ 1: opened(altered) }))
    expect(done).toMatchObject({ kind: 'verdict', result: { verdict: { standing: 'invalid' } } })
  })

  it('does not believe "not signed" of an attachment alone', async () => {
    const { done } = await check(fakeHost({ attachment: 1, 'whole-message': 2 }), fakeEngine({ 1: opened(unsigned), 2: opened(verdict()) }))
    expect(done).toMatchObject({ result: { verdict: { standing: 'valid' } } })
  })

  it('believes "not signed" of the whole message', async () => {
    const host = fakeHost({ 'whole-message': 2, ews: 3 })
    const { done } = await check(host, fakeEngine({ 2: opened(unsigned), 3: opened(verdict()) }))
    expect(done).toMatchObject({ route: 'whole-message', result: { verdict: { standing: 'none' } } })
    expect(host.asked).toEqual(['whole-message'])
  })

  it('tells what is wrong with the bytes rather than with the route', async () => {
    const engine = fakeEngine({ 1: new MimeError('mime/truncated', 'cut') })
    const { done } = await check(fakeHost({ attachment: 1, 'whole-message': timeout() }), engine)
    expect(done).toMatchObject({ kind: 'failure', code: 'mime/truncated' })
  })

  it('says that no way was left when they fail for different reasons', async () => {
    const empty = new OutlookError('outlook/attachment-empty', 'no bytes')
    const { done } = await check(fakeHost({ attachment: empty, 'whole-message': timeout() }), fakeEngine({}))
    expect(done).toMatchObject({ kind: 'failure', code: 'outlook/no-route', attempts: [{}, {}] })
  })

  it('says that this Outlook cannot when it offers no way at all', async () => {
    expect((await check(fakeHost({}), fakeEngine({}))).done).toMatchObject({ kind: 'failure', code: 'outlook/route-unavailable', attempts: [] })
  })

  it('drops everything when another item was opened meanwhile', async () => {
    const host = fakeHost({ attachment: new OutlookError('outlook/item-changed', 'changed'), 'whole-message': 2 })
    const { done } = await check(host, fakeEngine({ 2: opened(verdict()) }))
    expect(done).toMatchObject({ kind: 'failure', code: 'outlook/item-changed' })
    expect(host.asked).toEqual(['attachment'])
  })

  it('reports a message that was set aside', async () => {
    const engine = fakeEngine({ 1: new EngineError('engine/message-set-aside', 'again') })
    expect((await check(fakeHost({ attachment: 1 }), engine)).done).toMatchObject({ kind: 'failure', code: 'engine/message-set-aside' })
  })

  it('asks nothing more once it was cancelled', async () => {
    const abort = new AbortController()
    abort.abort()
    const host = fakeHost({ attachment: 1 })
    expect((await check(host, fakeEngine({}), abort.signal)).done).toMatchObject({ kind: 'failure', code: 'engine/cancelled' })
    expect(host.asked).toEqual([])
  })

  it('says that no item is open', async () => {
    const host = fakeHost({ attachment: 1 })
    host.open(null)
    expect((await check(host, fakeEngine({}))).done).toMatchObject({ kind: 'failure', code: 'outlook/no-item' })
  })

  it('turns what nobody foresaw into a sentence of its own', async () => {
    const { done } = await check(fakeHost({ attachment: 1 }), fakeEngine({ 1: new TypeError('boom') }))
    expect(done).toMatchObject({ kind: 'failure', code: 'taskpane/unexpected' })
  })

  it('judges by the moment of the question and tells the engine what Outlook shows', async () => {
    const engine = fakeEngine({ 1: opened(verdict()) })
    await check(fakeHost({ attachment: 1 }), engine)
    expect(engine.requests).toMatchObject([{ kind: 'open', at: AT, host: { fromAddress: null } }])
  })
})
