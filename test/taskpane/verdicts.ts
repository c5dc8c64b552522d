/** Typed verdicts for the pane's tests. They stand in for the engine, which the browser tests use for real. */
import type { CertificateSummary } from '../../src/certpath/verdict.ts'
import type { OpenResult } from '../../src/engine/protocol.ts'
import type { MessageVerdict, SignerVerdict } from '../../src/smime/verdict.ts'

export const AT = '2026-11-24T10:31:00.000Z'

export function certificate(over: Partial<CertificateSummary> = {}): CertificateSummary {
  return {
    subject: 'CN=Aiko Tanaka,O=Contoso Ltd.',
    issuer: 'CN=Contoso Root CA',
    label: 'Aiko Tanaka',
    issuerLabel: 'Contoso Root CA',
    organization: 'Contoso Ltd.',
    addresses: ['aiko.tanaka@contoso.co.jp'],
    serialNumber: '0A',
    notBefore: '2026-04-02T00:00:00Z',
    notAfter: '2028-04-02T00:00:00Z',
    publicKey: 'RSA 3072',
    signatureAlgorithm: 'SHA-256 with RSA',
    sha256Fingerprint: 'AB'.repeat(32),
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: ['emailProtection'],
    isCertificateAuthority: false,
    selfIssued: false,
    identityClass: null,
    der: new Uint8Array([0x30, 0x00]),
    ...over,
  }
}

const root = certificate({ label: 'Contoso Root CA', addresses: [], organization: null, isCertificateAuthority: true, sha256Fingerprint: 'CD'.repeat(32) })

export function signer(over: Partial<SignerVerdict> = {}): SignerVerdict {
  return {
    standing: 'valid',
    address: 'aiko.tanaka@contoso.co.jp',
    subject: 'CN=Aiko Tanaka,O=Contoso Ltd.',
    certificate: certificate(),
    claimedSigningTime: '2026-11-24T00:14:07Z',
    digestAlgorithm: 'SHA-256',
    signatureAlgorithm: 'RSA PKCS #1 v1.5',
    contentDigest: '9f2c41d7aa056be1',
    content: { outcome: 'intact', weaknesses: [] },
    path: { outcome: 'valid', path: [certificate(), root], anchorSource: 'organisation', policies: [] },
    revocation: { outcome: 'not-checked', why: 'policy' },
    sender: { outcome: 'match', address: 'aiko.tanaka@contoso.co.jp' },
    notes: [],
    reasons: [],
    ...over,
  }
}

export function verdict(over: Partial<MessageVerdict> = {}): MessageVerdict {
  const signers = over.signers ?? [signer()]
  return {
    standing: 'valid',
    encrypted: false,
    reasons: [],
    signers,
    layers: [{ kind: 'signed', form: 'detached', counts: true, signers, contentType: 'data' }],
    headers: { subject: 'Hello', from: 'aiko.tanaka@contoso.co.jp', fromName: 'Aiko', to: [], date: null },
    at: AT,
    ...over,
  }
}

export const alteredSigner = signer({
  standing: 'invalid',
  content: { outcome: 'altered', code: 'smime/content-altered' },
  reasons: ['smime/content-altered'],
})

export const altered = verdict({ standing: 'invalid', reasons: ['smime/content-altered'], signers: [alteredSigner] })

export const mismatched = verdict({
  standing: 'attention',
  reasons: ['smime/sender-mismatch'],
  signers: [
    signer({
      standing: 'attention',
      address: 'm.okabe@litware.example',
      sender: { outcome: 'mismatch', from: 'accounts@contoso.co.jp', certified: ['m.okabe@litware.example'] },
      reasons: ['smime/sender-mismatch'],
    }),
  ],
})

export const unsigned = verdict({ standing: 'none', reasons: ['smime/none'], signers: [], layers: [] })

export function opened(of: MessageVerdict): OpenResult {
  return { kind: 'open', verdict: of, innermost: new Uint8Array(), parts: [] }
}
