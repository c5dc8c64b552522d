/** Anchors from several lists, and the order in which failures are told. */
import { beforeAll, describe, expect, it } from 'vitest'
import { severityOfFailure, sortFailures } from '../../src/certpath/severity.ts'
import { indexAnchors, type TrustAnchor } from '../../src/certpath/trust-anchor.ts'
import type { AnchorSource, PathFailure } from '../../src/certpath/verdict.ts'
import { type Certificate, parseCertificate } from '../../src/x509/certificate.ts'
import { aRootCa } from '../make/certificate-authority.ts'

let one: Certificate
let twin: Certificate
let other: Certificate

beforeAll(async () => {
  // The twin has the same name and another key.
  const made = [await aRootCa({ commonName: 'One' }), await aRootCa({ commonName: 'One' }), await aRootCa({ commonName: 'Other' })]
  ;[one, twin, other] = made.map(({ certificate }) => parseCertificate(certificate)) as [Certificate, Certificate, Certificate]
})

const anchor = (certificate: Certificate, source: AnchorSource): TrustAnchor => ({ certificate, source, emailDistrustAfter: null })
const read = (certificate: Certificate) => parseCertificate(certificate.der.slice())

describe('one list of anchors', () => {
  it('finds by name all that have it, and the very certificate', () => {
    const index = indexAnchors([anchor(one, 'user'), anchor(twin, 'user'), anchor(other, 'user')])
    expect([index.size, index.named(one.subject).map(({ certificate }) => certificate), index.named(other.subject).length]).toEqual([3, [one, twin], 1])
    expect([index.same(read(twin))?.certificate, index.same(read(other))?.certificate]).toEqual([twin, other])
  })
  it('does not find who has only the name', () => {
    const index = indexAnchors([anchor(one, 'user')])
    expect([index.size, index.same(twin), index.same(other), index.named(other.subject)]).toEqual([1, undefined, undefined, []])
  })
  it('the first of the same certificate speaks for it, and both count once', () => {
    const index = indexAnchors([anchor(twin, 'user'), anchor(one, 'built-in'), anchor(read(one), 'organisation')])
    expect([index.size, index.same(one)?.source, index.named(one.subject).map(({ source }) => source)]).toEqual([2, 'built-in', ['user', 'built-in']])
  })
})

describe('a list beside others that are indexed already', () => {
  it('comes first, and speaks for what both hold', () => {
    const index = indexAnchors([anchor(read(one), 'user')], indexAnchors([anchor(one, 'built-in'), anchor(twin, 'built-in')]))
    expect([index.size, index.same(one)?.source, index.same(twin)?.source]).toEqual([2, 'user', 'built-in'])
    expect(index.named(one.subject).map(({ source }) => source)).toEqual(['user', 'built-in'])
  })
  it('leaves the others where it holds nothing of that name', () => {
    const index = indexAnchors([anchor(other, 'user')], indexAnchors([anchor(one, 'built-in'), anchor(twin, 'built-in')]))
    expect([index.size, index.named(one.subject).length, index.named(other.subject).length]).toEqual([3, 2, 1])
  })
  it('may be empty', () => {
    const index = indexAnchors([], indexAnchors([anchor(one, 'built-in')]))
    expect([index.size, index.same(one)?.source, indexAnchors([]).size]).toEqual([1, 'built-in', 0])
  })
})

describe('several failures of one path', () => {
  const failures: readonly PathFailure[] = [
    { code: 'certpath/expired', subject: 'Leaf', date: '' },
    { code: 'certpath/not-a-ca', subject: 'CA' },
    { code: 'certpath/issuer-expired', issuer: 'CA', date: '' },
    { code: 'certpath/unknown-critical-extension', subject: 'Leaf', oid: '1.2' },
  ]
  it('are told worst first, and in the order in which they were found', () => {
    expect(sortFailures(failures).map(({ code }) => code)).toEqual(['certpath/not-a-ca', 'certpath/unknown-critical-extension', 'certpath/expired', 'certpath/issuer-expired'])
    expect(failures[0]?.code).toBe('certpath/expired')
  })
  it('a date that has passed is for a human to weigh, a rule of the issuer is not', () => {
    expect([severityOfFailure('certpath/expired'), severityOfFailure('certpath/not-a-ca')]).toEqual(['attention', 'invalid'])
  })
})
