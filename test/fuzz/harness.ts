/** Feeds damaged seeds to a parser and watches what comes back, and when. */
import fc from 'fast-check'
import { CodedError } from '../../src/bytes/coded-error.ts'
import { mutate } from '../differential/mutate.ts'
import { Chance } from '../differential/random.ts'
import type { FuzzTarget } from './target.ts'

/** Issue 3, "What bad input gets": an answer within 2 s. Fuzz inputs are small, so that is generous. */
const MAXIMAL_MILLISECONDS = 2000

export interface Finding {
  readonly target: string
  readonly what: string
  /** Base64 of the input, to be kept as a test. */
  readonly input: string
}

export interface FuzzRun {
  readonly runs: number
  /** How many of them the parser took without an error: a target that refuses everything looks at nothing. */
  readonly taken: number
  readonly findings: readonly Finding[]
}

/** Runs until `limit` cases were tried or `until` (a time of `performance.now()`) has come. Same seed, same cases. */
export async function fuzz(target: FuzzTarget, limit: number, seed: number, until = Infinity): Promise<FuzzRun> {
  const chance = new Chance(seed)
  const strangers = fc.sample(fc.uint8Array({ maxLength: 300 }), { numRuns: 20, seed })
  const findings: Finding[] = []
  let taken = 0
  let runs = 0
  for (; runs < limit && findings.length < 5 && performance.now() < until; runs++) {
    const input = runs < target.seeds.length ? chance.of(target.seeds) : chance.below(20) === 0 ? chance.of(strangers) : mutate(chance.of(target.seeds), chance)
    const what = await complaintAbout(target, input)
    if (what === 'taken') taken++
    else if (what !== 'refused') findings.push({ target: target.name, what, input: Buffer.from(input).toString('base64') })
  }
  return { runs, taken, findings }
}

async function complaintAbout({ run, rooms }: FuzzTarget, input: Uint8Array): Promise<string> {
  const began = performance.now()
  const untouched = Buffer.from(input)
  let answer = 'taken'
  try {
    await run(input)
  } catch (error) {
    const code = error instanceof CodedError ? (error.code as string) : undefined
    if (code === undefined) return `threw ${String(error)}`
    if (!rooms.some(room => code.startsWith(room))) return `threw ${code}, which is not its room's`
    answer = 'refused'
  }
  const took = performance.now() - began
  if (took > MAXIMAL_MILLISECONDS) return `took ${took.toFixed(0)} ms for ${input.length} octets`
  return untouched.equals(input) ? answer : 'changed the bytes it was given'
}
