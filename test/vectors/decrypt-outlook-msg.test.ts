/** Encrypted mail as Outlook saves it, and the same messages as .eml. */
import { readCorpusFile, runCorpus } from './corpus.ts'
import { keysOf, openWith } from './decrypt-answer.ts'

const SET = 'outlook-msg'

runCorpus({
  set: SET,
  ledger: 'decrypt-exceptions',
  applies: item => item.operation.startsWith('decrypt') || (item.operation.startsWith('msg-container') && item.file.includes('encrypted')),
  expectation: item => (item.file.includes('signed & encrypted') ? 'decrypts, signed and' : 'decrypts'),
  answer: async item => {
    const [file = '', password = ''] = String(item.material['key']).split(/ \(|\)/u)
    const opening = await openWith(readCorpusFile(SET, item.file), { ...keysOf(SET, [file], password), anchors: [readCorpusFile(SET, 'pkcs12/ca.crt')] })
    return opening.answer.replace(/ (?:valid|attention)$/u, '')
  },
})
