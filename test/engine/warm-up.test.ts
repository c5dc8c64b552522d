/** The message with which a worker begins. */
import { expect, it } from 'vitest'
import { warmUp } from '../../src/engine/warm-up.ts'

it('the first message of a worker takes the whole way: it is valid', async () => {
  expect(await warmUp()).toBe('valid')
})
