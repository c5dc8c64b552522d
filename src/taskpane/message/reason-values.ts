/** The facts that a reason's sentence needs, taken from the verdict that gave the reason. */
import type { MessageVerdict, ReasonCode, SenderVerdict, SignerVerdict } from '../../smime/verdict.ts'
import { formatDay, formatTime } from '../text/dates.ts'
import type { Values } from '../text/fill-text.ts'
import type { Language } from '../sentences/sentence.ts'

const ADDRESS_SEPARATOR = ', '

/** How a signer is called in a sentence: by address, else by what the certificate names, else by nothing. */
export function signerName(signer: SignerVerdict | undefined): string {
  return signer?.address ?? signer?.certificate?.label ?? signer?.subject ?? '?'
}

/** Values for the sentence of `code`. Codes that need none get the common ones. */
export function reasonValues(code: ReasonCode, verdict: MessageVerdict, signer: SignerVerdict | undefined, language: Language): Values {
  const common = { signer: signerName(signer), n: String(verdict.signers.length), from: verdict.headers.from }
  if (!signer) return common
  return { ...common, ...factsOf(code, signer, language) }
}

function factsOf(code: ReasonCode, signer: SignerVerdict, language: Language): Values {
  const { content, path, revocation, notes } = signer
  if (content.outcome === 'unverifiable' && content.code === code) return { algorithm: content.algorithm }
  if (content.outcome === 'intact') {
    const weakness = content.weaknesses.find(each => each.code === code)
    if (weakness) return textValues(weakness, language)
  }
  if (path.outcome === 'invalid') {
    const failure = path.failures.find(each => each.code === code)
    if (failure) return textValues(failure, language)
  }
  if (revocation.outcome === 'revoked' && code.startsWith('certpath/revoked')) return textValues({ date: revocation.date }, language)
  const note = notes.find(each => each.code === code)
  if (note) return noteValues(note.values, language)
  return senderValues(signer.sender)
}

/** Values of a sender's sentence. */
export function senderValues(sender: SenderVerdict): Values {
  switch (sender.outcome) {
    case 'match':
      return { address: sender.address }
    case 'mismatch':
      return { from: sender.from, signer: sender.certified.join(ADDRESS_SEPARATOR) }
    case 'no-address':
      return { from: sender.from, subject: sender.subject }
    case 'unusable-from':
      return { from: sender.from }
    case 'host-differs':
      return { from: sender.hostFrom, address: sender.from }
    case 'header-differs':
      return { inner: sender.inner, outer: sender.outer }
    case 'not-checked':
      return {}
  }
}

/** Values of a note's sentence; times are put into words. */
export function noteValues(values: Values, language: Language): Values {
  const entries = Object.entries(values).map(([name, value]) => [name, name === 'time' || name === 'date' ? formatTime(value, language) : value])
  return Object.fromEntries(entries) as Values
}

function textValues(facts: object, language: Language): Values {
  const entries = Object.entries(facts).map(([name, value]) => [name, name === 'date' ? formatDay(String(value), language) : String(value)])
  return Object.fromEntries(entries) as Values
}
