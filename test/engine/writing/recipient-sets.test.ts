/** Exactly those who were written to, and nobody else (SEC-28, SEC-29): 1 000 random messages, taken apart. */
import { beforeAll, describe, expect, it } from 'vitest'
import { equalBytes } from '../../../src/bytes/bytes.ts'
import { parseContentInfo } from '../../../src/cms/content-info.ts'
import { parseEnvelope } from '../../../src/cms/enveloped-data.ts'
import type { CertificateIdentifier } from '../../../src/cms/recipient-info.ts'
import { identifies } from '../../../src/cms/signer-info.ts'
import { decodeBody, parseEntity } from '../../../src/mime/entity.ts'
import type { OutgoingCopy } from '../../../src/engine/compose-protocol.ts'
import type { OutgoingMailbox } from '../../../src/mime/outgoing-message.ts'
import { type Certificate, parseCertificate } from '../../../src/x509/certificate.ts'
import type { Identity } from '../../make/key-files.ts'
import { aDesk, aMessage, aPerson, type Desk, mailbox } from './writing-support.ts'

const PEOPLE = 14
const MESSAGES = 1000

/** Always the same messages: a generator by Park and Miller. */
function aDice(seed: number): (sides: number) => number {
  let state = seed
  return sides => {
    state = (state * 48271) % 2147483647
    return state % sides
  }
}

let alice: Identity
const people = new Map<string, { readonly identity: Identity; readonly certificate: Certificate }>()
let desk: Desk
beforeAll(async () => {
  alice = await aPerson('alice@example.com')
  desk = await aDesk({ owners: [alice] })
  for (let index = 0; index < PEOPLE; index++) {
    const identity = await aPerson(`person-${index}@example.com`)
    people.set(`person-${index}@example.com`, { identity, certificate: parseCertificate(identity.certificate) })
    await desk.add(identity)
  }
})

/** Everyone whom the envelope at the root of a message names. */
function named(bytes: Uint8Array): CertificateIdentifier[] {
  const { recipients } = parseEnvelope(parseContentInfo(decodeBody(parseEntity(bytes)).bytes))
  return recipients.flatMap((info): CertificateIdentifier[] => {
    if (info.kind === 'key-transport') return [info.identifier]
    if (info.kind === 'key-agreement') return info.recipients.map(({ identifier }) => identifier)
    throw new Error(`a recipient of the kind ${info.kind}`)
  })
}

function holds(octets: Uint8Array, part: Uint8Array): boolean {
  for (let at = octets.indexOf(part[0] as number); at >= 0; at = octets.indexOf(part[0] as number, at + 1)) {
    if (equalBytes(octets.subarray(at, at + part.length), part)) return true
  }
  return false
}

interface RandomLists {
  readonly to: OutgoingMailbox[]
  readonly cc: OutgoingMailbox[]
  readonly bcc: OutgoingMailbox[]
}

/** A third of the people, in one list or two, in any case and with a name or without. */
function randomLists(dice: (sides: number) => number): RandomLists {
  const to: OutgoingMailbox[] = []
  const cc: OutgoingMailbox[] = []
  const bcc: OutgoingMailbox[] = []
  for (const address of people.keys()) {
    const choice = dice(9)
    const written = mailbox(dice(3) === 0 ? address.toUpperCase() : address, dice(2) === 0 ? 'Somebody' : '')
    ;[to, cc, bcc][choice]?.push(written)
    if (choice === 0 && dice(8) === 0) bcc.push(mailbox(address))
  }
  if (to.length + cc.length + bcc.length === 0) to.push(mailbox('person-0@example.com'))
  return { to, cc, bcc }
}

const lowerCase = (mailboxes: readonly OutgoingMailbox[]) => mailboxes.map(({ address }) => address.toLowerCase())
const textOf = (octets: Uint8Array) => new TextDecoder().decode(octets).toLowerCase()

function expectExactly({ recipients, bytes }: OutgoingCopy, own: Certificate): void {
  const wished = [...recipients.map(address => people.get(address.toLowerCase())?.certificate as Certificate), own]
  const found = named(bytes)
  expect(found).toHaveLength(wished.length)
  for (const certificate of wished) expect(found.filter(identifier => identifies(identifier, certificate))).toHaveLength(1)
}

/** @param opened - What is inside, or nothing where nobody looked. */
function expectNothingOf(blind: ReadonlySet<string>, { bytes }: OutgoingCopy, opened: string): void {
  const found = named(bytes)
  const cms = decodeBody(parseEntity(bytes)).bytes
  const text = `${textOf(bytes)}${opened}`
  for (const address of blind) {
    const { certificate, identity } = people.get(address) as { certificate: Certificate; identity: Identity }
    expect(text).not.toContain(address)
    expect(found.some(identifier => identifies(identifier, certificate))).toBe(false)
    expect(holds(cms, identity.keyIdentifier)).toBe(false)
  }
}

describe('1 000 random messages', () => {
  it('are each encrypted to exactly their addressees and the writer, and those in To and Cc learn of nobody hidden', async () => {
    const dice = aDice(20261126)
    const own = parseCertificate(alice.certificate)
    let copies = 0
    let hidden = 0
    for (let number = 0; number < MESSAGES; number++) {
      const lists = randomLists(dice)
      const made = await desk.compose(aMessage({ ...lists, messageId: `<m${number}@example.com>` }), {
        protection: { sign: dice(4) === 0, encrypt: true },
        policy: { recipientId: dice(2) === 0 ? 'issuer-and-serial' : 'key-identifier', bcc: dice(4) === 0 ? 1 : 0 },
      })
      const open = new Set(lowerCase([...lists.to, ...lists.cc]))
      const blind = new Set(lowerCase(lists.bcc).filter(address => !open.has(address)))
      expect(new Set(made.copies.flatMap(({ recipients }) => recipients.map(address => address.toLowerCase())))).toEqual(new Set([...open, ...blind]))
      for (const copy of made.copies) expectExactly(copy, own)
      for (const copy of made.copies.filter(({ role }) => role === 'main')) {
        expect(copy.recipients.every(address => open.has(address.toLowerCase()))).toBe(true)
        const opened = number % 10 === 0 ? textOf((await desk.open(copy.bytes.slice())).innermost) : undefined
        expectNothingOf(blind, copy, opened ?? '')
        if (opened !== undefined) expect(opened).toContain('as we said')
      }
      copies += made.copies.length
      hidden += blind.size
    }
    expect(copies).toBeGreaterThan(MESSAGES * 2)
    expect(hidden).toBeGreaterThan(MESSAGES)
  }, 600_000)
})
