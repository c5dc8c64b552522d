/** What NSS tests itself with: RSA-OAEP with every digest, mask and label, and key agreement with every derivation. */
import { readCorpusFile, runCorpus } from './corpus.ts'
import { containing, keysOf, openWith } from './decrypt-answer.ts'

const SET = 'nss-smime-interop'

runCorpus({
  set: SET,
  ledger: 'decrypt-exceptions',
  applies: item => item.operation === 'decrypt',
  expectation: () => 'decrypts',
  answer: async item => {
    const [file = '', password = ''] = String(item.material['key']).split(/ \(|\)/u)
    return containing(await openWith(readCorpusFile(SET, item.file), keysOf(SET, [file], password)), item.expected['plaintext_contains'])
  },
})
