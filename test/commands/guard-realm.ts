/**
 * Runs the built send guard as classic Outlook does: in a realm with the language of 2016 and nothing else, beside an Outlook
 * whose every answer a test decides. Timers are turned by hand, so that no test waits or races.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createContext, runInContext, Script } from 'node:vm'
import { projectRoot } from '../architecture/check-rooms.ts'
import type { SendingAnswer, SendingEvent } from '../../src/outlook/guard/sending-event.ts'

interface BuildScript {
  readonly buildSendGuard: (folder: string) => Promise<string>
}

/** The text of `commands.js`, built from this source. */
export async function builtGuard(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sealpane-guard-'))
  try {
    const { buildSendGuard } = (await import(new URL('../../scripts/build.mjs', import.meta.url).href)) as BuildScript
    return readFileSync(await buildSendGuard(folder), 'utf8')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export const guardPage = (): string => readFileSync(join(projectRoot, 'src', 'commands', 'commands.html'), 'utf8')

/** What the guard asks of others, in words of its own. */
export const CALLS = ['headers', 'attachments', 'body', 'file', 'file text', 'kept policy'] as const
export type Call = (typeof CALLS)[number]
/** `silent`: no answer, ever. `throws` at once; `refuses` by its callback or its promise. */
export type Fault = 'silent' | 'throws' | 'refuses'

export interface Sent {
  readonly mark?: string
  readonly markName?: string
  readonly attachments?: readonly object[]
  readonly text?: string
  /** Text of `organisation.json`; a number is a status without one. */
  readonly file?: string | number
  readonly kept?: string
  readonly language?: string
  readonly faults?: Partial<Readonly<Record<Call, Fault>>>
  readonly hasNoItem?: boolean
  /** What this runtime lacks. */
  readonly without?: readonly ('setTimeout' | 'fetch' | 'internetHeaders' | 'roamingSettings')[]
  /** As a page has it. */
  readonly location?: { readonly origin: string; readonly pathname: string }
}

export interface Outcome {
  /** Everything that Outlook was told; more than one is a fault of ours. */
  readonly answers: readonly SendingAnswer[]
  /** Milliseconds by the hand-turned clock until the answer. */
  readonly after: number
  readonly asked: readonly string[]
}

/** Younger than ECMAScript 2016, or no part of the language. */
const ABSENT = `
  for (const name of ['entries', 'values', 'getOwnPropertyDescriptors', 'fromEntries', 'hasOwn', 'groupBy']) delete Object[name]
  for (const name of ['padStart', 'padEnd', 'trimStart', 'trimEnd', 'trimLeft', 'trimRight', 'matchAll', 'replaceAll', 'at', 'isWellFormed', 'toWellFormed']) delete String.prototype[name]
  for (const name of ['flat', 'flatMap', 'at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with']) delete Array.prototype[name]
  for (const name of ['allSettled', 'any', 'withResolvers', 'try']) delete Promise[name]
  delete Promise.prototype.finally
  delete Symbol.asyncIterator
  for (const name of ['AggregateError', 'WeakRef', 'FinalizationRegistry', 'SharedArrayBuffer', 'Atomics', 'BigInt', 'WebAssembly', 'console', 'Iterator']) delete this[name]
  delete this.globalThis
`

type Callback = (result: { readonly status: string; readonly value?: unknown; readonly error?: object }) => void

const never = new Promise<never>(() => undefined)
/** Until everything that was ready has run. */
const drained = () => new Promise<void>(resolve => setImmediate(resolve))

/** Loads `script` into a new realm, presses Send on `sent`, and turns the clock until nothing happens any more. */
export async function sendWith(script: string, sent: Sent): Promise<Outcome> {
  const asked: string[] = []
  const answers: SendingAnswer[] = []
  const timers: { readonly at: number; readonly run: () => void }[] = []
  let now = 0
  let after = Number.NaN
  const faultOf = (call: Call) => {
    asked.push(call)
    const fault = sent.faults?.[call]
    if (fault === 'throws') throw new Error(`${call} throws`)
    return fault
  }
  const answering = (call: Call, value: unknown) => (callback: Callback) => {
    const fault = faultOf(call)
    if (fault === 'refuses') callback({ status: 'failed', error: { code: 9019 } })
    else if (fault === undefined) callback({ status: 'succeeded', value })
  }
  const { mark, markName = 'x-sealpane-protection', without = [], file } = sent
  const unless = (name: (typeof without)[number], value: unknown) => (without.includes(name) ? {} : { [name]: value })
  const headers = mark === undefined ? {} : { [markName]: mark }
  const item = {
    ...unless('internetHeaders', { getAsync: (_names: string[], callback: Callback) => answering('headers', headers)(callback) }),
    getAttachmentsAsync: answering('attachments', sent.attachments ?? []),
    body: { getAsync: (_type: string, callback: Callback) => answering('body', sent.text ?? '')(callback) },
  }
  const promised = (call: Call, value: unknown): Promise<unknown> => {
    const fault = faultOf(call)
    if (fault === 'refuses') return Promise.reject(new TypeError(`${call} refuses`))
    return fault === 'silent' ? never : Promise.resolve(value)
  }
  const fetchFile = (address: string) => {
    asked.push(address)
    const status = typeof file === 'number' ? file : file === undefined ? 404 : 200
    return promised('file', { ok: status === 200, status, text: () => promised('file text', file) })
  }
  const settings = {
    get: () => (faultOf('kept policy') === undefined ? sent.kept : undefined),
  }
  let handler: ((event: SendingEvent) => void) | undefined
  const realm = createContext({
    Office: {
      actions: { associate: (name: string, given: (event: SendingEvent) => void) => (handler = name === 'onMessageSend' ? given : handler) },
      context: {
        displayLanguage: sent.language ?? 'en-US',
        mailbox: { item: sent.hasNoItem === true ? null : item },
        ...unless('roamingSettings', settings),
      },
    },
    ...unless('setTimeout', (run: () => void, delay: number) => timers.push({ at: now + delay, run })),
    ...unless('fetch', fetchFile),
    ...(sent.location === undefined ? {} : { location: sent.location }),
  })
  runInContext(ABSENT, realm)
  new Script(script, { filename: 'commands.js' }).runInContext(realm)
  if (handler === undefined) throw new Error('the script gave Outlook no handler')
  handler({
    completed: answer => {
      if (answers.length === 0) after = now
      // Through JSON, as Outlook's own wire: nothing of the realm survives.
      answers.push(JSON.parse(JSON.stringify(answer)) as SendingAnswer)
    },
  })
  await drained()
  for (let next = earliest(timers); next !== undefined; next = earliest(timers)) {
    now = next.at
    next.run()
    await drained()
  }
  return { answers, after, asked }
}

function earliest<Timer extends { readonly at: number }>(timers: Timer[]): Timer | undefined {
  const [first] = timers.sort((a, b) => a.at - b.at).splice(0, 1)
  return first
}
