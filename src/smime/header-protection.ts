/**
 * Header protection: the author's own header fields inside what was signed (RFC 9788; before it the `protected-headers`
 * parameter of draft-autocrypt-lamps-protected-headers, and the message/rfc822 wrapping of RFC 8551 section 3.1).
 *
 * SECURITY (SEC-15): the caller hands in content that was verified, or that was decrypted and is not signed. In the second
 * case nobody vouches for the fields: they are shown, except From, and never said to be the author's.
 */
import { parseDateTime } from '../mime/date-time.ts'
import { decodeEncodedWords } from '../mime/encoded-word.ts'
import type { MimeEntity } from '../mime/entity.ts'
import { fieldValues, type HeaderField } from '../mime/header-field.ts'
import { parseMailboxList } from '../mime/mailbox.ts'
import { isSameMailbox } from './sender.ts'
import type { HeaderProtection, Note } from './verdict.ts'

export interface ProtectedHeader {
  readonly form: HeaderProtection['form']
  /** The author's fields, without those that describe the payload's own encoding. */
  readonly fields: readonly HeaderField[]
  /** RFC 9788 section 2.2: what the author left outside on purpose, where the message is encrypted. Undefined otherwise. */
  readonly leftOutside: readonly HeaderField[] | undefined
}

/** Longest value that goes into a note. */
const MAXIMAL_VALUE = 200

/**
 * The protected header of verified content, or undefined when it has none.
 *
 * QUIRK: RFC 8551 section 3.1 lets a receiver assume that message/rfc822 at the root was wrapped for protection;
 * `forwarded=yes` says that it was not.
 */
export function readProtectedHeader(content: MimeEntity): ProtectedHeader | undefined {
  const { parameters } = content.contentType
  const hp = parameters.get('hp')?.toLowerCase()
  if (hp === 'clear' || hp === 'cipher') {
    const leftOutside = fieldValues(content.fields, 'hp-outer').flatMap(readOuterField)
    return { form: hp === 'clear' ? 'hp-clear' : 'hp-cipher', fields: authorFields(content), leftOutside: hp === 'cipher' ? leftOutside : undefined }
  }
  if (parameters.get('protected-headers')?.toLowerCase() === 'v1') {
    return { form: 'protected-headers', fields: authorFields(content), leftOutside: undefined }
  }
  const wrapped = wrappedMessage(content)
  return wrapped && { form: 'wrapped', fields: authorFields(wrapped), leftOutside: undefined }
}

/** The message inside a wrapping for protection; undefined for any other entity, and for a forwarded message. */
export function wrappedMessage(content: MimeEntity): MimeEntity | undefined {
  const isForwarded = content.contentType.parameters.get('forwarded')?.toLowerCase() === 'yes'
  return content.contentType.value === 'message/rfc822' && !isForwarded ? content.children[0] : undefined
}

/** The fields a reader may be shown: with `hp` the protected ones alone, else the outer ones fill the gaps. */
export function shownFields(inner: ProtectedHeader, outer: readonly HeaderField[]): readonly HeaderField[] {
  if (inner.form === 'hp-clear' || inner.form === 'hp-cipher') return inner.fields
  const names = new Set(inner.fields.map(field => field.name))
  return [...inner.fields, ...outer.filter(field => !names.has(field.name))]
}

/** Plain data for the verdict: what is protected, and what was changed outside. */
export function summarizeProtection(inner: ProtectedHeader, outer: readonly HeaderField[] | undefined): HeaderProtection {
  return {
    form: inner.form,
    fields: [...new Set(inner.fields.map(field => field.name))],
    changed: outer ? changesOutside(inner, outer).map(change => change.name) : [],
  }
}

/**
 * Notes for a reader.
 *
 * @param outer - Fields of the message around it; undefined when there is no message header to compare with.
 * @param ownAddress - The reader's own address, null when it is not known.
 */
export function protectionNotes(inner: ProtectedHeader, outer: readonly HeaderField[] | undefined, ownAddress: string | null): Note[] {
  const changes = outer ? changesOutside(inner, outer) : []
  const notes: Note[] = changes.map(({ inner: signed, outer: seen }) => ({
    code: 'smime/header-protection-differs',
    values: { inner: signed.slice(0, MAXIMAL_VALUE), outer: seen.slice(0, MAXIMAL_VALUE) },
  }))
  const isWhole = ['from', 'to', 'subject'].every(name => fieldValues(inner.fields, name).length > 0)
  if (changes.length === 0 && isWhole) notes.push({ code: 'smime/header-protected', values: {} })
  const recipients = ['to', 'cc'].flatMap(name => parseMailboxList(fieldValues(inner.fields, name).join(', ')) ?? []).map(mailbox => mailbox.address)
  if (ownAddress !== null && recipients.length > 0 && !recipients.some(address => isSameMailbox(address, ownAddress))) {
    notes.push({ code: 'smime/not-addressed-to-you', values: { recipients: recipients.join(', ').slice(0, MAXIMAL_VALUE) } })
  }
  return notes
}

function authorFields(entity: MimeEntity): HeaderField[] {
  return entity.fields.filter(({ name }) => !name.startsWith('content-') && name !== 'mime-version' && name !== 'hp-outer')
}

/** `HP-Outer: Subject: [...]` */
function readOuterField(value: string): HeaderField[] {
  const colon = value.indexOf(':')
  return colon <= 0 ? [] : [{ name: value.slice(0, colon).trim().toLowerCase(), value: value.slice(colon + 1).trim() }]
}

interface Change {
  readonly name: string
  readonly inner: string
  readonly outer: string
}

/** From is not among them: another From is no note (`sender.ts`). */
const COMPARED = ['subject', 'to', 'cc', 'date'] as const

/** Fields whose value outside is not the one the author put there. A field that the author protects alone is compared alone. */
function changesOutside(inner: ProtectedHeader, outer: readonly HeaderField[]): Change[] {
  return COMPARED.flatMap(name => {
    const signed = fieldValues(inner.fields, name)
    if (signed.length === 0) return []
    const expected = (inner.leftOutside ? fieldValues(inner.leftOutside, name) : signed).join(', ')
    const seen = fieldValues(outer, name).join(', ')
    if (comparable(name, expected) === comparable(name, seen)) return []
    return [{ name, inner: decodeEncodedWords(signed.join(', ')), outer: decodeEncodedWords(seen) }]
  })
}

/** A form in which folding, encoding and display names make no difference. */
function comparable(name: (typeof COMPARED)[number], value: string): string {
  switch (name) {
    case 'subject':
      return decodeEncodedWords(value).replace(/\s+/gu, ' ').trim()
    case 'date':
      return String(parseDateTime(value) ?? value)
    case 'to':
    case 'cc':
      return (parseMailboxList(value) ?? []).map(mailbox => mailbox.address.toLowerCase()).sort().join(',') || value.trim()
  }
}
