/** Whose word counts as revocation evidence, and until when (RFC 5280 section 6.3.3 (f); RFC 6960 sections 3.2, 4.2.2.2). */
import { beforeAll, describe, expect, it } from 'vitest'
import { judgeRevocation, type RevocationQuestion } from '../../src/certpath/revocation.ts'
import { pathCrypto } from '../../src/smime/path-crypto.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { parseCertificateList } from '../../src/x509/certificate-list.ts'
import { X509Error } from '../../src/x509/errors.ts'
import { parseOcspResponse } from '../../src/x509/ocsp-response.ts'
import { aRootCa, anEndEntity, anIntermediate, type CertificateOptions, extension, extKeyUsage, type Holder, keyUsage, NOW } from '../make/certificate-authority.ts'
import { context, distinguishedName, nullValue } from '../make/der.ts'
import { aCertificateList, anOcspResponse, type ListOptions, type OcspOptions } from '../make/revocation.ts'
import { judgeCertificate } from '../support/judge.ts'

const [MINUTE, DAY] = [60_000, 86_400_000]
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'
const later = (milliseconds: number) => new Date(NOW.getTime() + milliseconds)

let root: Holder
let issuing: Holder
let alice: Holder
let rootList: Uint8Array
beforeAll(async () => {
  root = await aRootCa()
  issuing = await anIntermediate(root)
  alice = await anEndEntity(issuing)
  rootList = await aCertificateList(root)
})

describe('a key of its own for lists', () => {
  /** A list about Alice by another key under her issuer's name; `upper` is what that key's issuer says about it. */
  async function judged(options: CertificateOptions, upper: (signer: Holder) => ListOptions | undefined = () => ({}), issuer = root, list: ListOptions = {}) {
    const signer = await anIntermediate(issuer, { extensions: { keyUsage: keyUsage(6) }, ...options })
    const aboutSigner = upper(signer)
    const crls = [...(aboutSigner ? [await aCertificateList(root, aboutSigner)] : []), await aCertificateList(signer, list)]
    const certificates = [issuing.certificate, signer.certificate]
    return (await judgeCertificate(alice.certificate, { anchors: [root.certificate], certificates, revocation: 'require', crls })).revocation.outcome
  }
  const revokingAlice = () => ({ revoked: [{ serial: alice.serial }] })
  it('counts when it may sign lists and is in good standing', async () => {
    expect(await judged({})).toBe('good')
    expect(await judged({}, () => ({}), root, revokingAlice())).toBe('revoked')
    expect(await judged({ extensions: { keyUsage: null } })).toBe('good')
  })
  it('does not when it may not sign lists, or stands under another name', async () => {
    expect(await judged({ extensions: { keyUsage: keyUsage(5) } }, () => ({}), root, revokingAlice())).toBe('unknown')
    expect(await judged({ commonName: 'Somebody Else' }, () => ({}), root, revokingAlice())).toBe('unknown')
    expect(await judged({ commonName: 'Somebody Else' }, () => ({}), root, { issuerName: issuing.name, ...revokingAlice() })).toBe('unknown')
  })
  it('does not when it is out of date, revoked, unknown, or under another anchor', async () => {
    expect(await judged({ notAfter: later(-DAY) }, () => ({}), root, revokingAlice())).toBe('unknown')
    expect(await judged({}, signer => ({ revoked: [{ serial: signer.serial }] }), root, revokingAlice())).toBe('unknown')
    expect(await judged({}, () => undefined, root, revokingAlice())).toBe('unknown')
    expect(await judged({}, () => ({}), await aRootCa(), revokingAlice())).toBe('unknown')
  })
  it('counts when an OCSP answer says that it is in good standing', async () => {
    const signer = await anIntermediate(root, { extensions: { keyUsage: keyUsage(6) } })
    const status = async (...ocsp: readonly Uint8Array[]) => {
      const [certificates, crls] = [[issuing.certificate, signer.certificate], [await aCertificateList(signer)]]
      return (await judgeCertificate(alice.certificate, { anchors: [root.certificate], certificates, revocation: 'require', crls, ocsp })).revocation.outcome
    }
    const aboutIssuing = await anOcspResponse(issuing, root)
    expect(await status(aboutIssuing, await anOcspResponse(signer, root))).toBe('good')
    expect(await status(aboutIssuing, await anOcspResponse(signer, root, { status: 'unknown' }))).toBe('unknown')
  })
  it('is asked about without end by nobody, and its issuer’s own answer is given again afterwards', async () => {
    const signer = await anIntermediate(issuing, { extensions: { keyUsage: keyUsage(6) } })
    const [end, delegate, ...above] = [alice, signer, issuing, root].map(holder => parseCertificate(holder.certificate))
    if (!end || !delegate) throw new Error('fixture without a path')
    const [path, signerPath] = [[end, ...above], [delegate, ...above]]
    const lists = [await aCertificateList(signer), await aCertificateList(issuing), rootList].map(parseCertificateList)
    let checks = 0
    const verify: typeof pathCrypto.verify = (...question) => (++checks > 100 ? Promise.resolve('unsupported') : pathCrypto.verify(...question))
    const evidence = { lists, ocsp: [] }
    const asked: RevocationQuestion = { path, others: [delegate], pathTo: () => Promise.resolve(signerPath), evidence, at: NOW.getTime(), demanded: true, crypto: { ...pathCrypto, verify } }
    expect((await judgeRevocation(asked)).outcome).toBe('good')
    expect(checks).toBeLessThan(30)
  })
  it('does not when only its own list vouches for it', async () => {
    expect(await judged({}, () => ({}), issuing, revokingAlice())).toBe('unknown')
  })
})

describe('an OCSP answer', () => {
  const judged = async (options: OcspOptions) => {
    const ocsp = [await anOcspResponse(alice, issuing, options)]
    return (await judgeCertificate(alice.certificate, { anchors: [root.certificate], certificates: [issuing.certificate], revocation: 'require', crls: [rootList], ocsp })).revocation.outcome
  }
  it.each<[string, OcspOptions, string]>([
    ['from five minutes ahead', { thisUpdate: later(5 * MINUTE) }, 'good'],
    ['from a second more', { thisUpdate: later(5 * MINUTE + 1000) }, 'unknown'],
    ['that ends now', { nextUpdate: NOW }, 'good'],
    ['that ended a second ago', { nextUpdate: later(-1000) }, 'unknown'],
    ['without an end, seven days old', { nextUpdate: null, thisUpdate: later(-7 * DAY) }, 'good'],
    ['without an end, a second older', { nextUpdate: null, thisUpdate: later(-7 * DAY - 1000) }, 'unknown'],
    ['that ends when it begins', { thisUpdate: later(MINUTE), nextUpdate: later(MINUTE) }, 'good'],
  ])('%s: %s', async (_, options, expected) => {
    expect(await judged(options)).toBe(expected)
  })

  const aDelegate = (options: CertificateOptions = {}) =>
    anEndEntity(issuing, { commonName: 'OCSP', ...options, extensions: { extKeyUsage: extKeyUsage(OCSP_SIGNING), ...options.extensions } })
  const by = async (options: CertificateOptions, before: readonly Uint8Array[] = []) => {
    const responder = await aDelegate(options)
    return judged({ responder, certificates: [...before, responder.certificate] })
  }
  it.each<[string, CertificateOptions, string]>([
    ['for OCSP', {}, 'good'],
    ['without any purpose', { extensions: { extKeyUsage: null } }, 'unknown'],
    ['for any purpose', { extensions: { extKeyUsage: extKeyUsage('2.5.29.37.0') } }, 'unknown'],
    ['without key usage', { extensions: { keyUsage: null } }, 'good'],
    ['whose key is not for signatures', { extensions: { keyUsage: keyUsage(1) } }, 'unknown'],
    ['from this very second', { notBefore: NOW }, 'good'],
    ['from the next second', { notBefore: later(1000) }, 'unknown'],
    ['until this very second', { notAfter: NOW }, 'good'],
    ['until the last second', { notAfter: later(-1000) }, 'unknown'],
    ['with an unknown critical extension', { extensions: { extra1: extension('1.2.3.4', nullValue(), true) } }, 'unknown'],
    ['with an unknown extension', { extensions: { extra1: extension('1.2.3.4', nullValue()) } }, 'good'],
    ['whose key usage is unreadable', { extensions: { keyUsage: extension('2.5.29.15', nullValue()) } }, 'unknown'],
    ['whose certificate was altered', { forged: true }, 'unknown'],
    ['whose certificate names another issuer', { issuer: distinguishedName('Somebody Else') }, 'unknown'],
  ])('by a delegate %s', async (_, options, expected) => {
    expect(await by(options)).toBe(expected)
  })
  it('by a delegate among others, up to the fourth', async () => {
    const others = [alice.certificate, root.certificate, issuing.certificate]
    expect(await by({}, others)).toBe('good')
    expect(await by({}, [...others, alice.certificate])).toBe('unknown')
  })
  it('by a delegate after a certificate that cannot be read', async () => {
    expect(await by({}, [nullValue()])).toBe('good')
  })
  it('by a delegate named by name', async () => {
    const responder = await aDelegate()
    expect(await judged({ responder, certificates: [responder.certificate], responderId: context(1, responder.name) })).toBe('good')
    expect(await judged({ responder, certificates: [responder.certificate], responderId: context(1, issuing.name) })).toBe('unknown')
  })
})

describe('the answers of a path together', () => {
  async function question(more: Partial<RevocationQuestion> = {}): Promise<RevocationQuestion> {
    const [old, older] = [later(-2 * 3_600_000), later(-3 * 3_600_000)]
    const lists = [await aCertificateList(root, { thisUpdate: older }), await aCertificateList(issuing, { thisUpdate: old })]
    return {
      path: [alice, issuing, root].map(holder => parseCertificate(holder.certificate)),
      others: [],
      pathTo: () => Promise.resolve([]),
      evidence: { lists: lists.map(parseCertificateList), ocsp: [] },
      at: NOW.getTime(),
      demanded: true,
      crypto: pathCrypto,
      ...more,
    }
  }
  it('are as old as the oldest of them, and come from there', async () => {
    const asked = await question()
    expect(await judgeRevocation(asked)).toEqual({ outcome: 'good', source: 'crl', thisUpdate: '2026-06-15T09:00:00.000Z' })
    const fresh = parseOcspResponse(await anOcspResponse(alice, issuing))
    expect(await judgeRevocation({ ...asked, evidence: { ...asked.evidence, ocsp: [fresh] } })).toMatchObject({ source: 'crl', thisUpdate: '2026-06-15T09:00:00.000Z' })
    const stale = parseOcspResponse(await anOcspResponse(alice, issuing, { thisUpdate: later(-6 * 3_600_000) }))
    expect(await judgeRevocation({ ...asked, evidence: { ...asked.evidence, ocsp: [stale] } })).toMatchObject({ source: 'ocsp', thisUpdate: '2026-06-15T06:00:00.000Z' })
  })
  it('are from the end-entity’s evidence where all are of one moment', async () => {
    const moment = { thisUpdate: later(-2 * 3_600_000) }
    const lists = [parseCertificateList(await aCertificateList(root, moment))]
    const ocsp = [parseOcspResponse(await anOcspResponse(alice, issuing, moment))]
    expect(await judgeRevocation(await question({ evidence: { lists, ocsp } }))).toMatchObject({ outcome: 'good', source: 'ocsp' })
  })
  it('are asked for where they are demanded, or where anything is at hand', async () => {
    const judged = async (revocation: 'require' | 'if-available', evidence: { readonly crls?: readonly Uint8Array[]; readonly ocsp?: readonly Uint8Array[] }) =>
      (await judgeCertificate(alice.certificate, { anchors: [root.certificate], certificates: [issuing.certificate], revocation, ...evidence })).revocation
    const unknown = { outcome: 'unknown', code: 'certpath/revocation-unknown' }
    expect(await judged('require', {})).toEqual({ ...unknown, demanded: true })
    expect(await judged('if-available', {})).toEqual({ outcome: 'not-checked', why: 'policy' })
    expect(await judged('if-available', { crls: [rootList] })).toEqual({ ...unknown, demanded: false })
    expect(await judged('if-available', { crls: [rootList], ocsp: [await anOcspResponse(alice, issuing)] })).toMatchObject({ outcome: 'good' })
  })
  it('tell who revoked', async () => {
    const evidence = { lists: [], ocsp: [parseOcspResponse(await anOcspResponse(alice, issuing, { status: 'revoked' }))] }
    expect(await judgeRevocation(await question({ evidence }))).toMatchObject({ outcome: 'revoked', source: 'ocsp', reason: 'keyCompromise' })
    const lists = [parseCertificateList(await aCertificateList(issuing, { revoked: [{ serial: alice.serial, reason: 4 }] }))]
    expect(await judgeRevocation(await question({ evidence: { lists, ocsp: [] } }))).toMatchObject({ outcome: 'revoked', source: 'crl', reason: 'superseded' })
  })
  it('are unknown, demanded or not, when one is missing', async () => {
    const asked = await question({ demanded: false })
    const evidence = { lists: asked.evidence.lists.slice(1), ocsp: [] }
    expect(await judgeRevocation({ ...asked, evidence })).toEqual({ outcome: 'unknown', code: 'certpath/revocation-unknown', demanded: false })
  })
  it('are unknown for an anchor alone, which nobody revokes', async () => {
    expect((await judgeRevocation(await question({ path: [parseCertificate(root.certificate)] }))).outcome).toBe('unknown')
  })
  it('evidence that cannot be read answers nothing; a fault of ours is no such evidence', async () => {
    const ocsp = [parseOcspResponse(await anOcspResponse(alice, issuing))]
    const asked = await question()
    const failing = (error: Error): RevocationQuestion =>
      ({ ...asked, evidence: { ...asked.evidence, ocsp }, crypto: { ...pathCrypto, digest: () => Promise.reject(error) } })
    expect(await judgeRevocation(failing(new X509Error('x509/unreadable', 'answer malformed')))).toMatchObject({ outcome: 'good', source: 'crl' })
    await expect(judgeRevocation(failing(new TypeError('fault')))).rejects.toThrow(TypeError)
  })
  it('a digest that cannot be computed here identifies nobody', async () => {
    const ocsp = [parseOcspResponse(await anOcspResponse(alice, issuing))]
    const crypto = { ...pathCrypto, digest: () => Promise.resolve(undefined) }
    expect((await judgeRevocation(await question({ evidence: { lists: [parseCertificateList(rootList)], ocsp }, crypto }))).outcome).toBe('unknown')
  })
  it('a responder named by a digest that cannot be computed here is nobody, though the answer is about this certificate', async () => {
    const parsed = parseOcspResponse(await anOcspResponse(alice, issuing))
    const [single] = parsed.responses
    if (!single) throw new Error('fixture without an answer')
    const hashOid = '2.16.840.1.101.3.4.2.1'
    const digest = async (bytes: Uint8Array) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as BufferSource))
    const issuer = parseCertificate(issuing.certificate)
    const identity = { ...single.identity, hashOid, issuerNameHash: await digest(issuing.name), issuerKeyHash: await digest(issuer.publicKey.keyOctets) }
    const ocsp = [{ ...parsed, responses: [{ ...single, identity }] }]
    const judged = async (withSha1: boolean) => {
      const ops = { ...pathCrypto, digest: (oid: string, bytes: Uint8Array) => (oid === hashOid || withSha1 ? pathCrypto.digest(oid, bytes) : Promise.resolve(undefined)) }
      return (await judgeRevocation(await question({ evidence: { lists: [parseCertificateList(rootList)], ocsp }, crypto: ops }))).outcome
    }
    expect([await judged(true), await judged(false)]).toEqual(['good', 'unknown'])
  })
})
