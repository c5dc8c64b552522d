/** ML-KEM recipients (RFC 9629, RFC 9936) of five implementations: with and without ukm, CBC and GCM, every form of the key. */
import { readCorpusFile, runCorpus } from './corpus.ts'
import { comparing, keysOf, openWith } from './decrypt-answer.ts'

const SET = 'lamps-pqc'
const firstWord = (value: unknown) => String(value).split(' ')[0] ?? ''

const run = (name: string, keyOf: (key: string) => string | undefined) => {
  runCorpus({
    set: SET,
    ledger: name === 'decrypt' ? 'decrypt-exceptions' : false,
    applies: item => item.operation === 'decrypt' && keyOf(firstWord(item.material['key'])) !== undefined,
    nameOf: item => `${name} ${item.file}`,
    expectation: () => 'decrypts',
    answer: async item => {
      const key = keyOf(firstWord(item.material['key'])) ?? ''
      const opening = await openWith(readCorpusFile(SET, item.file), keysOf(SET, [key, String(item.material['cert'])]))
      return comparing(opening, readCorpusFile(SET, String(item.expected['plaintext_file'])))
    },
  })
}

run('decrypt', key => key)
run('with the seed', key => (key.endsWith('-both.priv') ? key.replace('-both', '-seed') : undefined))
run('with the expanded key', key => (key.endsWith('-both.priv') ? key.replace('-both', '-expanded') : undefined))
