/** Revocation lists of 10 MB: their work grows with their size and no faster (SEC-65). Steps are counted, not seconds. */
import { beforeAll, describe, expect, it } from 'vitest'
import { Asn1Reader } from '../../src/x509/asn1-reader.ts'
import { aRootCa, anEndEntity, anIntermediate, extension, type Holder, NOW } from '../make/certificate-authority.ts'
import { context, contextPrimitive, type Der, integer, joined, octetString, sequence, time, tlv } from '../make/der.ts'
import { aCertificateList } from '../make/revocation.ts'
import { judgeCertificate } from '../support/judge.ts'

const MEGABYTE = 1_000_000
const POINT = '2.5.29.28'

let root: Holder
let issuing: Holder
let alice: Holder
let rootList: Der
beforeAll(async () => {
  root = await aRootCa()
  issuing = await anIntermediate(root)
  alice = await anEndEntity(issuing, { serial: 77 })
  rootList = await aCertificateList(root)
})

/** What stands behind the serial number in every entry. */
const REVOKED_ON = time(new Date(NOW.getTime() - 86_400_000))
const reason = (isCritical: boolean): Der => extension('2.5.29.21', tlv(0x0a, Uint8Array.of(1)), isCritical)

interface Entries {
  readonly bytes: Der
  readonly count: number
}

/** Entries of eight-octet serial numbers, as many as fit; `last` is the serial number of one more at the end. */
function entriesOf(size: number, extensions: readonly Der[], last?: Der): Entries {
  const rest = joined([REVOKED_ON, ...(extensions.length > 0 ? [sequence(...extensions)] : [])])
  const template = sequence(joined([tlv(0x02, new Uint8Array(8).fill(0x11)), rest]))
  const count = Math.floor(size / template.length)
  const end = last ? sequence(last, rest) : new Uint8Array()
  const bytes = new Uint8Array(count * template.length + end.length)
  const view = new DataView(bytes.buffer)
  const serialAt = template.findIndex((octet, i) => octet === 0x11 && template[i + 7] === 0x11)
  for (let i = 0; i < count; i++) {
    bytes.set(template, i * template.length)
    view.setUint32(i * template.length + serialAt + 4, i)
  }
  bytes.set(end, count * template.length)
  return { bytes, count }
}

/** How often the reader was asked for an element or for all members of one, while `work` ran. */
async function stepsOf(work: () => Promise<unknown>): Promise<number> {
  let steps = 0
  const restore = (['read', 'children'] as const).map(name => {
    const original = Object.getOwnPropertyDescriptor(Asn1Reader.prototype, name) as PropertyDescriptor
    const method = original.value as (this: Asn1Reader, ...given: unknown[]) => unknown
    Object.defineProperty(Asn1Reader.prototype, name, {
      ...original,
      value(this: Asn1Reader, ...given: unknown[]) {
        steps++
        return method.apply(this, given)
      },
    })
    return () => Object.defineProperty(Asn1Reader.prototype, name, original)
  })
  try {
    await work()
  } finally {
    for (const undo of restore) undo()
  }
  return steps
}

async function outcome(list: Der): Promise<string> {
  const judging = { anchors: [root.certificate], certificates: [issuing.certificate], revocation: 'require', crls: [rootList, list] } as const
  return (await judgeCertificate(alice.certificate, judging)).revocation.outcome
}

describe('a list of 10 MB', () => {
  const indirect = extension(POINT, sequence(contextPrimitive(4, Uint8Array.of(0xff))), true)
  it.each<[string, () => readonly Der[], readonly Der[]]>([
    ['plain entries', () => [], []],
    ['a reason in each', () => [reason(false)], []],
    ['something critical in each', () => [reason(true)], []],
    ['an issuer in each', () => [extension('2.5.29.29', sequence(context(4, root.name)), true)], [indirect]],
  ])('%s: twice the entries are twice the steps, a few for each', async (_, make, extensions) => {
    const steps: number[] = []
    for (const size of [5 * MEGABYTE, 10 * MEGABYTE]) {
      const { bytes, count } = entriesOf(size, make())
      const list = await aCertificateList(issuing, { entries: bytes, extensions })
      expect(list.length).toBeGreaterThan(size - 200)
      steps.push(await stepsOf(async () => expect(await outcome(list)).toBe('good')))
      expect(steps.at(-1)).toBeLessThan(40 * count)
      expect(steps.at(-1)).toBeGreaterThan(count)
    }
    const [half = 0, whole = 0] = steps
    expect(whole / half).toBeGreaterThan(1.9)
    expect(whole / half).toBeLessThan(2.1)
  }, 60_000)
  it('finds the one entry at its end', async () => {
    const { bytes } = entriesOf(10 * MEGABYTE, [reason(false)], integer(alice.serial))
    expect(await outcome(await aCertificateList(issuing, { entries: bytes }))).toBe('revoked')
  }, 60_000)
  it('of more than 32 MB is refused by name', async () => {
    const { bytes } = entriesOf(33 * MEGABYTE + MEGABYTE, [])
    await expect(outcome(await aCertificateList(issuing, { entries: bytes }))).rejects.toMatchObject({ code: 'engine/unreadable-file' })
  }, 60_000)
})

describe('a delta', () => {
  const number = (value: number): Der => extension('2.5.29.20', integer(value))
  const delta = (base: number, own: number, revoked: readonly number[] = []) =>
    aCertificateList(issuing, { revoked: revoked.map(serial => ({ serial })), extensions: [number(own), extension('2.5.29.27', integer(base), true)] })
  const outcomeOf = async (...crls: readonly Der[]) => {
    const judging = { anchors: [root.certificate], certificates: [issuing.certificate], revocation: 'require', crls: [rootList, ...crls] } as const
    return (await judgeCertificate(alice.certificate, judging)).revocation.outcome
  }
  it('without its complete list says nothing, whatever it says', async () => {
    expect(await outcomeOf(await delta(1, 2))).toBe('unknown')
    expect(await outcomeOf(await delta(1, 2, [alice.serial]))).toBe('unknown')
  })
  it('of a later complete list than the one at hand says nothing; the list still does', async () => {
    const complete = await aCertificateList(issuing, { extensions: [number(1)] })
    expect(await outcomeOf(complete, await delta(2, 3, [alice.serial]))).toBe('good')
    expect(await outcomeOf(complete, await delta(1, 3, [alice.serial]))).toBe('revoked')
  })
  it('with a list that has no number says nothing', async () => {
    expect(await outcomeOf(await aCertificateList(issuing), await delta(1, 3, [alice.serial]))).toBe('good')
  })
  it('that is not marked critical is one all the same', async () => {
    const unmarked = aCertificateList(issuing, { extensions: [number(2), extension('2.5.29.27', octetString(Uint8Array.of(1)))] })
    expect(await outcomeOf(await unmarked)).toBe('unknown')
  })
})
