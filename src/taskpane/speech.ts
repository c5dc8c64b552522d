/** The pane's language, for every component of the panels. The shell around them has labels only and loads no sentences. */
import { createContext, useContext } from 'react'
import type { ReadingRoute } from '../outlook/mailbox-host.ts'
import type { Label } from './sentences/labels.ts'
import type { Language, SentenceCode, Wording } from './sentences/sentence.ts'
import { fillText, type Values } from './text/fill-text.ts'
import { wordsOf } from './words.ts'

export interface Speech {
  readonly language: Language
  readonly label: (label: Label, values?: Values) => string
  /** The label with its placeholders, for whoever fills them with more than text. */
  readonly bareLabel: (label: Label) => string
  readonly wording: (code: SentenceCode) => Wording
  /** Of a code that came over the wire as a string; an unknown one is a fault of ours and says so. */
  readonly failure: (code: string) => Wording
  readonly route: (route: ReadingRoute) => string
}

/** @throws for a language whose words were not loaded: `loadWords` comes first. */
export function speechOf(language: Language): Speech {
  const words = wordsOf(language)
  if (words === null) throw new Error(`the words of ${language} are not here`)
  const { wordings, labels, routes } = words
  return {
    language,
    label: (label, values) => (values ? fillText(labels[label], values) : labels[label]),
    bareLabel: label => labels[label],
    wording: code => wordings[code],
    failure: code => wordings[Object.hasOwn(wordings, code) ? (code as SentenceCode) : 'taskpane/unexpected'],
    route: route => routes[route],
  }
}

export const SpeechContext = createContext<Speech | null>(null)

/** @throws outside of the panels. */
export function useSpeech(): Speech {
  const speech = useContext(SpeechContext)
  if (!speech) throw new Error('nothing is spoken around this component')
  return speech
}
