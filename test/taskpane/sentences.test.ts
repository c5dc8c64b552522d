import { describe, expect, it } from 'vitest'
import { sentences } from '../../src/taskpane/sentences/catalogue.ts'
import { keyFailureSentences } from '../../src/taskpane/sentences/key-failures.ts'
import { keyLabels, keySentences } from '../../src/taskpane/sentences/keys.ts'
import { labels } from '../../src/taskpane/sentences/labels.ts'

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/gu)].map(match => match[1]).sort()
const ofKeys = Object.entries(keySentences.en).map(([name, en]) => [name, { en, ja: keySentences.ja[name as keyof typeof keySentences.ja] }] as const)
const all = [...Object.entries({ ...sentences, ...keyFailureSentences }), ...ofKeys]

describe('the sentences', () => {
  it('say something for every code, in both languages', () => {
    for (const [code, { en, ja }] of all) {
      expect(en.title, code).not.toBe('')
      expect(ja.title, code).not.toBe('')
      expect(en.body === '', code).toBe(ja.body === '')
    }
  })

  it('have the same placeholders in both languages', () => {
    for (const [code, { en, ja }] of all) {
      expect(placeholders(ja.title + ja.body), code).toEqual(placeholders(en.title + en.body))
    }
    for (const table of [labels, keyLabels]) {
      const japanese: Readonly<Record<string, string>> = table.ja
      for (const [name, text] of Object.entries<string>(table.en)) expect(placeholders(japanese[name] ?? ''), name).toEqual(placeholders(text))
    }
  })

  it('keep the rules of their language', () => {
    for (const [code, { en, ja }] of all) {
      expect(en.title.replace(/\{\w+\}/gu, ''), code).not.toMatch(/[.!]$|\b(error|fatal|successfully)\b/iu)
      expect(en.title.length, code).toBeLessThanOrEqual(56)
      expect(ja.title, code).not.toMatch(/。$/u)
      expect(`${ja.title}${ja.body}`, code).toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u)
      if (ja.body !== '') expect(ja.body, code).toMatch(/。$/u)
    }
  })

  it('promise no action that the pane does not have', () => {
    for (const [code, { en }] of all) expect(en.body, code).not.toMatch(/Sealpane can look for it|add it from a file|unlock your key/iu)
  })
})
