/** Thunderbird's own S/MIME messages: those that can be judged without a key. */
import { judgeMessage } from '../support/judge.ts'
import { type CorpusCase, readCorpusFile, runCorpus } from './corpus.ts'

const SET = 'thunderbird-smime'

const anchorsFor = (item: CorpusCase) => [readCorpusFile(SET, item.file.startsWith('browser/') ? 'browser/TestCA.pem' : 'TestCA.pem')]

/**
 * Thunderbird has two answers for SHA-1, by preference: rejected and accepted. The contract has one word for
 * "the mathematics hold, the algorithm is weak": attention.
 */
function expectation(item: CorpusCase): string {
  const { signature, signature_if_sha1_allowed: ifAllowed } = item.expected
  return signature === 'invalid' && ifAllowed === 'valid' ? 'attention' : String(signature)
}

runCorpus({
  set: SET,
  applies: item => item.operation === 'verify',
  expectation,
  answer: async item => {
    const { verdict } = await judgeMessage(readCorpusFile(SET, item.file), { anchors: anchorsFor(item), at: '2026-11-01T00:00:00Z' })
    return verdict.standing
  },
})

/** What must be readable is readable, and only from verified octets when something is signed. */
runCorpus({
  set: SET,
  ledger: false,
  applies: item => item.operation.startsWith('display') && !/\.env\.eml$|multipart-alternative|nested-sigs/u.test(item.file),
  nameOf: item => `display ${item.file}`,
  expectation: () => 'shown',
  answer: async item => {
    const result = await judgeMessage(readCorpusFile(SET, item.file), { anchors: anchorsFor(item), at: '2026-11-01T00:00:00Z' })
    const shown = result.parts.map(part => part.text ?? '').join('\n')
    const wanted = [item.expected['body_contains'], item.expected['also_contains']].filter(text => typeof text === 'string')
    return wanted.every(text => shown.includes(text)) ? 'shown' : shown
  },
})
