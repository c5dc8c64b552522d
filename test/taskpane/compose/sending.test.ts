/** The send path with the real engine, journal and Graph route: what goes, what stops it, and what is left then. */
import { beforeAll, describe, expect, it } from 'vitest'
import { sendMessage } from '../../../src/taskpane/compose/sending.ts'
import { BEN, CARLA, DORA, EMIL, type Ground, layGround, World } from './send-world.ts'

let ground: Ground
beforeAll(async () => {
  ground = await layGround()
})

describe('a message that goes', () => {
  it('goes once to everyone, sealed, and then the item closes and the journal is empty', async () => {
    const world = new World(ground)
    const outcome = await sendMessage(world.ports(), world.job())
    expect(outcome).toMatchObject({ kind: 'sent', isClosed: true, copies: [{ role: 'main', state: 'taken' }, { role: 'bcc', state: 'taken' }, { role: 'bcc', state: 'taken' }] })
    expect(world.mailbox.taken.map(({ recipients }) => recipients)).toEqual([[BEN.address, CARLA.address], [DORA.address], [EMIL.address]])
    expect(world.drafts.heads.size).toBe(0)
    for (const { bytes } of world.mailbox.taken) {
      expect(new TextDecoder().decode(bytes)).not.toContain('plain words')
      const opened = await world.open(bytes)
      expect(opened).toMatchObject({ standing: 'valid', encrypted: true })
      expect(opened.text).toContain('the plain words')
    }
    expect(world.steps).toEqual(['reading', 'keeping', 'making', 'sending', 'sending', 'sending', 'closing'])
  })
})
