/** One of Wycheproof's files, and the count of what it holds. */
import { readCorpusFile } from './corpus.ts'

export interface WycheproofTest {
  readonly tcId: number
  readonly comment: string
  readonly flags: readonly string[]
  readonly result: 'valid' | 'invalid' | 'acceptable'
}

interface WycheproofFile<Group> {
  readonly numberOfTests: number
  readonly testGroups: readonly Group[]
}

export const bytesOfHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
export const hexOf = (bytes: Uint8Array | undefined): string | undefined => bytes && Buffer.from(bytes).toString('hex')

/**
 * Runs every test of a file.
 *
 * @param judge - What is wrong with our answer; undefined when nothing is.
 * @returns all that is wrong, and whether every test of the file was asked.
 */
export async function runWycheproof<Group extends { readonly tests: readonly WycheproofTest[] }>(
  file: string,
  judge: (test: Group['tests'][number], group: Group) => Promise<string | undefined>,
): Promise<{ readonly wrong: readonly string[]; readonly isComplete: boolean }> {
  const { numberOfTests, testGroups } = JSON.parse(new TextDecoder().decode(readCorpusFile('wycheproof', `${file}.json`))) as WycheproofFile<Group>
  const wrong: string[] = []
  let count = 0
  for (const group of testGroups) {
    for (const test of group.tests) {
      count++
      const complaint = await judge(test, group)
      if (complaint !== undefined) wrong.push(`${test.tcId} ${test.comment} [${test.flags.join()}] ${test.result}: ${complaint}`)
    }
  }
  return { wrong, isComplete: count > 0 && count === numberOfTests }
}

/** The complaint when an answer is not `expected` where the test is valid, or is anything where it is not. */
export function compareSecret(result: WycheproofTest['result'], answer: Uint8Array | undefined, expected: string): string | undefined {
  const actual = hexOf(answer)
  if (result === 'valid' && actual !== expected) return `we say ${actual ?? 'nothing'}`
  if (result === 'invalid' && actual !== undefined) return `we say ${actual}`
  return result === 'acceptable' && actual !== undefined && actual !== expected ? `we say ${actual}` : undefined
}
