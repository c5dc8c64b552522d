/** What is known of an encryption, opened or not, from the verdict alone. */
import type { EnvelopedLayer, MessageVerdict, ReasonCode } from '../../smime/verdict.ts'
import type { SentenceCode } from '../sentences/sentence.ts'
import { formatDay } from '../text/dates.ts'
import type { Values } from '../text/fill-text.ts'
import type { Language } from '../sentences/sentence.ts'

const CLOSED = [
  'smime/encrypted-locked',
  'smime/no-key',
  'smime/no-keys-yet',
  'smime/cannot-decrypt',
  'webcrypto/cipher-unsupported',
  'smime/expands-too-much',
] as const satisfies readonly ReasonCode[]

export type ClosedReason = (typeof CLOSED)[number]

/** Why there is nothing to read, or null when there is. A signature around an encryption says nothing about it. */
export function closedBy({ standing, reasons }: MessageVerdict): ClosedReason | null {
  return standing === 'none' ? (CLOSED.find(code => reasons.includes(code)) ?? null) : null
}

/** The sentence of a closed message: a message to several people, none of them the reader, is told otherwise than one to one. */
export function closedSentence(reason: ClosedReason, verdict: MessageVerdict): SentenceCode {
  const recipients = closedLayer(verdict)?.recipients ?? []
  const isNamed = recipients.length === 1 && recipients[0]?.issuer !== null
  return reason === 'smime/no-key' && !isNamed ? 'smime/not-for-you' : reason
}

/** The layer that did not open: the innermost encryption. */
export function closedLayer({ layers }: MessageVerdict): EnvelopedLayer | undefined {
  return layers.findLast(layer => layer.kind === 'enveloped')
}

/** Values of a closed message's sentence. */
export function closedValues(verdict: MessageVerdict): Values {
  const layer = closedLayer(verdict)
  if (!layer) return {}
  const [recipient] = layer.recipients ?? []
  const locked = layer.lockedKey?.certificate
  return {
    algorithm: layer.contentEncryption,
    limit: '100 MB',
    n: String(layer.recipients?.length ?? 0),
    serial: recipient?.identifier ?? '',
    issuer: commonName(recipient?.issuer ?? ''),
    address: locked?.addresses[0] ?? locked?.label ?? '',
  }
}

export interface SaidSecrecy {
  readonly code: SentenceCode
  readonly values: Values
}

/** The line of secrecy under the verdict: which key opened the message, and whether that is an older one. */
export function secrecyOf(verdict: MessageVerdict, language: Language): SaidSecrecy {
  if (!verdict.encrypted) return { code: 'smime/not-encrypted', values: {} }
  const opened = verdict.layers.find(layer => layer.kind === 'enveloped' && layer.opened)
  const by = opened?.kind === 'enveloped' ? opened.openedWith : undefined
  if (!by || closedBy(verdict)) return { code: 'smime/encrypted', values: {} }
  const { certificate, expired } = by
  const values = { key: certificate.label, date: formatDay(certificate.notAfter, language) }
  return { code: expired ? 'smime/decrypted-old-key' : 'smime/decrypted', values }
}

/** CN of an RFC 4514 name; the whole name when it has none. */
function commonName(name: string): string {
  const value = /(?:^|[,+])CN=((?:\\.|[^,+\\])*)/iu.exec(name)?.[1]
  return value?.replace(/\\(.)/gu, '$1') ?? name
}
