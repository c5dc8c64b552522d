/** What `early-start.js` began before this script was there. Each thing is taken once. */

interface EarlyStart {
  worker: Worker | null
  readonly hasFailed: boolean
  organisation: Promise<Response> | null
}

const early = (): EarlyStart | undefined => (globalThis as { readonly sealpaneEarlyStart?: EarlyStart }).sealpaneEarlyStart

/** The engine's worker, started; undefined when there is none, or it could not be loaded. */
export function takeEarlyWorker(): Worker | undefined {
  const start = early()
  const worker = start?.hasFailed === false ? start.worker : null
  if (start) start.worker = null
  return worker ?? undefined
}

/** As `fetchFile`, for the organisation's list: the answer that is on its way already, or a new one. */
export function earlyOrganisation(fetchFile: typeof fetch): typeof fetch {
  return async (...request) => {
    const start = early()
    const answer = start?.organisation
    if (!start || !answer) return fetchFile(...request)
    start.organisation = null
    return answer
  }
}
