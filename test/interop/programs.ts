/** Starting other programs. */
import { execFileSync, spawnSync } from 'node:child_process'

export const has = (program: string): boolean => spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined

export const missingProgram =
  (...programs: readonly string[]) =>
  (): string | undefined =>
    programs.find(program => !has(program))

/** @throws Error with `stderr` when it ends with anything but 0. */
export const run = (folder: string, program: string, words: readonly string[]): Buffer =>
  execFileSync(program, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })

/** What a program said before it ended with an error, on one line. */
export function wordsOf(error: unknown): string {
  const said = (error as { readonly stderr?: Buffer }).stderr?.toString().trim() ?? ''
  const words = said === '' ? (error instanceof Error ? error.message : String(error)) : said
  return words.replace(/\s+/gu, ' ')
}
