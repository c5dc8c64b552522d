/** One operation at one size: all contenders in turn, round after round, after one round that does not count. */
import { statSync } from 'node:fs'
import type { ChromiumContender } from './chromium-contender.ts'
import { assertOpens, type Material, MESSAGE_OF } from './material.ts'
import type { Measured, NodeContender } from './node-contender.ts'
import { EXPECTED_STANDING, isMaking, type MakingOperation, type Operation } from './options.ts'
import { type CommandLine, commandLines, runOnce } from './processes.ts'
import { type Rounds, summarize } from './statistics.ts'

export interface Track {
  readonly material: Material
  /** Undefined where no browser is installed. */
  readonly chromium: ChromiumContender | undefined
  readonly node: NodeContender
}

interface Runner {
  readonly name: string
  /** Any other answer is an error. */
  readonly says: string
  run(): Promise<Measured>
  peak(): Promise<number | null>
}

/** @throws Error when a contender does not accept the message: a race between wrong answers measures nothing. */
export async function race(track: Track, operation: Operation, size: string, rounds: number): Promise<Rounds[]> {
  if (isMaking(operation)) await assertGoodMakers(track, operation, size)
  const runners = runnersFor(track, operation, size)
  const times = new Map<string, number[]>(runners.map(runner => [runner.name, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const runner of runners) {
      const { ms, standing } = await runner.run()
      if (standing !== runner.says) throw new Error(`${runner.name} says ${standing} to ${operation} ${size}`)
      if (round > 0) times.get(runner.name)?.push(ms)
    }
  }
  const results: Rounds[] = []
  const octets = statSync(track.material.file(`${size}.${MESSAGE_OF[operation]}`)).size
  for (const runner of runners) results.push(summarize(operation, size, runner.name, times.get(runner.name) ?? [], await runner.peak(), octets))
  return results
}

function runnersFor({ material, chromium, node }: Track, operation: Operation, size: string): Runner[] {
  const message = `${size}.${MESSAGE_OF[operation]}`
  // LIMIT of a clear-signed message is the digest of what is signed; of an opaque one the text is needed too.
  const body = operation === 'verify-detached' ? `${size}.msg` : isMaking(operation) ? `${size}.s.msg` : message
  const none = () => Promise.resolve(null)
  const says = EXPECTED_STANDING[operation]
  const browser: Runner[] = chromium
    ? [
        { name: 'sealpane-chromium', says, run: () => chromium.verify(message, operation), peak: () => chromium.peak(message, operation) },
        { name: 'limit-chromium', says: 'limit', run: () => chromium.limit(body, operation), peak: none },
      ]
    : []
  return [
    ...browser,
    { name: 'sealpane-node', says, run: () => node.ask(message, operation, false), peak: () => nodePeak(material, message, operation) },
    { name: 'limit-node', says: 'limit', run: () => node.ask(body, operation, true), peak: none },
    ...commandLines(material, operation, size).map(asRunner),
  ]
}

/** What ours make is opened by openssl, octet for octet, before anything is timed. */
async function assertGoodMakers({ material, chromium, node }: Track, operation: MakingOperation, size: string): Promise<void> {
  const message = `${size}.${MESSAGE_OF[operation]}`
  for (const maker of chromium ? [chromium, node] : [node]) assertOpens(material, size, operation, await maker.make(message, operation))
}

async function nodePeak(material: Material, message: string, operation: Operation): Promise<number> {
  const { NodeContender } = await import('./node-contender.ts')
  const fresh = new NodeContender(material)
  const { peakMB } = await fresh.ask(message, operation, false)
  fresh.close()
  return peakMB
}

function asRunner(command: CommandLine): Runner {
  return {
    name: command.name,
    says: 'done',
    run: async () => {
      const { ms, ok, words, peakMB } = await runOnce(command)
      return { ms, standing: ok ? 'done' : words.trim(), peakMB }
    },
    peak: async () => (await runOnce(command, true)).peakMB || null,
  }
}
