/** The screens for writing for everyone: no fault that axe finds, narrow panes, large words, the keyboard, and no green. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Identity } from '../../emulator/server/identity.ts'
import { startDemo, type RunningDemo, type VisitOptions } from '../support/demo.ts'
import { demoIdentity } from '../support/keys.ts'
import { protectBoth, toYuki, writerAtWork } from '../support/writing.ts'
import { greenElements, overflowing, smallTargets, violations } from './pane-probes.ts'

let demo: RunningDemo
let identity: Identity
beforeAll(async () => {
  identity = await demoIdentity()
  demo = await startDemo({ identity, organisation: { compose: { sign: 'always' } } })
})
afterAll(async () => { await demo.close() })

const crowd = {
  ...toYuki,
  to: [...(toYuki.to ?? []), { name: '', address: 'a.very.long.name.of.a.person.in.sales@northwind-traders-international.example', kind: 3 as const }],
  bcc: [{ name: 'Maria Keller', address: 'maria.keller@litware.example', kind: 3 as const }],
}

const screens: readonly (VisitOptions & { readonly width: number })[] = [
  { lang: 'en-US', width: 270 }, { lang: 'ja-JP', width: 270 }, { lang: 'en-US', width: 320, theme: 'dark' }, { lang: 'ja-JP', width: 450, forcedColors: 'active' },
]

describe('the screens for writing', () => {
  it.each(screens)('have no fault at $width px in $lang, in Outlook and in the editor', async options => {
    const { visit, frame } = await writerAtWork(demo, identity, options, crowd)
    await protectBoth(frame)
    const probe = async (place: string) => {
      expect(await overflowing(frame), place).toEqual([])
      expect(await smallTargets(frame), place).toEqual([])
      expect(await violations(frame), place).toEqual([])
      expect(await greenElements(frame), place).toEqual([])
    }
    await probe('recipients missing')
    await frame.click('[data-ask] >> nth=0')
    await frame.waitForSelector('[data-request="words"]')
    await probe('asking for a certificate')
    await frame.click('[data-ask] >> nth=0')
    await frame.click('[data-area="content"] button.r')
    await frame.waitForSelector('[data-preview]')
    await probe('preview')
    await frame.click('[data-notice="draft-in-clear"] button')
    await frame.waitForSelector('[data-editor] textarea')
    await probe('editor')
    await visit.close()
  })

  it('a switch that the organisation fixed says so and stays', async () => {
    const { visit, frame } = await writerAtWork(demo, identity)
    const fixed = frame.locator('[data-switch="sign"]')
    expect(await fixed.getAttribute('aria-checked')).toBe('true')
    expect(await fixed.getAttribute('aria-disabled')).toBe('true')
    await fixed.click({ force: true })
    expect(await fixed.getAttribute('aria-checked')).toBe('true')
    expect(await frame.textContent('.switch')).toContain('Set by your organisation')
    await visit.close()
  })

  it('the keyboard goes from the tabs over switches and recipients to the button that says why it is off', async () => {
    const { visit, frame } = await writerAtWork(demo, identity, {}, crowd)
    await protectBoth(frame)
    await frame.focus('#tab-message')
    const seen: string[] = []
    for (let step = 0; step < 12; step += 1) {
      await visit.page.keyboard.press('Tab')
      const at = await frame.evaluate(() => {
        const element = document.activeElement
        return element?.getAttribute('data-switch') ?? (element?.hasAttribute('data-send') === true ? 'send' : (element?.closest('[data-address], [data-notice], [data-area]')?.getAttribute('data-address') ?? ''))
      })
      if (at !== '' && seen.at(-1) !== at) seen.push(at)
      if (at === 'send') break
    }
    expect(seen).toEqual(['sign', 'encrypt', crowd.to[1]?.address, crowd.bcc[0]?.address, 'send'])
    const reason = await frame.evaluate(() => document.getElementById(document.activeElement?.getAttribute('aria-describedby') ?? '')?.textContent)
    expect(reason?.replace(/[\u2068\u2069]/gu, '')).toContain('2 certificates missing')
    await visit.close()
  })
})
