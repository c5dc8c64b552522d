/** A published attack as a case: one message with the trick, and its twin without. */
import { type Correspondence } from '../../make/correspondence.ts'
import type { OpenResult } from '../../../src/engine/protocol.ts'
import { aClearSignedMessage, HEADER, type MessageOptions, type SignedDataOptions, type SignerOptions } from '../../make/signed-message.ts'
import type { Judging } from '../../support/judge.ts'

export interface Mail {
  readonly bytes: Uint8Array
  readonly judging?: Partial<Judging>
}

export interface Attack {
  /** Advisory, paper or finding. */
  readonly source: string
  readonly does: string
  /**
   * With the trick, or without it (`isHonest`): nothing else differs. The twin's other answer shows that the check, and not
   * some flaw of the case, is what stands in the way.
   */
  readonly mail: (of: Correspondence, isHonest: boolean) => Promise<Mail>
  /** Standing, first reason, and what `sees` adds; or `error` and the code. */
  readonly expected: string
  /** What the twin gets, where it is not `valid`. */
  readonly honest?: string
  /** More of the answer that the case is about. */
  readonly sees?: (result: OpenResult) => string
}

export const notesOf = ({ verdict }: OpenResult) => verdict.signers.flatMap(signer => signer.notes.map(note => `(${note.code})`)).join(' ')

/** A clear-signed message whose signer, CMS object or MIME structure has the trick. */
export const clearSigned =
  (trick: { readonly signer?: Partial<SignerOptions>; readonly cms?: Partial<SignedDataOptions>; readonly message?: MessageOptions }) =>
  async (of: Correspondence, isHonest: boolean): Promise<Mail> =>
    isHonest
      ? { bytes: aClearSignedMessage(await of.signature()) }
      : { bytes: aClearSignedMessage(await of.signature(trick.signer, trick.cms), trick.message) }

/** Alice's message under another From or other fields. */
export const headed = (...lines: readonly string[]): string[] => {
  const names = new Set(lines.map(line => line.slice(0, line.indexOf(':')).toLowerCase()))
  return [...lines, ...HEADER.filter(line => !names.has(line.slice(0, line.indexOf(':')).toLowerCase()))]
}
