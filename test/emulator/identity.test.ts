import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDemo, type RunningDemo } from '../e2e/support/demo.ts'
import { localIdentity, type Identity } from './server/identity.ts'
import { storeMessage } from './stored-message.ts'

const identity = await localIdentity()
const why = identity === null ? ' (skipped: no openssl here)' : ''

function opensslOpens(workshop: string, letter: Buffer, { folder, keys }: Identity, name: string): string | null {
  writeFileSync(join(workshop, 'letter.eml'), letter)
  const key = join(workshop, `${name}.pem`)
  execFileSync('openssl', ['pkcs12', '-in', join(folder, `${name}.p12`), '-passin', `pass:${keys.password}`, '-nodes', '-out', key], { stdio: 'ignore' })
  try {
    return execFileSync('openssl', ['cms', '-decrypt', '-in', join(workshop, 'letter.eml'), '-recip', key, '-inkey', key], { stdio: ['ignore', 'pipe', 'ignore'] }).toString()
  } catch {
    return null
  }
}

describe.skipIf(identity === null)(`the demo's identity${why}`, () => {
  const made = identity as Identity
  let demo: RunningDemo
  const workshop = mkdtempSync(join(tmpdir(), 'identity-test-'))
  beforeAll(async () => { demo = await startDemo({ identity: made, paneFolder: new URL('probe', import.meta.url).pathname }) })
  afterAll(async () => {
    rmSync(workshop, { recursive: true })
    await demo.close()
  })

  const bytesOf = (file: string) => readFileSync(join(made.folder, file))

  it.each(made.messages)('$id is opened by openssl with the key that the index names, and with no other', ({ id, file, needs }) => {
    if (id === 'triple-wrapped') return
    for (const name of ['yuki-mori', 'yuki-mori-older']) {
      const opened = opensslOpens(workshop, bytesOf(file), made, name)
      if (name === needs) expect(opened).toContain('Content-Type: ')
      else expect(opened ?? '').not.toMatch(/Content-Type: (?:text|multipart)/u)
    }
  })

  it.each(made.messages)('$id is kept as Exchange keeps encrypted items: one attachment with the bare CMS', ({ id, file }) => {
    const stored = storeMessage(id, bytesOf(file))
    expect(stored.text).toBe('')
    expect(stored.smimeAttachment?.name).toBe('smime.p7m')
    if (id === 'triple-wrapped') return
    expect([stored.form, stored.itemClass]).toEqual(['encrypted', 'IPM.Note.SMIME'])
    expect(stored.smimeAttachment?.content.charCodeAt(0)).toBe(0x30)
  })

  it.each([['en-US', 'Restricted item', 'Password of the file'], ['ja-JP', '制限付きのアイテム', 'ファイルのパスワード']] as const)(
    'new Outlook says that an encrypted item is restricted before the pane opens, and the page offers the keys (%s)',
    async (lang, title, password) => {
      const visit = await demo.open({ item: 'encrypted-gcm', lang })
      expect(await visit.page.textContent('#restricted strong')).toBe(title)
      expect(await visit.page.textContent('#restricted')).toContain(password)
      const download = visit.page.waitForEvent('download')
      await visit.page.click('#restricted a >> nth=0')
      expect((await download).suggestedFilename()).toBe('yuki-mori.p12')
      await visit.page.click('#verify')
      expect(await visit.page.textContent('dialog h2')).toBe(title)
      expect(await visit.page.locator('#pane iframe').count()).toBe(0)
      await visit.page.keyboard.press('Escape')
      await visit.page.waitForSelector('#pane iframe')
      expect(visit.problems).toEqual({ console: [], pageErrors: [], foreignRequests: [], failedRequests: [] })
      await visit.close()
    },
  )

  it('classic Outlook opens the pane at once', async () => {
    const visit = await demo.open({ item: 'encrypted-gcm', profile: 'classic' })
    await visit.page.click('#verify')
    await visit.page.waitForSelector('#pane iframe')
    await visit.close()
  })

  it('is no part of what the demo serves without it', async () => {
    const other = await startDemo({ paneFolder: new URL('probe', import.meta.url).pathname })
    const visit = await other.open({})
    expect(await visit.page.locator('[data-message="encrypted-gcm"]').count()).toBe(0)
    expect(await visit.page.evaluate(async () => (await fetch('/keys/yuki-mori.p12')).status)).toBe(404)
    await visit.close()
    await other.close()
  })
})
