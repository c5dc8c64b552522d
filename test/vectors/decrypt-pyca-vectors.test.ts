/** pyca/cryptography's PKCS #7 envelopes. */
import { readCorpusFile, runCorpus } from './corpus.ts'
import { comparing, keysOf, openWith } from './decrypt-answer.ts'

const SET = 'pyca-vectors'

runCorpus({
  set: SET,
  ledger: 'decrypt-exceptions',
  applies: item => item.operation === 'decrypt',
  // The key of `enveloped.pem` is not in the set.
  expectation: item => (typeof item.expected['decrypts'] === 'string' ? 'decrypts' : item.file.includes('no-content') ? 'closed smime/cannot-decrypt' : 'closed smime/no-key'),
  answer: async item => {
    const opening = await openWith(readCorpusFile(SET, item.file), keysOf(SET, ['x509/custom/ca/rsa_key.pem', 'x509/custom/ca/rsa_ca.pem']))
    const { decrypts } = item.expected
    return typeof decrypts === 'string' ? comparing(opening, new TextEncoder().encode(decrypts)) : opening.answer
  },
})
