/** All sentences, by code. */
import { certpathSentences } from './certpath.ts'
import { cmsSentences } from './cms.ts'
import { engineSentences } from './engine.ts'
import { mimeSentences } from './mime.ts'
import { outlookSentences } from './outlook.ts'
import type { FailureCode, KeyFailureCode, Language, Sentence, SentenceCode, Wording, WritingFailureCode } from './sentence.ts'
import { smimeSentences } from './smime.ts'
import { standingSentences } from './standing.ts'
import { taskpaneSentences } from './taskpane.ts'
import { webcryptoSentences } from './webcrypto.ts'
import { x509Sentences } from './x509.ts'

export const sentences: Readonly<Record<SentenceCode, Sentence>> = {
  ...standingSentences,
  ...mimeSentences,
  ...x509Sentences,
  ...cmsSentences,
  ...webcryptoSentences,
  ...certpathSentences,
  ...smimeSentences,
  ...engineSentences,
  ...outlookSentences,
  ...taskpaneSentences,
}

export function wordingOf(code: SentenceCode, language: Language): Wording {
  return sentences[code][language]
}

/** A code that came over the wire as a string; an unknown one is a fault of ours and says so. */
export function asFailureCode(code: string): Exclude<FailureCode, KeyFailureCode | WritingFailureCode> {
  return Object.hasOwn(sentences, code) ? (code as Exclude<FailureCode, KeyFailureCode | WritingFailureCode>) : 'taskpane/unexpected'
}
