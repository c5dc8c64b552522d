/** The other programs, made ready together. */
import type { Material } from '../../bench/material.ts'
import { wordsOf } from '../programs.ts'
import type { Tally } from '../tally.ts'
import { bouncyCastle } from './bouncy-castle.ts'
import { gnupg } from './gnupg.ts'
import { nss } from './nss.ts'
import { openssl } from './openssl.ts'
import type { Peer, Session } from './peer.ts'

export const PEERS: readonly Peer[] = [openssl, nss, gnupg, bouncyCastle]

export interface Ready {
  readonly peer: Peer
  readonly session: Session
}

/** Those that are installed and begin; the others are skipped, or failed, in `tally`. Whoever asks ends the sessions. */
export function beginAll(material: Material, tally: Tally): readonly Ready[] {
  return PEERS.flatMap(peer => {
    const missing = peer.missing()
    if (missing !== undefined) {
      tally.skip(peer.name, missing)
      return []
    }
    try {
      return [{ peer, session: peer.begin(material) }]
    } catch (error) {
      tally.record(`${peer.name}, made ready`, false, wordsOf(error))
      return []
    }
  })
}

export function endAll(all: readonly Ready[]): void {
  for (const { session } of all) session.end()
}
