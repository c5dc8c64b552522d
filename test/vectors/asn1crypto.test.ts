/** asn1crypto's CMS of every type, and revocation evidence. */
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { parseCertificateList } from '../../src/x509/certificate-list.ts'
import { parseOcspResponse } from '../../src/x509/ocsp-response.ts'
import { readCorpusFile, runCorpus } from './corpus.ts'
import { answerOf, cmsAnswer } from './parse-answer.ts'

const SET = 'asn1crypto'

runCorpus({
  set: SET,
  applies: () => true,
  expectation: item => String(item.expected['result']),
  answer: item => {
    const bytes = readCorpusFile(SET, item.file)
    if (item.operation === 'crl-parse') return Promise.resolve(answerOf(() => parseCertificateList(bytes)))
    // An OCSP responder's certificate.
    if (item.file.endsWith('.pem')) return Promise.resolve(answerOf(() => readCertificateFile(bytes)))
    if (item.operation === 'ocsp-parse') return Promise.resolve(answerOf(() => parseOcspResponse(bytes)))
    return Promise.resolve(cmsAnswer(bytes))
  },
})
