/** Bouncy Castle's key agreement: standard and cofactor, every digest, every AES key wrap. */
import { canonicalForm } from '../../src/smime/canonical-form.ts'
import { readCorpusFile, runCorpus } from './corpus.ts'
import { comparing, keysOf, openWith } from './decrypt-answer.ts'

const SET = 'bc-cms'

runCorpus({
  set: SET,
  ledger: 'decrypt-exceptions',
  applies: item => item.operation === 'decrypt',
  expectation: () => 'decrypts',
  answer: async item => {
    const { key, cert } = item.material
    const opening = await openWith(readCorpusFile(SET, item.file), keysOf(SET, [String(key), String(cert)]))
    // The file has OpenSSL's line ends; S/MIME content has CRLF (RFC 8551 section 3.1.1).
    return comparing(opening, canonicalForm(readCorpusFile(SET, String(item.expected['decrypts-to-file']))))
  },
})
