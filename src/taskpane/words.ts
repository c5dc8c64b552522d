/** The words of the panels, a chunk for each language. The shell around them has its own few labels and waits for nothing. */
import type { Language } from './sentences/sentence.ts'
import type { Spoken } from './sentences/spoken.ts'

const loaders: Readonly<Record<Language, () => Promise<{ readonly spoken: Spoken }>>> = {
  en: () => import(/* webpackChunkName: 'english' */ './sentences/spoken-en.ts'),
  ja: () => import(/* webpackChunkName: 'japanese' */ './sentences/spoken-ja.ts'),
}

const loaded = new Map<Language, Spoken>()

/** Has the words of a language there. Rejects when they cannot be loaded; the next call tries again. */
export async function loadWords(language: Language): Promise<void> {
  if (!loaded.has(language)) loaded.set(language, (await loaders[language]()).spoken)
}

/** Null as long as they were not loaded. */
export const wordsOf = (language: Language): Spoken | null => loaded.get(language) ?? null
