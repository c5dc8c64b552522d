import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pagePolicy } from '../../src/gateway/security-headers.ts'

interface BuildScript {
  build(options: { mode?: string; folder?: string }): Promise<string>
  measure(folder: string): Promise<{ firstLoad: number; files: { name: string; gzip: number }[] }>
}

const FIRST_LOAD_BUDGET = 84 * 1024
const folders: string[] = []
let script: BuildScript

async function buildSomewhere(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sealpane-build-'))
  folders.push(folder)
  return script.build({ folder })
}

const page = async () => readFile(join(folders[0] ?? '', 'taskpane.html'), 'utf8')

beforeAll(async () => {
  script = (await import(new URL('../../scripts/build.mjs', import.meta.url).href)) as BuildScript
  await buildSomewhere()
}, 120_000)

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true })
})

describe('the production build of the pane', () => {
  it('loads at most 84 KB before it shows itself', async () => {
    const { firstLoad, files } = await script.measure(folders[0] ?? '')
    expect(firstLoad).toBeLessThanOrEqual(FIRST_LOAD_BUDGET)
    expect(files.find(({ name }) => name.startsWith('panel.') && name.endsWith('.js'))?.gzip).toBeLessThanOrEqual(30 * 1024)
  })

  it('carries the policy that the server sends, as far as a page can', async () => {
    const inPage = /http-equiv="Content-Security-Policy" content="([^"]*)"/u.exec(await page())?.[1]
    expect(inPage).toBe(pagePolicy([]).replace(/; frame-ancestors.*$/u, ''))
  })

  it('has no inline script or style, and one script from elsewhere', async () => {
    const html = await page()
    const scripts = [...html.matchAll(/<script\b([^>]*)>(.*?)<\/script>/gsu)]
    expect(scripts.every(([, , text]) => text === '')).toBe(true)
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/u)
    const foreign = [...html.matchAll(/(?:src|href)="(https?:[^"]*)"/gu)].map(match => match[1])
    expect(foreign).toEqual(['https://appsforoffice.microsoft.com/lib/1/hosted/office.js'])
  })

  it('keeps the notice for old Outlooks in their language', async () => {
    const notice = await readFile(join(folders[0] ?? '', 'too-old.js'), 'utf8')
    expect(notice).not.toMatch(/=>|`|\b(?:const|let|class)\b/u)
  })

  it('comes out the same twice', async () => {
    await buildSomewhere()
    const [first = '', second = ''] = folders
    const names = (await readdir(first)).sort()
    expect((await readdir(second)).sort()).toEqual(names)
    for (const name of names) expect(await readFile(join(second, name)), name).toEqual(await readFile(join(first, name)))
  }, 120_000)
})
