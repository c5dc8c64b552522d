import { describe, expect, it } from 'vitest'
import { OutlookError } from '../../src/outlook/mailbox-host.ts'
import { recallPolicy, rememberPolicy, type KeptSettings } from '../../src/outlook/compose/remember-policy.ts'
import { STRICTEST_POLICY, USUAL_POLICY } from '../../src/smime/compose-policy.ts'

/** As Office.RoamingSettings: what is set is there at once, and lasts once saved. */
class Settings implements KeptSettings {
  readonly values = new Map<string, string>()
  saves = 0
  private readonly outcome: 'succeeded' | 'failed'
  constructor(outcome: 'succeeded' | 'failed' = 'succeeded') {
    this.outcome = outcome
  }
  get(name: string): unknown {
    return this.values.get(name)
  }
  set(name: string, value: string): void {
    this.values.set(name, value)
  }
  saveAsync(callback: Parameters<KeptSettings['saveAsync']>[0]): void {
    this.saves += 1
    callback({ status: this.outcome, value: undefined, error: this.outcome === 'failed' ? { code: 9019, name: '' } : null })
  }
}

const options = { timeout: 60_000, signal: new AbortController().signal }

describe("the organisation's policy in the mailbox", () => {
  it('comes back as it was kept', async () => {
    const settings = new Settings()
    await rememberPolicy(STRICTEST_POLICY, settings, options)
    expect(recallPolicy(settings)).toEqual(STRICTEST_POLICY)
  })

  it('is saved when it changes, and not again', async () => {
    const settings = new Settings()
    for (const policy of [USUAL_POLICY, USUAL_POLICY, STRICTEST_POLICY, STRICTEST_POLICY]) await rememberPolicy(policy, settings, options)
    expect(settings.saves).toBe(2)
  })

  it('tells when Outlook does not save it', async () => {
    await expect(rememberPolicy(USUAL_POLICY, new Settings('failed'), options)).rejects.toBeInstanceOf(OutlookError)
  })

  it.each([['nothing', undefined], ['no JSON', '{'], ['no policy', '{"sign":"never"}'], ['no text', 7]])('is unknown when there is %s', (_story, kept) => {
    expect(recallPolicy({ get: () => kept, set: () => undefined, saveAsync: () => undefined })).toBeNull()
  })

  it('is unknown in an Outlook that keeps nothing, or throws', () => {
    expect(recallPolicy(null)).toBeNull()
    const throwing: KeptSettings = { get: () => { throw new Error('not loaded') }, set: () => undefined, saveAsync: () => undefined }
    expect(recallPolicy(throwing)).toBeNull()
  })
})
