/** What arrived, opened by everybody who should: the pairs of the table, or why one differs. */
import { CodedError } from '../../src/bytes/coded-error.ts'
import type { SmimeEngine } from '../../src/engine/engine.ts'
import type { OpenResult } from '../../src/engine/protocol.ts'
import { parseEntity } from '../../src/mime/entity.ts'
import type { Material } from '../bench/material.ts'
import { openersOf, type Pair, type Party, type Way } from './cells.ts'
import { peel, writtenIn } from './peel.ts'
import type { Ready } from './peers/peers.ts'
import { wordsOf } from './programs.ts'
import type { Specimen } from './specimens.ts'

export interface Judges {
  readonly material: Material
  /** Trusts the material's authority and has its keys. */
  readonly engine: SmimeEngine
  readonly at: Date
  readonly peers: readonly Ready[]
}

export interface Judged {
  readonly pair: Pair
  /** Undefined when the pair agrees or is explained. */
  readonly failure: string | undefined
}

/** Said of a signature that a relay broke: it has to be refused. */
const BROKEN: Readonly<Partial<Record<Way, string>>> = {
  rewrapping: 'the relay broke lines that the sender had signed; the signature does not hold, and nobody may say it does',
  downgrading: 'the relay encoded eight-bit text anew that the sender had signed; the signature does not hold, and nobody may say it does',
}

interface Answer {
  /** What came out; undefined when nothing did. */
  readonly written?: readonly Uint8Array[]
  /** Why it was not opened or does not hold. */
  readonly refused?: string
  /** The opener has no such thing. */
  readonly cannot?: string
}

/** @param arrived - What came out at the end of the way, by Message-ID. */
export async function judge(way: Way, specimens: readonly Specimen[], arrived: ReadonlyMap<string, Uint8Array>, judges: Judges): Promise<Judged[]> {
  const here = specimens.flatMap(specimen => {
    const message = arrived.get(specimen.messageId)
    return message ? [{ ...specimen, message, name: `${way}-${specimen.name}` }] : []
  })
  const lost = specimens.filter(({ messageId }) => !arrived.has(messageId)).flatMap(specimen => openersOf(specimen.maker).map(opener => judgedAs(way, specimen, opener, { refused: 'never arrived' })))
  const byPeers = judges.peers.map(async ready => {
    const party = ready.peer.name
    const mine = here.filter(({ maker }) => openersOf(maker).includes(party))
    const answers = await peel(judges.material, ready, mine)
    return mine.map(specimen => {
      const answer = answers.get(specimen.name)
      return judgedAs(way, specimen, party, answer?.outcome === 'opened' ? { written: writtenIn(answer.entity) } : answer?.outcome === 'cannot' ? { cannot: answer.why } : { refused: answer?.why ?? 'no answer' })
    })
  })
  const judged: Judged[] = []
  for (const specimen of here) judged.push(judgedAs(way, specimen, 'Sealpane', await openHere(specimen, judges)))
  return [...judged, ...(await Promise.all(byPeers)).flat(), ...lost]
}

function judgedAs(way: Way, specimen: Specimen, opener: Party, { written, refused, cannot }: Answer): Judged {
  const cell = { way, maker: specimen.maker, kind: specimen.kind, opener, message: specimen.name }
  if (cannot !== undefined) return { pair: { ...cell, explained: cannot }, failure: undefined }
  const broken = specimen.isFragile ? BROKEN[way] : undefined
  if (broken !== undefined) return { pair: { ...cell, explained: broken }, failure: refused === undefined ? 'was accepted although the relay changed it' : refused === 'never arrived' ? refused : undefined }
  const pair = { ...cell, explained: null }
  if (refused !== undefined) return { pair, failure: refused }
  return { pair, failure: isSame(written ?? [], specimen.written) ? undefined : 'something else came out' }
}

function isSame(some: readonly Uint8Array[], others: readonly Uint8Array[]): boolean {
  return some.length === others.length && some.every((octets, i) => Buffer.from(octets).equals(others[i] as Uint8Array))
}

/** Opens it as the pane does: the whole message as it arrived, with the keys at hand. */
async function openHere({ message, kind }: Specimen, { engine, at }: Judges): Promise<Answer> {
  try {
    const result = await engine.ask({
      kind: 'open', bytes: message.slice(), form: 'auto', content: null, host: null, at: at.toISOString(), extraCertificates: [], revocation: 'off', crls: [], ocspResponses: [],
    })
    const refused = refusalOf(result, kind)
    return refused === undefined ? { written: writtenIn(parseEntity(result.innermost)) } : { refused }
  } catch (error) {
    return { refused: error instanceof CodedError ? String(error.code) : wordsOf(error) }
  }
}

/** An encryption alone has no signature to stand on; everything else is valid, its layers around the encryption too. */
function refusalOf({ verdict }: OpenResult, kind: Specimen['kind']): string | undefined {
  const { standing, reasons, layers } = verdict
  if (standing !== (kind === 'encrypted' ? 'none' : 'valid')) return `${standing} (${reasons.join(', ')})`
  const closed = layers.some(layer => layer.kind === 'enveloped' && !layer.opened)
  const altered = layers.some(layer => layer.kind === 'signed' && layer.signers.some(signer => signer.content.outcome !== 'intact'))
  return closed ? 'not opened' : altered ? 'a signature around it is broken' : undefined
}
