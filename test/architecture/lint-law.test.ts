import { ESLint } from 'eslint'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from './check-rooms.ts'

const eslint = new ESLint({ cwd: projectRoot })

/** Messages of the house's own laws about `code`, as if it stood in `file` (which must exist, for its types). */
async function lawsBroken(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: join(projectRoot, file) })
  const fatal = result?.messages.find(message => message.fatal)
  if (!result || fatal) throw new Error(`${file} could not be linted: ${fatal?.message ?? 'ignored'}`)
  return result.messages.filter(message => message.ruleId?.startsWith('no-restricted-')).map(message => message.message)
}

describe('lint finds', () => {
  it.each([
    ['Office outside its room', 'src/mime/entity.ts', 'export const item = Office.context.mailbox.item', /Office is not for this room/],
    ['Office as a type outside its room', 'src/mime/entity.ts', 'export type Item = Office.MessageRead', /Only src\/outlook says Office/],
    ['mathematics outside webcrypto', 'src/smime/sender.ts', `export const d = crypto.subtle.digest('SHA-256', new Uint8Array())`, /crypto is not for this room/],
    ['mathematics through the global object', 'src/smime/sender.ts', 'export const c = globalThis.crypto', /crypto is not for this room/],
    ['a network call from a mail', 'src/smime/sender.ts', `export const r = fetch('https://a.example')`, /fetch is not for this room/],
    ['a network call by the worker', 'src/engine/in-process.ts', `export const r = self.fetch('https://a.example')`, /fetch is not for this room/],
    ['a network call anywhere in the pane', 'src/taskpane/App.tsx', `export const r = window.fetch('https://a.example')`, /fetch is not for this room/],
    ['an old network call', 'src/outlook/mailbox-host.ts', 'export const r = new XMLHttpRequest()', /XMLHttpRequest is not for this room/],
    ['a worker outside the engine', 'src/taskpane/App.tsx', `export const w = new Worker('a.js')`, /Worker is not for this room/],
    ['storage below the pane', 'src/engine/engine.ts', `export const v = localStorage.getItem('a')`, /localStorage is not for this room/],
    ['a log line in the pane', 'src/taskpane/App.tsx', `console.log('a')`, /console is not for this room/],
    ['the clock in a judge', 'src/certpath/judge-path.ts', 'export const now = new Date()', /Time is an argument/],
    ['the clock as a number', 'src/engine/engine.ts', 'export const now = Date.now()', /Time is an argument/],
    ['the clock in the room of Outlook', 'src/outlook/mailbox-host.ts', 'export const now = Date.now()', /Time is an argument/],
    ['a default export', 'src/mime/entity.ts', 'export default 1', /Named exports only/],
    ['a default export by another name', 'src/mime/entity.ts', 'const a = 1\nexport { a as default }', /Named exports only/],
    ['a default export in a test', 'test/architecture/rooms.ts', 'export default 1', /Named exports only/],
  ])('%s', async (_story, file, code, complaint) => {
    expect(await lawsBroken(file, code)).toContainEqual(expect.stringMatching(complaint))
  })
})

describe('lint allows', () => {
  it.each([
    ['Office in its room', 'src/outlook/mailbox-host.ts', 'export const item: Office.MessageRead = Office.context.mailbox.item'],
    ['mathematics in webcrypto', 'src/webcrypto/digest.ts', `export const d = crypto.subtle.digest('SHA-256', new Uint8Array())`],
    ['the network in the composition root of the pane', 'src/taskpane/index.tsx', 'export const ask = (path: string) => fetch(path)'],
    ['storage beside it, which belongs to the whole room', 'src/taskpane/index.tsx', `export const v = localStorage.getItem('a')`],
    ['the worker in the engine', 'src/engine/client.ts', `export const w = new Worker('a.js')`],
    ['a date that was given', 'src/certpath/judge-path.ts', `export const then = new Date('2026-01-01')`],
    ['a parameter that is called like a global', 'src/certpath/judge-path.ts', 'export const f = (crypto: { sha256(): void }) => crypto.sha256()'],
  ])('%s', async (_story, file, code) => {
    expect(await lawsBroken(file, code)).toEqual([])
  })

  it('the clock in the composition root of the pane', async () => {
    expect(await lawsBroken('src/taskpane/index.tsx', 'export const now = new Date()')).toEqual([])
  })
})
