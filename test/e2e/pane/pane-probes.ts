/** What the pane's browser tests look for in a frame. They run inside the page, so they name nothing from outside. */
import axe from 'axe-core'
import type { Frame } from 'playwright-core'

/** Waits until the pane has said something final and gives the standing, the failure's code, or `empty`. */
export async function settled(frame: Frame): Promise<string> {
  const final = await frame.waitForSelector('[data-standing], [data-failure], [data-phase="empty"]', { timeout: 20_000 })
  return final.evaluate(element => element.getAttribute('data-standing') ?? element.getAttribute('data-failure') ?? 'empty')
}

export interface Violation {
  readonly rule: string
  readonly where: readonly string[]
}

/** Runs axe in the frame. Its script comes through the debugger, which the page's policy does not reach. */
export async function violations(frame: Frame): Promise<readonly Violation[]> {
  await frame.evaluate(axe.source)
  return frame.evaluate(async () => {
    const { violations: found } = await (window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run()
    return found.map(({ id, nodes }) => ({ rule: id, where: nodes.map(node => node.html.slice(0, 200)) }))
  })
}

/** Elements whose computed colours are one of the success colours, light or dark. */
export async function greenElements(frame: Frame): Promise<readonly string[]> {
  return frame.evaluate(() => {
    const green = ['rgb(16, 124, 16)', 'rgb(14, 112, 14)', 'rgb(84, 176, 84)', 'rgb(241, 250, 241)', 'rgb(5, 37, 5)', 'rgb(159, 216, 159)']
    return [...document.querySelectorAll('body *')]
      .filter(element => {
        const style = getComputedStyle(element)
        return [style.color, style.backgroundColor, style.fill, style.stroke, style.borderTopColor].some(colour => green.includes(colour))
      })
      .map(element => element.outerHTML.slice(0, 120))
  })
}

/** What sticks out to the right, or nothing. */
export async function overflowing(frame: Frame): Promise<readonly string[]> {
  return frame.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    return [...document.querySelectorAll('body *')].filter(element => element.getBoundingClientRect().right > clientWidth + 0.5).map(element => element.outerHTML.slice(0, 120))
  })
}

/** Buttons and links smaller than 24 px in one direction. */
export async function smallTargets(frame: Frame): Promise<readonly string[]> {
  return frame.evaluate(() =>
    [...document.querySelectorAll('button, a[href]')]
      .filter(element => {
        const { width, height } = element.getBoundingClientRect()
        return width > 0 && (width < 24 || height < 24)
      })
      .map(element => element.outerHTML.slice(0, 120)),
  )
}
