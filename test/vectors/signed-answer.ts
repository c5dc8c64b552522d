/** What our verifier says of a CMS object from somebody else, in the few words that all sets share. */
import type { SecurityLayer } from '../../src/smime/verdict.ts'
import { CodedError } from '../../src/bytes/coded-error.ts'
import { judgeMessage, type Judging } from '../support/judge.ts'

/** `valid`, `invalid` or `unchecked`, then the codes: about the mathematics alone, every signer, worst first. */
export async function signatureAnswer(bytes: Uint8Array, judging: Partial<Judging> = {}): Promise<string> {
  try {
    const { verdict } = await judgeMessage(bytes, { anchors: [], ...judging })
    const [layer] = verdict.layers
    if (layer?.kind !== 'signed') return layer?.kind ?? verdict.reasons.join(' ')
    return layerAnswer(layer)
  } catch (error) {
    if (error instanceof CodedError) return `error ${error.code}`
    throw error
  }
}

function layerAnswer({ signers }: Extract<SecurityLayer, { kind: 'signed' }>): string {
  const contents = signers.map(signer => signer.content)
  if (contents.length === 0) return 'invalid'
  const codes = [...new Set(contents.flatMap(content => (content.outcome === 'intact' ? [] : [content.code])))]
  const word = contents.every(content => content.outcome === 'intact')
    ? 'valid'
    : contents.some(content => content.outcome === 'altered' || content.outcome === 'malformed')
      ? 'invalid'
      : 'unchecked'
  return [word, ...codes].join(' ')
}

/** Only the word. */
export async function signatureWord(bytes: Uint8Array, judging: Partial<Judging> = {}): Promise<string> {
  return (await signatureAnswer(bytes, judging)).split(' ')[0] ?? ''
}
