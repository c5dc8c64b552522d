/** SEC-41, 43, 45: hostile HTML in the mail frame asks for nothing, looks up no name and leaves nothing of itself that could. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Chance } from '../differential/random.ts'
import { HOSTILE_LIST } from './mail/hostile-html.ts'
import { openStage, type Stage } from './mail/stage.ts'

const FORBIDDEN = 'script,link,meta,base,form,object,embed,iframe,frame,template,math,svg,style,input,button,textarea,select,video,audio,source,track,picture,area,map,dialog,noscript,plaintext,xmp'
const BATCH = 25
/** In every run. A hundred thousand take minutes and were run with the same seed. */
const MUTATIONS = 4000
const batches = Array.from({ length: Math.ceil(HOSTILE_LIST.length / BATCH) }, (_, index) => HOSTILE_LIST.slice(index * BATCH, (index + 1) * BATCH).map(([, html]) => html))

const isCanary = (text: string) => text.includes('canary')

it('there are at least 120 of them', () => {
  expect(HOSTILE_LIST.length).toBeGreaterThanOrEqual(120)
})

describe('after the sanitiser', () => {
  let stage: Stage
  beforeAll(async () => { stage = await openStage({ network: 'proxy' }) })
  afterAll(() => stage.close())

  it.each(HOSTILE_LIST)('nothing on the deny list is left of %s', async (_name, html) => {
    const left = await stage.page.evaluate(([given, forbidden]) => {
      const mail = window.stage?.sanitize(given)
      // A second reader, as the frame is one: what parsing makes of the text that was written.
      const page = new DOMParser().parseFromString(`<!doctype html><body style="${mail?.bodyStyle ?? ''}">${mail?.body ?? ''}`, 'text/html')
      const attributes = [page.body, ...page.body.querySelectorAll('*')].flatMap(element => [...element.attributes].map(({ name, value }) => ({ name, value })))
      return { elements: [...page.querySelectorAll(forbidden)].map(element => element.localName), attributes }
    }, [html, FORBIDDEN] as const)
    expect(left.elements.filter(name => name !== 'head')).toEqual([])
    for (const { name, value } of left.attributes) {
      expect(name).not.toMatch(/^on|^(?:srcset|ping|background|poster|srcdoc|formaction|action|data|codebase|xlink.*|id|name|autofocus|download)$/u)
      if (name === 'src') expect(value).toMatch(/^data:image\/(?:png|jpeg|gif|webp);base64,/u)
      if (name === 'href') expect(value).toMatch(/^(?:https?:\/\/|mailto:)/u)
      if (name === 'style') expect(value).not.toMatch(/url|image-set|position|z-index|expression|@|\\|var\(|attr\(|content|transform/iu)
    }
  })
})

describe('mutations of them', () => {
  /** Pieces of several snippets joined, cut and spliced, the same ones in every run. */
  function* mutations(count: number): Generator<string> {
    const chance = new Chance(20261124)
    const pick = () => chance.of(HOSTILE_LIST)[1].slice(0, 1500)
    for (let n = 0; n < count; n++) {
      let html = pick()
      for (let step = chance.below(4) + 1; step > 0; step--) {
        const other = pick()
        const [at, from] = [chance.below(html.length + 1), chance.below(other.length + 1)]
        html = html.slice(0, at) + other.slice(from, from + chance.below(80)) + html.slice(at + chance.below(6))
      }
      yield html
    }
  }

  it('leave nothing on the deny list behind either', { timeout: 300_000 }, async () => {
    const stage = await openStage({ network: 'proxy' })
    const all = [...mutations(MUTATIONS)]
    for (let at = 0; at < all.length; at += 500) {
      const left = await stage.page.evaluate(([htmls, forbidden]) => window.stage?.survivors(htmls, forbidden), [all.slice(at, at + 500), FORBIDDEN] as const)
      expect(left).toEqual([])
    }
    expect(stage.requests.filter(isCanary)).toEqual([])
    await stage.close()
  })
})

describe('in the frame', () => {
  it('nothing goes through the proxy', async () => {
    const stage = await openStage({ network: 'proxy' })
    for (const batch of batches) await stage.page.evaluate(htmls => window.stage?.showAll(htmls), batch)
    expect(await stage.page.locator('iframe').count()).toBeGreaterThan(0)
    await stage.page.waitForTimeout(500)
    expect(stage.requests.filter(isCanary)).toEqual([])
    expect((await stage.close()).addresses.filter(isCanary)).toEqual([])
  })

  it('no name is looked up and nothing is connected to', async () => {
    const stage = await openStage({ network: 'direct' })
    for (const batch of batches) {
      await stage.page.evaluate(htmls => window.stage?.showAll(htmls), batch)
      await stage.page.mouse.move(200, 100)
    }
    await stage.page.waitForTimeout(500)
    const { names, addresses } = await stage.close()
    expect([...names, ...addresses].filter(isCanary)).toEqual([])
  })

  it('its policy and its sandbox hold alone what a sanitiser could miss', async () => {
    const stage = await openStage({ network: 'proxy' })
    for (const batch of batches) await stage.page.evaluate(htmls => window.stage?.showUnclean(htmls), batch)
    await stage.page.waitForTimeout(500)
    expect(stage.requests.filter(isCanary)).toEqual([])
    expect(stage.page.url()).toBe('http://pane.test/')
    expect((await stage.close()).addresses.filter(isCanary)).toEqual([])
  })
})
