/**
 * Part of `npm run interop`: messages of every maker go over real mail servers and are opened at the other end. With `--write` the
 * table of `docs/interop.md` is written from what was seen. `--only WORD` takes the messages with that word in their name.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createInProcessEngine } from '../../src/engine/in-process.ts'
import { provideKeyFiles } from '../../src/engine/recipient-keys.ts'
import { makeAuthority } from '../bench/material.ts'
import { CELLS, type Pair, type Way } from './cells.ts'
import { makeComposed } from './composed.ts'
import { judge, type Judged, type Judges } from './judging.ts'
import { KEYS, prepareKeys } from './keys.ts'
import { type Check, type MailRoom, missingServers, openMailRoom } from './mail/mail-room.ts'
import { makeOurs } from './ours.ts'
import { peel } from './peel.ts'
import { beginAll, endAll } from './peers/peers.ts'
import type { Specimen } from './specimens.ts'
import { writeTable } from './table.ts'
import { Tally } from './tally.ts'
import { makeTheirs } from './theirs.ts'
import { versionsOf } from './versions.ts'

const tally = new Tally()
const at = new Date(Date.now() + 60_000)
const folder = mkdtempSync(join(tmpdir(), 'sealpane-interop-'))
// Servers run as users of their own and have to come by.
chmodSync(folder, 0o755)
const pairs: Pair[] = []
const only = process.argv.includes('--only') ? (process.argv[process.argv.indexOf('--only') + 1] ?? '') : ''
try {
  await main()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
if (process.argv.includes('--write')) write()
tally.finish()

async function main(): Promise<void> {
  const material = makeAuthority(join(folder, 'material'))
  prepareKeys(material)
  const read = (path: string) => new Uint8Array(readFileSync(path))
  const engine = createInProcessEngine({ keyProviders: [provideKeyFiles(KEYS.map(name => ({ bytes: read(material.file(`${name}.p12`)), passphrase: 'x' })), [])] })
  await engine.ask({ kind: 'trust', builtIn: false, organisation: [read(material.root)], user: [] })
  const peers = beginAll(material, tally)
  try {
    const now = new Date().toISOString()
    const ours = [...(await makeOurs(engine, material, now, tally)), ...(await makeComposed(material, now, tally))]
    const specimens = [...ours, ...peers.flatMap(ready => makeTheirs(ready, material, now, tally))].filter(({ name }) => name.includes(only))
    const judges: Judges = { material, engine, at, peers }
    said('made', `${specimens.length} messages`)
    const seen = await see('file', specimens, new Map(specimens.map(({ messageId, message }) => [messageId, message])), judges)
    await seeReasons(seen, specimens, judges)
    const missing = missingServers()
    if (missing === undefined) await tally.row('mail servers', () => goByServers(specimens, judges))
    else tally.skipBecause('mail servers', missing)
  } finally {
    endAll(peers)
  }
}

async function goByServers(specimens: readonly Specimen[], judges: Judges): Promise<void> {
  const room = await openMailRoom(join(folder, 'servers'))
  try {
    for (const way of ['plain', 'rewrapping', 'downgrading'] as const) {
      await tally.row(way, async () => {
        const { arrived, checks } = await room.relay(way, specimens)
        record(checks)
        await see(way, specimens, arrived, judges)
        if (way === 'plain') await seeDamage(specimens, arrived, judges)
      })
    }
    await tally.row('phone', () => seePhone(room, specimens, judges))
    await tally.row('sendmail', async () => {
      const ours = specimens.filter(({ maker }) => maker === 'Sealpane')
      const { arrived, checks } = await room.submit(ours)
      record(checks)
      await see('sendmail', ours, arrived, judges)
    })
  } finally {
    await room.close()
  }
}

async function seePhone(room: MailRoom, specimens: readonly Specimen[], judges: Judges): Promise<void> {
  const { inline, parts, checks } = await room.phone(specimens)
  record(checks)
  await see('sync', specimens, inline, judges)
  await see('items', specimens, parts, judges)
}

function record(checks: readonly Check[]): void {
  for (const { name, isGood, answer } of checks) tally.record(name, isGood, answer)
}

/** With the seconds since the beginning, so that one sees where the time goes. */
function said(what: string, text: string): void {
  console.log(`${what}: ${text} (${Math.round(process.uptime())} s)`)
}

async function see(way: Way, specimens: readonly Specimen[], arrived: ReadonlyMap<string, Uint8Array>, judges: Judges): Promise<readonly Judged[]> {
  const judged = await judge(way, specimens, arrived, judges)
  for (const { pair, failure } of judged) {
    tally.record(`${way}: ${pair.message}, opened by ${pair.opener}`, failure === undefined, failure ?? '')
    if (failure === undefined) pairs.push(pair)
  }
  const explained = judged.filter(({ pair }) => pair.explained !== null).length
  said(way, `${judged.length} pairs, ${judged.length - explained} agree, ${explained} explained`)
  return judged
}

/** What a program is said not to have is asked of it all the same, for one message: the day it can, the reason goes. */
async function seeReasons(seen: readonly Judged[], specimens: readonly Specimen[], { material, peers }: Judges): Promise<void> {
  for (const { peer, session } of peers) {
    const mine = seen.flatMap(({ pair }) => (pair.opener === peer.name && pair.explained !== null ? [{ reason: pair.explained, message: pair.message }] : []))
    for (const reason of new Set(mine.map(each => each.reason))) {
      const specimen = specimens.find(({ name }) => mine.some(each => each.reason === reason && each.message.endsWith(name)))
      if (!specimen) continue
      const answer = (await peel(material, { peer: { ...peer, cannot: () => undefined }, session }, [specimen])).get(specimen.name)
      tally.record(`${reason}, asked with ${specimen.name}`, answer?.outcome === 'failed', 'it can')
    }
  }
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
