/** GnuPG's samples of certificates, CRLs and CMS. */
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { parseCertificateList } from '../../src/x509/certificate-list.ts'
import { type CorpusCase, readCorpusFile, runCorpus } from './corpus.ts'
import { answerOf, cmsAnswer } from './parse-answer.ts'
import { signatureAnswer } from './signed-answer.ts'

const SET = 'libksba-samples'

function answer(item: CorpusCase): string {
  const bytes = readCorpusFile(SET, item.file)
  switch (item.operation) {
    case 'cert-parse':
      return answerOf(() => readCertificateFile(bytes).length > 0 || 'no certificate')
    case 'crl-parse':
      return answerOf(() => parseCertificateList(bytes))
    default:
      return cmsAnswer(bytes)
  }
}

runCorpus({
  set: SET,
  applies: () => true,
  expectation: item => String(item.expected['result']),
  answer: item => Promise.resolve(answer(item)),
})

runCorpus({
  set: SET,
  ledger: false,
  applies: item => item.file === 'rsa-sample1.p7s',
  nameOf: item => `verify ${item.file}`,
  expectation: () => 'valid',
  answer: item => signatureAnswer(readCorpusFile(SET, item.file), { host: { fromAddress: 'a@example.com' } }),
})
