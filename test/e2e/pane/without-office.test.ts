/** What the pane does when office.js, which comes from another server, does not come, comes late, or is not what it should be. */
import { readFile } from 'node:fs/promises'
import type { Frame, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDemo, type ProfileId, type RunningDemo, type Visit, type VisitOptions } from '../support/demo.ts'
import { greenElements, settled, violations } from './pane-probes.ts'

let demo: RunningDemo
beforeAll(async () => { demo = await startDemo() })
afterAll(async () => { await demo.close() })

/** Opens the pane with `answer` in the place of office.js. The frame's load event may never come, so it is not waited for. */
async function open(options: VisitOptions, answer: (route: Route) => Promise<void> | void): Promise<{ visit: Visit; frame: Frame }> {
  const visit = await demo.open(options)
  await visit.context.route('**/office/office.js', answer)
  await visit.page.click('#verify', { noWaitAfter: true })
  const frame = await (await visit.page.waitForSelector('#pane iframe')).contentFrame()
  if (frame === null) throw new Error('the pane has no frame')
  return { visit, frame }
}

const later = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))
const letter = await readFile(new URL('../../emulator/mailbox/valid.eml', import.meta.url))
const notConnected = '[data-why="not-connected"]'

const faults: readonly (readonly [string, (route: Route) => Promise<void> | void])[] = [
  ['cannot be loaded', route => route.abort()],
  ['never comes', () => undefined],
  ['is another script', route => route.fulfill({ contentType: 'text/javascript', body: '"nothing"' })],
]

describe.each(faults)('office.js %s', (_fault, answer) => {
  it.each([['en-US', 'Not connected to Outlook'], ['ja-JP', 'Outlook に接続していません']] as const)('the pane says so and takes a file (%s)', async (lang, said) => {
    const { visit, frame } = await open({ item: 'valid', lang }, answer)
    await frame.waitForSelector(notConnected)
    expect(await frame.textContent('h1')).toBe(said)
    expect(await violations(frame)).toEqual([])
    expect(await greenElements(frame)).toEqual([])
    await frame.setInputFiles('input[type=file]', { name: 'valid.eml', mimeType: 'message/rfc822', buffer: letter })
    await frame.waitForSelector('[data-standing="valid"]')
    await visit.close()
  })
})

describe('office.js comes late', () => {
  it.each(['web', 'classic', 'mac'] as ProfileId[])('the pane joins %s when it does', async profile => {
    const { visit, frame } = await open({ item: 'valid', profile }, async route => {
      await later(6000)
      await route.continue()
    })
    await frame.waitForSelector(notConnected)
    expect(await settled(frame)).toBe('empty')
    await frame.waitForSelector('[data-standing="valid"]')
    await visit.close()
  })

  it('whoever has opened a file meanwhile keeps what it says', async () => {
    const { visit, frame } = await open({ item: 'altered' }, async route => {
      await later(7000)
      await route.continue()
    })
    await frame.waitForSelector(notConnected)
    await frame.setInputFiles('input[type=file]', { name: 'valid.eml', mimeType: 'message/rfc822', buffer: letter })
    await frame.waitForSelector('[data-standing="valid"]')
    await frame.waitForFunction(() => 'Office' in window)
    await later(1000)
    expect(await frame.getAttribute('[data-standing]', 'data-standing')).toBe('valid')
    await visit.close()
  })
})
