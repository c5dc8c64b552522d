/**
 * Sender binding: does the signer's certificate speak for the mailbox in From (RFC 8550 section 3; SEC-16 to SEC-19)?
 *
 * RFC 8550 lets From *or* Sender match. Only From counts here, because From is what readers are shown (SEC-19).
 * Deliberately absent: display names, which prove nothing, and any look at the certification path.
 */
import { canonicalDomain } from '../certpath/subtree.ts'
import { fieldValues, type HeaderField } from '../mime/header-field.ts'
import { parseMailboxList, splitAddress } from '../mime/mailbox.ts'
import type { Certificate } from '../x509/certificate.ts'
import { formatDistinguishedName } from '../x509/distinguished-name.ts'
import { readMailboxes } from '../x509/extension.ts'
import type { SenderVerdict } from './verdict.ts'

/** What the message's header says about its author, read strictly. */
export type FromAnswer =
  | { readonly outcome: 'one'; readonly address: string; readonly displayName: string }
  | { readonly outcome: 'unusable'; readonly code: 'smime/several-from' | 'smime/no-from' | 'smime/from-malformed'; readonly from: string }

/** Reads From: exactly one field with exactly one mailbox (SEC-16). */
export function readFrom(fields: readonly HeaderField[]): FromAnswer {
  const values = fieldValues(fields, 'from')
  const from = values.join(', ').slice(0, 400)
  if (values.length === 0 || from.trim() === '') return { outcome: 'unusable', code: 'smime/no-from', from: '' }
  if (values.length > 1) return { outcome: 'unusable', code: 'smime/several-from', from }
  const mailboxes = parseMailboxList(values[0] ?? '')
  const [mailbox, ...others] = mailboxes ?? []
  if (!mailbox) return { outcome: 'unusable', code: 'smime/from-malformed', from }
  return others.length > 0 ? { outcome: 'unusable', code: 'smime/several-from', from } : { outcome: 'one', ...mailbox }
}

/**
 * Says whether `certificate` speaks for the author.
 *
 * @param from - From as the received bytes have it; undefined when they have no message header of their own (Exchange's
 * stored form), then the program's word is compared.
 * @param hostFrom - The address the mail program shows, null when it is not known. When both are known and differ,
 * nothing matches (SEC-18): the reader would see another name than the one that was checked.
 * @param protectedFrom - From inside the verified content. The certificate is then compared with it (RFC 9788 section
 * 4.4), and the message around it has to name the same mailbox.
 */
export function judgeSender(
  certificate: Certificate,
  from: FromAnswer | undefined,
  hostFrom: string | null,
  protectedFrom?: FromAnswer,
): SenderVerdict {
  if (from?.outcome === 'unusable') return { outcome: 'unusable-from', code: from.code, from: from.from }
  if (protectedFrom?.outcome === 'unusable') return { outcome: 'unusable-from', code: protectedFrom.code, from: protectedFrom.from }
  if (!from && hostFrom === null) return { outcome: 'unusable-from', code: 'smime/no-from', from: '' }
  if (from && hostFrom !== null && !isSameMailbox(from.address, hostFrom)) {
    return { outcome: 'host-differs', from: from.address, hostFrom }
  }
  const outer = from?.address ?? hostFrom ?? ''
  return compareWith(certificate, protectedFrom?.address ?? outer, outer)
}

/** @param address - Who the author says to be. @param outer - Whom the reader's mail program shows. */
function compareWith(certificate: Certificate, address: string, outer: string): SenderVerdict {
  const certified = readMailboxes(certificate)
  if (certified.length === 0) return { outcome: 'no-address', from: address, subject: formatDistinguishedName(certificate.subject) }
  const matching = certified.find(mailbox => isSameMailbox(mailbox, address))
  if (matching === undefined) return { outcome: 'mismatch', from: address, certified }
  return isSameMailbox(address, outer) ? { outcome: 'match', address: matching } : { outcome: 'header-differs', inner: address, outer }
}

/**
 * Compares two addr-specs: the domain as A-labels without regard to case.
 *
 * QUIRK: RFC 5321 section 2.4 makes the local part case-sensitive. Exchange, Outlook and Thunderbird do not, and write
 * From in another case than the certificate (thunderbird-smime corpus: `Alice@example.com`); ASCII case is ignored.
 */
export function isSameMailbox(a: string, b: string): boolean {
  const key = mailboxKey(a)
  return key !== undefined && key === mailboxKey(b)
}

/** One text for all spellings of a mailbox that count as the same; undefined for what is no address. */
export function mailboxKey(address: string): string | undefined {
  const parts = splitAddress(address.trim())
  return parts && `${foldAscii(parts.local)}@${canonicalDomain(parts.domain)}`
}

function foldAscii(text: string): string {
  return text.replace(/[A-Z]/gu, letter => letter.toLowerCase())
}
