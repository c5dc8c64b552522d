/** Counts, and prints what failed; the last line is what `scripts/interop.mjs` reads. */
import { wordsOf } from './programs.ts'

export class Tally {
  private passed = 0
  private failed = 0
  private skipped = 0

  record(name: string, isGood: boolean, answer: string): void {
    if (isGood) this.passed++
    else {
      this.failed++
      console.log(`  failed: ${name}: ${answer}`)
    }
  }

  /** Whatever throws is a row that failed, and ends nothing else. */
  async row(name: string, work: () => Promise<void> | void): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.record(name, false, wordsOf(error))
    }
  }

  get isGood(): boolean {
    return this.failed === 0 && this.skipped === 0
  }

  /** Something that is not installed here. */
  skip(name: string, missing: string): void {
    this.skipBecause(name, `${missing} is not installed`)
  }

  skipBecause(name: string, reason: string): void {
    console.log(`${name}: skipped, ${reason}`)
    this.skipped++
  }

  finish(): void {
    console.log(`${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`)
    process.exitCode = this.failed > 0 ? 1 : 0
  }
}
