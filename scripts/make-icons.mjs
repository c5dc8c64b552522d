/**
 * Draws assets/icon-*.png from assets/mark.svg and assets/mark-small.svg with a Chromium.
 *
 *   node scripts/make-icons.mjs
 *
 * Up to 25 pixels the small drawing is used: the same mark with fewer and thicker strokes.
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { findChromium } from './lib/find-chromium.mjs'

const SIZES = [16, 20, 24, 25, 32, 40, 48, 64, 80, 128]
const LARGEST_SMALL = 25

const assets = join(dirname(dirname(fileURLToPath(import.meta.url))), 'assets')
const executablePath = findChromium()
if (executablePath === undefined) {
  console.error('make-icons: no Chromium, Chrome or Edge found; set CHROMIUM_PATH to its program file')
  process.exit(1)
}

const browser = await chromium.launch({
  executablePath,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
  ],
})
try {
  const page = await browser.newPage()
  for (const size of SIZES) {
    const drawing = readFileSync(join(assets, size <= LARGEST_SMALL ? 'mark-small.svg' : 'mark.svg'), 'utf8')
    await page.setViewportSize({ width: size, height: size })
    await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`)
    await page.screenshot({ path: join(assets, `icon-${size}.png`), omitBackground: true })
  }
} finally {
  await browser.close()
}
console.log(`${assets}: icon-{${SIZES.join(',')}}.png`)
