import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pagePolicy } from '../../src/gateway/security-headers.ts'

interface BuildScript {
  build(options: { mode?: string; folder?: string }): Promise<string>
  measure(folder: string): Promise<{ firstLoad: number; files: { name: string; gzip: number }[] }>
}

interface Workshop {
  readonly root: string
  isBuilt(): boolean
}

const FIRST_LOAD_BUDGET = 84 * 1024
const folders: string[] = []
let script: BuildScript
let workshop: Workshop

async function buildSomewhere(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sealpane-build-'))
  folders.push(folder)
  return script.build({ folder })
}

const page = async () => readFile(join(folders[0] ?? '', 'taskpane.html'), 'utf8')

beforeAll(async () => {
  script = (await import(new URL('../../scripts/build.mjs', import.meta.url).href)) as BuildScript
  workshop = (await import(new URL('../../scripts/lib/workshop.mjs', import.meta.url).href)) as Workshop
  await buildSomewhere()
}, 120_000)

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true })
})

describe('the production build of the pane', () => {
  it('loads at most 84 KB before it shows itself', async () => {
    const { firstLoad, files } = await script.measure(folders[0] ?? '')
    expect(firstLoad).toBeLessThanOrEqual(FIRST_LOAD_BUDGET)
    const sizeOf = (chunk: string) => files.find(({ name }) => name.startsWith(`${chunk}.`) && name.endsWith('.js'))?.gzip ?? Number.NaN
    // With it come the words of one language, and how a message is read.
    for (const language of ['english', 'japanese']) expect(sizeOf('panel') + sizeOf(language) + sizeOf('reading')).toBeLessThanOrEqual(30 * 1024)
  })

  it('keeps the languages apart: whoever reads one does not load the other', async () => {
    const folder = folders[0] ?? ''
    const textOf = async (chunk: string) => {
      const name = (await readdir(folder)).find(file => file.startsWith(`${chunk}.`) && file.endsWith('.js'))
      return readFile(join(folder, name ?? ''), 'utf8')
    }
    const english = await textOf('english')
    expect(english).toContain('The message was changed after signing')
    expect(await textOf('japanese')).toContain('署名後に内容が変わっています')
    expect(await textOf('japanese')).not.toContain('The message was changed after signing')
    for (const chunk of ['english', 'panel']) expect((await textOf(chunk)).match(/[\u3040-\u30ff]/gu), chunk).toBeNull()
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
    const [first = ''] = folders
    // What `npm test` has just built is the other time; without it, it is built here.
    const second = workshop.isBuilt() ? join(workshop.root, 'dist', 'taskpane') : await buildSomewhere()
    const names = (await readdir(first)).sort()
    expect((await readdir(second)).sort()).toEqual(names)
    for (const name of names) expect(await readFile(join(second, name)), name).toEqual(await readFile(join(first, name)))
  }, 120_000)
})
