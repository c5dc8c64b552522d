/** Base64 of whole message bodies: by the module for large bodies where there is one, else as `base64-decoder.ts` does it. */
import { type Base64State, beginBase64, type DecodedBase64, decodeNatively, finishBase64 } from './base64-decoder.ts'
import { type BodyMachine, bodyMachine } from './body-machine.ts'
import { MODULE_WINDOW } from './body-module.ts'

/** Texts below this are done before a module would be ready. */
const WORTH_IT = 4096

/** As `decodeBase64Octets`, for bodies of any size. The result is a new array. */
export function decodeBase64Body(text: Uint8Array): DecodedBase64 {
  return decodeOnto(text, new Uint8Array(Math.ceil((text.length * 3) / 4)))
}

/** The same, written over `text`, which is lost; `bytes` is a view on its beginning. Only for whoever owns the text. */
export function decodeBase64InPlace(text: Uint8Array): DecodedBase64 {
  return decodeOnto(text, text)
}

function decodeOnto(text: Uint8Array, decoded: Uint8Array): DecodedBase64 {
  const state = beginBase64(text, decoded)
  if (text.length >= WORTH_IT) {
    const machine = bodyMachine()
    if (machine) decodeByModule(state, machine)
    else decodeNatively(state)
  }
  return finishBase64(state)
}

function decodeByModule(state: Base64State, { memory, decode, out, bits, held, strays }: BodyMachine): void {
  const { text, decoded } = state
  const view = new Uint8Array(memory.buffer)
  bits.value = 0
  held.value = 0
  strays.value = 0
  for (let stop = 0, end = 0; stop === end && state.at < text.length; ) {
    const window = text.subarray(state.at, state.at + MODULE_WINDOW.length)
    view.set(window, MODULE_WINDOW.input)
    out.value = MODULE_WINDOW.output
    end = MODULE_WINDOW.input + window.length
    stop = decode(MODULE_WINDOW.input, end)
    decoded.set(view.subarray(MODULE_WINDOW.output, out.value), state.out)
    state.at += stop - MODULE_WINDOW.input
    state.out += out.value - MODULE_WINDOW.output
  }
  state.bits = bits.value
  state.held = held.value
  state.strayOctets = strays.value
}
