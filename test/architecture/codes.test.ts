/** Every code that the product can say is raised by at least one test. That is our coverage. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const CODE = /'((?:mime|x509|cms|certpath|webcrypto|smime|engine|outlook)\/[a-z0-9-]+)'/gu

/** Where the unions of codes stand. */
const UNIONS = [
  'src/mime/errors.ts',
  'src/x509/errors.ts',
  'src/cms/errors.ts',
  'src/certpath/verdict.ts',
  'src/smime/verdict.ts',
  'src/smime/errors.ts',
  'src/engine/engine.ts',
  'src/outlook/mailbox-host.ts',
  'src/outlook/send/sending-route.ts',
]

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory() ? filesBelow(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  )
}

const codes = new Set(UNIONS.flatMap(file => [...readFileSync(file, 'utf8').matchAll(CODE)].map(match => match[1] ?? '')))

/** Tests that raise codes; a test of the sentences names them all without raising any. */
const tests = filesBelow('test')
  .filter(file => /\.test\.tsx?$/u.test(file) && !/sentences|architecture/u.test(file))
  .map(file => readFileSync(file, 'utf8'))
  .join('\n')

describe('codes', () => {
  it('are found in their unions', () => {
    expect(codes.size).toBeGreaterThan(80)
  })
  it('are each named by a test that raises them', () => {
    expect([...codes].filter(code => !tests.includes(code))).toEqual([])
  })
  it('are each raised somewhere in the source, outside their union', () => {
    const sources = filesBelow('src')
      .filter(file => /\.tsx?$/u.test(file) && !UNIONS.includes(file) && !file.includes('/sentences/'))
      .map(file => readFileSync(file, 'utf8'))
      .join('\n')
    expect([...codes].filter(code => !sources.includes(code))).toEqual([])
  })
})
