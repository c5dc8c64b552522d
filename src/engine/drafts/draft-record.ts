/**
 * How a draft lies at rest (SEC-82): head and body each under AES-256-GCM with the device key. What is authenticated with the head
 * names id, state and version, what is authenticated with the body its id; and the head knows the nonce of its body. So no record
 * can be exchanged for another, given another state, or put together from two. Somebody who puts back a whole older record is
 * not noticed: nothing outside the database remembers it.
 */
import { decodeUtf8, encodeHex, encodeUtf8 } from '../../bytes/encoding.ts'
import type { OutgoingMessage } from '../../mime/outgoing-message.ts'
import { seal, unseal } from '../../webcrypto/sealing.ts'
import type { DraftCopy, DraftSettings, DraftState } from '../compose-protocol.ts'
import { readDraftOctets, writeDraftOctets } from './draft-octets.ts'
import type { StoredBody, StoredHead } from './draft-storage.ts'

/** What a head holds in the clear and sealed. */
export interface DraftHead {
  readonly id: string
  readonly state: DraftState
  readonly version: number
  readonly subject: string
  readonly writtenAt: string
  readonly recipients: number
  readonly settings: DraftSettings
  readonly copies: readonly DraftCopy[]
  /** Nonce of the body, hexadecimal. */
  readonly body: string
}

type SealedFields = Omit<DraftHead, 'id' | 'state' | 'version'>

export async function sealHead(key: CryptoKey, { id, state, version, ...fields }: DraftHead): Promise<StoredHead> {
  const plaintext = encodeUtf8(JSON.stringify(fields satisfies SealedFields))
  return { format: 1, id, state, version, sealed: await seal(key, plaintext, boundHead(id, state, version)) }
}

/** Undefined when anything was altered, or the device key is another one. */
export async function openHead(key: CryptoKey, { id, state, version, sealed }: StoredHead): Promise<DraftHead | undefined> {
  const plaintext = await unseal(key, sealed, boundHead(id, state, version))
  return plaintext && { id, state, version, ...(JSON.parse(decodeUtf8(plaintext)) as SealedFields) }
}

export async function sealBody(key: CryptoKey, id: string, message: OutgoingMessage): Promise<StoredBody> {
  const plaintext = writeDraftOctets(message)
  const sealed = await seal(key, plaintext, boundBody(id))
  plaintext.fill(0)
  return { format: 1, id, sealed }
}

/** Undefined when it is not the body that this head was written with. */
export async function openBody(key: CryptoKey, head: DraftHead, { sealed }: StoredBody): Promise<OutgoingMessage | undefined> {
  if (bodyName({ sealed }) !== head.body) return undefined
  const plaintext = await unseal(key, sealed, boundBody(head.id))
  return plaintext && readDraftOctets(plaintext)
}

/** What a head knows its body by. Nonces are random: no two bodies have one. */
export function bodyName({ sealed }: Pick<StoredBody, 'sealed'>): string {
  return encodeHex(sealed.nonce)
}

/** Unambiguous: no member holds the separator. */
function boundHead(id: string, state: DraftState, version: number): Uint8Array {
  return encodeUtf8(['sealpane-draft', 1, 'head', id, state, version].join('\n'))
}

function boundBody(id: string): Uint8Array {
  return encodeUtf8(['sealpane-draft', 1, 'body', id].join('\n'))
}
