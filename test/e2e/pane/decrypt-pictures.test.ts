/** Pictures of keys and decrypted mail for the documentation. Taken on request: `SCREENSHOTS=1`. */
import { mkdir } from 'node:fs/promises'
import type { Frame } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Identity } from '../../emulator/server/identity.ts'
import { startDemo, type RunningDemo, type Visit, type VisitOptions } from '../support/demo.ts'
import { demoIdentity, fillImport, importKey } from '../support/keys.ts'
import { settled } from './pane-probes.ts'

const folder = new URL('../../../docs/screens/', import.meta.url).pathname
let demo: RunningDemo
let identity: Identity

const VARIANTS = {
  en: { lang: 'en-US' },
  ja: { lang: 'ja-JP' },
  'en.dark': { lang: 'en-US', theme: 'dark' },
  'ja.dark': { lang: 'ja-JP', theme: 'dark' },
  'en.320': { lang: 'en-US', width: 320 },
  'en.contrast': { lang: 'en-US', forcedColors: 'active' },
} as const satisfies Readonly<Record<string, VisitOptions>>

interface Picture {
  readonly item: string
  readonly key?: string
  readonly variants: readonly (keyof typeof VARIANTS)[]
  /** What is done once the key is there and the Message tab is open; without a key, at once. */
  readonly then?: (frame: Frame) => Promise<void>
}

const locked = async (frame: Frame) => {
  await frame.click('[data-lock="unlocked"] button')
  await frame.waitForSelector('[data-locked]')
}

const PICTURES: Readonly<Record<string, Picture>> = {
  'bring-key': { item: 'signed-encrypted', variants: ['en', 'ja'] },
  import: { item: 'signed-encrypted', variants: ['en', 'ja'], then: async frame => {
    await frame.click('#tab-keys')
    await fillImport(frame, identity)
  } },
  keys: { item: 'older-key', key: 'yuki-mori-older', variants: ['en', 'ja', 'en.dark', 'en.contrast'], then: async frame => {
    await importKey(frame, identity)
    await frame.evaluate(() => { scrollTo(0, 0) })
  } },
  locked: { item: 'signed-encrypted', key: 'yuki-mori', variants: ['en', 'ja', 'en.dark'], then: locked },
  decrypted: { item: 'signed-encrypted', key: 'yuki-mori', variants: ['en', 'ja', 'en.320'] },
  'decrypted-japanese': { item: 'encrypted-japanese', key: 'yuki-mori', variants: ['ja', 'ja.dark'] },
  html: { item: 'encrypted-gcm', key: 'yuki-mori', variants: ['en', 'en.dark'], then: async frame => { await frame.click('.frame > header button >> nth=0') } },
  'not-protected': { item: 'encrypted-cbc', key: 'yuki-mori', variants: ['en', 'ja'] },
  'older-key': { item: 'older-key', key: 'yuki-mori-older', variants: ['en', 'ja'] },
  stranger: { item: 'stranger', key: 'yuki-mori', variants: ['en', 'ja'] },
  tampered: { item: 'tampered', key: 'yuki-mori', variants: ['en', 'ja'] },
  layers: { item: 'triple-wrapped', key: 'yuki-mori', variants: ['en', 'ja'], then: async frame => { await frame.click('.rows button.r >> nth=-1') } },
  level: { item: 'enclosed', key: 'yuki-mori', variants: ['en', 'ja'], then: async frame => {
    await frame.click('.att .does button >> nth=0')
    await frame.waitForSelector('.crumb')
    await settled(frame)
  } },
  backup: { item: 'signed-encrypted', key: 'yuki-mori', variants: ['en', 'ja'], then: async frame => {
    await frame.click('#tab-keys')
    await frame.click('[data-notice="backup-due"] .btn.primary')
    await frame.waitForSelector('[data-form="backup"]')
  } },
}

async function prepare(visit: Visit, { key, then }: Picture): Promise<Frame> {
  const frame = await visit.clickVerify()
  await settled(frame)
  if (key !== undefined) {
    await importKey(frame, identity, { name: key })
    await frame.click('#tab-message')
    await frame.waitForTimeout(900)
  }
  await then?.(frame)
  await frame.waitForTimeout(400)
  return frame
}

describe.runIf(process.env['SCREENSHOTS'] === '1')('pictures of decrypted mail (skipped: SCREENSHOTS=1 takes them)', () => {
  beforeAll(async () => {
    await mkdir(folder, { recursive: true })
    identity = await demoIdentity()
    demo = await startDemo({ identity })
  })
  afterAll(async () => { await demo.close() })

  it.each(Object.entries(PICTURES))('%s', async (name, picture) => {
    for (const variant of picture.variants) {
      const options: VisitOptions = VARIANTS[variant]
      const visit = await demo.open({ item: picture.item, width: 360, viewport: { width: 1280, height: 1000 }, ...options })
      const frame = await prepare(visit, picture)
      await (await frame.frameElement()).screenshot({ path: `${folder}${name}.${variant}.png` })
      await visit.close()
    }
  }, 120_000)

  it.each([['en', 'en-US'], ['ja', 'ja-JP']] as const)('the demo with an encrypted letter (%s)', async (suffix, lang) => {
    const visit = await demo.open({ item: 'encrypted-gcm', lang, viewport: { width: 1280, height: 800 } })
    await visit.page.screenshot({ path: `${folder}restricted.${suffix}.png` })
    await visit.close()
  })
})
