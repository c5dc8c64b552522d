/**
 * Covert content ("Re: What's Up Johnny?"): an encrypted part in an attacker's message, opened by someone who has the key. Nothing of the secret
 * is on the screen, in the document, on the clipboard, in a saved file or in the report (SEC-24, 25, 46).
 */
import { readFile } from 'node:fs/promises'
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenResult } from '../../src/engine/protocol.ts'
import { decryptedFile } from '../../src/taskpane/message/decrypted-file.ts'
import { reportOf } from '../../src/taskpane/message/report.ts'
import { HAS_CORPORA, readCorpusFile } from '../vectors/corpus.ts'
import { keysOf, openWith } from '../vectors/decrypt-answer.ts'
import { carriedMessage } from './mail/carried-message.ts'
import { isErrand, openStage, type Stage } from './mail/stage.ts'

const SET = 'rub-covert'
const ORIGINAL = '01-enc/smime/00-original-mail.eml'
const COVERT = [
  ...['mix-822', 'mix-alt', 'mix-crlf', 'mix-css', 'mix-dbl'].map(name => `01-enc/smime/01-reply-${name}.eml`),
  '01-enc/smime/02-reply-rel.eml', 'reevaluation-2020/01-enc/smime/01-reply-mix-css-modified.eml',
]

const open = async (file: string): Promise<OpenResult> => {
  const { result } = await openWith(readCorpusFile(SET, file), keysOf(SET, ['assets/secret-keys/manager@bigcorporation.pfx'], 'test12345678'))
  return result ?? expect.fail(`${file} does not open`)
}

type Places = Readonly<Record<'screen' | 'document' | 'clipboard' | 'files' | 'message' | 'report', string>>

describe.skipIf(!HAS_CORPORA)(`covert content${HAS_CORPORA ? '' : ' (skipped: ../shared/corpora is absent)'}`, () => {
  let stage: Stage
  let pieces: readonly string[] = []
  beforeAll(async () => {
    stage = await openStage({ network: 'proxy' })
    const text = (await open(ORIGINAL)).parts.map(part => part.text ?? '').join('\n')
    pieces = [...text.match(/[A-Z]{4,}/gu) ?? []]
  }, 60_000)
  afterAll(() => stage.close())

  it('has a secret that can be told from everything else', () => {
    expect(pieces).toEqual(expect.arrayContaining(['ENCRYPTED', 'MESSAGE']))
  })

  it.each(COVERT)('%s shows, copies, saves and reports nothing of the secret', async file => {
    const places = await everythingOf(stage.page, await open(file))
    const secret = SECRET(pieces)
    for (const [place, content] of Object.entries(places)) expect([place, secret.test(content)]).toEqual([place, false])
    expect(places.files.length).toBeGreaterThan(100)
    // The instruments do read what is there: what the attacker wrote, in a frame or not, is in all of them.
    const attackers = /1ST PART|Please reply|I'm sorry/u.exec(places.screen)?.[0]
    if (attackers === undefined) expect(file).toContain('dbl')
    else expect([places.document, places.clipboard].map(content => content.includes(attackers))).toEqual([true, true])
  })

  it('the same secret, encrypted as a whole, is in each of those places but the report', async () => {
    const places = await everythingOf(stage.page, await open(ORIGINAL))
    const secret = SECRET(pieces)
    const found = Object.entries(places).filter(([, content]) => secret.test(content)).map(([place]) => place)
    expect(found).toEqual(['screen', 'document', 'clipboard', 'message'])
    expect(stage.requests.filter(request => !isErrand(request))).toEqual([])
  })
})

/** The secret's line, or any two of its words beside each other. */
const SECRET = (pieces: readonly string[]) => new RegExp(pieces.slice(1).map((word, index) => `${pieces[index] ?? ''}\\W{1,6}${word}`).join('|'), 'iu')

/** Shows a message and takes all that a reader, a screen reader, a clipboard or a disk would get of it. */
async function everythingOf(page: Page, result: OpenResult): Promise<Places> {
  const carried = await carriedMessage(result)
  await page.evaluate(message => window.stage?.showMessage(message), carried)
  const forms: string[][] = [await shown(page)]
  const other = page.getByRole('button', { name: 'Formatted' })
  if (await other.count() > 0) {
    await other.first().click()
    forms.push(await shown(page))
  }
  const files: string[] = []
  for (const button of await page.locator('.attachments button[aria-label^="Save"]').all()) {
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
    files.push(await readFile(await download.path(), 'latin1'))
  }
  const message = result.verdict.encrypted ? await savedMessage(page) : new TextDecoder('latin1').decode(decryptedFile(result.innermost.slice(), result.verdict.headers))
  const at = (index: number) => forms.map(form => form[index] ?? '').join('\n')
  return { screen: at(0), document: at(1), clipboard: at(2), files: files.join('\n'), message, report: reportOf(result, []) }
}

async function savedMessage(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Save message as .eml' }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save', exact: true }).click()])
  await page.getByText('Save without encryption?').waitFor({ state: 'detached' })
  return readFile(await download.path(), 'latin1')
}

/** What can be read, what is in the documents of pane and frames, and what copying everything gives. */
async function shown(page: Page): Promise<string[]> {
  const copied: string[] = []
  const read: string[] = []
  const markup: string[] = []
  for (const frame of await framesOf(page)) {
    read.push(await frame.evaluate(() => document.body.innerText))
    markup.push(await frame.evaluate(() => document.documentElement.outerHTML))
    copied.push(await copiedFrom(page, () => frame.evaluate(() => { window.focus() })))
  }
  return [read.join('\n'), markup.join('\n'), copied.join('\n')]
}

/** The page and the frames that stand in it: one of the message before is known for a moment longer, and is gone when it is asked. */
async function framesOf(page: Page): Promise<readonly Frame[]> {
  await expect.poll(async () => page.frames().length - 1 - await page.locator('iframe').count(), { timeout: 10_000 }).toBe(0)
  return page.frames()
}

/** Selects and copies all, and pastes it into a page of its own. */
async function copiedFrom(page: Page, focus: () => Promise<void>): Promise<string> {
  await page.bringToFront()
  await focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.press('Control+C')
  const paper = await page.context().newPage()
  await paper.setContent('<textarea></textarea>')
  await paper.locator('textarea').focus()
  await paper.keyboard.press('Control+V')
  const text = await paper.locator('textarea').inputValue()
  await paper.close()
  return text
}
