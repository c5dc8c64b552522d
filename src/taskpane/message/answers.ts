/** The four answers of one signer as rows: always the same four, in the same order. */
import type { MessageVerdict, SignerVerdict, Standing } from '../../smime/verdict.ts'
import { severityOfFailure } from '../../certpath/severity.ts'
import type { Language, SentenceCode } from '../sentences/sentence.ts'
import { formatDay } from '../text/dates.ts'
import type { Values } from '../text/fill-text.ts'
import { reasonValues, senderValues } from './reason-values.ts'

export type CheckName = 'content' | 'certificate' | 'revocation' | 'sender'

/** `good` is green and only exists in a valid verdict; everywhere else a passed check is `ok`, in grey. */
export type Tone = 'good' | 'ok' | 'warn' | 'bad' | 'off'

export interface SaidCode {
  readonly code: SentenceCode
  readonly values: Values
}

export interface Answer {
  readonly name: CheckName
  readonly tone: Tone
  readonly said: SaidCode
  /** Further reasons of the same check. */
  readonly others: readonly SaidCode[]
}

type Said = Pick<Answer, 'tone' | 'said'> & { readonly others?: readonly SaidCode[] }

/** @param standing the standing of the whole message: it alone decides whether a passed check is green. */
export function answersOf(signer: SignerVerdict, verdict: MessageVerdict, language: Language): readonly Answer[] {
  const passed: Tone = verdict.standing === 'valid' ? 'good' : 'ok'
  const rows: readonly (readonly [CheckName, Said])[] = [
    ['content', contentAnswer(signer, verdict, language, passed)],
    ['certificate', pathAnswer(signer, verdict, language, passed)],
    ['revocation', revocationAnswer(signer, verdict, language, passed)],
    ['sender', senderAnswer(signer, verdict, language, passed)],
  ]
  return rows.map(([name, { tone, said, others = [] }]) => ({ name, tone, said, others }))
}

type AnswerOf = (signer: SignerVerdict, verdict: MessageVerdict, language: Language, passed: Tone) => Said

const contentAnswer: AnswerOf = (signer, verdict, language, passed) => {
  const { content } = signer
  switch (content.outcome) {
    case 'intact': {
      const [weakness, ...others] = content.weaknesses.map(({ code }) => ({ code, values: reasonValues(code, verdict, signer, language) }))
      return weakness ? { tone: 'warn', said: weakness, others } : { tone: passed, said: { code: 'smime/content-intact', values: {} } }
    }
    case 'altered':
    case 'malformed':
      return { tone: 'bad', said: { code: content.code, values: reasonValues(content.code, verdict, signer, language) } }
    case 'unverifiable':
      return { tone: 'off', said: { code: content.code, values: reasonValues(content.code, verdict, signer, language) } }
  }
}

const pathAnswer: AnswerOf = (signer, verdict, language, passed) => {
  const { path } = signer
  switch (path.outcome) {
    case 'valid': {
      const root = path.path.at(-1)?.label ?? ''
      return { tone: passed, said: { code: 'certpath/valid', values: { root } } }
    }
    case 'invalid': {
      const said = path.failures.map(({ code }) => ({ code, values: reasonValues(code, verdict, signer, language) }))
      const [first, ...others] = said as [SaidCode, ...SaidCode[]]
      return { tone: toneOf(severityOfFailure(path.failures[0].code)), said: first, others }
    }
    case 'not-checked':
      return { tone: 'off', said: { code: path.why === 'no-certificate' ? 'certpath/no-certificate' : 'certpath/path-waits', values: {} } }
  }
}

const revocationAnswer: AnswerOf = (signer, verdict, language, passed) => {
  const { revocation } = signer
  switch (revocation.outcome) {
    case 'good':
      return { tone: passed, said: { code: 'certpath/not-revoked', values: { date: formatDay(revocation.thisUpdate, language) } } }
    case 'revoked': {
      const code = revocation.source === 'crl' ? 'certpath/revoked-crl' : 'certpath/revoked-ocsp'
      return { tone: 'bad', said: { code, values: reasonValues(code, verdict, signer, language) } }
    }
    case 'unknown':
      return { tone: 'warn', said: { code: revocation.code, values: {} } }
    case 'not-checked':
      return { tone: 'off', said: { code: revocation.why === 'policy' ? 'certpath/revocation-not-checked' : 'certpath/revocation-waits', values: {} } }
  }
}

const senderAnswer: AnswerOf = (signer, verdict, language, passed) => {
  const { sender, notes } = signer
  const isFar = notes.some(note => note.code === 'smime/signing-time-far')
  const far: SaidCode = { code: 'smime/signing-time-far', values: reasonValues('smime/signing-time-far', verdict, signer, language) }
  const others = isFar ? [far] : []
  const values = senderValues(sender)
  switch (sender.outcome) {
    case 'match':
      return isFar ? { tone: 'warn', said: far } : { tone: passed, said: { code: 'smime/sender-match', values } }
    case 'mismatch':
      return { tone: 'warn', said: { code: 'smime/sender-mismatch', values }, others }
    case 'no-address':
      return { tone: 'warn', said: { code: 'smime/no-address-in-certificate', values }, others }
    case 'unusable-from':
      return { tone: 'warn', said: { code: sender.code, values }, others }
    case 'host-differs':
      return { tone: 'warn', said: { code: 'smime/host-from-differs', values }, others }
    case 'header-differs':
      return { tone: 'warn', said: { code: 'smime/header-from-differs', values }, others }
    case 'not-checked':
      return { tone: 'off', said: { code: 'smime/sender-waits', values: {} }, others }
  }
}

function toneOf(standing: Standing): Tone {
  if (standing === 'invalid') return 'bad'
  return standing === 'attention' ? 'warn' : 'off'
}
