/** date-time of RFC 5322 section 3.3, obsolete zones and two-digit years included (section 4.3). */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const ZONES: Readonly<Record<string, number>> = { UT: 0, GMT: 0, Z: 0, EST: -300, EDT: -240, CST: -360, CDT: -300, MST: -420, MDT: -360, PST: -480, PDT: -420 }

/** Milliseconds since 1970; undefined when the text is no date. An unknown zone name counts as UTC (section 4.3). */
export function parseDateTime(text: string): number | undefined {
  const match = /^(?:[A-Za-z]{3,9},?\s*)?(\d{1,2})\s+([A-Za-z]{3})[a-z]*\.?\s+(\d{2,4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([+-])(\d{2})(\d{2})|\s+([A-Za-z]{1,5}))?/u.exec(
    text.replace(/\([^()]*\)/gu, ' ').trim(),
  )
  if (!match) return undefined
  const month = MONTHS.indexOf((match[2] ?? '').toLowerCase())
  if (month < 0) return undefined
  const shortYear = Number(match[3])
  const year = (match[3] ?? '').length === 2 ? (shortYear < 50 ? 2000 : 1900) + shortYear : (match[3] ?? '').length === 3 ? 1900 + shortYear : shortYear
  const numericZone = match[7] === undefined ? undefined : (match[7] === '-' ? -1 : 1) * (Number(match[8]) * 60 + Number(match[9]))
  const zone = numericZone ?? ZONES[(match[10] ?? '').toUpperCase()] ?? 0
  const [day, hour, minute, second] = [Number(match[1]), Number(match[4]), Number(match[5]), Number(match[6] ?? 0)]
  if (day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return undefined
  return Date.UTC(year, month, day, hour, minute, second) - zone * 60_000
}
