/** The whole comparison for `npm run interop`; prints a table, and a line of counts for whoever started it. */
import { compareCases } from './compare.ts'
import { BEYOND_OPENSSL, STRICTER_RULES } from './explanations.ts'

const total = Number(process.argv[2] ?? 10_000)
const seed = Number(process.argv[3] ?? 1)
const result = await compareCases(total, seed)
const unexplained = [...result.onlyTheirs].filter(([reason]) => !(reason in STRICTER_RULES))
console.log(`${total} messages and paths, generated and damaged (seed ${seed}), ours beside openssl cms -verify -purpose smimesign`)
console.log(`  both accept ${result.bothAccept}, both refuse ${result.bothRefuse}`)
console.log(`  valid with us, refused by openssl ${result.onlyOurs.length + result.explained}, of which beyond openssl ${result.explained}`)
for (const { name, reason } of BEYOND_OPENSSL) console.log(`    ${name}: ${reason}`)
for (const line of result.onlyOurs) console.log(`    UNEXPLAINED ${line}`)
console.log(`  accepted by openssl, not valid with us ${[...result.onlyTheirs.values()].reduce((sum, { count }) => sum + count, 0)}`)
for (const [reason, { count, example }] of result.onlyTheirs) {
  console.log(`    ${String(count).padStart(6)}  ${reason}: ${STRICTER_RULES[reason] ?? 'UNEXPLAINED'} (${example})`)
}
// A stricter answer that nobody has explained yet is work to do, not a danger: it is listed and counted as skipped.
const open = unexplained.reduce((sum, [, { count }]) => sum + count, 0)
const failed = result.onlyOurs.length
console.log(`${total - failed - open} passed, ${failed} failed, ${open} skipped`)
process.exitCode = failed > 0 ? 1 : 0
