/** SEC-41: every encrypted message of every corpus that a key of its set opens, shown as the pane shows it, asks for nothing and looks up no name. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HAS_CORPORA } from '../vectors/corpus.ts'
import { carriedMessage } from './mail/carried-message.ts'
import { isErrand, openStage, type Stage } from './mail/stage.ts'
import type { CarriedMessage } from './mail/stage-page.tsx'
import { type DecryptedSet, decryptedCorpora } from './support/decrypted-corpora.ts'

/** Shows a message as it opens, and then each of its formatted forms. */
async function show({ page }: Stage, message: CarriedMessage): Promise<void> {
  await page.evaluate(given => window.stage?.showMessage(given), message)
  for (const button of await page.getByRole('button', { name: 'Formatted' }).all()) await button.click()
}

describe.skipIf(!HAS_CORPORA)(`the decrypted messages of all corpora${HAS_CORPORA ? '' : ' (skipped: ../shared/corpora is absent)'}`, () => {
  let sets: readonly DecryptedSet[] = []
  const carried: CarriedMessage[] = []
  let stages: Stage[] = []
  beforeAll(async () => {
    sets = await decryptedCorpora()
    for (const { result } of sets.flatMap(({ messages }) => messages)) carried.push(await carriedMessage(result))
  }, 300_000)
  afterAll(async () => { await Promise.all(stages.map(stage => stage.close().catch(() => undefined))) })

  it('are opened in every set', () => {
    for (const { set, messages } of sets) {
      process.stdout.write(`egress ${set}: ${messages.length} decrypted and shown\n`)
      expect([set, messages.length > 0]).toEqual([set, true])
    }
    expect(carried.length).toBeGreaterThan(100)
  })

  it.each(['proxy', 'direct'] as const)('ask for nothing on a network that is %s', { timeout: 300_000 }, async network => {
    const stage = await openStage({ network })
    stages = [...stages, stage]
    for (const message of carried) await show(stage, message)
    await stage.page.waitForTimeout(500)
    const { names, addresses } = await stage.close()
    stages = stages.filter(each => each !== stage)
    expect([...stage.requests, ...names, ...addresses].filter(each => !isErrand(each))).toEqual([])
  })
})
