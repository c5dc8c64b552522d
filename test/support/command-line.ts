/** The command line as it is shipped: one file, made anew for whoever imports this, and real processes that run it. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'sealpane-bin-'))
const script = '../../scripts/build.mjs'
const { buildCommandLine } = (await import(script)) as { buildCommandLine: (folder: string) => Promise<string> }
const program = await buildCommandLine(folder)
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

export interface CommandLineAnswer {
  readonly status: number | null
  /** The JSON objects of standard output, one a line. */
  readonly lines: readonly Record<string, unknown>[]
  /** Standard error. */
  readonly prose: string
}

/** Runs `sealpane` with these words in the clone's folder, and waits for its end. */
export function sealpane(...words: readonly string[]): CommandLineAnswer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8', timeout: 60_000 })
  const lines = stdout.split('\n').filter(line => line !== '')
  return { status, lines: lines.map(line => JSON.parse(line) as Record<string, unknown>), prose: stderr }
}
