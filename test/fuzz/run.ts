/** `npm run fuzz -- [--minutes N] [--target NAME] [--seed N]`: every target in turn, until the time is up. */
import { fuzz } from './harness.ts'
import { fuzzTargets } from './targets.ts'

function option(name: string, otherwise: string): string {
  const at = process.argv.indexOf(name)
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise)
}

const minutes = Number(option('--minutes', '2'))
const firstSeed = Number(option('--seed', String(Math.floor(performance.timeOrigin) % 1_000_000)))
const wanted = option('--target', '')
if (!(minutes > 0) || !Number.isInteger(firstSeed)) {
  console.error('--minutes needs a positive number, --seed a whole one.')
  process.exit(64)
}
const targets = (await fuzzTargets()).filter(target => target.name.includes(wanted))
if (targets.length === 0) {
  console.error(`No target is called ${wanted}. There are: ${(await fuzzTargets()).map(target => target.name).join(', ')}.`)
  process.exit(64)
}
const end = performance.now() + minutes * 60_000
const runs = new Map<string, number>()
let failed = 0
for (let seed = firstSeed; performance.now() < end; seed++) {
  for (const target of targets) {
    const result = await fuzz(target, 1000, seed, end)
    runs.set(target.name, (runs.get(target.name) ?? 0) + result.runs)
    for (const { what, input } of result.findings) {
      failed++
      console.error(`${target.name} (seed ${seed}): ${what}\n  ${input.slice(0, 4000)}`)
    }
  }
}
for (const [name, count] of runs) console.log(`${String(count).padStart(9)}  ${name}`)
console.log(`${targets.length} targets from seed ${firstSeed}, ${failed} findings`)
process.exitCode = failed > 0 ? 1 : 0
