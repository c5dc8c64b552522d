import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from './check-rooms.ts'

interface Row {
  readonly rooms: readonly string[]
  readonly state: string
}

function readTable(markdown: string): Map<string, Row> {
  const rows = markdown.split('\n').filter(line => /^\| \d+ \|/.test(line))
  return new Map(
    rows.map(line => {
      const [, rfc = '', , , rooms = '', , state = ''] = line.split('|').map(cell => cell.trim())
      return [rfc, { rooms: rooms.split(', '), state }] as const
    }),
  )
}

/** RFC number to the rooms whose source names it. */
function readCitations(sources: readonly { readonly room: string; readonly text: string }[]): Map<string, Set<string>> {
  const citations = new Map<string, Set<string>>()
  for (const { room, text } of sources) {
    for (const [, rfc = ''] of text.matchAll(/\bRFC (\d+)/g)) {
      const rooms = citations.get(rfc) ?? new Set()
      citations.set(rfc, rooms.add(room))
    }
  }
  return citations
}

function compare(table: Map<string, Row>, citations: Map<string, Set<string>>): string[] {
  const unlisted = [...citations].flatMap(([rfc, rooms]) => {
    const row = table.get(rfc)
    if (!row) return [`RFC ${rfc} is cited in ${[...rooms].sort().join(', ')} but has no row`]
    return [...rooms].filter(room => !row.rooms.includes(room)).map(room => `RFC ${rfc} is cited in ${room}, which its row does not name`)
  })
  const wrong = [...table].filter(([rfc, row]) => row.state !== (citations.has(rfc) ? 'cited' : 'planned'))
  return [...unlisted, ...wrong.map(([rfc, row]) => `RFC ${rfc} is marked ${row.state}`)]
}

const sourceFiles = readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' })
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => /\.tsx?$/.test(path))
  .map(path => ({ room: path.split('/')[0] ?? '', text: readFileSync(join(projectRoot, 'src', path), 'utf8') }))

describe('docs/rfcs.md', () => {
  it('says which standards the source cites, and in which rooms', () => {
    expect(sourceFiles.length).toBeGreaterThan(50)
    expect(compare(readTable(readFileSync(join(projectRoot, 'docs/rfcs.md'), 'utf8')), readCitations(sourceFiles))).toEqual([])
  })

  const table = readTable('| 5652 | CMS | 3 | cms | 3852 | cited |\n| 9629 | KEM | 3 | cms | – | planned |')

  it.each<[story: string, room: string, text: string, complaint: string]>([
    ['a citation without a row', 'cms', 'RFC 5652 and RFC 9999 section 1', 'RFC 9999 is cited in cms but has no row'],
    ['a room that the row does not name', 'smime', 'RFC 5652 section 5', 'RFC 5652 is cited in smime, which its row does not name'],
    ['a plan that has become true', 'cms', 'RFC 5652, RFC 9629', 'RFC 9629 is marked planned'],
    ['a citation that is gone', 'cms', 'nothing', 'RFC 5652 is marked cited'],
  ])('is wrong with %s', (_story, room, text, complaint) => {
    expect(compare(table, readCitations([{ room, text }]))).toEqual([complaint])
  })
})
