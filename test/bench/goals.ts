/** What the product promises, and what was measured. Goals are ratios inside one run; only what a reader waits for is in milliseconds. */
import { memoryRatio, ratioOf, type Rounds } from './statistics.ts'

const OURS = 'sealpane-chromium'
const AT = '25M'

type Find = (op: string, size: string, contender: string) => Rounds | undefined

interface Goal {
  readonly what: string
  readonly atMost: number
  /** Undefined when this run did not measure it. */
  readonly measured: (find: Find) => number | undefined
}

const against = (op: string, size: string, ...others: readonly string[]) => (find: Find) => {
  const ours = find(op, size, OURS)
  const ratios = others.flatMap(name => {
    const other = find(op, size, name)
    return ours && other ? [ratioOf(ours, other)] : []
  })
  return ratios.length > 0 ? Math.max(...ratios) : undefined
}

/** Against another operation or size of ours. */
const againstOwn = (op: string, size: string, otherOp: string, otherSize: string) => (find: Find) => {
  const [ours, other] = [find(op, size, OURS), find(otherOp, otherSize, OURS)]
  return ours && other ? ours.medianMs / other.medianMs : undefined
}

const memory = (op: string) => (find: Find) => {
  const ours = find(op, AT, OURS)
  return ours && memoryRatio(ours)
}

const milliseconds = (op: string, size: string) => (find: Find) => find(op, size, OURS)?.medianMs

interface OperationGoal {
  readonly op: string
  readonly limit: number
  readonly openssl: number
  readonly memory: number
}

const OPERATION_GOALS: readonly OperationGoal[] = [
  { op: 'verify-detached', limit: 1.35, openssl: 0.06, memory: 2.2 },
  { op: 'verify-opaque', limit: 0.9, openssl: 0.75, memory: 2.2 },
  { op: 'verify-opaque-ber', limit: 0.9, openssl: 0.75, memory: 2.2 },
  { op: 'decrypt-cbc', limit: 0.6, openssl: 0.35, memory: 2.2 },
  { op: 'decrypt-cbc-oaep', limit: 0.6, openssl: 0.35, memory: 2.2 },
  { op: 'decrypt-gcm', limit: 0.95, openssl: 0.5, memory: 3.6 },
  { op: 'decrypt-verify', limit: 0.8, openssl: 0.12, memory: 3 },
]

interface MakingGoal {
  readonly op: string
  readonly limit: number
  /** What each of these is undercut by. */
  readonly others: Readonly<Record<string, number>>
  readonly memory: number
}

const MAKING_GOALS: readonly MakingGoal[] = [
  { op: 'sign', limit: 1.15, others: { openssl: 0.8, nss: 1.1 }, memory: 2.2 },
  { op: 'encrypt-cbc', limit: 1, others: { 'openssl-stream': 0.95 }, memory: 3.8 },
  { op: 'encrypt-gcm', limit: 1.4, others: { openssl: 0.6 }, memory: 3.8 },
]

const HOSTILE_LIKE: Readonly<Record<string, string>> = { 'hostile-base64': 'verify-opaque', 'hostile-segments': 'verify-opaque', 'hostile-depth': 'verify-opaque' }

const GOALS: readonly Goal[] = [
  ...OPERATION_GOALS.flatMap(({ op, limit, openssl, memory: most }): Goal[] => [
    { what: `${op} against LIMIT`, atMost: limit, measured: against(op, AT, 'limit-chromium') },
    { what: `${op} against openssl`, atMost: openssl, measured: against(op, AT, 'openssl') },
    { what: `${op}, memory against the file`, atMost: most, measured: memory(op) },
    { what: `${op}, 10 KB against openssl's process`, atMost: 0.2, measured: against(op, '10K', 'openssl') },
    { what: `${op}, 50 MB against 25 MB`, atMost: 2.2, measured: againstOwn(op, '50M', op, AT) },
  ]),
  ...MAKING_GOALS.flatMap(({ op, limit, others, memory: most }): Goal[] => [
    { what: `${op} against LIMIT`, atMost: limit, measured: against(op, AT, 'limit-chromium') },
    ...Object.entries(others).map(([other, atMost]) => ({ what: `${op} against ${other}`, atMost, measured: against(op, AT, other) })),
    { what: `${op}, memory against the file`, atMost: most, measured: memory(op) },
    { what: `${op}, 10 KB against openssl's process`, atMost: 0.2, measured: against(op, '10K', 'openssl') },
    { what: `${op}, 50 MB against 25 MB`, atMost: 2.2, measured: againstOwn(op, '50M', op, AT) },
  ]),
  { what: 'encrypt to 500 with OAEP against openssl', atMost: 0.25, measured: against('encrypt-to-many-oaep', '500', 'openssl') },
  { what: 'encrypt to 500 with PKCS #1 against openssl', atMost: 1, measured: against('encrypt-to-many-pkcs1', '500', 'openssl') },
  { what: 'verify-opaque against the best command line', atMost: 0.75, measured: against('verify-opaque', AT, 'openssl', 'openssl-der', 'nss', 'gpgsm') },
  ...['hostile-dashes', 'hostile-delimiters', 'hostile-line-feeds', 'hostile-blanks', 'hostile-base64', 'hostile-segments', 'hostile-depth'].map(
    (op): Goal => ({ what: `${op} against ordinary mail`, atMost: 3, measured: againstOwn(op, AT, `ordinary-${HOSTILE_LIKE[op] ?? 'verify-detached'}`, AT) }),
  ),
  { what: '500 recipients, own last, against one', atMost: 2, measured: againstOwn('recipients', '500', 'recipients', '1') },
  {
    what: 'index of 150 anchors against @peculiar/x509',
    atMost: 0.1,
    measured: find => {
      const [ours, other] = [find('index-anchors', '150', 'sealpane-node'), find('index-anchors', '150', 'peculiar-x509')]
      return ours && other && ratioOf(ours, other)
    },
  },
  { what: 'click to verdict, ms', atMost: 150, measured: milliseconds('click-cold', '100K') },
  { what: 'click to verdict in a pinned pane, ms', atMost: 150, measured: milliseconds('click-warm', '100K') },
  { what: 'Send click to request, ms', atMost: 250, measured: milliseconds('send-click', '100K') },
  { what: 'Send click to request, next message of the session, ms', atMost: 250, measured: milliseconds('send-click-again', '100K') },
  { what: 'longest main-thread task of ours, ms', atMost: 50, measured: milliseconds('main-thread-longest', AT) },
]

/** Goal by goal: what was measured, and whether that is within it. Goals that this run did not measure are left out. */
export function goalTable(results: readonly Rounds[]): string {
  const find: Find = (op, size, contender) => results.find(result => result.op === op && result.size === size && result.contender === contender)
  const rows = GOALS.flatMap(({ what, atMost, measured }) => {
    const value = measured(find)
    return value === undefined || Number.isNaN(value) ? [] : [`${value <= atMost ? 'met   ' : 'MISSED'}  ${value.toFixed(2).padStart(8)}  of ${String(atMost).padEnd(5)} ${what}`]
  })
  return rows.length === 0 ? '' : ['\nGoals', ...rows].join('\n')
}
