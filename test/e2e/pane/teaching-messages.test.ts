import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDemo, type ProfileId, type RunningDemo } from '../support/demo.ts'
import { greenElements, settled } from './pane-probes.ts'

interface TeachingMessage {
  readonly id: string
  readonly standing: string
}

const mailbox = JSON.parse(await readFile(new URL('../../emulator/mailbox/mailbox.json', import.meta.url), 'utf8')) as {
  readonly messages: readonly TeachingMessage[]
}
const profiles: readonly ProfileId[] = ['web', 'classic', 'mac']
const languages = ['en-US', 'ja-JP'] as const

/** The standing's word, in the card's first line. */
const words: Readonly<Record<string, readonly [string, string]>> = {
  valid: ['Valid', '有効'],
  attention: ['Please check', '要確認'],
  invalid: ['Not valid', '無効'],
  none: ['Not signed', '署名なし'],
}

let demo: RunningDemo
beforeAll(async () => { demo = await startDemo() })
afterAll(async () => { await demo.close() })

describe.each(profiles)('Verify signature in %s', profile => {
  describe.each(languages)('%s', lang => {
    it.each(mailbox.messages.map(({ id, standing }) => [id, standing] as const))('%s reads %s', async (item, standing) => {
      const visit = await demo.open({ item, lang, profile })
      const frame = await visit.clickVerify()
      const said = await settled(frame)
      const eyebrow = await frame.textContent('.eyebrow')
      const isJapanese = lang === 'ja-JP'
      expect(await visit.unimplemented()).toEqual([])
      expect(said).toBe(standing)
      expect(eyebrow).toContain(words[standing]?.[isJapanese ? 1 : 0])
      expect(await frame.getAttribute('html', 'lang')).toBe(isJapanese ? 'ja' : 'en')
      expect((await greenElements(frame)).length > 0).toBe(standing === 'valid')
      expect(await frame.textContent('[data-announcement]')).not.toBe('')
      expect(visit.problems).toEqual({ console: [], pageErrors: [], foreignRequests: [], failedRequests: [] })
      await visit.close()
    })
  })
})

it.each(languages)('an Outlook that hands over nothing says so and takes a file (%s)', async lang => {
  const visit = await demo.open({ item: 'valid', lang, profile: 'onprem' })
  const frame = await visit.clickVerify()
  expect(await settled(frame)).toMatch(/^outlook\//u)
  expect(await greenElements(frame)).toEqual([])
  const valid = await readFile(new URL('../../emulator/mailbox/valid.eml', import.meta.url))
  await frame.setInputFiles('input[type=file]', { name: 'valid.eml', mimeType: 'message/rfc822', buffer: valid })
  await frame.waitForSelector('[data-standing="valid"]')
  expect(visit.problems).toEqual({ console: [], pageErrors: [], foreignRequests: [], failedRequests: [] })
  await visit.close()
})
