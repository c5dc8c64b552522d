/** Thunderbird's nest of signatures and encryptions: only a signature inside the encryption is the author's (SEC-12). */
import { readCorpusFile, runCorpus } from './corpus.ts'
import { containing, keysOf, openWith } from './decrypt-answer.ts'

const SET = 'thunderbird-smime'

const keyFiles = (value: unknown) =>
  (Array.isArray(value) ? value : ['Bob.p12 (pw nss)']).flatMap(text => keysOf(SET, [String(text).split(' (')[0] ?? ''], 'nss').keys ?? [])

const open = (file: string, decryptKeys: unknown) =>
  openWith(readCorpusFile(SET, file), { anchors: [readCorpusFile(SET, 'TestCA.pem')], at: '2026-06-01T00:00:00Z', keys: keyFiles(decryptKeys) })

runCorpus({
  set: SET,
  ledger: 'decrypt-exceptions',
  applies: item => item.operation.startsWith('decrypt'),
  expectation: ({ expected }) => {
    if (expected['signed'] !== true) return 'decrypts'
    // SHA-1 is weak and not broken here: the mathematics are said to hold, and a human is asked (design, "attention").
    return expected['signature'] === 'valid' ? 'decrypts, signed and valid' : 'decrypts, signed and attention'
  },
  answer: async item => containing(await open(item.file, item.material['decrypt_keys']), item.expected['plaintext_contains']),
})

runCorpus({
  set: SET,
  ledger: false,
  applies: item => item.operation.startsWith('display (') || (item.operation === 'display' && item.file.includes('.env.')),
  nameOf: item => `display ${item.file}`,
  expectation: item => (typeof item.expected['body_contains'] === 'string' ? 'shown' : 'not shown'),
  answer: async item => {
    const { result } = await open(item.file, undefined)
    const wanted = String(item.expected['body_contains'] ?? item.expected['body_must_not_contain'])
    return result?.parts.some(part => part.text?.includes(wanted)) ? 'shown' : 'not shown'
  },
})
