/** One encrypted layer: which of our keys opens it, and what is said when none does. */
import { type Envelope } from '../cms/enveloped-data.ts'
import { summarizeCertificate } from '../certpath/summary.ts'
import { LibraryUnavailable } from '../webcrypto/late-library.ts'
import { findLockedKey, findMatches, type KeyMatch, summarizeRecipients } from './content-key.ts'
import { type DecryptionPlan, decryptEnvelope, planDecryption } from './decrypt-content.ts'
import type { JudgeContext } from './judge-context.ts'
import { pathCrypto } from './path-crypto.ts'
import type { OpeningKeys } from './recipient-key.ts'
import type { EnvelopedLayer, MessageReasonCode, OpenedWith } from './verdict.ts'

export type EnvelopeAnswer =
  | {
      readonly outcome: 'opened'
      readonly layer: EnvelopedLayer
      /** SECURITY (SEC-36): it has passed the tag or the padding. */
      readonly content: Uint8Array
      /** Type of the content (RFC 5652 section 6.1). */
      readonly contentType: string
      /** CBC notices no change (SEC-34). */
      readonly isMalleable: boolean
    }
  | { readonly outcome: 'closed'; readonly layer: EnvelopedLayer; readonly reason: ClosedReason }

export type ClosedReason = Extract<
  MessageReasonCode,
  'smime/encrypted-locked' | 'smime/no-key' | 'smime/no-keys-yet' | 'smime/cannot-decrypt' | 'webcrypto/cipher-unsupported'
>

/** Ways that are tried for one envelope: real ones have one or two, and every way costs a private key operation. */
const MAXIMAL_ATTEMPTS = 16

/**
 * Opens an envelope with whichever of our keys it names.
 *
 * SECURITY (SEC-38): a key that is named and does not open gives one answer, `smime/cannot-decrypt`, whatever the cause.
 *
 * @param isOurs - Nobody else reads the envelope's octets: they may be written over.
 */
export async function openEnvelope(envelope: Envelope, isOurs: boolean, context: JudgeContext): Promise<EnvelopeAnswer> {
  const keys = await context.keys()
  const answer = planDecryption(envelope)
  const layer: EnvelopedLayer = {
    kind: 'enveloped',
    authenticated: envelope.isAuthenticated,
    contentEncryption: answer.outcome === 'known' ? answer.plan.name : answer.name,
    opened: false,
    recipients: summarizeRecipients(envelope.recipients),
  }
  const closed = (reason: ClosedReason): EnvelopeAnswer => ({ outcome: 'closed', layer, reason })
  if (answer.outcome === 'unknown') return closed('webcrypto/cipher-unsupported')
  if (answer.outcome === 'refused' || envelope.hasTrailingData) return closed('smime/cannot-decrypt')
  if (!hasAny(keys)) return closed('smime/no-keys-yet')
  const matches = await findMatches(envelope, keys, context.extraCertificates)
  const opened = await orUncomputable(tryMatches(envelope, answer.plan, matches.slice(0, MAXIMAL_ATTEMPTS), isOurs))
  if (opened === 'uncomputable') return closed('webcrypto/cipher-unsupported')
  if (opened) return openedAnswer(layer, envelope, answer.plan, opened, context)
  const locked = await findLockedKey(envelope, keys.locked)
  if (locked) {
    const lockedKey = { id: locked.id, certificate: await summarizeCertificate(locked.certificate, pathCrypto) }
    return { outcome: 'closed', layer: { ...layer, lockedKey }, reason: 'smime/encrypted-locked' }
  }
  return closed(matches.length > 0 ? 'smime/cannot-decrypt' : 'smime/no-key')
}

/** A library that did not load is known before any key is used on the content: it says nothing about key or message. */
async function orUncomputable<Value>(attempt: Promise<Value>): Promise<Value | 'uncomputable'> {
  try {
    return await attempt
  } catch (error) {
    if (error instanceof LibraryUnavailable) return 'uncomputable'
    throw error
  }
}

/** An envelope that cannot be read at all. */
export function brokenEnvelope(isAuthenticated: boolean): EnvelopeAnswer {
  const layer: EnvelopedLayer = { kind: 'enveloped', authenticated: isAuthenticated, contentEncryption: '', opened: false }
  return { outcome: 'closed', layer, reason: 'smime/cannot-decrypt' }
}

function hasAny({ keys, locked, sharedKeys, passwords }: OpeningKeys): boolean {
  return keys.length + locked.length + sharedKeys.length + passwords.length > 0
}

interface Opened {
  readonly match: KeyMatch
  readonly content: Uint8Array
}

/** In turn. Decrypting writes over the content, so every attempt but the last works on a copy. */
async function tryMatches(envelope: Envelope, plan: DecryptionPlan, matches: readonly KeyMatch[], isOurs: boolean): Promise<Opened | undefined> {
  for (const [index, match] of matches.entries()) {
    const key = await match.recover(plan.cipher.keyLength)
    if (!key) continue
    const isLast = index === matches.length - 1
    const content = await decryptEnvelope(envelope, plan, key, !(isOurs && isLast))
    if (content) return { match, content }
  }
  return undefined
}

async function openedAnswer(layer: EnvelopedLayer, envelope: Envelope, plan: DecryptionPlan, { match, content }: Opened, context: JudgeContext): Promise<EnvelopeAnswer> {
  return {
    outcome: 'opened',
    layer: {
      ...layer,
      opened: true,
      ...(match.key ? { openedWith: await openedWith(match, match.key, context) } : {}),
      notes: plan.isWeak ? [{ code: 'webcrypto/weak-cipher', values: { algorithm: plan.name } }] : [],
    },
    content,
    contentType: envelope.contentType,
    isMalleable: plan.cipher.mode === 'cbc',
  }
}

async function openedWith({ keyManagement }: KeyMatch, { id, certificate }: NonNullable<KeyMatch['key']>, { at }: JudgeContext): Promise<OpenedWith> {
  return { keyId: id, certificate: await summarizeCertificate(certificate, pathCrypto), keyManagement, expired: certificate.notAfter < at }
}
