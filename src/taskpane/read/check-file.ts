/** A message that the user dropped or chose. The file is read here and goes nowhere but to the engine. */
import type { SmimeEngine } from '../../engine/engine.ts'
import type { InputForm } from '../../smime/received-message.ts'
import { askOpen } from './ask-open.ts'
import type { CheckOutcome, CheckProgress } from './check-message.ts'
import { failureOf } from './failure-of.ts'

export interface CheckFileOptions {
  readonly file: File
  /** For a `.p7s` alone: the file that was signed. */
  readonly content: File | null
  readonly engine: SmimeEngine
  readonly now: () => Date
  readonly signal: AbortSignal
  readonly onProgress: (progress: CheckProgress) => void
  readonly evenIfSetAside: boolean
}

/** Judges a file. Never throws. */
export async function checkFile(options: CheckFileOptions): Promise<CheckOutcome> {
  const { engine, file, signal, now } = options
  const started = now().getTime()
  options.onProgress({ kind: 'reading', route: 'file', isFirst: true })
  const bytes = await readBytes(file)
  const content = options.content ? await readBytes(options.content) : null
  if (bytes === null || (options.content !== null && content === null)) {
    return { kind: 'failure', code: 'taskpane/file-unreadable', attempts: [] }
  }
  const attempts = [{ route: 'file', outcome: 'read', duration: now().getTime() - started }] as const
  try {
    const opened = await askOpen(
      { bytes, form: formOf(file.name), content, host: null },
      { engine, now, signal, evenIfSetAside: options.evenIfSetAside, onStep: step => { options.onProgress({ kind: 'judging', step }) } },
    )
    return { kind: 'verdict', ...opened, route: 'file', attempts }
  } catch (error) {
    return { kind: 'failure', code: failureOf(error), attempts }
  }
}

async function readBytes(file: File): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch {
    return null
  }
}

/** The name only helps; the engine looks at the bytes for everything that it leaves open. */
function formOf(name: string): InputForm {
  if (/\.msg$/iu.test(name)) return 'outlook-message'
  return 'auto'
}
