/** Runs the tests in this process and counts them, with the reason of every skip. */
import { startVitest } from 'vitest/node'
import { root } from './workshop.mjs'

/** `filters` are parts of file names; none means all. */
export async function runVitest(filters) {
  const counter = new Counter()
  // `run` for `vitest run`: no watching, and a test file that does not load is a failure.
  const vitest = await startVitest('test', filters, { root, run: true, watch: false, passWithNoTests: false, reporters: ['default', counter] })
  await vitest?.close()
  // Vitest sets it by itself; the caller adds up and decides.
  process.exitCode = 0
  return counter
}

class Counter {
  passed = 0
  failed = 0
  /** `{ name, reason }` of each. */
  skipped = []
  hasEnded = false

  onTestRunEnd(modules, unhandledErrors) {
    for (const module of modules) {
      for (const test of module.children.allTests()) this.count(test)
      // A file that fails to load, or a hook outside every test that throws, has no failed test of its own.
      if (!module.ok() && [...module.children.allTests()].every(test => test.result().state !== 'failed')) this.failed++
    }
    this.failed += unhandledErrors.length
    this.hasEnded = true
  }

  count(test) {
    const { state, note } = test.result()
    if (state === 'passed') this.passed++
    else if (state === 'failed') this.failed++
    else this.skipped.push({ name: `${test.module.relativeModuleId} > ${test.fullName}`, reason: note ?? reasonInTitle(test.fullName) })
  }
}

/** Suites that skip as a whole say why in their own title. */
function reasonInTitle(title) {
  return /\(skipped: ([^)]+)\)/.exec(title)?.[1] ?? 'no reason given'
}
