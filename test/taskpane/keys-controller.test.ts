import { describe, expect, it, vi } from 'vitest'
import { EngineError } from '../../src/engine/engine.ts'
import type { KeyRequest, KeyResult, KeyStoreStatus } from '../../src/engine/key-protocol.ts'
import type { KeyMemory } from '../../src/taskpane/keys/key-memory.ts'
import { daysLeft, expiriesOf, lastBackup, withoutBackup } from '../../src/taskpane/keys/key-words.ts'
import { type KeyAsker, KeysController } from '../../src/taskpane/keys/keys-controller.ts'
import { aKey, aStatus } from './fakes.ts'
import { AT, certificate } from './verdicts.ts'

type Answer = KeyResult | Error

/** Answers in the order planned; the last answer stays. */
function script(...answers: readonly Answer[]): { asker: KeyAsker; asked: KeyRequest[] } {
  const asked: KeyRequest[] = []
  const left = [...answers]
  const ask: KeyAsker['ask'] = request => {
    asked.push(request)
    const answer = left.length > 1 ? left.shift() : left[0]
    return answer instanceof Error || answer === undefined ? Promise.reject(answer ?? new Error('not planned')) : Promise.resolve(answer as never)
  }
  return { asker: { ask }, asked }
}

function memory(): KeyMemory & { readonly seen: KeyStoreStatus[]; isForgotten: boolean } {
  const seen: KeyStoreStatus[] = []
  return {
    seen,
    isForgotten: false,
    expectations: () => ({ expectedAddresses: ['yuki@contoso.co.jp'] }),
    remember: status => { seen.push(status) },
    forget() { this.isForgotten = true },
  }
}

const make = (answers: readonly Answer[], now = () => new Date(AT)) => {
  const { asker, asked } = script(...answers)
  const kept = memory()
  return { keys: new KeysController({ asker, now, memory: kept }), asked, kept }
}

describe('the keys of the pane', () => {
  it('tell the engine what ought to be there, and remember what is', async () => {
    const { keys, asked, kept } = make([aStatus({ loss: 'wiped' })])
    await keys.refresh()
    expect(asked[0]).toMatchObject({ kind: 'keys-status', at: AT, expectedAddresses: ['yuki@contoso.co.jp'] })
    expect(keys.getState().status?.loss).toBe('wiped')
    expect(kept.seen).toHaveLength(1)
  })

  it('say so once when they become readable, and not after a wrong passphrase', async () => {
    const more = vi.fn()
    const locked = aStatus({ lock: 'locked', keys: [aKey()], wrongTries: 1 })
    const open = aStatus({ lock: 'unlocked', keys: [aKey()], locksAt: '2026-11-24T10:46:00.000Z' })
    const { keys } = make([
      { kind: 'keys-unlock', outcome: 'wrong-passphrase', status: locked },
      { kind: 'keys-unlock', outcome: 'unlocked', status: open },
    ])
    keys.whenMoreKeys(more)
    expect(await keys.unlock('wrong')).toEqual({ kind: 'refused', code: 'engine/wrong-passphrase' })
    expect(more).not.toHaveBeenCalled()
    expect(await keys.unlock('right')).toEqual({ kind: 'unlocked' })
    expect(more).toHaveBeenCalledTimes(1)
    await keys.lock().catch(() => undefined)
  })

  it('count down the seconds of a rising delay, rounded up', async () => {
    const { keys } = make([{ kind: 'keys-unlock', outcome: 'wait', status: aStatus({ lock: 'locked', waitUntil: '2026-11-24T10:31:04.200Z' }) }])
    expect(await keys.unlock('again')).toEqual({ kind: 'refused', code: 'engine/passphrase-wait' })
    expect(keys.secondsToWait()).toBe(5)
  })

  it('lock themselves when the time has come, and everything opened is told to go', async () => {
    vi.useFakeTimers()
    let now = Date.parse(AT)
    const open = aStatus({ lock: 'unlocked', keys: [aKey()], locksAt: new Date(now + 900_000).toISOString() })
    const { keys, asked } = make([open, aStatus({ lock: 'locked', keys: [aKey()] })], () => new Date(now))
    const locked = vi.fn()
    keys.whenLocked(locked)
    await keys.refresh()
    now += 900_000
    await vi.advanceTimersByTimeAsync(900_100)
    expect(asked).toHaveLength(2)
    expect(locked).toHaveBeenCalledTimes(1)
    expect(keys.getState()).toMatchObject({ wasIdle: true, status: { lock: 'locked' } })
    vi.useRealTimers()
  })

  it('that were locked by hand, or by a worker that died, do not speak of idleness', async () => {
    const open = aStatus({ lock: 'unlocked', keys: [aKey()], locksAt: '2026-11-24T10:46:00.000Z' })
    const { keys } = make([open, { kind: 'keys-lock', status: aStatus({ lock: 'locked', keys: [aKey()] }) }])
    await keys.refresh()
    await keys.lock()
    expect(keys.getState().wasIdle).toBe(false)
  })

  it('leave nobody to type the passphrase twice after an import', async () => {
    const added = aKey()
    const imported: KeyResult = { kind: 'keys-import', status: aStatus({ lock: 'locked', keys: [added] }), added: [added.id], known: [] }
    const open: KeyResult = { kind: 'keys-unlock', outcome: 'unlocked', status: aStatus({ lock: 'unlocked', keys: [added], locksAt: '2026-11-24T10:46:00.000Z' }) }
    const { keys, asked } = make([imported, open])
    const outcome = await keys.importFile(new Uint8Array([1]), 'file', 'passphrase')
    expect(outcome.ok).toBe(true)
    expect(asked.map(({ kind }) => kind)).toEqual(['keys-import', 'keys-unlock'])
    await keys.lock()
  })

  it.each(['engine/p12-wrong-password', 'engine/p12-corrupt', 'engine/storage-full'] as const)('give %s as an answer, not as an exception', async code => {
    const { keys } = make([new EngineError(code, 'planned'), aStatus()])
    expect(await keys.importFile(new Uint8Array(), null, 'x')).toEqual({ ok: false, code })
  })

  it('whose last one is removed on purpose are not missed afterwards', async () => {
    const { keys, kept } = make([{ kind: 'keys-remove', status: aStatus() }])
    await keys.remove('1', 'passphrase', true)
    expect(kept.isForgotten).toBe(true)
  })

  it('that cannot be asked for at all say why', async () => {
    const { keys } = make([new EngineError('engine/storage-forbidden', 'planned')])
    await keys.refresh()
    expect(keys.getState()).toMatchObject({ status: null, failure: 'engine/storage-forbidden' })
  })
})

describe('what the Keys tab reminds of', () => {
  const now = new Date(AT)
  const ending = (notAfter: string, state: 'current' | 'older' = 'current') => aKey({ id: notAfter, state, certificate: certificate({ notAfter }) })

  it('is a certificate that ends within thirty days, from the soonest on; older keys may be over', () => {
    const status = aStatus({
      keys: [ending('2026-12-24T10:31:00Z'), ending('2026-12-26T10:31:00Z'), ending('2026-11-24T23:00:00Z'), ending('2026-11-01T00:00:00Z'), ending('2020-01-01T00:00:00Z', 'older')],
    })
    expect(expiriesOf(status, now).map(({ kind, days }) => [kind, days])).toEqual([['expiring-today', 0], ['expired', 0], ['expiring', 30]])
    expect(daysLeft('2026-11-23T10:31:00Z', now)).toBe(-1)
  })

  it('is a missing backup, until one is made or declined; a key without a certificate has nothing to lose yet', () => {
    const made = { kind: 'made', at: '2026-11-03T00:00:00Z' } as const
    const declined = { kind: 'declined', at: '2026-11-05T00:00:00Z' } as const
    const status = aStatus({ keys: [aKey({ id: 'a', backup: made }), aKey({ id: 'b', backup: null }), aKey({ id: 'c', state: 'pending', certificate: null, backup: null })] })
    expect(withoutBackup(status).map(({ id }) => id)).toEqual(['b'])
    expect(lastBackup(status)).toBeNull()
    expect(lastBackup(aStatus({ keys: [aKey({ backup: made }), aKey({ id: 'b', backup: declined })] }))).toEqual(declined)
  })
})
