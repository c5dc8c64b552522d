/** RFC 9788: the signed sample with protected headers, and its broken twin. */
import { judgeMessage } from '../support/judge.ts'
import { readCorpusFile, runCorpus } from './corpus.ts'

const SET = 'rfc9788'

runCorpus({
  set: SET,
  applies: item => item.operation.startsWith('verify'),
  expectation: item => String(item.expected['signature']),
  answer: async item => {
    const anchors = [readCorpusFile('rfc9216', 'ca.rsa.crt')]
    return (await judgeMessage(readCorpusFile(SET, item.file), { anchors, at: '2026-11-01T00:00:00Z' })).verdict.standing
  },
})
