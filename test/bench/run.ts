/** `npm run bench`: ours and the field's programs over the same messages in one run. */
import { appendFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { ChromiumContender } from './chromium-contender.ts'
import { measureClicks } from './click.ts'
import { goalTable } from './goals.ts'
import { anEntity, makeAuthority, makeMessages, makeUnprotected, type Material } from './material.ts'
import { NodeContender } from './node-contender.ts'
import { type BenchOptions, isMaking, readOptions, roundsFor, SIZES, UsageError } from './options.ts'
import { closeHomes } from './processes.ts'
import { race, type Track } from './race.ts'
import { measureSending } from './send-click.ts'
import { sideMeasurements } from './side-measurements.ts'
import { lineOf, type Rounds, tableOf } from './statistics.ts'

async function main(words: readonly string[]): Promise<void> {
  const options = readOptions(words)
  const material = makeAuthority(fileURLToPath(new URL('../../.cache/bench', import.meta.url)))
  prepareMaterial(material, options)
  const track: Track = { material, chromium: await startChromium(material), node: new NodeContender(material) }
  console.log(`Medians of interleaved rounds on ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}. Programs are timed as whole processes.`)
  if (options.json !== undefined) writeFileSync(options.json, '')
  const all: Rounds[] = []
  const report = (results: readonly Rounds[]) => {
    all.push(...results)
    console.log(tableOf(results))
    if (options.json !== undefined) appendFileSync(options.json, results.map(lineOf).join(''))
  }
  try {
    for (const operation of options.operations) {
      for (const size of options.sizes) report(await race(track, operation, size, options.rounds ?? roundsFor(size)))
    }
    if (options.extras) await sideMeasurements(track, report)
    if (options.extras && track.chromium) await measureClicks(material, options.rounds ?? 11, report)
    if (options.extras && track.chromium) await measureSending(options.rounds ?? 11, report)
    console.log(goalTable(all))
  } finally {
    track.node.close()
    await track.chromium?.close()
    closeHomes()
  }
}

function prepareMaterial(material: Material, { operations, sizes }: BenchOptions): void {
  for (const size of sizes) {
    if (!operations.every(isMaking)) makeMessages(material, size, () => anEntity(SIZES[size] ?? 0))
    if (operations.some(isMaking)) makeUnprotected(material, size, SIZES[size] ?? 0)
  }
}

async function startChromium(material: Material): Promise<ChromiumContender | undefined> {
  try {
    return await ChromiumContender.start(material)
  } catch (error) {
    console.error(`Without a browser: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof UsageError ? error.message : error)
  process.exitCode = error instanceof UsageError ? 64 : 1
})
