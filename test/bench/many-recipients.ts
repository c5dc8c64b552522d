/** A message of 10 KB encrypted to many, by the browser's engine and by openssl in turn. */
import { type Material, makeOthers, makeUnprotected, OAEP } from './material.ts'
import { SIZES } from './options.ts'
import { runOnce } from './processes.ts'
import type { Track } from './race.ts'
import { type Rounds, summarize } from './statistics.ts'

const ROUNDS = 15
const MANY = 500
const WAYS = { 'oaep-sha256': 'oaep', 'pkcs1': 'pkcs1' } as const

export async function measureManyRecipients({ material, chromium }: Track, report: (results: readonly Rounds[]) => void): Promise<void> {
  if (!chromium) return
  makeUnprotected(material, '10K', SIZES['10K'] ?? 0)
  const recipients = [...makeOthers(material, MANY - 1), 'rsa.crt']
  for (const [transport, name] of Object.entries(WAYS) as [keyof typeof WAYS, string][]) {
    await chromium.sendTo(recipients, transport)
    const [ours, theirs]: [number[], number[]] = [[], []]
    for (let round = 0; round <= ROUNDS; round++) {
      const own = await chromium.verify('10K.s.eml', 'encrypt-cbc')
      const other = await runOnce({ name: 'openssl', program: 'openssl', words: wordsFor(material, recipients, transport) })
      if (own.standing !== 'made' || !other.ok) throw new Error(`to ${MANY}, ${transport}: ${own.standing}, openssl: ${other.words}`)
      if (round === 0) continue
      ours.push(own.ms)
      theirs.push(other.ms)
    }
    const op = `encrypt-to-many-${name}`
    report([summarize(op, String(MANY), 'sealpane-chromium', ours, null), summarize(op, String(MANY), 'openssl', theirs, null)])
  }
  await chromium.sendTo(['rsa.crt'], 'pkcs1')
}

function wordsFor({ file }: Material, recipients: readonly string[], transport: keyof typeof WAYS): string[] {
  const way = transport === 'pkcs1' ? [] : OAEP
  // openssl takes the options of a key transport behind each recipient that they are for.
  const list = recipients.flatMap(name => ['-recip', file(name), ...way])
  return ['cms', '-encrypt', '-binary', '-in', file('10K.s.msg'), '-aes-256-cbc', '-outform', 'SMIME', '-out', '/dev/null', ...list]
}
