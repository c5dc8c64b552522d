/** All that the panels say in one language. Each language is a chunk of its own; nobody loads two. */
import type { ReadingRoute } from '../../outlook/mailbox-host.ts'
import { sentences } from './catalogue.ts'
import { type Labels, labels, routeLabels } from './labels.ts'
import type { Language, SentenceCode, Wording } from './sentence.ts'

export interface Spoken {
  readonly wordings: Readonly<Record<SentenceCode, Wording>>
  readonly labels: Labels
  readonly routes: Readonly<Record<ReadingRoute, string>>
}

/** One language out of the sentences, where both stand side by side. */
export function spokenIn(language: Language): Spoken {
  const wordings = Object.fromEntries(Object.entries(sentences).map(([code, sentence]) => [code, sentence[language]])) as Record<SentenceCode, Wording>
  return { wordings, labels: labels[language], routes: routeLabels[language] }
}
