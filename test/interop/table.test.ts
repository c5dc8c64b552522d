import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { CELLS, type Cell, type Pair } from './cells.ts'
import { readTable, writeTable } from './table.ts'
import { PROGRAMS_IN_TABLE } from './versions.ts'

const keyOf = ({ way, maker, kind, opener }: Cell) => [way, maker, kind, opener].join(' | ')
const versions = PROGRAMS_IN_TABLE.map(name => [name, '1.0-1'] as const)
const pairsOf = (cell: Cell, ...explained: readonly (string | null)[]): Pair[] => explained.map((why, i) => ({ ...cell, message: String(i), explained: why }))

describe('docs/interop.md', () => {
  const table = readTable(readFileSync(fileURLToPath(new URL('../../docs/interop.md', import.meta.url)), 'utf8'))

  test('has every cell that the run fills, and no other', () => {
    expect(table.cells.map(keyOf)).toEqual(CELLS.map(keyOf))
    expect(table.cells.filter(({ agrees, explained }) => agrees + explained === 0)).toEqual([])
  })

  test('adds up, to at least 200 pairs', () => {
    const sum = (of: (cell: (typeof table.cells)[number]) => number) => table.cells.reduce((total, cell) => total + of(cell), 0)
    expect(sum(({ agrees }) => agrees)).toBe(table.agrees)
    expect(sum(({ explained }) => explained)).toBe(table.explained)
    expect(table.agrees + table.explained).toBe(table.total)
    expect(table.agrees).toBeGreaterThanOrEqual(200)
  })

  test('explains what it says is explained', () => {
    const named = table.cells.flatMap(({ reasons }) => reasons)
    expect([...new Set(named)].sort((a, b) => a - b)).toEqual(table.reasons.map((_, i) => i + 1))
  })

  test('our own messages open with us, whichever way they went', () => {
    const ours = table.cells.filter(({ maker, opener }) => maker === 'Sealpane' && opener === 'Sealpane')
    expect(ours.filter(({ explained }) => explained > 0)).toEqual([])
  })

  test('our own messages open with OpenSSL, all but those with Curve25519, whichever way they went', () => {
    const ours = table.cells.filter(({ maker, opener }) => maker === 'Sealpane' && opener === 'OpenSSL')
    const reasons = new Set(ours.flatMap(each => each.reasons.map(number => table.reasons[number - 1])))
    expect([...reasons].sort()).toEqual(['OpenSSL 3.0 has no Ed25519 in CMS.', 'OpenSSL 3.0 has no X25519 in CMS.'])
  })

  test('names the programs that took part', () => {
    expect(table.programs).toEqual(PROGRAMS_IN_TABLE)
  })
})

describe('the table', () => {
  const [first, second] = CELLS as [Cell, Cell]

  test('is read as it was written', () => {
    const pairs = [...pairsOf(first, null, null, 'lines were broken'), ...pairsOf(second, 'no such thing')]
    const read = readTable(writeTable({ day: '2026-01-01', versions, pairs }))
    expect(read).toMatchObject({ total: 4, agrees: 2, explained: 2, reasons: ['Lines were broken.', 'No such thing.'], programs: PROGRAMS_IN_TABLE })
    expect(read.cells.find(cell => keyOf(cell) === keyOf(first))).toMatchObject({ agrees: 2, explained: 1, reasons: [1] })
    expect(read.cells.find(cell => keyOf(cell) === keyOf(second))).toMatchObject({ agrees: 0, explained: 1, reasons: [2] })
  })

  test('with a cell of another form is refused', () => {
    const written = writeTable({ day: '2026-01-01', versions, pairs: pairsOf(first, null) })
    expect(() => readTable(written.replace('| 1 |', '| some |'))).toThrow('a cell of "some"')
    expect(() => readTable(written.replace('differ.', ''))).toThrow('no totals')
  })
})
