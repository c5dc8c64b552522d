/** How keys are called and counted: by address and dates, never by serial number. */
import type { KeyStoreStatus, StoredKey } from '../../engine/key-protocol.ts'

const DAY = 86_400_000

/** Days before the end of a certificate from which the pane reminds of it. */
const REMINDER_DAYS = 30

export interface Expiry {
  readonly key: StoredKey
  readonly kind: 'expired' | 'expiring' | 'expiring-today'
  /** Whole days left; 0 on the last day and after it. */
  readonly days: number
}

/** Whole days until the certificate ends; negative when it has. */
export function daysLeft(notAfter: string, now: Date): number {
  return Math.floor((Date.parse(notAfter) - now.getTime()) / DAY)
}

/** The current keys whose certificate ends within a month or has ended, soonest first. */
export function expiriesOf(status: KeyStoreStatus, now: Date): readonly Expiry[] {
  return status.keys
    .filter(key => key.state === 'current')
    .flatMap((key): Expiry[] => {
      if (!key.certificate) return []
      const days = daysLeft(key.certificate.notAfter, now)
      if (days > REMINDER_DAYS) return []
      return [{ key, days: Math.max(days, 0), kind: days < 0 ? 'expired' : days === 0 ? 'expiring-today' : 'expiring' }]
    })
    .sort((a, b) => a.days - b.days)
}

/** Keys that would be lost with this browser's storage: nobody made a backup of them or declined one (SEC-95). */
export function withoutBackup(status: KeyStoreStatus): readonly StoredKey[] {
  return status.keys.filter(key => key.backup === null && key.state !== 'pending')
}

/** The latest word on backups: a date, or null when some key has none. */
export function lastBackup(status: KeyStoreStatus): StoredKey['backup'] {
  const all = status.keys.filter(key => key.state !== 'pending').map(key => key.backup)
  if (all.length === 0 || all.includes(null)) return null
  return all.reduce((latest, each) => (latest === null || (each !== null && each.at > latest.at) ? each : latest))
}

/** The address that stands for a key, else the name in its certificate. */
export function keyName({ addresses, certificate }: StoredKey): string {
  return addresses[0] ?? certificate?.label ?? '?'
}
