/**
 * The verdict on a message: a stack of layers, and for each signer four separate answers (content, path, revocation,
 * sender) that are never merged. `standing.ts` holds the only function that folds them into one word.
 *
 * Plain data throughout. A check that was not done says so; missing is never "fine" and never `null`.
 */
import type { CertificateSummary, PathVerdict, RevocationVerdict } from '../certpath/verdict.ts'

/** The one word. What each means is fixed in docs/architecture.md and in the CLI contract. */
export type Standing = 'valid' | 'attention' | 'invalid' | 'unchecked' | 'none'

/** Is it what was signed? */
export type ContentVerdict =
  | { readonly outcome: 'intact'; readonly weaknesses: readonly ContentWeakness[] }
  | { readonly outcome: 'altered'; readonly code: ContentAlteredCode }
  | { readonly outcome: 'malformed'; readonly code: ContentMalformedCode; readonly detail: string }
  | { readonly outcome: 'unverifiable'; readonly code: ContentUnverifiableCode; readonly algorithm: string }

export type ContentWeakness =
  | { readonly code: 'webcrypto/weak-digest'; readonly algorithm: string }
  | { readonly code: 'webcrypto/weak-key'; readonly n: number }
  /** Without signed attributes, which the organisation lets pass so far (SEC-03). */
  | { readonly code: 'cms/bare-signature' }

/** All but the first also say what happened on the way; they excuse nothing. */
export type ContentAlteredCode = 'smime/content-altered' | 'smime/line-endings-changed' | 'smime/footer-added' | 'smime/reencoded'

export type ContentMalformedCode =
  | 'smime/malformed'
  | 'smime/no-signer'
  | 'cms/two-contents'
  | 'cms/attributes-missing'
  | 'cms/attributes-wrong'
  | 'cms/content-type-refused'
  | 'cms/trailing-data'
  | 'cms/signer-certificate-swapped'
  | 'cms/algorithm-swapped'

export type ContentUnverifiableCode = 'cms/signer-certificate-missing' | 'webcrypto/algorithm-unsupported'

/** Is the signer the one in From? Addresses are as written; compare rules are in `sender.ts`. */
export type SenderVerdict =
  | { readonly outcome: 'match'; readonly address: string }
  | { readonly outcome: 'mismatch'; readonly from: string; readonly certified: readonly string[] }
  | { readonly outcome: 'no-address'; readonly from: string; readonly subject: string }
  | { readonly outcome: 'unusable-from'; readonly code: 'smime/several-from' | 'smime/no-from' | 'smime/from-malformed'; readonly from: string }
  | { readonly outcome: 'host-differs'; readonly from: string; readonly hostFrom: string }
  /** The certificate speaks for the protected From; the message around it names somebody else. */
  | { readonly outcome: 'header-differs'; readonly inner: string; readonly outer: string }
  | { readonly outcome: 'not-checked' }

/** Quiet lines under the checks. They never change the standing, except `smime/signing-time-far`. */
export type NoteCode =
  | 'smime/on-behalf'
  | 'smime/reply-to-differs'
  | 'smime/name-hides-address'
  | 'smime/mixed-script-domain'
  | 'smime/signing-time-far'
  | 'smime/signing-time-missing'
  | 'smime/countersigned'
  | 'smime/countersigned-untrusted'
  | 'smime/time-stamped'
  | 'smime/time-stamped-untrusted'
  | 'smime/confirmation-unproven'
  | 'smime/header-protected'
  | 'smime/header-protection-differs'
  | 'smime/not-addressed-to-you'
  | 'webcrypto/weak-cipher'
  | 'smime/cbc-unsigned'
  | 'smime/first-signed'
  | 'smime/signer-changed'
  | 'smime/issuer-changed'

export interface Note {
  readonly code: NoteCode
  /** Values for the sentence's placeholders. */
  readonly values: Readonly<Record<string, string>>
}

export interface SignerVerdict {
  readonly standing: Standing
  /** The signer's mailbox: the one that matches From, else the first the certificate names, else null. */
  readonly address: string | null
  /** RFC 4514 subject of the signer's certificate, null when the certificate is missing. */
  readonly subject: string | null
  readonly certificate: CertificateSummary | null
  /** What the signer claims; nothing rests on it. ISO 8601 or null. */
  readonly claimedSigningTime: string | null
  readonly digestAlgorithm: string
  readonly signatureAlgorithm: string
  /** Hexadecimal digest of the content as signed, null when it was not computed. */
  readonly contentDigest: string | null
  readonly content: ContentVerdict
  readonly path: PathVerdict
  readonly revocation: RevocationVerdict
  readonly sender: SenderVerdict
  readonly notes: readonly Note[]
  /** Worst first, then in the order content, path, revocation, sender. Codes only. */
  readonly reasons: readonly ReasonCode[]
  /** Absent unless the standing is `valid`: of any other signature nothing is to be kept (SEC-27). */
  readonly announces?: SignerAnnouncement
}

/** For whoever wants to write back encrypted (RFC 8551 section 2.5). Public, and good for nothing else. */
export interface SignerAnnouncement {
  /** Null when the signer said nothing about it, or nothing that can be read. */
  readonly capabilities: { readonly gcm: boolean; readonly oaep: boolean } | null
  /**
   * The certificate to encrypt to when the signer named another one than the one that signed (section 2.5.3): it came along, its
   * path is valid for encryption, it is not revoked and speaks for the same mailbox.
   */
  readonly encryptionCertificate: Uint8Array | null
  /** Above it, or above the signer's own, up to the anchor, DER. */
  readonly chain: readonly Uint8Array[]
}

export type SecurityLayer =
  | {
      readonly kind: 'signed'
      readonly form: 'detached' | 'opaque'
      /** True only for the layer whose signature speaks for the message: at the root or directly inside our decrypted layer. */
      readonly counts: boolean
      readonly signers: readonly SignerVerdict[]
      readonly contentType: string
    }
  | EnvelopedLayer
  | { readonly kind: 'compressed' }
  | { readonly kind: 'message'; readonly summary: ContentSummary }

export interface EnvelopedLayer {
  readonly kind: 'enveloped'
  readonly authenticated: boolean
  /** Name of the content-encryption algorithm. */
  readonly contentEncryption: string
  readonly opened: boolean
  /** Who it was encrypted to, as the message says it. */
  readonly recipients?: readonly RecipientSummary[]
  /** The key that opened it; absent when none did, or when a password did. */
  readonly openedWith?: OpenedWith
  /** What a reader should know of how it was encrypted. */
  readonly notes?: readonly Note[]
  /** The key of ours that would open it and is locked. */
  readonly lockedKey?: { readonly id: string; readonly certificate: CertificateSummary }
}

export interface RecipientSummary {
  readonly identifiedBy: 'issuer-and-serial' | 'key-identifier' | 'shared-key' | 'password' | 'other'
  /** RFC 4514 issuer, null when not identified that way. */
  readonly issuer: string | null
  /** Serial number or key identifier, hexadecimal; empty for a password. */
  readonly identifier: string
  /** Key management, such as `RSA PKCS #1 v1.5`, `RSA-OAEP`, `ECDH`. */
  readonly keyManagement: string
}

export interface OpenedWith {
  readonly keyId: string
  readonly certificate: CertificateSummary
  readonly keyManagement: string
  /** The certificate's validity had ended when this was judged: an older key that reads old mail. */
  readonly expired: boolean
}

/** Shape of what was signed or, without a signature, of the message: for one line in the pane. */
export interface ContentSummary {
  readonly text: boolean
  readonly html: boolean
  readonly attachments: readonly AttachmentSummary[]
}

export interface AttachmentSummary {
  readonly name: string
  readonly mediaType: string
  /** Decoded size in octets. */
  readonly size: number
  /** True for message/rfc822: it can be opened as a document of its own, with its own verdict (SEC-13, SEC-48). */
  readonly isMessage: boolean
}

/** Something true of the message as a whole rather than of one signer. */
export type MessageReasonCode =
  | 'smime/several-signers'
  | 'smime/none'
  | 'smime/inner-part-signed'
  | 'smime/outer-signature-ignored'
  | 'smime/encrypted-locked'
  | 'smime/no-key'
  | 'smime/no-keys-yet'
  | 'smime/cannot-decrypt'
  | 'webcrypto/cipher-unsupported'
  | 'smime/expands-too-much'
  | 'smime/certs-only'
  | 'smime/too-many-layers'

export type SenderReasonCode =
  | 'smime/sender-mismatch'
  | 'smime/no-address-in-certificate'
  | 'smime/several-from'
  | 'smime/no-from'
  | 'smime/from-malformed'
  | 'smime/host-from-differs'
  | 'smime/header-from-differs'

export type ReasonCode =
  | MessageReasonCode
  | ContentWeakness['code']
  | ContentAlteredCode
  | ContentMalformedCode
  | ContentUnverifiableCode
  | Extract<PathVerdict, { outcome: 'invalid' }>['failures'][number]['code']
  | 'certpath/revocation-unknown'
  | 'certpath/revoked-crl'
  | 'certpath/revoked-ocsp'
  | SenderReasonCode
  | 'smime/signing-time-far'

/**
 * Header fields inside what was signed or encrypted (RFC 9788 and its forerunners). Of octets that were verified where a
 * signature counts; else of octets that were decrypted, which protects from being read and proves no author.
 */
export interface HeaderProtection {
  readonly form: 'hp-clear' | 'hp-cipher' | 'protected-headers' | 'wrapped'
  /** Lower-case names of the protected fields. */
  readonly fields: readonly string[]
  /** Names of those that read otherwise outside; From is the sender question's. */
  readonly changed: readonly string[]
}

/** The header fields that a reader is shown beside a verdict: the protected ones where there are any, decoded for display. */
export interface MessageHeaders {
  readonly subject: string
  /** addr-spec of From, empty when there is no usable one. */
  readonly from: string
  readonly fromName: string
  readonly to: readonly string[]
  readonly date: string | null
  /** What an answer refers to and who else gets it. */
  readonly thread?: MessageThread
}

export interface MessageThread {
  readonly cc: readonly string[]
  /** With angle brackets; null when there is none that could be answered. */
  readonly messageId: string | null
  /** With angle brackets, oldest first. */
  readonly references: readonly string[]
}

export interface MessageVerdict {
  readonly standing: Standing
  readonly encrypted: boolean
  /** Worst first, then content, path, revocation, sender. Empty exactly when standing is `valid`. */
  readonly reasons: readonly ReasonCode[]
  /** Signers of the layer that counts; empty when none does. */
  readonly signers: readonly SignerVerdict[]
  /** Outermost first. */
  readonly layers: readonly SecurityLayer[]
  readonly headers: MessageHeaders
  /** Absent when neither the layer that counts nor, without one, the decrypted content has header fields, or it does not hold. */
  readonly headerProtection?: HeaderProtection
  /** When this was judged, ISO 8601. */
  readonly at: string
}
