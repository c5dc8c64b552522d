/** Bouncy Castle's CMS: PSS, countersignatures, BER, and structures that are no CMS. */
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { type CorpusCase, readCorpusFile, runCorpus } from './corpus.ts'
import { answerOf, cmsAnswer } from './parse-answer.ts'
import { signatureAnswer } from './signed-answer.ts'

const SET = 'bc-cms'

function expectation(item: CorpusCase): string {
  const { signature, result } = item.expected
  // "BC lenient: valid": RFC 8017 section 9.2 builds one encoding and compares; OpenSSL refuses, as we do.
  if (item.file.includes('nonull')) return 'invalid'
  if (item.operation === 'parse') return 'refused'
  if (typeof signature === 'string') return signature.includes('valid') ? 'valid' : signature
  return String(result).split(' ')[0] ?? ''
}

async function answer(item: CorpusCase): Promise<string> {
  const bytes = readCorpusFile(SET, item.file)
  const { content } = item.material
  if (item.operation === 'parse') return cmsAnswer(bytes) === 'parses' ? 'parses' : 'refused'
  if (item.file.includes('SignedData')) {
    const certificate = readCorpusFile(SET, item.file.replace('SignedData_', ''))
    const said = await signatureAnswer(bytes, { certificates: [certificate], host: { fromAddress: 'a@example.com' } })
    return said === 'valid' ? 'parses' : said
  }
  if (item.operation === 'pqc-cms/cert') return answerOf(() => readCertificateFile(bytes).length > 0 || 'no certificate')
  const detached = typeof content === 'string' ? { content: readCorpusFile(SET, content) } : {}
  const said = await signatureAnswer(bytes, { ...detached, host: { fromAddress: 'a@example.com' } })
  return item.file.includes('nonull') ? (said.split(' ')[0] ?? '') : said
}

runCorpus({
  set: SET,
  applies: item => item.operation !== 'decrypt',
  expectation,
  answer,
})
