/** `npm run interop`: what other programs signed is valid with us given their authority, and not once it was altered. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CodedError } from '../../src/bytes/coded-error.ts'
import { makeAuthority } from '../bench/material.ts'
import { bytesOf, ENTITY } from '../make/signed-message.ts'
import { judgeMessage } from '../support/judge.ts'
import { prepareKeys } from './keys.ts'
import type { SignedFile } from './peers/peer.ts'
import { beginAll, endAll } from './peers/peers.ts'
import { Tally } from './tally.ts'

const tally = new Tally()
const folder = mkdtempSync(join(tmpdir(), 'sealpane-interop-'))
const material = makeAuthority(folder)
prepareKeys(material)
writeFileSync(material.file('content.msg'), ENTITY)
const anchors = [new Uint8Array(readFileSync(material.root))]
const at = new Date(Date.now() + 60_000)

async function standingOf(cms: Uint8Array, content: Uint8Array | undefined): Promise<string> {
  try {
    const host = { fromAddress: 'alice@example.com' }
    const { verdict } = await judgeMessage(cms, { anchors, at, form: 'cms', host, ...(content ? { content } : {}) })
    return verdict.standing === 'valid' ? 'valid' : `${verdict.standing} (${verdict.reasons.join(', ')})`
  } catch (error) {
    if (error instanceof CodedError) return error.code as string
    throw error
  }
}

/** As it is, with the content changed, and with the signature's last octets changed. */
async function check(file: SignedFile): Promise<void> {
  const cms = new Uint8Array(readFileSync(material.file(file.name)))
  const content = bytesOf(ENTITY)
  const answer = await standingOf(cms.slice(), file.isDetached ? content : undefined)
  tally.record(file.name, answer === 'valid', answer)
  const other = bytesOf(ENTITY.replace('Friday', 'Sunday'))
  const place = Buffer.from(cms).indexOf('Friday')
  const changed = cms.slice()
  if (place >= 0) changed.set(bytesOf('Sunday'), place)
  const altered = await standingOf(changed, file.isDetached ? other : undefined)
  tally.record(`${file.name}, content altered`, altered.startsWith('invalid'), altered)
}

const peers = beginAll(material, tally)
for (const { peer, session } of peers) {
  const files = session.signAll()
  console.log(`${peer.name}: ${files.length} signed files`)
  for (const { failure, ...file } of files) {
    if (failure === undefined) await tally.row(file.name, () => check(file))
    else tally.record(file.name, false, failure)
  }
}
endAll(peers)
rmSync(folder, { recursive: true })
tally.finish()
