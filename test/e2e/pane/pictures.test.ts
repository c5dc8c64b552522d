/** Pictures for the documentation. Taken on request: `SCREENSHOTS=1`. */
import { mkdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { startDemo, type Fault, type RunningDemo, type VisitOptions } from '../support/demo.ts'
import { settled } from './pane-probes.ts'
import { asExtra, makeStoredStates } from './stored-states.ts'

interface Picture {
  readonly item: string
  /** What is clicked before the picture. */
  readonly opened?: string
  readonly faults?: readonly Fault[]
  /** What is waited for instead of an answer. */
  readonly waitFor?: string
  readonly variants: readonly Variant[]
}
type Variant = keyof typeof VARIANTS

const VARIANTS = {
  en: { lang: 'en-US' },
  ja: { lang: 'ja-JP' },
  'en.dark': { lang: 'en-US', theme: 'dark' },
  'ja.dark': { lang: 'ja-JP', theme: 'dark' },
  'ja.320': { lang: 'ja-JP', width: 320 },
  'en.contrast': { lang: 'en-US', forcedColors: 'active' },
} as const satisfies Readonly<Record<string, VisitOptions>>

const slow: readonly Fault[] = [{ call: 'attachmentContent', kind: 'slow', milliseconds: 9000 }]

const PICTURES: Readonly<Record<string, Picture>> = {
  valid: { item: 'valid', variants: ['en', 'ja', 'en.dark'] },
  altered: { item: 'altered', variants: ['en', 'ja', 'en.dark', 'en.contrast'] },
  mismatch: { item: 'wrong-sender', variants: ['en', 'ja.320'] },
  'unknown-issuer': { item: 'unknown-issuer', variants: ['en', 'ja'] },
  expired: { item: 'expired', variants: ['en', 'ja.dark'] },
  several: { item: 'two-signers', variants: ['en', 'ja'] },
  none: { item: 'forwarded', variants: ['en', 'ja'] },
  content: { item: 'japanese', opened: '.rows button.r >> nth=1', variants: ['en', 'ja'] },
  details: { item: 'opaque', opened: '.rows button.r >> nth=2', variants: ['en', 'ja'] },
  'not-checked': { item: 'no-certificate', variants: ['en', 'ja'] },
  slow: { item: 'valid', faults: slow, waitFor: '.verdict button', variants: ['en', 'ja'] },
}

const folder = new URL('../../../docs/screens/', import.meta.url).pathname
let demo: RunningDemo

describe.runIf(process.env['SCREENSHOTS'] === '1')('pictures for the documentation (skipped: SCREENSHOTS=1 takes them)', () => {
  beforeAll(async () => {
    await mkdir(folder, { recursive: true })
    demo = await startDemo({ extraMessages: asExtra((await makeStoredStates()).states) })
  })
  afterAll(async () => { await demo.close() })

  it.each(Object.entries(PICTURES))('%s', async (name, { item, opened, faults = [], waitFor, variants }) => {
    for (const variant of variants) {
      const options: VisitOptions = VARIANTS[variant]
      const visit = await demo.open({ item, faults, width: 360, viewport: { width: 1280, height: 1000 }, ...options })
      const frame = await visit.clickVerify()
      if (waitFor === undefined) await settled(frame)
      else await frame.waitForSelector(waitFor)
      if (opened !== undefined) await frame.click(opened)
      await frame.waitForTimeout(300)
      await (await frame.frameElement()).screenshot({ path: `${folder}${name}.${variant}.png` })
      await visit.close()
    }
  })

  it.each([['en', 'en-US'], ['ja', 'ja-JP']] as const)('the whole demo (%s)', async (suffix, lang) => {
    const visit = await demo.open({ item: 'valid', lang, width: 360, viewport: { width: 1280, height: 800 } })
    await settled(await visit.clickVerify())
    await visit.page.waitForTimeout(400)
    await visit.page.screenshot({ path: `${folder}demo.${suffix}.png` })
    await visit.close()
  })
})
