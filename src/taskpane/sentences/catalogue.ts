/** All sentences, by code. */
import { certpathSentences } from './certpath.ts'
import { cmsSentences } from './cms.ts'
import { engineSentences } from './engine.ts'
import { mimeSentences } from './mime.ts'
import { outlookSentences } from './outlook.ts'
import type { Sentence, SentenceCode } from './sentence.ts'
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
