/** OpenSSL's malformed and odd CMS. The case about policies is run with the paths of PKITS. */
import { type CorpusCase, readCorpusFile, runCorpus } from './corpus.ts'
import { cmsAnswer } from './parse-answer.ts'
import { signatureAnswer, signatureWord } from './signed-answer.ts'

const SET = 'openssl-cms'

function expectation(item: CorpusCase): string {
  const { signature, result } = item.expected
  if (typeof signature === 'string') return signature
  const said = String(result)
  if (said.includes('unsupported digest')) return 'unchecked webcrypto/algorithm-unsupported'
  return said.startsWith('error') ? 'refused' : 'parses'
}

async function answer(item: CorpusCase): Promise<string> {
  const bytes = readCorpusFile(SET, item.file)
  if (item.operation === 'parse' || item.operation === 'encrypted-data') {
    const said = cmsAnswer(bytes)
    return said === 'parses' ? said : 'refused'
  }
  const judging = { host: { fromAddress: 'a@example.com' }, certificates: [readCorpusFile(SET, 'smime-certs/smrsa1.pem')] }
  return item.file.includes('md4') ? signatureAnswer(bytes, judging) : signatureWord(bytes, judging)
}

runCorpus({
  set: SET,
  applies: item => ['verify', 'parse'].includes(item.operation) && item.expected['path'] === undefined,
  expectation,
  answer,
})
