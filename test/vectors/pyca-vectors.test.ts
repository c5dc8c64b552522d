/** The Python Cryptographic Authority's vectors: P7B, odd certificates, CRLs and OCSP answers, right and wrong. */
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { parseCertificateList } from '../../src/x509/certificate-list.ts'
import { parseOcspResponse } from '../../src/x509/ocsp-response.ts'
import { type CorpusCase, readCorpusFile, runCorpus } from './corpus.ts'
import { answerOf } from './parse-answer.ts'

const SET = 'pyca-vectors'

/** An answer's status, or that there is none to read: an error status, another type, a request. */
function expectation(item: CorpusCase): string {
  if (item.operation === 'ocsp-parse') return typeof item.expected['cert_status'] === 'string' ? item.expected['cert_status'] : 'refused'
  return item.expected['result'] === 'error' ? 'refused' : String(item.expected['result'])
}

function answer(item: CorpusCase): string {
  const bytes = readCorpusFile(SET, item.file)
  switch (item.operation) {
    case 'ocsp-parse':
      return answerOf(() => parseOcspResponse(bytes).responses[0]?.status.kind ?? 'none')
    case 'crl-parse':
      return answerOf(() => parseCertificateList(bytes))
    default:
      return answerOf(() => readCertificateFile(bytes).length > 0 || 'no certificate')
  }
}

runCorpus({
  set: SET,
  applies: item => ['ocsp-parse', 'crl-parse', 'certs-only', 'cert'].includes(item.operation),
  expectation,
  answer: item => {
    const said = answer(item)
    return Promise.resolve(said.startsWith('x509/') ? 'refused' : said)
  },
})
