/**
 * `npm test`: installs what is missing, checks types and style, builds, and runs every test.
 *
 *   npm test                    everything
 *   npm test -- test/mime       only test files whose path contains this (types, lint and build all the same)
 *
 * Needs Node and npm, and a Chromium, Chrome or Edge (`CHROMIUM_PATH` names another one). The last line is
 * `N passed, N failed, N skipped`; type check, lint and build count as one each.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium } from './lib/find-chromium.mjs'
import { browserAdvice, canInstall, hasOpenssl, installPackages } from './lib/system-packages.mjs'
import { install, isBuilt, isInstalled, root, run } from './lib/workshop.mjs'

const LEAST_NODE = [20, 19]

let passed = 0
let failed = 0
const skipped = []

try {
  await main()
} catch (error) {
  failed++
  console.error(`\n${error.message}`)
}
for (const [reason, names] of groupByReason(skipped)) {
  console.log(`\nskipped, ${reason}:`)
  for (const { name } of names) console.log(`  ${name}`)
}
console.log(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)

async function main() {
  checkNode()
  if (!isInstalled()) {
    say('installing packages (npm ci)')
    if (!install()) throw new Error('npm ci failed. Check the network and run npm test again.')
  }
  process.env.CHROMIUM_PATH = provideBrowser()
  mkdirSync(join(root, '.cache'), { recursive: true })
  step('checking types', () => run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']))
  step('checking style and laws (eslint)', () =>
    run(process.execPath, ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0', '--report-unused-disable-directives']),
  )
  if (isBuilt()) say('the build is up to date')
  else step('building', () => run(process.execPath, ['scripts/build.mjs']))
  say('running the tests (vitest)')
  const { runVitest } = await import('./lib/run-vitest.mjs')
  const outcome = await runVitest(process.argv.slice(2))
  passed += outcome.passed
  failed += outcome.failed
  skipped.push(...outcome.skipped)
  if (!outcome.hasEnded) throw new Error('the tests ended without a result; what happened stands above')
  if (outcome.passed + outcome.failed + outcome.skipped.length === 0) throw new Error('no test was found')
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return
  throw new Error(`Sealpane needs Node ${LEAST_NODE.join('.')} or newer; this is ${process.versions.node}. Get it from https://nodejs.org`)
}

/** A browser's program file. @throws Error with the one command that helps when there is none. */
function provideBrowser() {
  const missing = [...(findChromium() ? [] : ['chromium']), ...(hasOpenssl() ? [] : ['openssl'])]
  if (missing.length > 0 && canInstall()) {
    say(`installing ${missing.join(' and ')} (apt-get)`)
    installPackages(missing)
  }
  const browser = findChromium()
  if (!browser) {
    throw new Error(`The tests need a Chromium, Chrome or Edge, and there is none here. This helps:\n  ${browserAdvice()}\nOr set CHROMIUM_PATH to its program file.`)
  }
  say(`browser: ${browser}`)
  return browser
}

/** One step that counts like a test. A failure does not stop the others: everything wrong is shown in one run. */
function step(name, action) {
  say(name)
  if (action()) passed++
  else {
    failed++
    console.error(`failed: ${name}`)
  }
}

function say(text) {
  console.log(`\n== ${text}`)
}

function groupByReason(list) {
  const groups = new Map()
  for (const each of list) groups.set(each.reason, [...(groups.get(each.reason) ?? []), each])
  return groups
}
