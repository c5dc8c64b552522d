import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { officeCall } from '../../src/outlook/office-call.ts'
import type { CallResult } from '../../src/outlook/office-call.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const never = new AbortController().signal
const failed = (code: number): CallResult<string> => ({ status: 'failed', value: '', error: { code, name: 'X' } })

test('a call that Outlook answers gives its value', async () => {
  const value = officeCall<string>('x', callback => callback({ status: 'succeeded', value: 'content' }), { timeout: 50, signal: never })
  await expect(value).resolves.toBe('content')
})

test('a call that never comes back ends with a code after the time-out, and its late answer is ignored', async () => {
  let late: ((result: CallResult<string>) => void) | undefined
  const value = officeCall<string>('x', callback => (late = callback), { timeout: 10_000, signal: never })
  const outcome = expect(value).rejects.toMatchObject({ code: 'outlook/route-timeout' })
  await vi.advanceTimersByTimeAsync(9_999)
  await vi.advanceTimersByTimeAsync(1)
  await outcome
  late?.({ status: 'succeeded', value: 'late' })
  await expect(value).rejects.toMatchObject({ code: 'outlook/route-timeout' })
})

test.each([
  [7000, 'outlook/permission'],
  [9030, 'outlook/item-changed'],
  [9020, 'outlook/refused'],
  [5001, 'outlook/refused'],
])('Outlook number %i becomes %s, with the number in the message', async (number, code) => {
  const value = officeCall<string>('x', callback => callback(failed(number)), { timeout: 50, signal: never })
  await expect(value).rejects.toMatchObject({ code, message: expect.stringContaining(String(number)) as string })
})

test('a call that throws at the caller is an answer like any other', async () => {
  const lacking = officeCall<string>('x', () => {
    throw new Error('Elevated permission is required to call the method')
  }, { timeout: 50, signal: never })
  await expect(lacking).rejects.toMatchObject({ code: 'outlook/permission' })
  const broken = officeCall<string>('x', () => {
    throw new TypeError('undefined is not a function')
  }, { timeout: 50, signal: never })
  await expect(broken).rejects.toMatchObject({ code: 'outlook/refused' })
})

test('a caller that gives up is let go at once, and no timer stays behind', async () => {
  const stop = new AbortController()
  const value = officeCall<string>('x', () => undefined, { timeout: 10_000, signal: stop.signal })
  stop.abort(new Error('enough'))
  await expect(value).rejects.toThrow('enough')
  expect(vi.getTimerCount()).toBe(0)
})

test('a caller that has given up before is not asked for', async () => {
  const start = vi.fn()
  await expect(officeCall('x', start, { timeout: 50, signal: AbortSignal.abort() })).rejects.toThrow()
  expect(start).not.toHaveBeenCalled()
})
