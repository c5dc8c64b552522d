/** From the first encrypted message to the last: bring the key, unlock, read, save, lock. */
import { readFile } from 'node:fs/promises'
import type { Frame } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Identity } from '../../emulator/server/identity.ts'
import { startDemo, type RunningDemo, type Visit, type VisitOptions } from '../support/demo.ts'
import { demoIdentity, fillImport, importKey, PASSPHRASE, unlock } from '../support/keys.ts'
import { greenElements, overflowing, settled, smallTargets, violations } from './pane-probes.ts'

let demo: RunningDemo
let identity: Identity
beforeAll(async () => {
  identity = await demoIdentity()
  demo = await startDemo({ identity })
})
afterAll(async () => { await demo.close() })

const languages = [['en-US', 0], ['ja-JP', 1]] as const
const noProblems = { console: [], pageErrors: [], foreignRequests: [], failedRequests: [] }

async function open(options: VisitOptions): Promise<{ visit: Visit; frame: Frame }> {
  const visit = await demo.open(options)
  const frame = await visit.clickVerify()
  await settled(frame)
  return { visit, frame }
}

/** A pane with the key imported and the message open. */
async function openWithKey(options: VisitOptions, name = 'yuki-mori'): Promise<{ visit: Visit; frame: Frame }> {
  const opened = await open(options)
  await importKey(opened.frame, identity, { name })
  await opened.frame.click('#tab-message')
  return opened
}

async function expectGoodManners(frame: Frame): Promise<void> {
  await frame.waitForTimeout(250)
  expect(await violations(frame)).toEqual([])
  expect(await overflowing(frame)).toEqual([])
  expect(await smallTargets(frame)).toEqual([])
}

describe.each(languages)('a reader who has never had a key here (%s)', (lang, index) => {
  it('brings it, reads, saves a file, locks, and unlocks again', async () => {
    const { visit, frame } = await open({ item: 'signed-encrypted', lang, theme: index === 0 ? 'light' : 'dark', width: 320 })
    expect(await frame.textContent('h1')).toBe(['To read this, bring your key', '読むには鍵を取り込んでください'][index])
    expect(await greenElements(frame)).toEqual([])
    await expectGoodManners(frame)
    await frame.click('.verdict .btn.primary')
    await frame.waitForSelector('[data-notice="no-keys"]')
    await expectGoodManners(frame)
    await fillImport(frame, identity)
    await expectGoodManners(frame)
    await frame.click('[data-form="import"] [type=submit]')
    await frame.waitForSelector('[data-notice="imported"]')
    expect(await frame.locator('[data-key="current"]').count()).toBe(1)
    expect(await greenElements(frame)).toEqual([])
    await expectGoodManners(frame)

    await frame.click('#tab-message')
    await frame.waitForSelector('[data-standing="valid"]')
    await frame.waitForSelector('.mail')
    expect(await frame.textContent('.fact.enc')).toContain(['Encrypted for you', 'あなた宛てに暗号化'][index])
    expect(await frame.textContent('.mail-head h2')).toBe('Revised offer for the Osaka site')
    expect(await frame.textContent('.mail-head')).toContain('[...]')
    expect(await frame.textContent('.mail')).toContain('delivery dates in the attached table are now final')
    await expectGoodManners(frame)

    const download = visit.page.waitForEvent('download')
    await frame.click('.attachments .does button')
    const saved = await download
    expect(saved.suggestedFilename()).toBe('offer-osaka.csv')
    expect(await readFile(await saved.path(), 'utf8')).toContain('Scanner A4;12')

    await frame.click('[data-lock="unlocked"] button')
    await frame.waitForSelector('[data-locked]')
    expect(await frame.evaluate(() => document.documentElement.outerHTML)).not.toMatch(/Revised offer|delivery dates|offer-osaka/u)
    expect(await frame.locator('.frame, .mail, iframe').count()).toBe(0)
    expect(await frame.textContent('h1')).toBe(['Unlock your key to read this message', '鍵のロックを解除すると読めます'][index])
    await expectGoodManners(frame)

    await unlock(frame, 'not the right one at all')
    await frame.waitForSelector('.unlock .problem')
    expect(await frame.textContent('.unlock .problem')).toContain(['That passphrase doesn’t match', 'パスフレーズが一致しません'][index])
    const field = await frame.evaluate(() => {
      const input = document.querySelector<HTMLInputElement>('.unlock input')
      return { value: input?.value, isFocused: document.activeElement === input, selected: (input?.selectionEnd ?? 0) - (input?.selectionStart ?? 0) }
    })
    expect(field).toEqual({ value: 'not the right one at all', isFocused: true, selected: 24 })
    await expectGoodManners(frame)

    await unlock(frame)
    await frame.waitForSelector('[data-standing="valid"]')
    expect(await frame.evaluate(() => document.activeElement?.id)).toBe('verdict-title')
    await frame.waitForSelector('.mail')
    expect(visit.problems).toEqual(noProblems)
    expect(await visit.unimplemented()).toEqual([])
    await visit.close()
  })
})

describe('each encrypted letter of the demo', () => {
  const titles: Readonly<Record<string, readonly [string, string]>> = {
    'encrypted-cbc': ['Encrypted, but not signed', '暗号化されていますが、署名はありません'],
    'encrypted-gcm': ['Encrypted, but not signed', '暗号化されていますが、署名はありません'],
    'older-key': ['Encrypted, but not signed', '暗号化されていますが、署名はありません'],
    stranger: ['Your key for this message isn’t here', 'このメール用の鍵がここにありません'],
    tampered: ['This message can’t be opened with your keys', 'お使いの鍵ではこのメールを開けません'],
  }

  it.each(['signed-encrypted', 'encrypted-japanese', 'encrypted-gcm', 'encrypted-cbc', 'older-key', 'stranger', 'triple-wrapped', 'tampered', 'enclosed'])(
    '%s is told as the demo teaches, in both languages',
    async id => {
      const letter = identity.messages.find(message => message.id === id)
      for (const [lang, index] of languages) {
        const { visit, frame } = await openWithKey({ item: id, lang, width: 320 }, letter?.needs ?? 'yuki-mori')
        await frame.waitForSelector(`[data-standing="${letter?.standing ?? ''}"]:not([data-locked])`)
        const title = titles[id]?.[index]
        if (title !== undefined) expect(await frame.textContent('h1')).toBe(title)
        if (letter?.needs === null) {
          expect(await frame.locator('.frame').count()).toBe(0)
          await frame.click('.rows button.r >> nth=-1')
          expect(await frame.textContent('.facts:has(dd)')).toBeTruthy()
          expect(await frame.textContent('.rows')).toContain(letter.reason)
        } else {
          await frame.waitForSelector('.frame [role=document], .frame iframe')
        }
        if (letter?.standing !== 'valid') expect(await greenElements(frame)).toEqual([])
        await expectGoodManners(frame)
        expect(visit.problems).toEqual(noProblems)
        await visit.close()
      }
    },
  )

  it('a letter in Japanese is read as it was written', async () => {
    const { visit, frame } = await openWithKey({ item: 'encrypted-japanese', lang: 'ja-JP' })
    await frame.waitForSelector('.mail')
    expect(await frame.textContent('.mail')).toContain('保守料金は月額 四十八万円')
    expect(await frame.textContent('.mail-head h2')).toBe('【社外秘】契約更新のご提案')
    await visit.close()
  })

  it('one for an older key names that key, and says to keep it', async () => {
    const { visit, frame } = await openWithKey({ item: 'older-key' }, 'yuki-mori-older')
    await frame.waitForSelector('.mail')
    expect(await frame.textContent('.fact.enc')).toMatch(/older key of yours.*Yuki Mori \(2022\).*expired on .*2025/u)
    await frame.click('#tab-keys')
    expect(await frame.textContent('.key')).toContain('Opened this message')
    await visit.close()
  })

  it('with the wrong key only, an older letter stays closed until the other key is brought', async () => {
    const { visit, frame } = await openWithKey({ item: 'older-key' })
    await frame.waitForSelector('h1:has-text("Your key for this message isn’t here")')
    expect(await frame.textContent('.verdict .body')).toContain('Contoso Demo E-mail CA G2')
    await importKey(frame, identity, { name: 'yuki-mori-older' })
    await frame.click('#tab-message')
    await frame.waitForSelector('.mail')
    await visit.close()
  })

  it('one that could have been changed has dead links, and one that could not has living ones', async () => {
    const cbc = await openWithKey({ item: 'encrypted-cbc' })
    const paper = cbc.frame.frameLocator('.frame iframe')
    expect(await paper.locator('body').textContent()).toContain('minutes of 12 November')
    expect(await paper.locator('a[href]').count()).toBe(0)
    expect(await cbc.frame.textContent('[data-note="smime/cbc-unsigned"]')).toContain('Links are switched off')
    await cbc.visit.close()
    const gcm = await openWithKey({ item: 'encrypted-gcm' })
    await gcm.frame.click('.frame > header button >> nth=0')
    const other = gcm.frame.frameLocator('.frame iframe')
    expect(await other.locator('a[href]').count()).toBe(1)
    expect(await other.locator('img[src^="data:image/png"]').count()).toBe(1)
    expect(await gcm.frame.textContent('[data-code="taskpane/remote-blocked"]')).toContain('1')
    expect(await gcm.frame.locator('.attachments .att').count()).toBe(0)
    expect(gcm.visit.problems).toEqual(noProblems)
    await gcm.visit.close()
  })

  it('of a triple wrapped one only the inner signature counts', async () => {
    const { visit, frame } = await openWithKey({ item: 'triple-wrapped' })
    await frame.waitForSelector('.mail')
    await frame.click('.rows button.r >> nth=-1')
    expect(await frame.textContent('.layers')).toContain('Signature outside the encryption')
    expect(await frame.textContent('.layers')).toContain('this one counts')
    await visit.close()
  })
})

describe('a message inside a message', () => {
  it('has a level and a verdict of its own, and Esc leads back to where it was opened', async () => {
    const { visit, frame } = await openWithKey({ item: 'enclosed', width: 320 })
    await frame.waitForSelector('.attachments .att')
    await frame.click('.att .does button >> nth=0')
    await frame.waitForSelector('.crumb')
    await frame.waitForSelector('[data-standing="valid"]')
    expect(await frame.textContent('h1')).toBe('kenji.tanaka@contoso.co.jp')
    expect(await frame.textContent('.fact')).toContain('Not encrypted')
    expect(await frame.locator('[role=tablist]').count()).toBe(0)
    await expectGoodManners(frame)
    await visit.page.keyboard.press('Escape')
    await frame.waitForSelector('.attachments .att')
    expect(await frame.textContent('h1')).toBe('maria.keller@litware.example')
    await frame.waitForFunction(() => document.activeElement?.closest('.att') !== null)
    await frame.click('.att .does button >> nth=0')
    await frame.waitForSelector('.crumb')
    await visit.choose('plain')
    await frame.waitForSelector('[data-standing="none"]')
    expect(await frame.locator('.crumb').count()).toBe(0)
    expect(visit.problems).toEqual(noProblems)
    await visit.close()
  })
})

describe('nothing decrypted outlives its message', () => {
  it('another item takes the text and the files with it', async () => {
    const { visit, frame } = await openWithKey({ item: 'signed-encrypted' })
    await frame.waitForSelector('.mail')
    for (const other of ['plain', 'encrypted-gcm', 'altered', 'signed-encrypted', 'stranger']) {
      await visit.choose(other)
      await frame.waitForTimeout(600)
      const html = await frame.evaluate(() => document.documentElement.outerHTML)
      if (other !== 'signed-encrypted') expect(html, other).not.toMatch(/Osaka/u)
      if (other !== 'encrypted-gcm') expect(html, other).not.toMatch(/486,000/u)
    }
    await visit.close()
  })

  it('nothing of it is in any storage of the browser', async () => {
    const { visit, frame } = await openWithKey({ item: 'signed-encrypted' })
    await frame.waitForSelector('.mail')
    const kept = await frame.evaluate(async () => {
      const names = (await indexedDB.databases()).map(({ name }) => name ?? '')
      const settled = <Value>(request: IDBRequest<Value>) => new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => { resolve(request.result) }
        request.onerror = () => { reject(new Error('no answer')) }
      })
      const readable = (_: string, value: unknown): unknown => (value instanceof Uint8Array ? Array.from(value, octet => String.fromCharCode(octet)).join('') : value)
      let records = ''
      for (const name of names) {
        const database = await settled(indexedDB.open(name))
        for (const store of database.objectStoreNames) records += JSON.stringify(await settled<unknown[]>(database.transaction(store).objectStore(store).getAll()), readable)
        database.close()
      }
      return { local: JSON.stringify(localStorage), session: JSON.stringify(sessionStorage), names, records, caches: await caches.keys() }
    })
    expect(kept.local + kept.session + kept.records).not.toMatch(/Osaka|Revised|delivery|seven quiet/u)
    expect(kept.caches).toEqual([])
    expect(kept.names).toContain('sealpane-keys')
    // The signer's certificate is public, and kept for whoever answers.
    expect(kept.names.filter(name => !['sealpane-keys', 'sealpane-certificates', 'sealpane-drafts'].includes(name))).toEqual([])
    await visit.close()
  })

  it('a pane that is opened again has the keys, locked, and opens the message once they are unlocked', async () => {
    const { visit, frame } = await openWithKey({ item: 'encrypted-gcm' })
    await frame.waitForSelector('.mail')
    await frame.evaluate(() => { location.reload() }).catch(() => undefined)
    const again = await visit.pane()
    await again.waitForSelector('[data-locked]')
    await unlock(again)
    await again.waitForSelector('.mail')
    expect(await again.textContent('.mail')).toContain('486,000')
    expect(visit.problems).toEqual(noProblems)
    await visit.close()
  })
})

describe('every way to read', () => {
  it.each(['web', 'classic', 'mac'] as const)('the %s Outlook gives out a message that is decrypted', async profile => {
    const { visit, frame } = await openWithKey({ item: 'signed-encrypted', profile })
    await frame.waitForSelector('[data-standing="valid"]')
    await frame.waitForSelector('.mail')
    expect(await visit.unimplemented()).toEqual([])
    await visit.close()
  })

  it('a dropped file is opened as well, and again after a lock', async () => {
    const { visit, frame } = await open({ item: 'plain' })
    await importKey(frame, identity)
    await frame.click('#tab-message')
    const buffer = await readFile(`${identity.folder}/encrypted-gcm.eml`)
    await frame.setInputFiles('.drop input[type=file]', { name: 'salary.eml', mimeType: 'message/rfc822', buffer })
    await frame.waitForSelector('.mail')
    expect(await frame.textContent('.mail')).toContain('486,000')
    await frame.click('[data-lock="unlocked"] button')
    await frame.waitForSelector('[data-locked]')
    await unlock(frame, PASSPHRASE)
    await frame.waitForSelector('.mail')
    await visit.close()
  })
})
