import { describe, expect, it } from 'vitest'
import { sentences } from '../../src/taskpane/sentences/catalogue.ts'
import { keyFailureSentences } from '../../src/taskpane/sentences/key-failures.ts'
import { keyLabels, keySentences } from '../../src/taskpane/sentences/keys.ts'
import { labels } from '../../src/taskpane/sentences/labels.ts'
import { writingLabels, writingPhrases, writingSentences } from '../../src/taskpane/sentences/writing.ts'

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/gu)].map(match => match[1]).sort()
const ofKeys = Object.entries(keySentences.en).map(([name, en]) => [name, { en, ja: keySentences.ja[name as keyof typeof keySentences.ja] }] as const)
const ofWriting = Object.entries(writingPhrases.en).map(([name, en]) => [name, { en, ja: writingPhrases.ja[name as keyof typeof writingPhrases.ja] }] as const)
const all = [...Object.entries({ ...sentences, ...keyFailureSentences }), ...ofKeys, ...Object.entries(writingSentences), ...ofWriting]

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
    for (const table of [labels, keyLabels, writingLabels]) {
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

  it('about a send say what was not sent, and name an action exactly where there is one', () => {
    for (const [code, { does, en, ja }] of Object.entries(writingSentences)) {
      expect([en.action === null, ja.action === null], code).toEqual([does === null, does === null])
      const isAboutSending = !code.startsWith('smime/') && !['outlook/sent-unconfirmed', 'outlook/no-recipients', 'engine/no-signing-key', 'engine/signing-key-expired', 'engine/no-own-certificate', 'engine/draft-unreadable', 'engine/unreadable-file', 'taskpane/unexpected'].includes(code)
      if (isAboutSending) expect([/nothing was sent|not sent/iu.test(`${en.title} ${en.body}`), /送信(?:を中止|していません|されず|されていません|をキャンセル)/u.test(`${ja.title}${ja.body}`)], code).toEqual([true, true])
    }
  })
})
