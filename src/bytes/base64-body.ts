/**
 * Base64 of whole message bodies: by a WebAssembly module of our own, 16 characters at once.
 *
 * The platform's decoder takes strings, and the strings of a large body are fresh memory of its whole size, which costs
 * more than the decoding. The module works in a window of fixed size. Where a page's policy forbids WebAssembly
 * (`wasm-unsafe-eval`), the decoders of `base64-decoder.ts` do the same work.
 */
import { BASE64_MODULE, MODULE_WINDOW } from './base64-module.ts'
import { type Base64State, beginBase64, type DecodedBase64, decodeNatively, finishBase64 } from './base64-decoder.ts'
import { decodeBase64 } from './encoding.ts'

interface DecoderModule {
  readonly memory: WebAssembly.Memory
  readonly decode: (at: number, end: number) => number
  readonly out: WebAssembly.Global<'i32'>
  readonly bits: WebAssembly.Global<'i32'>
  readonly held: WebAssembly.Global<'i32'>
  readonly strays: WebAssembly.Global<'i32'>
}

/** Undefined before the first large body; null where there can be none. */
let instance: DecoderModule | null | undefined

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
    if (instance === undefined) instance = startModule()
    if (instance) decodeByModule(state, instance)
    else decodeNatively(state)
  }
  return finishBase64(state)
}

function decodeByModule(state: Base64State, { memory, decode, out, bits, held, strays }: DecoderModule): void {
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

function startModule(): DecoderModule | null {
  try {
    const code = decodeBase64(BASE64_MODULE) as Uint8Array<ArrayBuffer>
    return new WebAssembly.Instance(new WebAssembly.Module(code)).exports as unknown as DecoderModule
  } catch {
    // Forbidden by the policy, or an old browser without vectors: not an error, there are other decoders.
    return null
  }
}
