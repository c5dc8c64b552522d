/** Six standings, six shapes: nobody has to see a colour to tell one seal from another. */
import { renderToStaticMarkup } from 'react-dom/server'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Icon, type IconName } from '../../../src/taskpane/icons.tsx'
import { launchChromium } from '../support/chromium.ts'

const SEALS: readonly IconName[] = ['seal-valid', 'seal-attention', 'seal-invalid', 'seal-none', 'seal-unknown', 'seal-checking']
let browser: Browser
beforeAll(async () => { browser = await launchChromium() })
afterAll(async () => { await browser.close() })

/** Darkness of each pixel, 0 to 1, of every seal drawn in black. */
async function darkness(size: number): Promise<readonly (readonly number[])[]> {
  const page = await browser.newPage()
  const drawings = SEALS.map(name => renderToStaticMarkup(Icon({ name, size })).replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" '))
  const pixels = await page.evaluate(
    async ({ drawings, size }) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size })
      const context = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D
      const all: number[][] = []
      for (const drawing of drawings) {
        const image = new Image()
        image.src = `data:image/svg+xml,${encodeURIComponent(drawing)}`
        await image.decode()
        context.clearRect(0, 0, size, size)
        context.drawImage(image, 0, 0, size, size)
        const { data } = context.getImageData(0, 0, size, size)
        all.push(Array.from({ length: size * size }, (_, index) => (data[index * 4 + 3] ?? 0) / 255))
      }
      return all
    },
    { drawings, size },
  )
  await page.close()
  return pixels
}

describe.each([16, 36])('at %i pixels', size => {
  it('any two seals differ in at least a twentieth of what they draw', async () => {
    const seals = await darkness(size)
    for (const [index, first] of seals.entries()) {
      const drawn = first.reduce((sum, value) => sum + value, 0)
      expect(drawn, SEALS[index]).toBeGreaterThan(size)
      for (const [other, second] of seals.entries()) {
        if (other <= index) continue
        const distance = first.reduce((sum, value, pixel) => sum + Math.abs(value - (second[pixel] ?? 0)), 0)
        const ink = Math.max(drawn, second.reduce((sum, value) => sum + value, 0))
        expect(distance / ink, `${SEALS[index]} and ${SEALS[other]}`).toBeGreaterThan(0.05)
      }
    }
  })
})
