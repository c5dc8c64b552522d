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

const BOTH: Pick<ComposePolicy, 'sign' | 'encrypt'> = { sign: 'always', encrypt: 'always' }

/** What the policy is taken for when there is one that cannot be read: nothing leaves without both (SEC-81). */
export const STRICTEST_POLICY: ComposePolicy = { ...USUAL_POLICY, ...BOTH }

const DEMANDS: readonly Demand[] = ['offer', 'on', 'always']
const SWITCH = [true, false] as const

/** Every field and the values that it may have. */
const VALUES: { readonly [Field in keyof ComposePolicy]: readonly ComposePolicy[Field][] } = {
  sign: DEMANDS,
  encrypt: DEMANDS,
  bcc: [0, 1, 2],
  form: ['detached', 'opaque'],
  digest: ['SHA-256', 'SHA-384', 'SHA-512'],
  cipher: ['auto', 'aes256-cbc', 'aes128-cbc', 'aes256-gcm', 'aes128-gcm'],
  transport: ['auto', 'pkcs1', 'oaep-sha256'],
  recipientId: ['issuer-and-serial', 'key-identifier'],
  chain: ['signer', 'intermediates', 'with-anchor'],
  tripleWrap: SWITCH,
  protectsHeader: SWITCH,
  hidesSubject: SWITCH,
  replyKeepsSigning: SWITCH,
}

/**
 * The policy that `value` asks for, with the usual one where it says nothing; null when it is none: an unknown field or a
 * value that a field cannot have. Half a policy would be a weaker one than somebody wrote.
 *
 * Uses nothing that classic Outlook's script-only runtime lacks (ECMAScript 2016): the send guard reads with it too.
 */
export function readPolicy(value: unknown): ComposePolicy | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const given = value as Readonly<Record<string, unknown>>
  const isAllowed = (field: string) => {
    const values: readonly unknown[] = Object.prototype.hasOwnProperty.call(VALUES, field) ? VALUES[field as keyof ComposePolicy] : []
    return values.includes(given[field])
  }
  if (!Object.keys(given).every(isAllowed)) return null
  return { ...USUAL_POLICY, ...(value as Partial<ComposePolicy>) }
}
