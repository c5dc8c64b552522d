/** One call to Outlook as a promise: with a code when it fails and an end when it never answers. */
import { OutlookError } from './mailbox-host.ts'

/** What Outlook hands to a callback, as far as it is read. `Office.AsyncResult` fits. */
export interface CallResult<Value> {
  /** `'succeeded'` or `'failed'`, which the types of Office.js call an enumeration. */
  readonly status: string | Office.AsyncResultStatus
  readonly value: Value
  readonly error?: { readonly code: number; readonly name: string } | null
}

export interface CallOptions {
  /** How long Outlook may take, in milliseconds. */
  readonly timeout: number
  readonly signal: AbortSignal
}

/** Outlook's numbers that have a code of their own with us; all others are `outlook/refused`. */
const permissionDenied: readonly number[] = [
  // OSF's "permission denied", "elevated permission required" and Outlook's "access denied".
  7000, 5002, 9019,
]
const itemChanged = 9030

function errorOf(call: string, error: CallResult<unknown>['error']): OutlookError {
  const code = error?.code ?? 0
  const message = `${call} failed with ${code}`
  if (permissionDenied.includes(code)) return new OutlookError('outlook/permission', message)
  if (code === itemChanged) return new OutlookError('outlook/item-changed', message)
  return new OutlookError('outlook/refused', message)
}

function thrownError(call: string, cause: unknown): OutlookError {
  // QUIRK: office.js checks permissions itself and throws at the caller instead of calling back.
  const lacksPermission = cause instanceof Error && /permission/iu.test(cause.message)
  return new OutlookError(lacksPermission ? 'outlook/permission' : 'outlook/refused', `${call} threw`, { cause })
}

/**
 * Makes a callback call and gives its value.
 *
 * @param call name for logs.
 * @param start makes the call with the callback that it is given. It may throw.
 * @throws OutlookError `outlook/route-timeout`, `outlook/permission`, `outlook/item-changed` or `outlook/refused`.
 * @throws the signal's reason when it is aborted. A callback that comes later is ignored either way.
 */
export async function officeCall<Value>(
  call: string,
  start: (callback: (result: CallResult<Value>) => void) => void,
  { timeout, signal }: CallOptions,
): Promise<Value> {
  signal.throwIfAborted()
  return new Promise<Value>((resolve, reject) => {
    const settle = (finish: () => void): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      finish()
    }
    const abort = (): void => settle(() => reject(signal.reason as Error))
    const timer = setTimeout(
      () => settle(() => reject(new OutlookError('outlook/route-timeout', `${call} gave no answer in ${timeout} ms`))),
      timeout,
    )
    signal.addEventListener('abort', abort, { once: true })
    try {
      start(result => settle(() => (String(result.status) === 'succeeded' ? resolve(result.value) : reject(errorOf(call, result.error)))))
    } catch (error) {
      settle(() => reject(thrownError(call, error)))
    }
  })
}
