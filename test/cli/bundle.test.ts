/** The built command line, the package's `bin`: one file that says what the source says. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

const MESSAGE = 'test/emulator/mailbox/valid.eml'
let folder: string
let program: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sealpane-bin-'))
  const script = '../../scripts/build.mjs'
  const { buildCommandLine } = (await import(script)) as { buildCommandLine: (folder: string) => Promise<string> }
  program = await buildCommandLine(folder)
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

it('judges like the source, without a clone around it', () => {
  const args = ['verify', '--at', '2026-12-01T00:00:00Z', MESSAGE]
  const built = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' })
  const source = spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/sealpane.ts', ...args], { encoding: 'utf8' })
  expect(built.status).toBe(2)
  expect(built.stdout).toBe(source.stdout)
  expect(JSON.parse(built.stdout)).toMatchObject({ standing: 'attention', signers: [{ content: 'intact' }] })
})
