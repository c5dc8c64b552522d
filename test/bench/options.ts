/** The words after `npm run bench --`. */

export const OPERATIONS = [
  'verify-detached', 'verify-opaque', 'verify-opaque-ber', 'decrypt-cbc', 'decrypt-cbc-oaep', 'decrypt-gcm', 'decrypt-verify',
  'sign', 'encrypt-cbc', 'encrypt-gcm',
] as const
export type Operation = (typeof OPERATIONS)[number]
export type MakingOperation = Extract<Operation, 'sign' | `encrypt-${string}`>

/** True when the message is opened with a key, and what is in it may be unsigned. */
export const isDecryption = (operation: Operation) => operation.startsWith('decrypt')

/** True when a message is made and not opened. */
export const isMaking = (operation: Operation): operation is MakingOperation => operation === 'sign' || operation.startsWith('encrypt')

/** What every contender has to say to the message: anything else is another race. */
export const EXPECTED_STANDING: Readonly<Record<Operation, string>> = {
  'verify-detached': 'valid', 'verify-opaque': 'valid', 'verify-opaque-ber': 'valid',
  'decrypt-cbc': 'none', 'decrypt-cbc-oaep': 'none', 'decrypt-gcm': 'none', 'decrypt-verify': 'valid',
  'sign': 'made', 'encrypt-cbc': 'made', 'encrypt-gcm': 'made',
}

export const SIZES: Readonly<Record<string, number>> = {
  '10K': 10 * 1024,
  '1M': 1024 * 1024,
  '10M': 10 * 1024 * 1024,
  '25M': 25 * 1024 * 1024,
  '50M': 50 * 1024 * 1024,
}

/**
 * Octets from which on a message is opened or made after a full collection, so that no round pays for what another one left behind. A smaller one
 * leaves little, and a collection makes the engine forget what it learned of its code: what follows would not be a warm call.
 */
export const COLLECTED_FROM = 256 * 1024

export interface BenchOptions {
  readonly operations: readonly Operation[]
  readonly sizes: readonly string[]
  /** Undefined takes what suits the size. */
  readonly rounds: number | undefined
  readonly json: string | undefined
  /** Also the measurements that are no race: hostile input, anchors, the main thread. */
  readonly extras: boolean
}

/** Words that ask for nothing we have. Its message is the sentence for the user. */
export class UsageError extends Error {}

/** @throws UsageError */
export function readOptions(words: readonly string[]): BenchOptions {
  const given = new Map<string, string[]>()
  for (let at = 0; at < words.length; at += 2) {
    const [name, value] = [words[at] ?? '', words[at + 1]]
    if (!['--op', '--size', '--rounds', '--json'].includes(name)) throw new UsageError(`Unknown option ${name}. There are --op, --size, --rounds and --json.`)
    if (value === undefined) throw new UsageError(`${name} needs a value.`)
    given.set(name, [...(given.get(name) ?? []), ...value.split(',')])
  }
  const rounds = given.get('--rounds')?.at(-1)
  if (rounds !== undefined && !/^[1-9]\d{0,3}$/u.test(rounds)) throw new UsageError('--rounds needs a number from 1 to 9999.')
  return {
    operations: (given.get('--op') ?? OPERATIONS).map(readOperation),
    sizes: (given.get('--size') ?? Object.keys(SIZES)).map(readSize),
    rounds: rounds === undefined ? undefined : Number(rounds),
    json: given.get('--json')?.at(-1),
    extras: !given.has('--op'),
  }
}

function readOperation(name: string): Operation {
  const known = OPERATIONS.find(operation => operation === name)
  if (known) return known
  throw new UsageError(`Unknown operation ${name}. There are ${OPERATIONS.join(', ')}.`)
}

function readSize(name: string): string {
  if (name in SIZES) return name
  throw new UsageError(`Unknown size ${name}. There are ${Object.keys(SIZES).join(', ')}.`)
}

/** Odd, so that the median is a round that happened. */
export function roundsFor(size: string): number {
  if (size === '50M') return 7
  return size === '10K' ? 41 : size === '1M' ? 21 : 9
}
