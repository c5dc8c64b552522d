import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDemo } from '../e2e/support/demo.ts'
import type { RunningDemo } from '../e2e/support/demo.ts'
import { useLocalOffice } from './server/office-script.ts'

const probe = join(dirname(fileURLToPath(import.meta.url)), 'probe')
let demo: RunningDemo

beforeAll(async () => {
  demo = await startDemo({ paneFolder: probe, office: 'cdn' })
})
afterAll(() => demo.close())

test.each(['web', 'classic', 'mac'] as const)(
  'with the page byte for byte and the CDN answered for in the browser, office.js boots in the %s Outlook',
  async profile => {
    const visit = await demo.open({ item: 'valid', open: true, profile })
    const pane = await visit.pane()
    await pane.evaluate(() => window.officeReady)
    const served = await visit.page.evaluate(async () => (await fetch('/taskpane/taskpane.html')).text())
    expect(served).toBe(readFileSync(join(probe, 'taskpane.html'), 'utf8'))
    expect(await pane.evaluate(() => typeof (Office.context.mailbox.item as Office.MessageRead).getAsFileAsync)).toBe('function')
    expect(visit.problems).toEqual({ console: [], pageErrors: [], foreignRequests: [], failedRequests: [] })
    await visit.close()
  },
)

test('for the demo only the script of office.js is replaced and its companions are put beside it', () => {
  const html = '<head><script defer src="https://appsforoffice.microsoft.com/lib/1/hosted/office.js"></script><script src="a.js"></script></head>'
  expect(useLocalOffice(html)).toBe(
    '<head><script defer src="/emulator/before-office.js"></script><script defer src="/office/office.js"></script>' +
      '<script defer src="/emulator/after-office.js"></script><script src="a.js"></script></head>',
  )
})

test('a page that does not load office.js is not served as if it did', () => {
  expect(() => useLocalOffice('<head></head>')).toThrow(/does not load office.js/)
})
