/** Medians, and the two forms in which results leave: a table for people, a line of JSON for programs. */

export interface Result {
  readonly op: string
  readonly size: string
  readonly contender: string
  readonly medianMs: number
  readonly minMs: number
  readonly maxMs: number
  /** Most memory that the operation's process held, less what it held before the message was loaded; null where it was not measured. */
  readonly peakMB: number | null
}

/** A result with its rounds, in their order: two contenders are compared round by round, so that what else the machine does hits both. */
export interface Rounds extends Result {
  readonly times: readonly number[]
  /** Octets of the message, to hold the memory against. */
  readonly octets?: number
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** The median of what one took of the other's time in the same round. */
export function ratioOf(ours: Rounds, other: Rounds): number {
  return median(ours.times.map((time, round) => time / (other.times[round] ?? Number.NaN)))
}

const round = (value: number) => Number(value.toPrecision(4))

export function summarize(op: string, size: string, contender: string, times: readonly number[], peakMB: number | null, octets?: number): Rounds {
  return {
    op, size, contender, medianMs: round(median(times)), minMs: round(Math.min(...times)), maxMs: round(Math.max(...times)),
    peakMB: peakMB === null ? null : round(peakMB), times, ...(octets === undefined ? {} : { octets }),
  }
}

/** One line for programs: the keys of the contract. */
export function lineOf({ op, size, contender, medianMs, minMs, maxMs, peakMB }: Result): string {
  return `${JSON.stringify({ op, size, contender, medianMs, minMs, maxMs, peakMB })}\n`
}

/** Most memory as a multiple of the message. */
export const memoryRatio = ({ peakMB, octets }: Rounds) => (peakMB === null || octets === undefined ? undefined : (peakMB * 1024 * 1024) / octets)

/** One operation at one size: every contender, and how ours stand to them. */
export function tableOf(results: readonly Rounds[]): string {
  const [first] = results
  if (!first) return ''
  const ratio = (name: string, other: Rounds) => {
    const ours = results.find(result => result.contender === name)
    return ours === undefined || ours === other ? '' : ratioOf(ours, other).toFixed(3)
  }
  const rows = results.map(result => [
    result.contender,
    result.medianMs.toFixed(2),
    `${result.minMs.toFixed(2)}-${result.maxMs.toFixed(2)}`,
    result.peakMB === null ? '' : result.peakMB.toFixed(1),
    memoryRatio(result)?.toFixed(2) ?? '',
    ratio('sealpane-chromium', result),
    ratio('sealpane-node', result),
  ])
  const heads = ['contender', 'median ms', 'min-max', 'peak MB', 'peak/file', 'chromium/this', 'node/this']
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map(row => (row[column] ?? '').length)))
  const line = (cells: readonly string[]) => cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')
  return [`\n${first.op}, ${first.size}`, line(heads), ...rows.map(line)].join('\n')
}
