/** GnuPG's signed messages: the oldest lack the content-type attribute. */
import { readCorpusFile, runCorpus } from './corpus.ts'
import { signatureAnswer } from './signed-answer.ts'

const SET = 'gnupg-cms'
const CERTIFICATES = ['cert_g10code_pete1', 'cert_g10code_test1', 'cert_g10code_theo1', 'cert_g10code_enconly_1', 'cert_g10code_test_ca']

runCorpus({
  set: SET,
  ledger: 'messages',
  applies: item => item.operation.startsWith('verify'),
  expectation: item => String(item.expected['signature']),
  answer: async item => {
    const { content } = item.material
    const said = await signatureAnswer(readCorpusFile(SET, item.file), {
      ...(typeof content === 'string' ? { content: readCorpusFile(SET, content) } : {}),
      certificates: CERTIFICATES.map(name => readCorpusFile(SET, `samplekeys/${name}.pem`)),
      host: { fromAddress: 'a@example.com' },
    })
    return item.expected['signature'] === 'invalid' ? (said.split(' ')[0] ?? '') : said
  },
})
