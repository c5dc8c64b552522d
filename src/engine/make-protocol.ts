/** What is asked of the engine to make a message, and what it gives: plain data. */
import type { CertificateSummary } from '../certpath/verdict.ts'
import type { KeyFile } from './key-file.ts'

export interface SigningWish {
  readonly key: KeyFile
  /** More certificates for the path to the authority: DER, PEM or P7B. They go along. */
  readonly certificates: readonly Uint8Array[]
  readonly form: 'detached' | 'opaque'
  /** Undefined: the one that goes with the key. */
  readonly digest?: 'SHA-256' | 'SHA-384' | 'SHA-512'
  /** How an RSA key signs; undefined: `pkcs1`, or `pss` where the certificate allows nothing else. */
  readonly rsa?: 'pkcs1' | 'pss'
}

interface MakeRequest {
  /** An RFC 5322 message as written. */
  readonly message: Uint8Array
  /**
   * Nobody needs what else lies in the buffer of `message` (`roomForMaking`): an engine that owns the bytes writes its answer there and makes no
   * second buffer of that size.
   */
  readonly isRoomAround?: boolean
  /** Signing time, ISO 8601. */
  readonly at: string
  /** Copies of the header fields inside (RFC 9788). */
  readonly protectsHeader: boolean
}

export interface SignRequest extends MakeRequest {
  readonly kind: 'sign'
  readonly signing: SigningWish
}

export interface EncryptRequest extends MakeRequest {
  readonly kind: 'encrypt'
  /** Certificate files, the first certificate of each. Exactly these can open the message, nobody else. */
  readonly recipients: readonly Uint8Array[]
  readonly cipher: 'aes256-cbc' | 'aes128-cbc' | 'aes256-gcm' | 'aes128-gcm'
  readonly naming: 'issuer-and-serial' | 'key-identifier'
  readonly transport: 'pkcs1' | 'oaep-sha256'
  /** Signed before it is encrypted; null when not at all. */
  readonly signing: SigningWish | null
  /** Signed once more around the encryption (RFC 2634 section 1.1). */
  readonly tripleWrap: boolean
  readonly hidesSubject: boolean
}

export interface SignResult {
  readonly kind: 'sign'
  readonly bytes: Uint8Array
  readonly signer: CertificateSummary
}

export interface EncryptResult {
  readonly kind: 'encrypt'
  readonly bytes: Uint8Array
  /** In the order asked. */
  readonly recipients: readonly CertificateSummary[]
}
