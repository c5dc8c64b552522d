/** date-time of RFC 5322 section 3.3, obsolete zones and two-digit years included (section 4.3). */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const ZONES: Readonly<Record<string, number>> = { UT: 0, GMT: 0, Z: 0, EST: -300, EDT: -240, CST: -360, CDT: -300, MST: -420, MDT: -360, PST: -480, PDT: -420 }

const DATE_TIME =
  /^(?:[A-Za-z]{3,9},?\s*)?(?<day>\d{1,2})\s+(?<month>[A-Za-z]{3})[a-z]*\.?\s+(?<year>\d{2,4})\s+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?\s*(?<zone>[+-]\d{4}|[A-Za-z]{1,5})?/u

/** Milliseconds since 1970; undefined when the text is no date. An unknown zone name counts as UTC (section 4.3). */
export function parseDateTime(text: string): number | undefined {
  const fields = DATE_TIME.exec(text.replace(/\([^()]*\)/gu, ' ').trim())?.groups
  if (!fields) return undefined
  const { day, month, year, hour, minute, second, zone } = fields
  const monthIndex = MONTHS.indexOf((month ?? '').toLowerCase())
  const [d, h, m, s] = [Number(day), Number(hour), Number(minute), Number(second ?? 0)]
  if (monthIndex < 0 || d < 1 || d > 31 || h > 23 || m > 59 || s > 60) return undefined
  return Date.UTC(fullYear(year ?? ''), monthIndex, d, h, m, s) - zoneMinutes(zone ?? '') * 60_000
}

/** Two digits below 50 are of this century, three digits count from 1900 (section 4.3). */
function fullYear(year: string): number {
  const number = Number(year)
  if (year.length === 2) return (number < 50 ? 2000 : 1900) + number
  return year.length === 3 ? 1900 + number : number
}

function zoneMinutes(zone: string): number {
  if (!/^[+-]/u.test(zone)) return ZONES[zone.toUpperCase()] ?? 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5))
  return zone.startsWith('-') ? -minutes : minutes
}
