/** Waits for the page's own `<script>` of Office.js, which comes from another server and may never come. */
import { OutlookError } from './mailbox-host.ts'

/** How long a script that was fetched before we looked may take to run, in milliseconds. */
const runTimeout = 1_500

/** Whether the browser is done with fetching `address`, well or badly. Its `error` event may have passed before anybody listened. */
function wasFetched(address: string): boolean {
  const entries = performance.getEntriesByName(address, 'resource')
  return entries.some(entry => entry instanceof PerformanceResourceTiming && entry.responseEnd > 0)
}

/**
 * Resolves when Office.js has run.
 *
 * @throws OutlookError `outlook/route-unavailable` when the page has no such script or it cannot be loaded, `outlook/route-timeout` when it
 * has not come in `timeout` milliseconds.
 */
export async function officeScript(timeout: number): Promise<void> {
  if (typeof Office !== 'undefined') return
  const script = document.querySelector<HTMLScriptElement>('script[src$="/office.js"]')
  if (script === null) throw new OutlookError('outlook/route-unavailable', 'the page does not ask for office.js')
  await new Promise<void>((resolve, reject) => {
    const patience = wasFetched(script.src) ? Math.min(timeout, runTimeout) : timeout
    const late = (): void => reject(new OutlookError('outlook/route-timeout', `office.js did not come in ${patience} ms`))
    const timer = setTimeout(late, patience)
    const settle = (finish: () => void) => (): void => {
      clearTimeout(timer)
      finish()
    }
    script.addEventListener('load', settle(resolve), { once: true })
    const fail = (): void => reject(new OutlookError('outlook/route-unavailable', 'office.js cannot be loaded'))
    script.addEventListener('error', settle(fail), { once: true })
  })
  if (typeof Office === 'undefined') throw new OutlookError('outlook/route-unavailable', 'what was loaded is not office.js')
}
