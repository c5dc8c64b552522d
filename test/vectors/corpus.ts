/**
 * Other people's vectors, read where they lie beside the project (`../shared/corpora`), never copied into it.
 *
 * Every applicable case of a set runs. Where we answer differently on purpose the set's ledger says so
 * (`<set>/exceptions.json`: case, expected, actual, reason); an entry that no longer applies fails.
 */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const ROOT = new URL('../../../shared/corpora/', import.meta.url)

export interface CorpusCase {
  readonly file: string
  readonly operation: string
  readonly material: Readonly<Record<string, unknown>>
  readonly expected: Readonly<Record<string, unknown>>
  readonly reason: string
}

interface LedgerEntry {
  readonly case: string
  readonly expected: string
  readonly actual: string
  readonly reason: string
}

export interface CorpusRun {
  readonly set: string
  /** Cases that apply to what the product does today. */
  readonly applies: (item: CorpusCase) => boolean
  /** A name that tells two cases of one file apart. */
  readonly nameOf?: (item: CorpusCase) => string
  readonly expectation: (item: CorpusCase) => string
  readonly answer: (item: CorpusCase) => Promise<string>
  /** False for a second run over a set, whose ledger belongs to the first; or the name of a ledger of its own. */
  readonly ledger?: boolean | string
}

/** A file of a set, as bytes of its own. */
export function readCorpusFile(set: string, file: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`${set}/${file.split('/').map(encodeURIComponent).join('/')}`, ROOT)))
}

/** True when the corpora lie beside this clone. */
export const HAS_CORPORA = existsSync(ROOT)

/** Runs a set as one suite: a test per case, then one that the ledger is not stale. */
export function runCorpus(run: CorpusRun): void {
  describe.skipIf(!HAS_CORPORA)(`corpus ${run.set}${HAS_CORPORA ? '' : ' (skipped: ../shared/corpora is absent)'}`, () => {
    const cases = HAS_CORPORA ? (JSON.parse(new TextDecoder().decode(readCorpusFile(run.set, 'expected.json'))) as CorpusCase[]) : []
    const ledger = run.ledger === false ? [] : readLedger(run.set, typeof run.ledger === 'string' ? run.ledger : 'exceptions')
    const nameOf = run.nameOf ?? (item => item.file)
    const applicable = cases.filter(run.applies)
    for (const item of applicable) {
      it(nameOf(item), async () => {
        const [expected, actual] = [run.expectation(item), await run.answer(item)]
        const entry = ledger.find(candidate => candidate.case === nameOf(item))
        if (!entry) expect(actual, item.reason).toBe(expected)
        else expect({ expected: entry.expected, actual: entry.actual }, `stale ledger entry: ${entry.reason}`).toEqual({ expected, actual })
        expect(entry !== undefined && expected === actual, 'a ledger entry for a case that agrees').toBe(false)
      })
    }
    it('has a ledger without strangers', () => {
      const names = new Set(applicable.map(nameOf))
      expect(ledger.filter(entry => !names.has(entry.case)).map(entry => entry.case)).toEqual([])
      expect(applicable.length).toBeGreaterThan(0)
      // The table of the sets, line by line: what ran, what agreed, what the ledger explains.
      process.stdout.write(`corpus ${run.set}: ${applicable.length} run, ${applicable.length - ledger.length} agree, ${ledger.length} in the ledger\n`)
    })
  })
}

function readLedger(set: string, name: string): LedgerEntry[] {
  const path = new URL(`./${set}/${name}.json`, import.meta.url)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as LedgerEntry[]) : []
}
