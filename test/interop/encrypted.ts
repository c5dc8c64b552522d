/** Part of `npm run interop`: what other programs encrypted to us opens, and not once it was altered. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CodedError } from '../../src/bytes/coded-error.ts'
import type { SmimeEngine } from '../../src/engine/engine.ts'
import { createInProcessEngine } from '../../src/engine/in-process.ts'
import { provideKeyFiles } from '../../src/engine/recipient-keys.ts'
import { makeAuthority } from '../bench/material.ts'
import { bytesOf, ENTITY } from '../make/signed-message.ts'
import { prepareKeys } from './keys.ts'
import { PASSWORD, SHARED_KEY } from './peers/openssl.ts'
import { beginAll, endAll } from './peers/peers.ts'
import { Tally } from './tally.ts'

const tally = new Tally()
const folder = mkdtempSync(join(tmpdir(), 'sealpane-interop-'))
const material = makeAuthority(folder)
prepareKeys(material)
writeFileSync(material.file('content.msg'), ENTITY)
const read = (name: string) => new Uint8Array(readFileSync(material.file(name)))
const engine: SmimeEngine = createInProcessEngine({
  keyProviders: [provideKeyFiles(['rsa', 'ec'].map(name => ({ bytes: read(`${name}.p12`), passphrase: 'x' })), [])],
})

/** The octets that came out, or why none did. */
async function open(cms: Uint8Array): Promise<Uint8Array | string> {
  try {
    const { verdict, innermost } = await engine.ask({
      kind: 'open', bytes: cms, form: 'cms', content: null, host: null, at: new Date().toISOString(), extraCertificates: [], revocation: 'off',
      crls: [], ocspResponses: [], recipientPasswords: [PASSWORD], sharedKeys: [{ identifier: new Uint8Array(), key: SHARED_KEY }],
    })
    const isOpen = verdict.layers.every(layer => layer.kind !== 'enveloped' || layer.opened)
    return isOpen ? innermost : verdict.reasons.join(', ')
  } catch (error) {
    if (error instanceof CodedError) return error.code as string
    throw error
  }
}

const isContent = (opened: Uint8Array | string) => typeof opened !== 'string' && Buffer.from(opened).equals(bytesOf(ENTITY))

/** Behind it stand only ends of contents, where the structure is of indefinite length. */
function placeOfTag(cms: Uint8Array): number {
  const octets = Buffer.from(cms)
  const place = [16, 12, 8].map(length => ({ length, at: octets.lastIndexOf(Uint8Array.of(0x04, length)) + 2 }))
  const found = place.find(({ length, at }) => at > 1 && octets.subarray(at + length).every(octet => octet === 0))
  if (!found) throw new Error('no tag found')
  return found.at
}

async function check(name: string): Promise<void> {
  const opened = await open(read(name))
  tally.record(name, isContent(opened), typeof opened === 'string' ? opened : 'other octets')
  // The tag of an authenticated mode is the last OCTET STRING: changed, nothing may come out.
  if (!/[gc]cm/u.test(name)) return
  const altered = read(name)
  const tag = placeOfTag(altered)
  altered[tag] = (altered[tag] ?? 0) ^ 1
  const answer = await open(altered)
  tally.record(`${name}, tag altered`, answer === 'smime/cannot-decrypt', String(answer))
}

const peers = beginAll(material, tally)
for (const { peer, session } of peers) {
  const files = session.encryptAll()
  console.log(`${peer.name}: ${files.length} encrypted files`)
  for (const { name, failure } of files) {
    if (failure === undefined) await tally.row(name, () => check(name))
    else tally.record(name, false, failure)
  }
}
endAll(peers)
rmSync(folder, { recursive: true })
tally.finish()
