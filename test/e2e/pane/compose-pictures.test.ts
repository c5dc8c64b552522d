/** Pictures of writing for the documentation. Taken on request: `SCREENSHOTS=1`. */
import { mkdir, readFile } from 'node:fs/promises'
import type { Frame } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { encodePem } from '../../../src/x509/pem.ts'
import type { DraftContent } from '../../emulator/compose/compose-draft.ts'
import type { Identity } from '../../emulator/server/identity.ts'
import { anEndEntity, aRootCa, keyUsage, type Holder } from '../../make/certificate-authority.ts'
import { startDemo, type RunningDemo, type VisitOptions } from '../support/demo.ts'
import { demoIdentity, importKey } from '../support/keys.ts'
import { ended, protectBoth, send, toYuki, writerAtWork } from '../support/writing.ts'
import { settled } from './pane-probes.ts'

const folder = new URL('../../../docs/screens/', import.meta.url).pathname
let demo: RunningDemo
let identity: Identity
/** Two certificates of his, each of another authority. */
let ofLi: string
const LI = 'li.wei@northwind.example'
const lasting = { keyKind: 'RSA-2048', notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2045-01-01T00:00:00Z') } as const

const VARIANTS = {
  en: { lang: 'en-US' },
  ja: { lang: 'ja-JP' },
  'en.dark': { lang: 'en-US', theme: 'dark' },
  'ja.270': { lang: 'ja-JP', width: 270 },
  'en.320': { lang: 'en-US', width: 320 },
  'en.contrast': { lang: 'en-US', forcedColors: 'active' },
} as const satisfies Readonly<Record<string, VisitOptions>>

const some: Partial<DraftContent> = {
  ...toYuki,
  cc: [{ name: 'Li Wei', address: 'li.wei@northwind.example', kind: 3 }],
  bcc: [{ name: '佐藤 花子', address: 'hanako.sato@contoso.co.jp', kind: 2 }],
}

interface Picture {
  readonly content: Partial<DraftContent>
  readonly options?: VisitOptions
  readonly variants: readonly (keyof typeof VARIANTS)[]
  readonly then: (frame: Frame) => Promise<void>
}

const PICTURES: Readonly<Record<string, Picture>> = {
  compose: { content: some, variants: ['en', 'ja', 'en.dark', 'en.320', 'en.contrast'], then: frame => protectBoth(frame, 2) },
  'compose-ask': { content: { ...toYuki, to: [{ name: 'Li Wei', address: 'li.wei@northwind.example', kind: 3 }] }, variants: ['en', 'ja', 'en.dark', 'ja.270'], then: async frame => {
    await frame.click('[data-switch="encrypt"]')
    await frame.click('[data-ask]')
    await frame.waitForSelector('[data-request="words"]')
  } },
  'compose-group': { content: { ...toYuki, to: [{ name: 'Project Osaka', address: 'project@contoso.co.jp', kind: 1 }] }, options: { profile: 'onprem' }, variants: ['en', 'ja'], then: frame => protectBoth(frame, 2) },
  'compose-group-unknown': { content: { ...toYuki, to: [{ name: 'Project Osaka', address: 'project@contoso.co.jp', kind: 1 }] }, variants: ['en', 'ja'], then: async frame => {
    await frame.click('[data-switch="encrypt"]')
    await frame.waitForSelector('[data-problem="outlook/group-unknown"]')
  } },
  'compose-ready': { content: toYuki, variants: ['en', 'ja'], then: async frame => {
    await protectBoth(frame)
    await frame.click('[data-area="content"] button.r')
    await frame.waitForSelector('[data-preview]')
  } },
  'compose-editor': { content: toYuki, variants: ['en', 'ja', 'en.dark'], then: async frame => {
    await frame.click('[data-notice="draft-in-clear"] button')
    await frame.waitForSelector('[data-editor] textarea')
    await frame.setInputFiles('[data-drop="attachment"] input', { name: 'offer.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(184_000) })
    await protectBoth(frame)
    await frame.waitForSelector('[data-kept="saved"]')
  } },
  'compose-stopped': { content: toYuki, options: { signIn: { silent: 'interaction', popup: 'cancelled' } }, variants: ['en', 'ja'], then: async frame => {
    await protectBoth(frame)
    await send(frame)
    await ended(frame)
  } },
}

describe.runIf(process.env['SCREENSHOTS'] === '1')('pictures of writing (skipped: SCREENSHOTS=1 takes them)', () => {
  beforeAll(async () => {
    await mkdir(folder, { recursive: true })
    identity = await demoIdentity()
    const authorities = await Promise.all(['Northwind CA East', 'Northwind CA West'].map(commonName => aRootCa({ ...lasting, commonName })))
    const certificates = await Promise.all(authorities.map(authority => anEndEntity(authority, { ...lasting, commonName: 'Li Wei', mailboxes: [LI], extensions: { keyUsage: keyUsage(0, 2) } })))
    const pem = ({ certificate }: Holder) => encodePem('CERTIFICATE', certificate)
    ofLi = certificates.map(pem).join('')
    const { anchors, graph } = JSON.parse(await readFile(new URL('../../emulator/mailbox/organisation.json', import.meta.url), 'utf8')) as { readonly anchors: readonly string[]; readonly graph?: unknown }
    demo = await startDemo({ identity, organisation: { anchors: [...anchors, identity.anchor, ...authorities.map(pem)], ...(graph === undefined ? {} : { graph }) } })
  })
  afterAll(async () => { await demo.close() })

  it.each(Object.entries(PICTURES))('%s', async (name, { content, options = {}, variants, then }) => {
    for (const variant of variants) {
      const { visit, frame } = await writerAtWork(demo, identity, { width: 360, viewport: { width: 1280, height: 1200 }, ...options, ...VARIANTS[variant] }, content)
      await then(frame)
      await frame.waitForTimeout(400)
      await (await frame.frameElement()).screenshot({ path: `${folder}${name}.${variant}.png` })
      await visit.close()
    }
  }, 240_000)

  it.each([['en', { lang: 'en-US' }], ['ja', { lang: 'ja-JP' }]] as const)('several certificates of one person (%s)', async (suffix, options) => {
    const { visit, frame } = await writerAtWork(demo, identity, { width: 360, viewport: { width: 1280, height: 1200 }, ...options }, { ...toYuki, to: [{ name: 'Li Wei', address: LI, kind: 3 }] })
    await frame.click('[data-switch="encrypt"]')
    await frame.locator(`[data-address="${LI}"] input[type=file]`).setInputFiles({ name: 'li-wei.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from(ofLi) })
    await frame.waitForSelector('[data-ready="1"]')
    await frame.click(`[data-address="${LI}"] .row-actions button`)
    await frame.waitForSelector('[data-choices]')
    await frame.waitForTimeout(400)
    await (await frame.frameElement()).screenshot({ path: `${folder}compose-choose.${suffix}.png` })
    await visit.close()
  }, 120_000)

  it.each([['en', 'en-US'], ['ja', 'ja-JP']] as const)('an encrypted answer (%s)', async (suffix, lang) => {
    const visit = await demo.open({ item: 'signed-encrypted', lang, width: 360, viewport: { width: 1280, height: 1200 } })
    const frame = await visit.clickVerify()
    await settled(frame)
    await importKey(frame, identity)
    await frame.click('#tab-message')
    await frame.click('[data-answer="reply"]')
    await frame.waitForSelector('[data-editor] [data-quote]')
    await frame.fill('[data-editor] textarea', lang === 'ja-JP' ? '田中様\n\nご提案ありがとうございます。' : 'Dear Kenji,\n\nthank you for the offer.')
    await frame.waitForSelector('[data-kept="saved"]')
    await frame.waitForTimeout(600)
    await (await frame.frameElement()).screenshot({ path: `${folder}compose-answer.${suffix}.png` })
    await visit.close()
  }, 120_000)
})
