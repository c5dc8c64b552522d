/** ML-DSA by the browser where it has it, by the kept library where not: nobody can tell which. */
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.ts'

const PROBE = `
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js'
import { verifyPostQuantum } from './src/webcrypto/post-quantum.ts'
import { Asn1Reader } from './src/x509/asn1-reader.ts'
import { readPublicKeyInfo } from './src/x509/public-key.ts'
const tlv = (tag, content) => Uint8Array.from([tag, 0x82, content.length >> 8, content.length & 255, ...content])
const keyOf = (arc, octets) => {
  const identifier = [0x30, 11, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, arc]
  const reader = new Asn1Reader(tlv(0x30, [...identifier, ...tlv(3, [0, ...octets])]))
  return readPublicKeyInfo(reader, reader.read(0))
}
const flipped = octets => octets.map((octet, i) => (i === 100 ? octet ^ 1 : octet))
const message = new TextEncoder().encode('Lunch on Friday')
globalThis.probe = async () => {
  const answers = []
  for (const [arc, scheme] of [[17, ml_dsa44], [18, ml_dsa65], [19, ml_dsa87]]) {
    const { publicKey, secretKey } = scheme.keygen(new Uint8Array(32).fill(arc))
    const signature = scheme.sign(message, secretKey)
    const oid = '2.16.840.1.101.3.4.3.' + arc
    const ask = (key, value, text) => verifyPostQuantum(oid, keyOf(arc, key), value, text)
    answers.push([
      await ask(publicKey, signature, message),
      await ask(publicKey, flipped(signature), message),
      await ask(flipped(publicKey), signature, message),
      await ask(publicKey, signature, flipped(new Uint8Array(200))),
      await ask(publicKey, signature.subarray(1), message),
      await ask(publicKey.subarray(1), signature, message),
    ].join(' '))
  }
  return answers
}
`

declare const probe: () => Promise<string[]>

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

describe('ML-DSA in the browser', () => {
  it('answers the same natively and by the library, and natively where it can', async () => {
    const bundle = await build({
      stdin: { contents: PROBE, resolveDir: fileURLToPath(new URL('../../../', import.meta.url)), loader: 'js' },
      bundle: true, format: 'iife', write: false,
    })
    // A page for each, because keys that were imported once are kept.
    const open = async () => {
      const page = await browser.newPage()
      // WebCrypto is for secure pages only.
      await page.route('**/*', route => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }))
      await page.goto('https://localhost/')
      await page.addScriptTag({ content: bundle.outputFiles[0]?.text ?? '' })
      return page
    }
    const { isKnown, asItIs, calls } = await (await open()).evaluate(async () => {
      const isKnown = await crypto.subtle.generateKey('ML-DSA-44', false, ['sign', 'verify']).then(() => true, () => false)
      const subtle = crypto.subtle
      const verify = subtle.verify.bind(subtle)
      let calls = 0
      subtle.verify = (...given) => {
        calls++
        return verify(...given)
      }
      return { isKnown, asItIs: await probe(), calls }
    })
    const without = await (await open()).evaluate(() => {
      crypto.subtle.importKey = () => Promise.reject(new DOMException('not known here', 'NotSupportedError'))
      return probe()
    })
    expect(asItIs).toEqual(Array<string>(3).fill('valid invalid invalid invalid invalid invalid'))
    expect(without).toEqual(asItIs)
    expect(calls).toBe(isKnown ? 12 : 0)
  })
})
