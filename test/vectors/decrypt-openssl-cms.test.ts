/** OpenSSL's own odd envelopes: each ends as an answer, and the sound one opens. */
import { readCorpusFile, runCorpus } from './corpus.ts'
import { keysOf, openWith } from './decrypt-answer.ts'

const SET = 'openssl-cms'

runCorpus({
  set: SET,
  ledger: 'decrypt-exceptions',
  applies: item => item.operation === 'decrypt',
  expectation: item => (String(item.expected['result']).startsWith('decrypts') ? 'decrypts' : 'stays closed'),
  answer: async item => {
    const { key, cert, kek_hex: kek, kek_id: id } = item.material
    const files = [key, cert].filter(file => typeof file === 'string' && file !== 'ee-key.pem').map(String)
    const hex = (value: unknown) => new Uint8Array(Buffer.from(typeof value === 'string' ? value : '', 'hex'))
    const opening = await openWith(readCorpusFile(SET, item.file), {
      ...(files.length > 0 ? keysOf(SET, files) : {}),
      passwords: ['password'],
      sharedKeys: kek === undefined ? [] : [{ key: hex(kek), identifier: hex(id) }],
    })
    return opening.answer.startsWith('decrypts') ? opening.answer : 'stays closed'
  },
})
