/** The probe in a window in which a message is written, for stories of what office.js can do there. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Frame } from 'playwright-core'
import { expect } from 'vitest'
import { startDemo } from '../e2e/support/demo.ts'
import type { DemoOptions, ProfileId, RunningDemo, Visit, VisitOptions } from '../e2e/support/demo.ts'

const probe = join(dirname(fileURLToPath(import.meta.url)), 'probe')

/** The least that the emulator reads of a manifest. `more` stands inside VersionOverrides. */
export const manifestWith = (permission: string, more = ''): string =>
  `<OfficeApp xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><DisplayName DefaultValue="Probe"/><Permissions>${permission}</Permissions><VersionOverrides>${more}` +
  '<ExtensionPoint xsi:type="MessageReadCommandSurface"><Control><SourceLocation resid="p"/></Control></ExtensionPoint>' +
  '<Resources><Url id="p" DefaultValue="/taskpane/taskpane.html"/><Url id="h" DefaultValue="/taskpane/handler.html"/><Url id="s" DefaultValue="/taskpane/handler.js"/></Resources></VersionOverrides></OfficeApp>'

export const profiles: readonly ProfileId[] = ['web', 'classic', 'mac', 'onprem']

export const draft = {
  to: [{ name: 'Kenji Tanaka', address: 'kenji.tanaka@contoso.co.jp', kind: 2 }],
  cc: [{ name: 'All', address: 'all@contoso.co.jp', kind: 1 }],
  bcc: [{ name: 'Maria Keller', address: 'maria.keller@litware.example', kind: 3 }],
  subject: '見積書',
  body: '<p>Please find the <b>offer</b> attached.</p><p>Yuki</p>',
} as const

export const startProbeDemo = (options: Partial<DemoOptions> = {}): Promise<RunningDemo> => startDemo({ paneFolder: probe, ...options })

/** Nothing is saved by itself unless a story asks for it. */
export async function probeIn(demo: RunningDemo, options: VisitOptions = {}): Promise<{ visit: Visit; pane: Frame }> {
  const visit = await demo.open({ compose: 'new', draft, open: true, manifest: manifestWith('ReadWriteMailbox'), ...options, habits: { autosave: 0, ...options.habits } })
  const pane = await visit.pane()
  await pane.evaluate(() => window.officeReady)
  return { visit, pane }
}

export interface Told {
  readonly status: string
  readonly value: unknown
  readonly code: number | undefined
}

/** Calls `path` of the open item, for example `body.getAsync`, with these arguments before the callback. */
export function callItem(pane: Frame, path: string, ...given: readonly unknown[]): Promise<Told> {
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

/** The same, and it has to succeed. */
export async function value(pane: Frame, path: string, ...given: readonly unknown[]): Promise<unknown> {
  const told = await callItem(pane, path, ...given)
  expect(told).toMatchObject({ status: 'succeeded' })
  return told.value
}
