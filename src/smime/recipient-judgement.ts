/** Whether a message may be encrypted to a certificate (RFC 8550 section 4.4, SEC-28, SEC-87). */
import { isUsableFor } from '../certpath/checks/key-usage.ts'
import { judgePath, type RevocationDemand } from '../certpath/judge-path.ts'
import type { Evidence } from '../certpath/revocation.ts'
import type { AnchorIndex } from '../certpath/trust-anchor.ts'
import type { PathFailureCode } from '../certpath/verdict.ts'
import type { Certificate } from '../x509/certificate.ts'
import { X509Error } from '../x509/errors.ts'
import { readMailboxes } from '../x509/extension.ts'
import { OID } from '../x509/object-identifier.ts'
import { pathCrypto } from './path-crypto.ts'
import { isSameMailbox } from './sender.ts'

export type RecipientProblem = 'smime/recipient-expired' | 'smime/recipient-untrusted' | 'smime/recipient-unfit' | 'smime/recipient-revoked'

export interface RecipientContext {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly anchors: AnchorIndex
  readonly intermediates: readonly Certificate[]
  readonly revocation: RevocationDemand
  readonly evidence: Evidence
}

const UNFIT: ReadonlySet<PathFailureCode> = new Set(['certpath/wrong-purpose', 'certpath/key-usage', 'certpath/unknown-critical-extension', 'x509/unreadable'])
const OUT_OF_TIME: ReadonlySet<PathFailureCode> = new Set(['certpath/expired', 'certpath/not-yet-valid', 'certpath/issuer-expired'])

/**
 * The problem that weighs most, null when there is none. In this order: revoked, unfit (key, usage, purpose, another mailbox),
 * untrusted, out of time.
 *
 * A short RSA key is no problem here: it is told besides. Revocation is judged from what is handed in, and a demand for it that
 * nothing answers makes the certificate untrusted.
 */
export async function judgeRecipient(certificate: Certificate, address: string, context: RecipientContext): Promise<RecipientProblem | null> {
  const { at, anchors, intermediates, revocation, evidence } = context
  const isNamed = readMailboxes(certificate).some(mailbox => isSameMailbox(mailbox, address))
  if (!isNamed || !canBeEncryptedTo(certificate)) return 'smime/recipient-unfit'
  const judged = await judgePath({ leaf: certificate, intermediates, anchors, at, purpose: 'email-encryption', crypto: pathCrypto, revocation, evidence })
  if (judged.revocation.outcome === 'revoked') return 'smime/recipient-revoked'
  if (judged.path.outcome !== 'invalid') return judged.revocation.outcome === 'unknown' && judged.revocation.demanded ? 'smime/recipient-untrusted' : null
  const codes = judged.path.failures.map(({ code }) => code)
  if (codes.some(code => UNFIT.has(code))) return 'smime/recipient-unfit'
  return codes.every(code => OUT_OF_TIME.has(code)) ? 'smime/recipient-expired' : 'smime/recipient-untrusted'
}

/** Whether we know how, and its issuer lets us. Nothing else is looked at: enough for a copy that its owner keeps. */
export function canBeEncryptedTo(certificate: Certificate): boolean {
  return hasUsableKey(certificate) && allowsEncryption(certificate)
}

/** What `encryptEntity` can do. RFC 4055 section 1.2: an id-RSASSA-PSS key signs and does nothing else. */
function hasUsableKey({ publicKey: { key, algorithm } }: Certificate): boolean {
  switch (key.kind) {
    case 'rsa':
      return algorithm.oid !== OID.rsassaPss && key.modulusBits >= SHORTEST_RSA && key.modulusBits <= LONGEST_RSA && key.exponentIsOdd
    case 'ec':
      return key.curve === 'P-256' || key.curve === 'P-384' || key.curve === 'P-521'
    case 'x25519':
      return true
    default:
      return false
  }
}

/** RFC 8551 section 4.4: nobody should encrypt to less than 1024 bits; above 16384 programs stop reading. */
const SHORTEST_RSA = 1024
const LONGEST_RSA = 16384

function allowsEncryption(certificate: Certificate): boolean {
  try {
    return isUsableFor('email-encryption', certificate)
  } catch (error) {
    if (error instanceof X509Error) return false
    throw error
  }
}
