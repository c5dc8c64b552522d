/** What an organisation asks of messages that are sent; `organisation.json` may say it, the defaults are these. */

/** `offer`: off until switched on; `on`: on until switched off; `always`: cannot be switched off. */
export type Demand = 'offer' | 'on' | 'always'

export interface ComposePolicy {
  readonly sign: Demand
  readonly encrypt: Demand
  /** As Exchange's OWABCCEncryptedEmailForking: 0 a message for each Bcc recipient, 1 one for all of them, 2 no message of their own. */
  readonly bcc: 0 | 1 | 2
  readonly form: 'detached' | 'opaque'
  readonly digest: 'SHA-256' | 'SHA-384' | 'SHA-512'
  /** `auto`: AES-256-GCM where every recipient announced it, else AES-256-CBC. */
  readonly cipher: 'auto' | 'aes256-cbc' | 'aes128-cbc' | 'aes256-gcm' | 'aes128-gcm'
  /** `auto`: OAEP where the recipient announced it, else PKCS #1 v1.5, which every Outlook reads. */
  readonly transport: 'auto' | 'pkcs1' | 'oaep-sha256'
  readonly recipientId: 'issuer-and-serial' | 'key-identifier'
  /** Which certificates go along with a signature. A self-signed anchor never does, unless asked for. */
  readonly chain: 'signer' | 'intermediates' | 'with-anchor'
  readonly tripleWrap: boolean
  /** Copies of the header fields inside (RFC 9788). */
  readonly protectsHeader: boolean
  /** The Subject of encrypted messages becomes `[...]` outside. */
  readonly hidesSubject: boolean
  /** Whether a reply to a signed message starts signed. To an encrypted one it always starts encrypted (SEC-83). */
  readonly replyKeepsSigning: boolean
}

export const USUAL_POLICY: ComposePolicy = {
  sign: 'offer',
  encrypt: 'offer',
  bcc: 0,
  form: 'detached',
  digest: 'SHA-256',
  cipher: 'auto',
  transport: 'auto',
  recipientId: 'issuer-and-serial',
  chain: 'intermediates',
  tripleWrap: false,
  protectsHeader: true,
  hidesSubject: false,
  replyKeepsSigning: true,
}
