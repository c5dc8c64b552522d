/** Stands in for Microsoft's CDN inside the test's browser, so that the pane's page can stay byte for byte as it was built. */
import { readFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Route } from 'playwright-core'
import { bundleScripts } from '../../emulator/server/bundles.ts'

const office = normalize(join(dirname(fileURLToPath(import.meta.url)), '../../../node_modules/@microsoft/office-js/dist'))
const script = { contentType: 'text/javascript; charset=utf-8', headers: { 'Access-Control-Allow-Origin': '*' } }

/** Addresses that the pane may ask for besides its own server. */
export const deliveryAddresses: readonly RegExp[] = [
  /^https:\/\/appsforoffice\.microsoft\.com\/lib\/1\/hosted\//,
  /^https:\/\/ajax\.aspnetcdn\.com\/ajax\/3\.5\/MicrosoftAjax\.js$/,
]

async function officeFile(route: Route): Promise<void> {
  const path = new URL(route.request().url()).pathname.replace('/lib/1/hosted/', '')
  try {
    await route.fulfill({ ...script, body: await readFile(join(office, normalize(path))) })
  } catch {
    await route.fulfill({ status: 404, body: 'not found' })
  }
}

/** Answers for the CDN in every page of `context`, and installs what a native Outlook brings along. */
export async function answerForDelivery(context: BrowserContext): Promise<void> {
  const { scripts } = await bundleScripts()
  const text = (path: string): string => scripts.get(path) ?? ''
  await context.route(deliveryAddresses[0] as RegExp, officeFile)
  await context.route(deliveryAddresses[1] as RegExp, route => route.fulfill({ ...script, body: text('emulator/microsoft-ajax.js') }))
  await context.addInitScript(text('emulator/native-bridge.js'))
  await context.addInitScript(`
    document.addEventListener('load', event => {
      if (!(event.target instanceof HTMLScriptElement) || !event.target.src.endsWith('/office.js')) return
      ${text('emulator/after-office.js')}
    }, true)
  `)
}
