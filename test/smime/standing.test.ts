/** The fold as a table: every answer that a signer can have, and the one word that comes of it. */
import { describe, expect, it } from 'vitest'
import type { PathFailure, PathVerdict } from '../../src/certpath/verdict.ts'
import { reasonsOf, standingOf, standingOfSigners } from '../../src/smime/standing.ts'
import type { Standing } from '../../src/smime/verdict.ts'

type Answers = Parameters<typeof standingOf>[0]

const GOOD: Answers = {
  content: { outcome: 'intact', weaknesses: [] },
  path: { outcome: 'valid', path: [], anchorSource: 'built-in', policies: [] },
  revocation: { outcome: 'good', source: 'crl', thisUpdate: '2026-06-15T11:00:00.000Z' },
  sender: { outcome: 'match', address: 'alice@example.com' },
  notes: [],
}

const pathWith = (failure: PathFailure): PathVerdict => ({ outcome: 'invalid', failures: [failure], candidate: [] })
const named = { subject: 'x', issuer: 'y', date: '2026-01-01T00:00:00.000Z', fingerprint: '', purpose: '', address: '', oid: '', algorithm: '', n: 1 }

describe('one signer', () => {
  it('with four good answers is valid', () => {
    expect([standingOf(GOOD), reasonsOf(GOOD)]).toEqual(['valid', []])
  })
  it.each<[string, Partial<Answers>, Standing]>([
    ['revocation not asked', { revocation: { outcome: 'not-checked', why: 'policy' } }, 'valid'],
    ['revocation unknown, not demanded', { revocation: { outcome: 'unknown', code: 'certpath/revocation-unknown', demanded: false } }, 'valid'],
    ['revocation unknown, demanded', { revocation: { outcome: 'unknown', code: 'certpath/revocation-unknown', demanded: true } }, 'attention'],
    ['revocation without a path', { revocation: { outcome: 'not-checked', why: 'no-valid-path' } }, 'attention'],
    ['revoked', { revocation: { outcome: 'revoked', source: 'ocsp', date: '', reason: '' } }, 'invalid'],
    ['altered', { content: { outcome: 'altered', code: 'smime/content-altered' } }, 'invalid'],
    ['malformed', { content: { outcome: 'malformed', code: 'cms/two-contents', detail: '' } }, 'invalid'],
    ['not computable', { content: { outcome: 'unverifiable', code: 'webcrypto/algorithm-unsupported', algorithm: 'x' } }, 'unchecked'],
    ['a weak digest', { content: { outcome: 'intact', weaknesses: [{ code: 'webcrypto/weak-digest', algorithm: 'SHA-1' }] } }, 'attention'],
    ['a short key', { content: { outcome: 'intact', weaknesses: [{ code: 'webcrypto/weak-key', n: 1024 }] } }, 'attention'],
    ['no path judged', { path: { outcome: 'not-checked', why: 'no-certificate' } }, 'attention'],
    ['another sender', { sender: { outcome: 'mismatch', from: 'a', certified: ['b'] } }, 'attention'],
    ['no address', { sender: { outcome: 'no-address', from: 'a', subject: 'b' } }, 'attention'],
    ['no usable From', { sender: { outcome: 'unusable-from', code: 'smime/several-from', from: '' } }, 'attention'],
    ['Outlook shows another From', { sender: { outcome: 'host-differs', from: 'a', hostFrom: 'b' } }, 'attention'],
    ['the sender not asked', { sender: { outcome: 'not-checked' } }, 'attention'],
    ['signed far from its Date', { notes: [{ code: 'smime/signing-time-far', values: {} }] }, 'attention'],
    ['a quiet note', { notes: [{ code: 'smime/on-behalf', values: {} }] }, 'valid'],
  ])('%s', (_, answers, standing) => {
    expect(standingOf({ ...GOOD, ...answers })).toBe(standing)
  })
  it.each<[PathFailure['code'], Standing]>([
    ['certpath/untrusted-root', 'attention'],
    ['certpath/issuer-missing', 'attention'],
    ['certpath/self-signed', 'attention'],
    ['certpath/distrusted', 'attention'],
    ['certpath/expired', 'attention'],
    ['certpath/issuer-expired', 'attention'],
    ['certpath/not-yet-valid', 'attention'],
    ['certpath/weak-algorithm', 'attention'],
    ['certpath/algorithm-unsupported', 'attention'],
    ['certpath/budget-exhausted', 'attention'],
    ['certpath/wrong-purpose', 'invalid'],
    ['certpath/key-usage', 'invalid'],
    ['certpath/not-a-ca', 'invalid'],
    ['certpath/path-length', 'invalid'],
    ['certpath/name-constraint', 'invalid'],
    ['certpath/policy', 'invalid'],
    ['certpath/unknown-critical-extension', 'invalid'],
    ['certpath/signature-wrong', 'invalid'],
    ['x509/unreadable', 'invalid'],
  ])('%s is %s', (code, standing) => {
    expect(standingOf({ ...GOOD, path: pathWith({ ...named, code }) })).toBe(standing)
  })
  it('tells reasons worst first, then content, path, revocation, sender', () => {
    const answers: Answers = {
      ...GOOD,
      content: { outcome: 'intact', weaknesses: [{ code: 'webcrypto/weak-digest', algorithm: 'SHA-1' }] },
      path: pathWith({ ...named, code: 'certpath/expired' }),
      revocation: { outcome: 'revoked', source: 'crl', date: '', reason: '' },
      sender: { outcome: 'mismatch', from: 'a', certified: ['b'] },
    }
    expect(reasonsOf(answers).map(reason => reason.code)).toEqual([
      'certpath/revoked-crl',
      'webcrypto/weak-digest',
      'certpath/expired',
      'smime/sender-mismatch',
    ])
  })
})

describe('several signers', () => {
  it.each<[readonly Standing[], Standing]>([
    [[], 'invalid'],
    [['valid'], 'valid'],
    [['valid', 'valid'], 'attention'],
    [['valid', 'attention'], 'attention'],
    [['valid', 'invalid'], 'invalid'],
    [['unchecked', 'valid'], 'attention'],
    [['unchecked', 'unchecked'], 'unchecked'],
    [['unchecked', 'invalid'], 'invalid'],
  ])('%j fold to %s', (standings, folded) => {
    expect(standingOfSigners(standings.map(standing => ({ standing })))).toBe(folded)
  })
})
