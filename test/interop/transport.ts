/**
 * Part of `npm run interop`: messages of every maker go over real mail servers and are opened at the other end. With `--write` the
 * table of `docs/interop.md` is written from what was seen.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createInProcessEngine } from '../../src/engine/in-process.ts'
import { makeAuthority } from '../bench/material.ts'
import { CELLS, type Pair, type Way } from './cells.ts'
import { prepareRecipients } from './encryptors.ts'
import { MAKERS } from './makers.ts'
import { missingServers, openMailRoom } from './mail/mail-room.ts'
import { judge, type Judges } from './judging.ts'
import { Tally } from './programs.ts'
import { makeOurs, makeTheirs, type Specimen } from './specimens.ts'
import { OPENERS } from './openers.ts'
import { writeTable } from './table.ts'
import { versionsOf } from './versions.ts'

const tally = new Tally()
const at = new Date(Date.now() + 60_000)
const folder = mkdtempSync(join(tmpdir(), 'sealpane-interop-'))
// Servers run as users of their own and have to come by.
chmodSync(folder, 0o755)
const pairs: Pair[] = []
try {
  await main()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
if (process.argv.includes('--write')) write()
tally.finish()

async function main(): Promise<void> {
  const material = makeAuthority(join(folder, 'material'))
  prepareRecipients(material)
  const engine = createInProcessEngine()
  await engine.ask({ kind: 'trust', builtIn: false, organisation: [new Uint8Array(readFileSync(material.root))], user: [] })
  const specimens = [...(await makeOurs(engine, material, new Date().toISOString())), ...MAKERS.flatMap(maker => {
    const missing = maker.missing()
    if (missing === undefined) return makeTheirs(maker, material, new Date().toISOString())
    tally.skip(maker.name, missing)
    return []
  })]
  const judges: Judges = { material, engine, at, openers: OPENERS.filter(opener => opener.missing() === undefined) }
  await see('file', specimens, new Map(specimens.map(({ messageId, message }) => [messageId, message])), judges)
  const missing = missingServers()
  if (missing !== undefined) {
    tally.skipBecause('mail servers', missing)
    return
  }
  const room = await openMailRoom(join(folder, 'servers'))
  try {
    for (const way of ['plain', 'rewrapping', 'downgrading'] as const) {
      const arrived = await room.relay(way, specimens)
      await see(way, specimens, arrived, judges)
      if (way === 'plain') await seeDamage(specimens, arrived, judges)
    }
    const phone = await room.phone(specimens)
    await see('sync', specimens, phone.inline, judges)
    await see('items', specimens, phone.parts, judges)
    for (const { name, isGood, answer } of phone.checks) tally.record(name, isGood, answer)
    const ours = specimens.filter(({ maker }) => maker === 'Sealpane')
    await see('sendmail', ours, await room.submit(ours), judges)
  } finally {
    await room.close()
  }
}

async function see(way: Way, specimens: readonly Specimen[], arrived: ReadonlyMap<string, Uint8Array>, judges: Judges): Promise<void> {
  const judged = await judge(way, specimens, arrived, judges)
  for (const { pair, failure } of judged) {
    tally.record(`${way}: ${pair.message}, opened by ${pair.opener}`, failure === undefined, failure ?? '')
    if (failure === undefined) pairs.push(pair)
  }
  const explained = judged.filter(({ pair }) => pair.explained !== null).length
  console.log(`${way}: ${judged.length} pairs, ${judged.length - explained} agree, ${explained} explained`)
}

/** One message of every maker and kind with one octet changed on the way: nobody may find it as it was written. */
async function seeDamage(specimens: readonly Specimen[], arrived: ReadonlyMap<string, Uint8Array>, judges: Judges): Promise<void> {
  const firsts = specimens.filter(({ maker, kind }, i) => specimens.findIndex(other => other.maker === maker && other.kind === kind) === i).map(specimen => ({ ...specimen, name: `damaged-${specimen.name}` }))
  const damaged = new Map(firsts.flatMap(({ messageId, kind }) => damage(messageId, kind, arrived.get(messageId))))
  for (const { pair, failure } of await judge('plain', firsts, damaged, judges)) {
    const isRefused = failure !== undefined && failure !== 'never arrived'
    tally.record(`${pair.message}, opened by ${pair.opener}`, pair.explained !== null || isRefused, failure ?? 'was accepted')
  }
}

/**
 * Another letter where it has to be noticed: in the signed text; in the encryption behind its recipients, where the signed text or the
 * file is. Not in a certificate that comes along: who has it already never looks at it.
 */
function damage(messageId: string, kind: Specimen['kind'], message: Uint8Array | undefined): [string, Uint8Array][] {
  if (!message) return []
  const body = Buffer.from(message).indexOf('\r\n\r\n')
  const text = Math.max(Buffer.from(message).indexOf('wort'), Buffer.from(message).indexOf('Blank'))
  const start = kind === 'signed' ? text : body + (message.length - body) * (kind === 'encrypted' ? 0.5 : 0.3)
  const place = message.findIndex((octet, i) => i >= start && /[A-Za-z]/u.test(String.fromCharCode(octet)))
  const changed = message.slice()
  changed[place] = changed[place] === 0x41 ? 0x42 : 0x41
  return [[messageId, changed]]
}

/** Only a whole run is written down. */
function write(): void {
  const seen = (cell: (typeof CELLS)[number]) => pairs.some(pair => pair.way === cell.way && pair.maker === cell.maker && pair.kind === cell.kind && pair.opener === cell.opener)
  const unseen = CELLS.filter(cell => !seen(cell))
  if (unseen.length > 0 || !tally.isGood) {
    tally.record('docs/interop.md', false, `not written: ${unseen.length} cells of the table were not seen, or something failed`)
    return
  }
  const path = fileURLToPath(new URL('../../docs/interop.md', import.meta.url))
  writeFileSync(path, writeTable({ day: new Date().toISOString().slice(0, 10), versions: versionsOf(name => spawnSync('dpkg-query', ['-W', '-f', '${Version}', name], { encoding: 'utf8' }).stdout), pairs }))
  console.log('docs/interop.md is written')
}
