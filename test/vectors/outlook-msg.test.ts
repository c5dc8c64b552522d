/** Messages saved by Outlook as .eml and .msg: the signed ones verify, the container of every .msg gives up its S/MIME part. */
import { judgeMessage } from '../support/judge.ts'
import { readCorpusFile, runCorpus } from './corpus.ts'

const SET = 'outlook-msg'

const judge = async (file: string) =>
  (await judgeMessage(readCorpusFile(SET, file), { anchors: [readCorpusFile(SET, 'pkcs12/ca.crt')], at: '2019-05-01T00:00:00Z' })).verdict

runCorpus({
  set: SET,
  applies: item => item.operation === 'verify',
  expectation: item => String(item.expected['result']),
  answer: async item => (await judge(item.file)).standing,
})

runCorpus({
  set: SET,
  applies: item => item.operation.startsWith('msg-container'),
  nameOf: item => `container ${item.file}`,
  expectation: item => (item.file.includes('encrypted') ? 'enveloped' : 'signed valid'),
  answer: async item => {
    const { layers, standing } = await judge(item.file)
    const [outer] = layers
    return outer?.kind === 'signed' ? `signed ${standing}` : (outer?.kind ?? 'nothing')
  },
})
