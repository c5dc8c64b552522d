import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Frame } from 'playwright-core'
import { startDemo } from '../e2e/support/demo.ts'
import type { ProfileId, RunningDemo, Visit, VisitOptions } from '../e2e/support/demo.ts'

const probe = join(dirname(fileURLToPath(import.meta.url)), 'probe')
const manifest = (permission: string) =>
  `<OfficeApp xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Permissions>${permission}</Permissions><VersionOverrides><ExtensionPoint xsi:type="MessageReadCommandSurface">` +
  '<Control/></ExtensionPoint><Resources><Url id="p" DefaultValue="/taskpane/taskpane.html"/></Resources></VersionOverrides></OfficeApp>'
    .replace('<Control/>', '<Control><SourceLocation resid="p"/></Control>')

let demo: RunningDemo

beforeAll(async () => {
  demo = await startDemo({ paneFolder: probe })
})
afterAll(() => demo.close())

const profiles: readonly ProfileId[] = ['web', 'classic', 'mac', 'onprem']
const draft = {
  to: [{ name: 'Kenji Tanaka', address: 'kenji.tanaka@contoso.co.jp', kind: 2 }],
  cc: [{ name: 'All', address: 'all@contoso.co.jp', kind: 1 }],
  bcc: [{ name: 'Maria Keller', address: 'maria.keller@litware.example', kind: 3 }],
  subject: '見積書',
  body: '<p>Please find the <b>offer</b> attached.</p><p>Yuki</p>',
} as const

async function probeIn(options: VisitOptions): Promise<{ visit: Visit; pane: Frame }> {
  const visit = await demo.open({ compose: 'new', draft, open: true, manifest: manifest('ReadWriteMailbox'), habits: { autosave: 0 }, ...options })
  const pane = await visit.pane()
  await pane.evaluate(() => window.officeReady)
  return { visit, pane }
}

interface Told {
  readonly status: string
  readonly value: unknown
  readonly code: number | undefined
}

/** Calls `path` of the open item, for example `body.getAsync`, with these arguments before the callback. */
function callItem(pane: Frame, path: string, ...given: readonly unknown[]): Promise<Told> {
  return pane.evaluate(
    ({ path: names, given: values }) =>
      new Promise<Told>(resolve => {
        const steps = names.split('.')
        const last = steps.pop() ?? ''
        let owner = Office.context.mailbox.item as unknown as Record<string, (...all: unknown[]) => void>
        for (const step of steps) owner = owner[step] as unknown as typeof owner
        owner[last]?.(...values, (result: Office.AsyncResult<unknown>) =>
          resolve({ status: String(result.status), value: result.value, code: (result.error as Office.Error | undefined)?.code }))
      }),
    { path, given },
  )
}

const value = async (pane: Frame, path: string, ...given: readonly unknown[]): Promise<unknown> => {
  const told = await callItem(pane, path, ...given)
  expect(told).toMatchObject({ status: 'succeeded' })
  return told.value
}

test.each(profiles)('the %s Outlook gives recipients, subject and body of the message that is being written', async profile => {
  const { visit, pane } = await probeIn({ profile })
  expect(await value(pane, 'to.getAsync')).toEqual([{ displayName: 'Kenji Tanaka', emailAddress: 'kenji.tanaka@contoso.co.jp', recipientType: 'user' }])
  expect(await value(pane, 'cc.getAsync')).toMatchObject([{ recipientType: 'distributionList' }])
  expect(await value(pane, 'bcc.getAsync')).toMatchObject([{ emailAddress: 'maria.keller@litware.example', recipientType: 'externalUser' }])
  expect(await value(pane, 'subject.getAsync')).toBe('見積書')
  expect(await value(pane, 'body.getAsync', 'text')).toBe('Please find the offer attached.\r\nYuki')
  expect(await value(pane, 'body.getAsync', 'html')).toContain('<p>Please find the <b>offer</b> attached.</p>')
  expect(await value(pane, 'body.getTypeAsync')).toBe('html')
  expect(visit.problems).toEqual({ console: [], pageErrors: [], foreignRequests: [], failedRequests: [] })
  expect(await visit.unimplemented()).toEqual([])
  await visit.close()
})

test.each(profiles)('the %s Outlook takes recipients, subject and body from the add-in and shows them', async profile => {
  const { visit, pane } = await probeIn({ profile })
  await value(pane, 'to.setAsync', ['new@example.test', { displayName: 'Äbc', emailAddress: 'abc@example.test' }])
  await value(pane, 'to.addAsync', [{ displayName: 'Third', emailAddress: 'third@example.test' }])
  await value(pane, 'subject.setAsync', 'Other subject')
  await value(pane, 'body.setAsync', '<p onclick="x()">Sealed</p><script>bad()</script>', { coercionType: 'html' })
  expect(await visit.page.inputValue('#compose-to')).toBe('new@example.test; Äbc <abc@example.test>; Third <third@example.test>')
  expect(await visit.page.inputValue('#compose-subject')).toBe('Other subject')
  expect(await visit.page.innerHTML('#compose-body')).toBe('<p>Sealed</p>')
  await value(pane, 'body.setAsync', 'a < b\nnext')
  expect(await value(pane, 'body.getAsync', 'text')).toBe('a < b\r\nnext')
  await visit.close()
})
