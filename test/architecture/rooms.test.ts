import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkRooms, checkTable, projectRoot } from './check-rooms.ts'
import { ROOMS } from './rooms.ts'

describe('the house', () => {
  it('keeps the law of its rooms', async () => {
    expect(await checkRooms(projectRoot)).toEqual([])
  })

  it('has a law that points down only', () => {
    expect(checkTable()).toEqual([])
  })
})

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rooms-')))

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

let trees = 0

/** Writes a small house and checks it. */
async function checkHouse(files: Readonly<Record<string, string>>): Promise<string[]> {
  const house = join(folder, `house-${String(++trees)}`)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, path)), { recursive: true })
    writeFileSync(join(house, path), text)
  }
  return checkRooms(house)
}

const leaf = 'export const leaf = 1\n'
const importing = (path: string) => `import { leaf } from '${path}'\nexport const used = leaf\n`
const importingType = (path: string) => `import type { leaf } from '${path}'\nexport type Used = typeof leaf\n`

describe('a house that keeps the law passes', () => {
  it.each<[story: string, files: Readonly<Record<string, string>>]>([
    ['a downward import', { 'src/bytes/a.ts': leaf, 'src/mime/b.ts': importing('../bytes/a.ts') }],
    ['an import inside the room', { 'src/mime/a.ts': leaf, 'src/mime/deep/b.ts': importing('../a.ts') }],
    ['the codec in x509', { 'src/x509/a.ts': importing('pkijs') }],
    ['one allowed file of another room', { 'src/smime/verdict.ts': leaf, 'src/taskpane/b.tsx': importingType('../smime/verdict.ts') }],
    ['node in the command line', { 'src/cli/a.ts': importing('node:fs') }],
  ])('%s', async (_story, files) => {
    expect(await checkHouse(files)).toEqual([])
  })
})

describe('a broken wall is found:', () => {
  it.each<[story: string, files: Readonly<Record<string, string>>, complaint: string]>([
    ['upward', { 'src/bytes/a.ts': importing('../mime/b.ts'), 'src/mime/b.ts': leaf }, 'src/bytes/a.ts -> src/mime/b.ts: bytes-imports-only-its-floor'],
    ['upward by type only', { 'src/certpath/a.ts': importingType('../smime/b.ts'), 'src/smime/b.ts': leaf }, 'certpath-imports-only-its-floor'],
    ['to the same floor', { 'src/certpath/a.ts': importing('../webcrypto/b.ts'), 'src/webcrypto/b.ts': leaf }, 'certpath-imports-only-its-floor'],
    ['from outlook to the engine', { 'src/outlook/a.ts': importing('../engine/b.ts'), 'src/engine/b.ts': leaf }, 'outlook-imports-only-its-floor'],
    ['from the pane into the engine', { 'src/taskpane/a.tsx': importing('../engine/in-process.ts'), 'src/engine/in-process.ts': leaf }, 'taskpane-imports-only-its-floor'],
    ['from the pane to a judge', { 'src/taskpane/a.tsx': importing('../smime/standing.ts'), 'src/smime/standing.ts': leaf }, 'taskpane-imports-only-its-floor'],
    ['through a re-export', { 'src/bytes/a.ts': `export * from '../x509/b.ts'\n`, 'src/x509/b.ts': leaf }, 'bytes-imports-only-its-floor'],
    ['through a dynamic import', { 'src/bytes/a.ts': `export const a = () => import('../x509/b.ts')\n`, 'src/x509/b.ts': leaf }, 'bytes-imports-only-its-floor'],
    ['the codec outside its home', { 'src/certpath/a.ts': importing('pkijs') }, 'src/certpath/a.ts -> pkijs: certpath-uses-only-its-packages'],
    ['the codec as a type outside its home', { 'src/smime/a.ts': importingType('asn1js') }, 'smime-uses-only-its-packages'],
    ['a package with a longer name than the one allowed', { 'src/x509/a.ts': importing('pkijs-extra') }, 'x509-uses-only-its-packages'],
    ['react outside the pane', { 'src/outlook/a.ts': importing('react') }, 'outlook-uses-only-its-packages'],
    ['fluent outside the pane', { 'src/commands/a.ts': importing('@fluentui/react-components') }, 'commands-uses-only-its-packages'],
    ['noble outside the mathematics', { 'src/x509/a.ts': importing('@noble/hashes/sha2') }, 'x509-uses-only-its-packages'],
    ['node in a room that a browser runs', { 'src/engine/a.ts': importing('node:fs') }, 'engine-uses-only-its-packages'],
    ['node under its old name', { 'src/engine/a.ts': importing('fs') }, 'engine-uses-only-its-packages'],
    ['src to test', { 'src/bytes/a.ts': importing('../../test/b.ts'), 'test/b.ts': leaf }, 'src-never-imports-test'],
    ['in a circle', { 'src/mime/a.ts': `${importing('./b.ts')}export { leaf } from './b.ts'\n`, 'src/mime/b.ts': importing('./a.ts') }, 'no-circular'],
    ['a room that nobody knows', { 'src/utils/a.ts': leaf }, 'src/utils/a.ts stands in no room of the table'],
    ['a file outside every room', { 'src/a.ts': leaf }, 'src/a.ts stands in no room'],
  ])('%s', async (_story, files, complaint) => {
    expect(await checkHouse(files)).toContainEqual(expect.stringContaining(complaint))
  })

  it('a law that lets a room look up', () => {
    const bytes = { floor: 0 as const, mayImport: ['mime'], packages: [], node: false }
    expect(checkTable({ ...ROOMS, bytes })).toEqual(['bytes (floor 0) may import mime (floor 1)'])
  })

  it('a law about a room that does not exist', () => {
    const bytes = { floor: 0 as const, mayImport: ['attic'], packages: [], node: false }
    expect(checkTable({ ...ROOMS, bytes })).toEqual(['bytes may import attic, but there is no such room'])
  })
})
