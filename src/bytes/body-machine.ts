/**
 * The WebAssembly module for large bodies, started when the first one comes.
 *
 * It works in a window of fixed size, so that a body costs no fresh memory of its own size, which is what a large one costs
 * most. A page's policy has to allow it (`wasm-unsafe-eval`); whoever uses it does without where there is none.
 */
import { BODY_MODULE } from './body-module.ts'
import { decodeBase64 } from './encoding.ts'

export interface BodyMachine {
  readonly memory: WebAssembly.Memory
  /** Decodes base64 from `at` to `end`; gives where it stopped, `end` or at padding. */
  readonly decode: (at: number, end: number) => number
  /** Where the next decoded octet goes. */
  readonly out: WebAssembly.Global<'i32'>
  readonly bits: WebAssembly.Global<'i32'>
  readonly held: WebAssembly.Global<'i32'>
  readonly strays: WebAssembly.Global<'i32'>
  /** The next line feed with two dashes behind it, or `end`. */
  readonly findDashes: (at: number, end: number) => number
  /** Encodes whole lines of `ENCODE_WINDOW`; gives the end of what was written. */
  readonly encodeLines: (at: number, end: number) => number
  /** From the beginning of a line: where the last line begins that did not end before `end`, or -1 when one before it is not safe for transport. */
  readonly passLines: (at: number, end: number) => number
}

let machine: BodyMachine | null | undefined

/** Null where there can be none: forbidden by the policy, or an old browser without vectors. */
export function bodyMachine(): BodyMachine | null {
  if (machine === undefined) machine = start()
  return machine
}

/** The same, but none is started for it. */
export function runningBodyMachine(): BodyMachine | null {
  return machine ?? null
}

function start(): BodyMachine | null {
  try {
    const code = decodeBase64(BODY_MODULE) as Uint8Array<ArrayBuffer>
    return new WebAssembly.Instance(new WebAssembly.Module(code)).exports as unknown as BodyMachine
  } catch {
    return null
  }
}
