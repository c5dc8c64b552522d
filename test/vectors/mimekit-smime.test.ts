/** MimeKit's signed mail: a real message, and one whose body mixes line ends. */
import { readCorpusFile, runCorpus } from './corpus.ts'
import { signatureWord } from './signed-answer.ts'

const SET = 'mimekit-smime'

runCorpus({
  set: SET,
  ledger: false,
  applies: item => ['verify', 'canonicalize'].includes(item.operation),
  expectation: () => 'valid',
  answer: item => signatureWord(readCorpusFile(SET, item.file)),
})
