/** The browser's own base64 decoder stands in for ours; it must never be noticed. */
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.ts'

const PROBE = `
import { decodeBase64Octets } from './src/bytes/encoding.ts'
const native = Uint8Array.prototype.setFromBase64
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
let seed = 42
const random = below => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) % below
const oddities = ['\\r\\n', ' ', '\\t', '\\n', '\\f', '=', '!', '-', '_', '\\u00e9', '\\u0080', '\\0', '====', '\\r\\n\\r\\n', ' '.repeat(300000)]
function aText() {
  const parts = []
  const lines = random(9000)
  for (let line = 0; line < lines; line++) {
    let text = ''
    for (let i = random(77); i > 0; i--) text += alphabet[random(64)]
    parts.push(text, '\\r\\n')
  }
  for (let i = random(3); i > 0; i--) parts.splice(random(parts.length + 1), 0, oddities[random(oddities.length)])
  return Uint8Array.from(parts.join(''), character => character.charCodeAt(0))
}
const textOf = ({ bytes, ...rest }) => JSON.stringify(rest) + bytes.join()
globalThis.probe = rounds => {
  let calls = 0
  const differences = []
  const counted = function (...given) { calls++; return native.apply(this, given) }
  for (let round = 0; round < rounds; round++) {
    const text = aText()
    Uint8Array.prototype.setFromBase64 = counted
    const withNative = textOf(decodeBase64Octets(text))
    Uint8Array.prototype.setFromBase64 = undefined
    const without = textOf(decodeBase64Octets(text))
    if (withNative !== without) differences.push(round)
  }
  Uint8Array.prototype.setFromBase64 = native
  return { calls, differences }
}
`

declare const probe: (rounds: number) => { calls: number; differences: number[] }

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

describe('base64 with the decoder of the browser', () => {
  it('gives the same octets and the same oddities as without it', async () => {
    const bundle = await build({
      stdin: { contents: PROBE, resolveDir: fileURLToPath(new URL('../../../', import.meta.url)), loader: 'js' },
      bundle: true, format: 'iife', write: false,
    })
    const page = await browser.newPage()
    await page.addScriptTag({ content: bundle.outputFiles[0]?.text ?? '' })
    const { calls, differences } = await page.evaluate(() => probe(40))
    expect(differences).toEqual([])
    expect(calls).toBeGreaterThan(40)
  })
})
