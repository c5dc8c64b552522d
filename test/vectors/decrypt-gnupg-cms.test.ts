/** What gpgsm encrypts: to a certificate, to a password, in CBC and GCM. */
import { readCorpusFile, runCorpus } from './corpus.ts'
import { comparing, containing, keysOf, openWith } from './decrypt-answer.ts'

const SET = 'gnupg-cms'
const firstWord = (value: unknown) => String(value).split(' ')[0] ?? ''

runCorpus({
  set: SET,
  ledger: 'decrypt-exceptions',
  applies: item => item.operation === 'decrypt',
  expectation: () => 'decrypts',
  answer: async item => {
    const bytes = readCorpusFile(SET, item.file)
    const { key, cert, password } = item.material
    if (typeof password === 'string') return containing(await openWith(bytes, { passwords: [password] }), 'The police are making')
    const opening = await openWith(bytes, keysOf(SET, [firstWord(key), `samplekeys/${String(cert)}`]))
    return comparing(opening, readCorpusFile(SET, String(item.expected['decrypts-to-file'])))
  },
})
