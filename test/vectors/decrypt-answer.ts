/** What opening an encrypted message from somebody else gives, in the few words that all sets share. */
import { CodedError } from '../../src/bytes/coded-error.ts'
import type { KeyFile, OpenResult } from '../../src/engine/protocol.ts'
import { judgeMessage, type Judging } from '../support/judge.ts'
import { readCorpusFile } from './corpus.ts'

/** The files of a set as one key file: several PEM or DER files, or one PKCS #12. */
export function keysOf(set: string, files: readonly string[], passphrase: string | null = null): Pick<Judging, 'keys' | 'certificates'> {
  const [keyFile = '', ...certificateFiles] = files
  const key: KeyFile = { bytes: readCorpusFile(set, keyFile), passphrase }
  return { keys: [key], certificates: certificateFiles.map(file => readCorpusFile(set, file)) }
}

export interface Opening {
  readonly result: OpenResult | undefined
  /** `decrypts`, `decrypts, signed and valid`, …, `closed smime/no-key`, `not encrypted`, `error code`. */
  readonly answer: string
  /** Octets of the innermost entity. */
  readonly octets: Uint8Array
  readonly text: string
}

/** Opens with these keys. The input is copied first: opening may write over it. */
export async function openWith(bytes: Uint8Array, judging: Partial<Judging>): Promise<Opening> {
  try {
    const result = await judgeMessage(bytes.slice(), { anchors: [], ...judging })
    return { result, answer: wordsOf(result), octets: result.innermost, text: new TextDecoder().decode(result.innermost) }
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
    return { result: undefined, answer: `error ${error.code}`, octets: new Uint8Array(), text: '' }
  }
}

function wordsOf({ verdict }: OpenResult): string {
  const envelopes = verdict.layers.filter(layer => layer.kind === 'enveloped')
  if (envelopes.length === 0) return 'not encrypted'
  if (envelopes.some(layer => !layer.opened)) return `closed ${verdict.reasons.filter(code => code !== 'smime/outer-signature-ignored').join(' ')}`
  if (verdict.signers.length === 0) return verdict.standing === 'none' ? 'decrypts' : `decrypts, ${verdict.standing}`
  return `decrypts, signed and ${verdict.standing}`
}

/** `decrypts` becomes `decrypts to other octets` when they are not the expected ones. */
export function comparing({ answer, octets }: Opening, expected: Uint8Array): string {
  return answer.startsWith('decrypts') && Buffer.compare(octets, expected) !== 0 ? `${answer} to other octets` : answer
}

/** The same for a text that has to be somewhere in it. */
export function containing({ answer, text }: Opening, expected: unknown): string {
  return typeof expected === 'string' && answer.startsWith('decrypts') && !text.includes(expected) ? `${answer} without the text` : answer
}
