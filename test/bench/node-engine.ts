/** The engine and LIMIT in a Node process of their own, asked over its channel: `{ file, root, operation, limit }`. */
import { closeSync, openSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInProcessEngine } from '../../src/engine/in-process.ts'
import { roomForMaking } from '../../src/engine/room-for-making.ts'
import { limitOf } from './limit.ts'
import { makingRequest } from './making.ts'
import { COLLECTED_FROM, isDecryption, isMaking, type MakingOperation, type Operation } from './options.ts'
import { highWaterMark } from './processes.ts'

interface Question {
  readonly file: string
  readonly root: string
  /** The recipient's key file, for decryption. */
  readonly key: string
  readonly operation: Operation
  readonly limit: boolean
  /** Where to leave what was made; not timed. */
  readonly keep: string | undefined
}

const engine = createInProcessEngine({ ownsBytes: true })
let trusted = ''

function readWithRoom(file: string, operation: MakingOperation): Uint8Array {
  const message = roomForMaking(operation === 'sign' ? 'sign' : 'encrypt', statSync(file).size)
  const handle = openSync(file, 'r')
  for (let filled = 0; filled < message.length; ) filled += readSync(handle, message, filled, message.length - filled, null)
  closeSync(handle)
  return message
}

async function answer({ file, root, key, operation, limit, keep }: Question): Promise<object> {
  if (trusted !== root) await engine.ask({ kind: 'trust', builtIn: false, organisation: [new Uint8Array(readFileSync(root))], user: [] })
  trusted = root
  if (statSync(file).size >= COLLECTED_FROM) globalThis.gc?.()
  const before = highWaterMark(process.pid, 'VmRSS')
  const bytes = isMaking(operation) && !limit ? readWithRoom(file, operation) : new Uint8Array(readFileSync(file))
  if (limit) {
    const body = operation === 'verify-detached' || isMaking(operation) ? bytes : bytes.subarray(Buffer.from(bytes.buffer).indexOf('\r\n\r\n') + 4)
    return { ms: await limitOf(operation, body), standing: 'limit', peakMB: highWaterMark(process.pid) - before }
  }
  if (isMaking(operation)) {
    const read = (name: string) => new Uint8Array(readFileSync(join(dirname(root), name)))
    const request = makingRequest(operation, bytes, { key: new Uint8Array(readFileSync(key)), chain: read('int.crt'), recipients: [read('rsa.crt')], transport: 'pkcs1' })
    const began = performance.now()
    const made = await engine.ask(request)
    const ms = performance.now() - began
    const peakMB = highWaterMark(process.pid) - before
    if (keep !== undefined) writeFileSync(keep, made.bytes)
    return { ms, standing: 'made', peakMB }
  }
  const keyFiles = isDecryption(operation) ? [{ bytes: new Uint8Array(readFileSync(key)), passphrase: null }] : []
  const began = performance.now()
  const result = await engine.ask({
    kind: 'open', bytes, form: 'message', content: null, host: null, at: '2027-01-01T00:00:00Z', extraCertificates: [], revocation: 'if-available', crls: [], ocspResponses: [], keyFiles,
  })
  const ms = performance.now() - began
  return { ms, standing: result.verdict.standing, peakMB: highWaterMark(process.pid) - before }
}

process.on('message', (question: Question) => {
  answer(question).then(
    result => process.send?.(result),
    (error: unknown) => process.send?.({ ms: Number.NaN, standing: String(error), peakMB: 0 }),
  )
})
