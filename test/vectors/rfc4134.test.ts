/** The examples of RFC 4134: DSA, SHA-1, and signatures without signed attributes, from a time when that was enough. */
import { type CorpusCase, readCorpusFile, runCorpus } from './corpus.ts'
import { signatureAnswer } from './signed-answer.ts'

const SET = 'rfc4134'

async function answer(item: CorpusCase): Promise<string> {
  const content = item.operation === 'verify-detached' ? { content: readCorpusFile(SET, 'ExContent.bin') } : {}
  const said = await signatureAnswer(readCorpusFile(SET, item.file), { ...content, host: { fromAddress: 'alice@example.com' } })
  return said === 'smime/certs-only' ? 'certs' : said
}

runCorpus({
  set: SET,
  applies: item => ['verify', 'verify-detached', 'certs-only', 'digest-verify'].includes(item.operation),
  expectation: item => String(item.expected['result']),
  answer,
})
