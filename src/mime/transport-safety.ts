/** Whether octets survive transport as they are (RFC 8551 section 3.1.3): seven bits, CRLF, lines of at most 998, nothing that a relay would change. */
import { bodyMachine } from '../bytes/body-machine.ts'
import { MODULE_WINDOW } from '../bytes/body-module.ts'

/** RFC 5322 section 2.1.1, without the CRLF. */
const MAXIMAL_LINE = 998

/** Octets left to the loop: more than the longest line that is safe. Texts below it never need the module. */
const TAIL = 4096

const LF = 0x0a
const CR = 0x0d

/** True when no relay has a reason to change anything. Looks at every octet once. */
export function isTransportSafe(octets: Uint8Array): boolean {
  const seen = passByModule(octets)
  return seen !== undefined && isSafeFrom(octets, seen)
}

/** The beginning of a line before which all is safe, close to the end where there is a module; undefined when something is not safe. */
function passByModule(octets: Uint8Array): number | undefined {
  const machine = octets.length > TAIL ? bodyMachine() : null
  if (!machine) return 0
  const view = new Uint8Array(machine.memory.buffer)
  let lineStart = 0
  while (octets.length - lineStart > TAIL) {
    const window = octets.subarray(lineStart, lineStart + MODULE_WINDOW.length)
    view.set(window, MODULE_WINDOW.input)
    const passed = machine.passLines(MODULE_WINDOW.input, MODULE_WINDOW.input + window.length) - MODULE_WINDOW.input
    // Nothing passed: a line without an end in sight is too long.
    if (passed <= 0) return undefined
    lineStart += passed
  }
  return lineStart
}

/** @param start - The beginning of a line. */
function isSafeFrom(octets: Uint8Array, start: number): boolean {
  let lineStart = start
  for (let at = start; at < octets.length; at++) {
    const octet = octets[at] as number
    if (octet >= 0x80 || octet === 0) return false
    if (octet === CR && octets[at + 1] !== LF) return false
    if (octet !== LF) continue
    if (!isSafeLine(octets, lineStart, at)) return false
    lineStart = at + 1
  }
  return octets.length - lineStart <= MAXIMAL_LINE
}

/** @param end - Offset of the line feed. */
function isSafeLine(octets: Uint8Array, start: number, end: number): boolean {
  if (octets[end - 1] !== CR || end === start) return false
  const last = octets[end - 2]
  const endsBlank = end - 2 >= start && (last === 0x20 || last === 0x09)
  return !endsBlank && end - 1 - start <= MAXIMAL_LINE && !beginsWithFrom(octets, start)
}

/** `From ` at the beginning of a line becomes `>From ` in mailbox files. */
function beginsWithFrom(octets: Uint8Array, start: number): boolean {
  return octets[start] === 0x46 && octets[start + 1] === 0x72 && octets[start + 2] === 0x6f && octets[start + 3] === 0x6d && octets[start + 4] === 0x20
}
