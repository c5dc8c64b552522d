/** The instruments that later say "no request" see one when there is one. */
import { expect, it } from 'vitest'
import { openStage } from './stage.ts'

const LEAKS = '<img src="http://image.canary.test/a.png"><link rel="stylesheet" href="http://style.canary.test/a.css"><link rel="dns-prefetch" href="http://name.canary.test">'
  + '<link rel="preconnect" href="http://connect.canary.test"><iframe src="http://frame.canary.test/"></iframe>'

it('a frame without walls is seen by the proxy', async () => {
  const stage = await openStage({ network: 'proxy', naked: true })
  await stage.page.evaluate(html => { window.stage?.showNaked(html) }, LEAKS)
  await expect.poll(() => stage.requests).toContain('http://image.canary.test/a.png')
  await expect.poll(() => stage.requests).toContain('http://frame.canary.test/')
  const { addresses } = await stage.close()
  expect(addresses).toContain('http://style.canary.test/a.css')
})

it('names that are only looked up are seen in the log of the browser', async () => {
  const stage = await openStage({ network: 'direct', naked: true })
  await stage.page.evaluate(html => { window.stage?.showNaked(html) }, LEAKS)
  await stage.page.waitForTimeout(1000)
  const { names } = await stage.close()
  expect(names.join(' ')).toContain('name.canary.test')
  expect(names.join(' ')).toContain('connect.canary.test')
})
