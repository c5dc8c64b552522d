/** Notes: true things beside the four answers that a reader should know (SEC-14, 19, 20). */
import { decodeEncodedWords } from '../mime/encoded-word.ts'
import { fieldValues, type HeaderField } from '../mime/header-field.ts'
import { parseMailboxList, splitAddress } from '../mime/mailbox.ts'
import { isSameMailbox, readFrom } from './sender.ts'
import type { Note } from './verdict.ts'

/** Thunderbird's value: a signature made more than an hour from the message's Date is another message's (CVE-2023-50761). */
const SIGNING_TIME_TOLERANCE = 3_600_000

/** Notes from the header alone. */
export function headerNotes(fields: readonly HeaderField[]): Note[] {
  const from = readFrom(fields)
  if (from.outcome !== 'one') return []
  const notes: Note[] = []
  const [sender] = parseMailboxList(fieldValues(fields, 'sender')[0] ?? '') ?? []
  if (sender && !isSameMailbox(sender.address, from.address)) {
    notes.push({ code: 'smime/on-behalf', values: { sender: sender.address, from: from.address } })
  }
  const [replyTo] = parseMailboxList(fieldValues(fields, 'reply-to')[0] ?? '') ?? []
  if (replyTo && !isSameMailbox(replyTo.address, from.address)) {
    notes.push({ code: 'smime/reply-to-differs', values: { address: replyTo.address } })
  }
  if (namesAnotherAddress(decodeEncodedWords(from.displayName), from.address)) {
    notes.push({ code: 'smime/name-hides-address', values: { name: from.displayName, address: from.address } })
  }
  const domain = splitAddress(from.address)?.domain ?? ''
  if (mixesScripts(domain)) notes.push({ code: 'smime/mixed-script-domain', values: { domain, punycode: asciiDomain(domain) } })
  return notes
}

/** Compares the claimed signing time with the message's Date (both in milliseconds). Undefined dates give no note. */
export function signingTimeNote(claimed: number | undefined, date: number | undefined): Note | undefined {
  if (claimed === undefined) return { code: 'smime/signing-time-missing', values: {} }
  if (date === undefined || Math.abs(claimed - date) <= SIGNING_TIME_TOLERANCE) return undefined
  return { code: 'smime/signing-time-far', values: { time: new Date(claimed).toISOString(), date: new Date(date).toISOString() } }
}

/**
 * An address in the name, also one with other alphabets' signs for @, with blanks around it, or with characters between that
 * show nothing. In one pass: what a mail writes there may be as long as a header.
 */
function namesAnotherAddress(displayName: string, address: string): boolean {
  const pieces = displayName.normalize('NFKC').replace(/[\p{DI}\u2800]/gu, '').split('@')
  return pieces.slice(1).some((after, i) => {
    const before = pieces[i] ?? ''
    const local = before.trimEnd().split(/[\s<>()",;:]/u).at(-1) ?? ''
    const domain = withoutPunctuation(after.trimStart().split(/[\s<>()",;:]/u, 1)[0] ?? '')
    // `Anna @ Contoso` is no address; `anna @ contoso.com` reads like one.
    const isApart = before.trimEnd() !== before || after.trimStart() !== after
    if (local === '' || domain === '' || (isApart && !domain.includes('.'))) return false
    return !isSameMailbox(`${local}@${domain}`, address)
  })
}

function withoutPunctuation(word: string): string {
  let end = word.length
  while (end > 0 && ".'»“”".includes(word.charAt(end - 1))) end--
  return word.slice(0, end)
}

function mixesScripts(domain: string): boolean {
  return domain.split('.').some(label => {
    const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u].filter(script => script.test(label))
    return scripts.length > 1
  })
}

function asciiDomain(domain: string): string {
  try {
    return new URL(`http://${domain}`).hostname
  } catch {
    return domain
  }
}
