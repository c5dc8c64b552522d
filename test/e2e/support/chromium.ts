/** The system's Chromium, started for a test with an empty profile. */
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext } from 'playwright-core'

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** The browser's program file. @throws when none is installed; the message says what to set. */
export function findBrowser(): string {
  const named = process.env['CHROMIUM_PATH']
  const found = named ?? usualPlaces.find(path => existsSync(path))
  if (found === undefined) throw new Error('no Chromium, Chrome or Edge found: set CHROMIUM_PATH to its program file')
  return found
}

const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
]

/** @throws when no browser is installed; the message says what to set. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findBrowser(),
    headless: true,
    args: ARGUMENTS,
  })
}

/** With a profile that is kept in `folder` after closing. */
export function launchPersistentChromium(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { executablePath: findBrowser(), headless: true, args: ARGUMENTS })
}
