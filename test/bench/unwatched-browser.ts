/**
 * A browser that nobody watches. Whoever attaches a debugger to a page, as test frameworks do, has it note where every request came from, and pays
 * for that on the page's own thread. Here the browser is told which address to open, and the page says in its title what it has found.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { findBrowser } from '../e2e/support/chromium.ts'

const ARGUMENTS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--ignore-certificate-errors', '--window-size=1280,800', '--remote-debugging-pipe',
]

/** How often the title is looked at, in milliseconds: seldom, so that the looking costs the page nothing. */
const PAUSE = 200
const PATIENCE = 90_000

/** What a page puts before its result. */
export const RESULT = 'result:'

interface Answer {
  readonly id?: number
  readonly result?: Readonly<Record<string, unknown>>
  readonly error?: { readonly message: string }
}

export class UnwatchedBrowser {
  private readonly profile = mkdtempSync(join(tmpdir(), 'sealpane-bench-'))
  private readonly process: ChildProcess
  private readonly waiting = new Map<number, (answer: Answer) => void>()
  private nextId = 1

  /** @throws when no browser is installed; the message says what to set. */
  constructor() {
    this.process = spawn(findBrowser(), [...ARGUMENTS, `--user-data-dir=${this.profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] })
    let rest = ''
    const answers = this.process.stdio[4] as Readable
    answers.setEncoding('utf8').on('data', (text: string) => {
      const messages = (rest + text).split('\0')
      rest = messages.pop() ?? ''
      for (const message of messages) this.take(JSON.parse(message) as Answer)
    })
  }

  /** Opens `address` with an empty cache, and gives what the page has in its title after {@link RESULT}. */
  async visit(address: string): Promise<string> {
    const { browserContextId } = await this.ask('Target.createBrowserContext', {})
    const { targetId } = await this.ask('Target.createTarget', { url: address, browserContextId })
    try {
      for (let waited = 0; waited < PATIENCE; waited += PAUSE) {
        await new Promise(resolve => setTimeout(resolve, PAUSE))
        const { targetInfo } = await this.ask('Target.getTargetInfo', { targetId })
        const { title } = targetInfo as { readonly title: string }
        if (title.startsWith(RESULT)) return title.slice(RESULT.length)
      }
      throw new Error(`${address} has found nothing in ${PATIENCE} ms`)
    } finally {
      await this.ask('Target.disposeBrowserContext', { browserContextId })
    }
  }

  async close(): Promise<void> {
    const ended = new Promise(resolve => this.process.once('exit', resolve))
    await this.ask('Browser.close', {})
    await ended
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 })
  }

  private ask(method: string, params: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> {
    const id = this.nextId++
    const commands = this.process.stdio[3] as Writable
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ result, error }) => error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result ?? {}))
      commands.write(`${JSON.stringify({ id, method, params })}\0`)
    })
  }

  private take(answer: Answer): void {
    if (answer.id === undefined) return
    this.waiting.get(answer.id)?.(answer)
    this.waiting.delete(answer.id)
  }
}
