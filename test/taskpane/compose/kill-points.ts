/** Where a send can be struck: before and after everything that it waits for. */

/** What a strike does to the one who waits there: `hangs` never answers, `goes on` waits no longer, and a function says what is thrown. */
export type Strike = (point: string) => 'hangs' | 'goes on' | Error

export class KillPoints {
  /** All that were passed, in order. */
  readonly passed: string[] = []
  private readonly at: number | null
  private readonly strike: Strike
  private isResting = false
  private life = 0

  /** @param at - Which point is struck, counted from 0; null for none. */
  constructor(at: number | null = null, strike: Strike = () => 'goes on') {
    this.at = at
    this.strike = strike
  }

  get isStruck(): boolean {
    return this.at !== null && this.passed.length > this.at
  }

  /** What is done at rest passes no points: preparing, and recovering. */
  rest(isResting: boolean): void {
    this.isResting = isResting
  }

  /** The pane is gone: whatever it still waited for is answered to nobody. */
  endLife(): void {
    this.life++
  }

  async through<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
    const { life } = this
    await this.pass(`before ${name}`, life)
    const value = await work()
    await this.pass(`after ${name}`, life)
    return value
  }

  private async pass(name: string, life: number): Promise<void> {
    // A pane that ends does not reach its next statement either.
    await Promise.resolve()
    if (life !== this.life) await new Promise(() => undefined)
    if (this.isResting) return
    this.passed.push(name)
    if (this.passed.length - 1 !== this.at) return
    const what = this.strike(name)
    if (what === 'hangs') await new Promise(() => undefined)
    if (what instanceof Error) throw what
  }
}
