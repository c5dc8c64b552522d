/** Times as a reader in this language writes them. Times come as ISO 8601. */
import type { Language } from '../sentences/sentence.ts'

const LOCALE: Readonly<Record<Language, string>> = { en: 'en-GB', ja: 'ja-JP' }

/** Day only. Gives the value itself when it is no time. */
export function formatDay(iso: string, language: Language): string {
  return format(iso, language, { dateStyle: 'medium' })
}

/** Day and minute, in this computer's zone. */
export function formatTime(iso: string, language: Language): string {
  return format(iso, language, { dateStyle: 'medium', timeStyle: 'short' })
}

/** Day, second and zone: for technical details. */
export function formatExactTime(iso: string, language: Language): string {
  return format(iso, language, { dateStyle: 'medium', timeStyle: 'long' })
}

/** Hour and minute. */
export function formatClock(iso: string, language: Language): string {
  return format(iso, language, { timeStyle: 'short' })
}

export function isSameDay(iso: string, other: Date): boolean {
  return new Date(iso).toDateString() === other.toDateString()
}

function format(iso: string, language: Language, options: Intl.DateTimeFormatOptions): string {
  const time = Date.parse(iso)
  return Number.isNaN(time) ? iso : new Intl.DateTimeFormat(LOCALE[language], options).format(time)
}
