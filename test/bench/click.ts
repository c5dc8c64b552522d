/**
 * From the click on the ribbon's button to the verdict on the screen, in the emulated Outlook, for a message of 100 KB.
 *
 * Cold: the pane opens by the click and checks the message at once, as in Outlook. Its page, its scripts, office.js and the worker are asked for then,
 * with nothing of them in the cache, from a server on this machine that compresses nothing. Warm: the pane is pinned, and another message is chosen.
 * No debugger is attached, and the emulated Outlook has come to rest before the click.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { localCertificate } from '../emulator/server/certificate.ts'
import { startDemoServer } from '../emulator/server/demo-server.ts'
import { officeCdn } from '../emulator/server/office-script.ts'
import type { Clicked, Clicks } from './click-result.ts'
import { anEntity, type Material, makeMessages } from './material.ts'
import { type Rounds, summarize } from './statistics.ts'
import { UnwatchedBrowser } from './unwatched-browser.ts'

const SIZES: Readonly<Record<string, number>> = { '100K': 100 * 1024, '25M': 25 * 1024 * 1024 }
const PANE = fileURLToPath(new URL('../../dist/taskpane/', import.meta.url))

/** A letter of the emulated mailbox, to come back from. */
const OTHER_LETTER = 'plain'

/** The pane's build, and beside it the page that clicks: only a page of the same origin can see both. */
async function paneWithClicker(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sealpane-click-'))
  cpSync(PANE, folder, { recursive: true })
  const result = await build({ entryPoints: [fileURLToPath(new URL('./click-page.ts', import.meta.url))], bundle: true, format: 'iife', target: 'es2022', write: false })
  writeFileSync(join(folder, 'click.js'), result.outputFiles[0]?.text ?? '')
  writeFileSync(join(folder, 'click.css'), 'body { margin: 0 } iframe { border: 0; width: 100vw; height: 100vh; display: block }')
  // The server expects office.js in every page of the pane's folder. This page has no use for it.
  const unused = `<!-- <script src="${officeCdn}"></script> -->`
  writeFileSync(join(folder, 'click.html'), `<!doctype html><meta charset="utf-8"><title>clicking</title><link rel="stylesheet" href="click.css"><body>${unused}<script src="click.js"></script></body>`)
  return folder
}

export async function measureClicks(material: Material, rounds: number, report: (results: readonly Rounds[]) => void): Promise<void> {
  const extraMessages = Object.entries(SIZES).map(([size, octets]) => {
    makeMessages(material, size, () => anEntity(octets))
    return { id: `bench-${size}`, bytes: new Uint8Array(readFileSync(material.file(`${size}.a.eml`))) }
  })
  const paneFolder = await paneWithClicker()
  const server = await startDemoServer({ ...(await localCertificate()), port: 0, paneFolder, extraMessages })
  const browser = new UnwatchedBrowser()
  const times = new Map<string, Clicked[]>()
  try {
    for (let round = 0; round <= rounds; round++) {
      for (const size of Object.keys(SIZES)) {
        const found = await browser.visit(`${server.address}/taskpane/click.html?item=bench-${size}&other=${OTHER_LETTER}`)
        const { cold, warm } = JSON.parse(found) as Clicks
        if (round === 0) continue
        for (const [name, clicked] of [[`click-cold ${size}`, cold], [`click-warm ${size}`, warm]] as const) times.set(name, [...(times.get(name) ?? []), clicked])
      }
    }
  } finally {
    await browser.close()
    await server.close()
    rmSync(paneFolder, { recursive: true })
  }
  for (const [name, list] of times) {
    const [operation = '', size = ''] = name.split(' ')
    report([summarize(operation, size, 'sealpane-chromium', list.map(({ ms }) => ms), null)])
    report([summarize(`${operation}-longest-task`, size, 'sealpane-chromium', list.map(({ longestTask }) => longestTask), null)])
  }
}
