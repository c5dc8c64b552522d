/**
 * The organisation's policy as the pane last read it, kept in the mailbox's settings for this add-in: the send guard may run
 * where the organisation's file cannot be reached.
 */
import { readPolicy, type ComposePolicy } from '../../smime/compose-policy.ts'
import { officeCall, type CallOptions, type CallResult } from '../office-call.ts'

const key = 'sealpane-policy'

/** `Office.RoamingSettings` fits. */
export interface KeptSettings {
  get(name: string): unknown
  set(name: string, value: string): void
  saveAsync(callback: (result: CallResult<unknown>) => void): void
}

/** The mailbox's settings; null where this Outlook has none. */
export function mailboxSettings(): KeptSettings | null {
  const settings = Office.context.roamingSettings as Office.RoamingSettings | undefined
  return settings ?? null
}

/** What was kept, or null: nothing, or nothing that can be read. Never throws. */
export function recallPolicy(settings: KeptSettings | null): ComposePolicy | null {
  try {
    const text = settings?.get(key)
    return typeof text === 'string' ? readPolicy(JSON.parse(text)) : null
  } catch {
    return null
  }
}

/**
 * Keeps `policy`, when it is another than before.
 *
 * @throws OutlookError as `officeCall`: then the guard goes on with the one before.
 */
export async function rememberPolicy(policy: ComposePolicy, settings: KeptSettings, options: CallOptions): Promise<void> {
  const text = JSON.stringify(policy)
  if (settings.get(key) === text) return
  settings.set(key, text)
  await officeCall<unknown>('roamingSettings.saveAsync', callback => settings.saveAsync(callback), options)
}
