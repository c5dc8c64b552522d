/** The pane's language, for every component of the panels. The shell around them has labels only and loads no sentences. */
import { createContext, useContext } from 'react'
import type { ReadingRoute } from '../outlook/mailbox-host.ts'
import { wordingOf } from './sentences/catalogue.ts'
import { type Label, labelOf, routeLabels } from './sentences/labels.ts'
import type { Language, SentenceCode, Wording } from './sentences/sentence.ts'
import type { Values } from './text/fill-text.ts'

export interface Speech {
  readonly language: Language
  readonly label: (label: Label, values?: Values) => string
  readonly wording: (code: SentenceCode) => Wording
  readonly route: (route: ReadingRoute) => string
}

export function speechOf(language: Language): Speech {
  return {
    language,
    label: (label, values) => labelOf(language, label, values),
    wording: code => wordingOf(code, language),
    route: route => routeLabels[language][route],
  }
}

export const SpeechContext = createContext<Speech>(speechOf('en'))

export function useSpeech(): Speech {
  return useContext(SpeechContext)
}
