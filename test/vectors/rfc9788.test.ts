/** RFC 9788: the signed sample with protected headers, and its broken twin. */
import { judgeMessage } from '../support/judge.ts'
import { type CorpusCase, readCorpusFile, runCorpus } from './corpus.ts'

const SET = 'rfc9788'

/** Signature, and what the set says of protected fields: which, by which parameter, and whether the outside agrees. */
function expectation({ expected }: CorpusCase): string {
  const sample = expected as unknown as Sample
  if (sample.hp === undefined) return sample.signature
  const names = (sample.protected_headers ?? []).map(name => name.toLowerCase())
  return [sample.signature, `hp-${sample.hp}`, ...names, sample.protected_equals_outer === true ? 'same outside' : 'changed outside'].join(' ')
}

interface Sample {
  readonly signature: string
  readonly hp?: string
  readonly protected_headers?: readonly string[]
  readonly protected_equals_outer?: boolean
}

runCorpus({
  set: SET,
  applies: () => true,
  expectation,
  answer: async item => {
    const anchors = [readCorpusFile('rfc9216', 'ca.rsa.crt')]
    const { verdict } = await judgeMessage(readCorpusFile(SET, item.file), { anchors, at: '2026-11-01T00:00:00Z' })
    const { headerProtection: inner, standing } = verdict
    return inner ? [standing, inner.form, ...inner.fields, inner.changed.length === 0 ? 'same outside' : 'changed outside'].join(' ') : standing
  },
})
