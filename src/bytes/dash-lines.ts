/** Lines that begin with two dashes: the only places where a multipart's delimiter can be. */
import { bodyMachine } from './body-machine.ts'
import { MODULE_WINDOW } from './body-module.ts'

/** More than any honest message has; a hostile one is searched another way. */
const MAXIMAL_LINES = 4096

/**
 * Offsets of all `--` that follow a line feed, in order. One look at every octet serves all multiparts inside one another.
 *
 * @returns undefined where there is no module, or more such lines than are worth a list.
 */
export function findDashLines(bytes: Uint8Array): readonly number[] | undefined {
  const machine = bodyMachine()
  if (!machine) return undefined
  const view = new Uint8Array(machine.memory.buffer)
  const lines: number[] = []
  // Neighbouring windows share two octets, so that no line feed is parted from its dashes.
  for (let start = 0; start + 2 < bytes.length; start += MODULE_WINDOW.length - 2) {
    const window = bytes.subarray(start, start + MODULE_WINDOW.length)
    view.set(window, MODULE_WINDOW.input)
    const end = MODULE_WINDOW.input + window.length
    for (let at = machine.findDashes(MODULE_WINDOW.input, end); at < end; at = machine.findDashes(at + 1, end)) {
      if (lines.push(start + at - MODULE_WINDOW.input + 1) > MAXIMAL_LINES) return undefined
    }
  }
  return lines
}
