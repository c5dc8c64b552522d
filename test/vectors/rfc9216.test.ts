/** RFC 9216: the sample certificates' paths, one hop and two over the cross certificates. */
import { failureOf, judgeCertificate } from '../support/judge.ts'
import { type CorpusCase, readCorpusFile, runCorpus } from './corpus.ts'

const SET = 'rfc9216'
const untrusted = (item: CorpusCase) => (item.material['untrusted'] ?? []) as string[]

runCorpus({
  set: SET,
  applies: item => item.operation === 'path-validation',
  nameOf: item => [item.file, String(item.material['trust']), ...untrusted(item)].join(' '),
  expectation: item => String(item.expected['path']),
  answer: async item =>
    failureOf(
      await judgeCertificate(readCorpusFile(SET, item.file), {
        anchors: [readCorpusFile(SET, String(item.material['trust']))],
        certificates: untrusted(item).map(file => readCorpusFile(SET, file)),
        purpose: item.file.includes('encrypt') ? 'email-encryption' : 'email-signing',
        at: '2026-11-01T00:00:00Z',
      }),
    ),
})
