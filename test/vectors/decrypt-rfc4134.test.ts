/** RFC 4134 section 5: 3DES and RC2 to an RSA key of 1024 bits. */
import { expect, it } from 'vitest'
import { HAS_CORPORA, readCorpusFile, runCorpus } from './corpus.ts'
import { containing, keysOf, openWith } from './decrypt-answer.ts'

const SET = 'rfc4134'
const bob = () => keysOf(SET, ['BobPrivRSAEncrypt.pri', 'BobRSASignByCarl.cer'])

runCorpus({
  set: SET,
  ledger: 'decrypt-exceptions',
  applies: item => item.operation === 'decrypt',
  expectation: () => 'decrypts',
  answer: async item => containing(await openWith(readCorpusFile(SET, item.file), bob()), 'This is some sample content.'),
})

it.skipIf(!HAS_CORPORA).each(['5.1.bin', '5.2.bin'])('%s is said to be weakly encrypted, and open to change', async file => {
  const { result } = await openWith(readCorpusFile(SET, file), bob())
  expect(result?.verdict.layers[0]).toMatchObject({ notes: [{ code: 'webcrypto/weak-cipher' }, { code: 'smime/cbc-unsigned' }] })
})
