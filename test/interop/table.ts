/** `docs/interop.md`: written from a run, and read again to see that it is the table of these cells. */
import { type Cell, cellsOf, KINDS, type Pair, PARTIES, type Party, type Way, WAYS } from './cells.ts'

export interface Run {
  /** ISO 8601, the day. */
  readonly day: string
  /** Program and version, as the system's packages say it. */
  readonly versions: readonly (readonly [name: string, version: string])[]
  readonly pairs: readonly Pair[]
}

/** What stands in one cell: pairs that agree, and those that do not for a reason that is known. */
export interface Count {
  readonly agrees: number
  readonly explained: number
}

const isIn = (cell: Cell, pair: Cell) => pair.way === cell.way && pair.maker === cell.maker && pair.kind === cell.kind && pair.opener === cell.opener

export function countOf(cell: Cell, pairs: readonly Pair[]): Count {
  const inside = pairs.filter(pair => isIn(cell, pair))
  return { agrees: inside.filter(pair => pair.explained === null).length, explained: inside.filter(pair => pair.explained !== null).length }
}

export function writeTable({ day, versions, pairs }: Run): string {
  const reasons = [...new Set(pairs.flatMap(({ explained }) => explained ?? []))]
  const explained = pairs.filter(pair => pair.explained !== null).length
  const sections = (Object.keys(WAYS) as Way[]).flatMap(way => [`## ${capital(WAYS[way])}`, '', ...tableOf(way, pairs, reasons), ''])
  return [
    '# Interoperability',
    '',
    'Written by `npm run interop -- --write` from what that run saw; not by hand. A pair is one message of one maker, brought one way, and one',
    'opener. It agrees when every layer opens, every signature holds, and what was written comes out octet for octet. The messages of other',
    'programs are opened by us, and beside us by OpenSSL. Ours are signed and encrypted with every kind of key, composed as the pane asks for',
    'it (HTML with its text, a picture in it and a file, to a recipient with another key), and two are of 24 MB.',
    '',
    `Last written ${day}: ${pairs.length} pairs, ${pairs.length - explained} agree, ${explained} explained, 0 differ.`,
    '',
    '| program | version |',
    '|---|---|',
    ...versions.map(([name, version]) => `| ${name} | ${version} |`),
    '',
    ...sections,
    '## Explained',
    '',
    ...reasons.map((reason, i) => `${i + 1}. ${capital(reason)}.`),
    '',
    'Besides these pairs the run opens single CMS objects: several hundred that the other programs signed and encrypted, in every form they',
    'have, each also altered; and ours with every cipher, digest and way to name a recipient.',
    '',
  ].join('\n')
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

function tableOf(way: Way, pairs: readonly Pair[], reasons: readonly string[]): string[] {
  const cells = cellsOf(way)
  const openers = PARTIES.filter(party => cells.some(({ opener }) => opener === party))
  const makers = PARTIES.filter(party => cells.some(({ maker }) => maker === party))
  const rows = makers.flatMap(maker =>
    KINDS.map(kind => {
      const shown = openers.map(opener => {
        const cell = cells.find(each => each.maker === maker && each.kind === kind && each.opener === opener)
        return cell ? textOf(cell, pairs, reasons) : ''
      })
      return `| ${maker} | ${kind} | ${shown.join(' | ')} |`
    }),
  )
  return [`| made by | message | ${openers.join(' | ')} |`, `|---|---|${openers.map(() => '---|').join('')}`, ...rows]
}

/** `12`, or `8 + 4 (1, 3)`: four explained by the reasons 1 and 3. */
function textOf(cell: Cell, pairs: readonly Pair[], reasons: readonly string[]): string {
  const { agrees, explained } = countOf(cell, pairs)
  if (explained === 0) return String(agrees)
  const numbers = new Set(pairs.filter(pair => isIn(cell, pair)).flatMap(pair => (pair.explained === null ? [] : reasons.indexOf(pair.explained) + 1)))
  return `${agrees} + ${explained} (${[...numbers].sort((a, b) => a - b).join(', ')})`
}

export interface ReadTable {
  readonly cells: readonly (Cell & Count & { readonly reasons: readonly number[] })[]
  readonly total: number
  readonly agrees: number
  readonly explained: number
  /** Those that stand at the end, in the order of their numbers. */
  readonly reasons: readonly string[]
  readonly programs: readonly string[]
}

/** @throws Error for a line that is none of `writeTable`'s. */
export function readTable(text: string): ReadTable {
  const total = /(\d+) pairs, (\d+) agree, (\d+) explained, 0 differ\./u.exec(text)
  if (!total) throw new Error('no totals')
  const byTitle = new Map((Object.keys(WAYS) as Way[]).map(way => [capital(WAYS[way]), way]))
  const [intro = '', ...sections] = text.split(/^## /mu)
  const cells = sections.flatMap(section => {
    const [title = '', ...rest] = section.split('\n')
    const way = byTitle.get(title)
    return way === undefined ? [] : readRows(way, rest.filter(line => line.startsWith('|')))
  })
  const reasons = [...(sections.find(section => section.startsWith('Explained')) ?? '').matchAll(/^\d+\. (.+)$/gmu)].map(([, reason = '']) => reason)
  const programs = [...intro.matchAll(/^\| ([^|]+) \| \S[^|]* \|$/gmu)].map(([, name]) => name as string).filter(name => name !== 'program')
  return { cells, total: Number(total[1]), agrees: Number(total[2]), explained: Number(total[3]), reasons, programs }
}

const columnsOf = (line: string) => line.split('|').slice(1, -1).map(column => column.trim())

function readRows(way: Way, [head = '', , ...rows]: readonly string[]): ReadTable['cells'][number][] {
  const openers = columnsOf(head).slice(2)
  return rows.flatMap(row => {
    const [maker, kind, ...shown] = columnsOf(row)
    return shown.flatMap((text, i) => {
      if (text === '') return []
      const parts = /^(\d+)(?: \+ (\d+) \(([\d, ]+)\))?$/u.exec(text)
      if (!parts) throw new Error(`a cell of "${text}"`)
      const named = parts[3] === undefined ? [] : parts[3].split(', ').map(Number)
      return [{ way, maker: maker as Party, kind: kind as Cell['kind'], opener: openers[i] as Party, agrees: Number(parts[1]), explained: Number(parts[2] ?? 0), reasons: named }]
    })
  })
}
