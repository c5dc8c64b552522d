/** Post-quantum signatures by five implementations (ML-DSA, SLH-DSA), with their contents. */
import { expect } from 'vitest'
import { judgeMessage } from '../support/judge.ts'
import { type CorpusCase, readCorpusFile, runCorpus } from './corpus.ts'
import { signatureAnswer } from './signed-answer.ts'

const SET = 'lamps-pqc'

/** The working group's own examples come without their certificate. */
function certificatesFor(item: CorpusCase): Uint8Array[] {
  const size = /mldsa(\d\d)-signed/u.exec(item.file)?.[1]
  return size === undefined ? [] : [readCorpusFile('bc-cms', `testdata-pkix-cms/mldsa/ML-DSA-${size}.pem`)]
}

runCorpus({
  set: SET,
  applies: item => item.operation === 'verify',
  expectation: item => String(item.expected['signature']),
  answer: async item => {
    const bytes = readCorpusFile(SET, item.file)
    const judging = { anchors: [], certificates: certificatesFor(item), host: { fromAddress: 'a@example.com' } }
    const said = await signatureAnswer(bytes, judging)
    const { content_file: file } = item.expected
    if (said !== 'valid' || typeof file !== 'string') return said
    const { innermost } = await judgeMessage(bytes, judging)
    expect(Buffer.from(innermost).includes(Buffer.from(readCorpusFile(SET, file))), 'the content').toBe(true)
    return said
  },
})
