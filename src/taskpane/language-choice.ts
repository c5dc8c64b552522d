/** The user's choice of language, kept in this browser where it allows that. */
import type { Language } from './sentences/sentence.ts'

/** `outlook` follows Outlook's display language. */
export type LanguageChoice = 'outlook' | Language

const KEY = 'sealpane.language'

/** QUIRK: reading `localStorage` throws in a frame whose third-party storage is blocked. */
export function loadLanguageChoice(): LanguageChoice {
  try {
    const stored = localStorage.getItem(KEY)
    return stored === 'en' || stored === 'ja' ? stored : 'outlook'
  } catch {
    return 'outlook'
  }
}

/** Keeps the choice; where storage is not allowed it holds for as long as the pane is open. */
export function saveLanguageChoice(choice: LanguageChoice): void {
  try {
    if (choice === 'outlook') localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, choice)
  } catch {
    // Nothing to do: the choice still holds in this pane.
  }
}

/** Japanese for any Japanese tag, else English. */
export function languageOf(choice: LanguageChoice, displayLanguage: string): Language {
  if (choice !== 'outlook') return choice
  return /^ja\b/iu.test(displayLanguage) ? 'ja' : 'en'
}
