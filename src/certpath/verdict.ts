/**
 * What the judgement of one certification path says. Plain data: `structuredClone`-safe, so the wire between worker
 * and pane, the command line's JSON and the tests' expectations have the same shape.
 */

import type { IdentityClass } from './identity-class.ts'

/** How one certificate of a path is shown. Times are ISO 8601 in UTC. */
export interface CertificateSummary {
  /** RFC 4514 string of the subject, most significant attribute last, as OpenSSL and Windows users read it. */
  readonly subject: string
  readonly issuer: string
  /** Common name of the subject, else organisation, else the whole subject: a short label. */
  readonly label: string
  readonly issuerLabel: string
  readonly organization: string | null
  /** rfc822Name and SmtpUTF8Mailbox entries, else subject emailAddress: every mailbox the certificate names. */
  readonly addresses: readonly string[]
  /** Upper-case hexadecimal, no separators. */
  readonly serialNumber: string
  readonly notBefore: string
  readonly notAfter: string
  /** For example `RSA 2048`, `ECDSA P-256`, `Ed25519`. */
  readonly publicKey: string
  /** For example `SHA-256 with RSA`. */
  readonly signatureAlgorithm: string
  readonly sha256Fingerprint: string
  readonly keyUsage: readonly string[]
  readonly extendedKeyUsage: readonly string[]
  readonly isCertificateAuthority: boolean
  readonly selfIssued: boolean
  /** What the issuer claims to have validated, in the CA/Browser Forum's terms; null without such a claim. */
  readonly identityClass: IdentityClass | null
  /** Where it leaves the CA/Browser Forum's S/MIME profile; absent when nobody looked, as for authorities. */
  readonly profile?: readonly ProfileFinding[]
  /** The certificate itself, DER, so that it can be saved as PEM. */
  readonly der: Uint8Array
}

/** A rule of the CA/Browser Forum's S/MIME profile that a certificate does not follow. A note: it changes no answer (SEC-60). */
export interface ProfileFinding {
  readonly code: ProfileCode
  /** Of the S/MIME Baseline Requirements. */
  readonly section: string
  /** The fact behind it, out of the certificate; may be empty. */
  readonly detail: string
}

export type ProfileCode =
  | 'certpath/profile-policy'
  | 'certpath/profile-legacy'
  | 'certpath/profile-validity'
  | 'certpath/profile-key-size'
  | 'certpath/profile-key-algorithm'
  | 'certpath/profile-signature-algorithm'
  | 'certpath/profile-san-missing'
  | 'certpath/profile-san-critical'
  | 'certpath/profile-mailbox-missing'
  | 'certpath/profile-mailbox-malformed'
  | 'certpath/profile-subject-mailbox-alone'
  | 'certpath/profile-subject-email'
  | 'certpath/profile-common-name'
  | 'certpath/profile-subject-surplus'
  | 'certpath/profile-subject-missing'
  | 'certpath/profile-country'
  | 'certpath/profile-registration-country'
  | 'certpath/profile-key-usage-missing'
  | 'certpath/profile-key-usage-not-critical'
  | 'certpath/profile-key-usage-purpose'
  | 'certpath/profile-key-usage-surplus'
  | 'certpath/profile-extended-key-usage'
  | 'certpath/profile-authority-key'
  | 'certpath/profile-crl-missing'
  | 'certpath/profile-crl-scheme'
  | 'certpath/profile-issuer-access'
  | 'certpath/profile-directory-attributes'
  | 'certpath/profile-qc-critical'
  | 'certpath/profile-lei'
  | 'certpath/profile-adobe'

/** Why a path does not hold. One member per rule; every member carries the facts its sentence needs. */
export type PathFailure =
  | { readonly code: 'certpath/untrusted-root'; readonly issuer: string }
  | { readonly code: 'certpath/issuer-missing'; readonly issuer: string }
  | { readonly code: 'certpath/self-signed'; readonly subject: string; readonly fingerprint: string }
  | { readonly code: 'certpath/distrusted'; readonly issuer: string; readonly date: string }
  | { readonly code: 'certpath/expired'; readonly subject: string; readonly date: string }
  | { readonly code: 'certpath/issuer-expired'; readonly issuer: string; readonly date: string }
  | { readonly code: 'certpath/not-yet-valid'; readonly subject: string; readonly date: string }
  | { readonly code: 'certpath/wrong-purpose'; readonly subject: string; readonly purpose: string }
  | { readonly code: 'certpath/key-usage'; readonly subject: string }
  | { readonly code: 'certpath/not-a-ca'; readonly subject: string }
  | { readonly code: 'certpath/path-length'; readonly issuer: string }
  | { readonly code: 'certpath/name-constraint'; readonly issuer: string; readonly address: string }
  | { readonly code: 'certpath/policy'; readonly subject: string }
  | { readonly code: 'certpath/unknown-critical-extension'; readonly subject: string; readonly oid: string }
  | { readonly code: 'certpath/signature-wrong'; readonly subject: string; readonly issuer: string }
  | { readonly code: 'certpath/algorithm-unsupported'; readonly subject: string; readonly algorithm: string }
  | { readonly code: 'certpath/weak-algorithm'; readonly subject: string; readonly algorithm: string }
  | { readonly code: 'certpath/budget-exhausted'; readonly n: number }
  | { readonly code: 'x509/unreadable'; readonly subject: string }

export type PathFailureCode = PathFailure['code']

export type PathVerdict =
  | {
      readonly outcome: 'valid'
      /** End-entity first, trust anchor last. */
      readonly path: readonly CertificateSummary[]
      readonly anchorSource: AnchorSource
      /** The user-constrained policy set (RFC 5280 section 6.1.6), `2.5.29.32.0` for any. */
      readonly policies: readonly string[]
    }
  | {
      readonly outcome: 'invalid'
      /** The most specific failure of the best candidate, worst first; never empty. */
      readonly failures: readonly [PathFailure, ...PathFailure[]]
      /** The best candidate path as far as it could be built, end-entity first. */
      readonly candidate: readonly CertificateSummary[]
    }
  | { readonly outcome: 'not-checked'; readonly why: 'no-certificate' | 'content' }

/** Who put an anchor on the list: Mozilla's e-mail roots, the organisation's configuration, or the user. */
export type AnchorSource = 'built-in' | 'organisation' | 'user'

export type RevocationVerdict =
  | { readonly outcome: 'good'; readonly source: 'crl' | 'ocsp'; readonly thisUpdate: string }
  | { readonly outcome: 'revoked'; readonly source: 'crl' | 'ocsp'; readonly date: string; readonly reason: string }
  /** Evidence was demanded or handed in, and none of it answers. Only a demand makes that a reason. */
  | { readonly outcome: 'unknown'; readonly code: 'certpath/revocation-unknown'; readonly demanded: boolean }
  | { readonly outcome: 'not-checked'; readonly why: 'no-valid-path' | 'policy' }
