/** RustCrypto's CMS examples: read as far as their type is ours, and verified where OpenSSL verifies them. */
import { readCorpusFile, runCorpus } from './corpus.ts'
import { cmsAnswer } from './parse-answer.ts'
import { signatureAnswer } from './signed-answer.ts'

const SET = 'rustcrypto-cms'

runCorpus({
  set: SET,
  applies: () => true,
  expectation: item => String(item.expected['result']),
  answer: item => Promise.resolve(cmsAnswer(readCorpusFile(SET, item.file))),
})

/** OpenSSL's word beside each case. */
const VERIFIED = ['cms_ber.bin', 'cms_der.bin', 'scep_der.bin', 'sd.cms'].map(name => `examples/${name}`)

runCorpus({
  set: SET,
  ledger: false,
  applies: item => VERIFIED.includes(item.file),
  nameOf: item => `verify ${item.file}`,
  expectation: () => 'valid',
  answer: item => signatureAnswer(readCorpusFile(SET, item.file), { host: { fromAddress: 'a@example.com' } }),
})
