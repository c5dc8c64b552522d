/** Every published attack on verification, as a message made here: what we answer, and that the message without the trick is good. */
import { beforeAll, describe, expect, it } from 'vitest'
import { CodedError } from '../../src/bytes/coded-error.ts'
import { aCorrespondence, type Correspondence } from '../make/correspondence.ts'
import { judgeMessage } from '../support/judge.ts'
import type { Attack } from './attacks/attack.ts'
import { contentAttacks } from './attacks/content.ts'
import { pathAttacks } from './attacks/paths.ts'
import { revocationAttacks } from './attacks/revocation.ts'
import { senderAttacks } from './attacks/senders.ts'
import { layerAttacks, signerAttacks } from './attacks/signers.ts'
import { structureAttacks } from './attacks/structures.ts'

const TABLE: Readonly<Record<string, readonly Attack[]>> = {
  'what is signed': contentAttacks,
  'readers of ASN.1': structureAttacks,
  'who signed': signerAttacks,
  'where a signature counts': layerAttacks,
  'the sender': senderAttacks,
  'certification paths': pathAttacks,
  'revocation': revocationAttacks,
}

let correspondence: Correspondence

beforeAll(async () => {
  correspondence = await aCorrespondence()
})

async function answerTo(attack: Attack, isHonest: boolean): Promise<string> {
  const { bytes, judging } = await attack.mail(correspondence, isHonest)
  try {
    const result = await judgeMessage(bytes, { anchors: [correspondence.root.certificate], ...judging })
    const { standing, reasons } = result.verdict
    return [standing, ...reasons.slice(0, 1), ...(attack.sees ? [attack.sees(result)] : [])].filter(word => word !== '').join(' ')
  } catch (error) {
    if (error instanceof CodedError) return `error ${String(error.code)}`
    throw error
  }
}

describe.each(Object.entries(TABLE))('%s', (_, attacks) => {
  it.each(attacks.map(attack => [`${attack.source}: ${attack.does}`, attack] as const))('%s', async (_name, attack) => {
    expect(await answerTo(attack, false), 'with the trick').toBe(attack.expected)
    expect(await answerTo(attack, true), 'without the trick').toBe(attack.honest ?? 'valid')
  })
})

describe('the table', () => {
  const all = Object.values(TABLE).flat()
  it('has a case for every row, each with another answer than its twin', () => {
    expect(all.length).toBeGreaterThanOrEqual(60)
    expect(all.filter(attack => attack.expected === (attack.honest ?? 'valid')).map(attack => attack.does)).toEqual([])
    expect(new Set(all.map(({ source, does }) => `${source} ${does}`)).size).toBe(all.length)
  })
})
