/** Starting other programs. */
import { execFile, execFileSync, spawnSync } from 'node:child_process'

export const has = (program: string): boolean => spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined

export const missingProgram =
  (...programs: readonly string[]) =>
  (): string | undefined =>
    programs.find(program => !has(program))

/** @throws Error with `stderr` when it ends with anything but 0. */
export const run = (folder: string, program: string, words: readonly string[]): Buffer =>
  execFileSync(program, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })

/** The same without waiting, with `input` on its standard input: so several programs open at a time. */
export function start(folder: string, program: string, words: readonly string[], input = ''): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, words, { cwd: folder, encoding: 'buffer', maxBuffer: MAXIMAL_WORDS }, (error, stdout, stderr) => {
      if (error) reject(Object.assign(new Error(error.message, { cause: error }), { stderr }))
      else resolve(stdout)
    })
    // Who ends without reading it says why itself.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}

/** Of standard output and standard error; contents go to files. */
const MAXIMAL_WORDS = 1024 * 1024

/** What a program said before it ended with an error, on one line. */
export function wordsOf(error: unknown): string {
  const said = (error as { readonly stderr?: Buffer }).stderr?.toString().trim() ?? ''
  const words = said === '' ? (error instanceof Error ? error.message : String(error)) : said
  return words.replace(/\s+/gu, ' ')
}
