/**
 * Writing header fields (RFC 5322 sections 2.2.3 and 3.2) in seven bits: folding, encoded words (RFC 2047), mailboxes,
 * parameters (RFC 2231).
 *
 * SECURITY (SEC-88): nothing that is written here can end its field. Names, subjects and addresses with control characters
 * are refused, not mended: whoever put them there wanted something else than a subject.
 */
import { encodeBase64, encodeUtf8 } from '../bytes/encoding.ts'
import { MimeError } from './errors.ts'
import { parseMailboxList } from './mailbox.ts'
import type { OutgoingMailbox } from './outgoing-message.ts'
import { type RawField, writeField } from './raw-header.ts'

/** Characters in a line where the text allows it: below what the narrowest relays wrap at, as bodies are (SEC-88). */
const LINE = 64

/**
 * A field of words: between any two of them it may be folded. A word that is longer than a line stands alone on one.
 *
 * @throws MimeError `mime/header-injection` as `writeField`.
 */
export function writeWords(name: string, words: readonly string[]): RawField {
  let value = ''
  let length = name.length + 1
  for (const [index, word] of words.entries()) {
    const isFolded = length + 1 + word.length > LINE
    value += `${isFolded ? '\r\n ' : index > 0 ? ' ' : ''}${word}`
    length = (isFolded ? 0 : length) + 1 + word.length
  }
  return writeField(name, value)
}

/** Unstructured text such as a subject. */
export function writeText(name: string, text: string): RawField {
  assertSafe(text, name)
  // Runs of blanks do not survive folding, and what looks like an encoded word would be read as one.
  const isPlain = isPrintable(text) && !text.includes('=?') && !/^ | {2}| $/u.test(text) && text.split(' ').every(word => word.length < LINE)
  return writeWords(name, isPlain ? text.split(' ') : encodedWords(text, name.length + 2))
}

/** An address list (section 3.4). The order is kept; an empty list gives an empty field, which is for the caller to avoid. */
export function writeMailboxes(name: string, mailboxes: readonly OutgoingMailbox[]): RawField {
  const words = mailboxes.flatMap((mailbox, index) => {
    const own = mailboxWords(mailbox, name)
    const last = own.pop() ?? ''
    return [...own, index + 1 < mailboxes.length ? `${last},` : last]
  })
  return writeWords(name, words)
}

function mailboxWords({ name, address }: OutgoingMailbox, field: string): string[] {
  assertSafe(name, field)
  const spec = writableAddress(address, field)
  const phrase = name.trim()
  if (phrase === '' || phrase === address) return [spec]
  const isQuotable = isPrintable(phrase) && !phrase.includes('=?') && phrase.length < LINE - 10
  return [...(isQuotable ? [`"${phrase.replace(/["\\]/gu, '\\$&')}"`] : encodedWords(phrase, field.length + 2)), `<${spec}>`]
}

/**
 * An addr-spec as it may stand in a header: our own strict reader takes it for exactly this one mailbox. The domain is written
 * as A-labels.
 *
 * QUIRK: a local part beyond ASCII needs SMTPUTF8 (RFC 6531) on all of the way, which Exchange gives to nobody; refused.
 * @throws MimeError `mime/header-injection`.
 */
export function writableAddress(address: string, field: string): string {
  assertSafe(address, field)
  const at = address.lastIndexOf('@')
  const ascii = isPrintable(address) ? address : `${address.slice(0, at)}@${asciiDomain(address.slice(at + 1))}`
  const [mailbox, ...others] = parseMailboxList(ascii) ?? []
  if (!mailbox || others.length > 0 || mailbox.displayName !== '' || mailbox.address !== ascii || !isPrintable(ascii) || ascii.length > LONGEST_ADDRESS) {
    throw new MimeError('mime/header-injection', `an address in ${field} that no mail program reads`)
  }
  return ascii
}

/** RFC 5321 section 4.5.3.1.3: a path of 256 octets, its angle brackets among them. */
const LONGEST_ADDRESS = 254

function asciiDomain(domain: string): string {
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain)) return ''
  try {
    return new URL(`http://${domain}`).hostname
  } catch {
    return ''
  }
}

/** Message-IDs (section 3.6.4) each on a line of its own where they are long. @throws MimeError `mime/header-injection` for anything else. */
export function writeMessageIds(name: string, ids: readonly string[]): RawField {
  if (!ids.every(isMessageId)) throw new MimeError('mime/header-injection', `${name} with something else than identifiers`)
  return writeWords(name, ids)
}

/** With angle brackets; of the characters that every program takes. */
export function isMessageId(text: string): boolean {
  return /^<[\x21-\x3b\x3d\x3f-\x7e]{1,900}>$/u.test(text)
}

/**
 * A value with parameters, one on each line. Values are the maker's own; text of others comes as `fileName`.
 *
 * The file name stands in `filename` (RFC 2231 section 4 when it is not plain) or, as older programs look for it, in `name`
 * as encoded words, which RFC 2047 section 5 forbids there and Outlook and Thunderbird write.
 */
export function writeParameterized(field: string, value: string, parameters: Readonly<Record<string, string>>, fileName?: string): RawField {
  const own = Object.entries(parameters).map(([name, text]) => `${name}="${text}"`)
  const named = fileName === undefined || fileName === '' ? [] : field === 'Content-Type' ? [nameParameter(fileName)] : fileNameParameters(fileName)
  return writeField(field, [value, ...own, ...named].join(';\r\n '))
}

const isPlainName = (name: string) => /^[A-Za-z0-9!#$&+^_{}~., ()@-]{1,50}$/u.test(name) && !/^ | $/u.test(name)

/** QUIRK: see `writeParameterized`. */
function nameParameter(fileName: string): string {
  return `name="${isPlainName(fileName) ? fileName : encodedWords(fileName, 7).join('\r\n ')}"`
}

function fileNameParameters(fileName: string): string[] {
  if (isPlainName(fileName)) return [`filename="${fileName}"`]
  const pieces: string[] = []
  let piece = "utf-8''"
  for (const character of wellFormed(fileName)) {
    const escaped = /[A-Za-z0-9._-]/u.test(character) ? character : [...encodeUtf8(character)].map(octet => `%${octet.toString(16).toUpperCase().padStart(2, '0')}`).join('')
    if (piece.length + escaped.length > LINE - 16) {
      pieces.push(piece)
      piece = ''
    }
    piece += escaped
  }
  pieces.push(piece)
  return pieces.length === 1 ? [`filename*=${piece}`] : pieces.map((text, index) => `filename*${index}*=${text}`)
}

/**
 * A file's name as it may stand in a parameter: control characters, which nobody can see and nobody needs, become `_`, and
 * the length is cut where file systems cut it.
 */
export function cleanFileName(name: string): string {
  return Array.from(wellFormed(name).replace(/[\p{Cc}\u2028\u2029]/gu, '_').trim()).slice(0, 200).join('')
}

/**
 * Encoded words of UTF-8 (RFC 2047), none of which splits a character, each short enough for a line.
 *
 * @param used - Characters before the first one on its line.
 */
export function encodedWords(text: string, used: number): string[] {
  const characters = Array.from(wellFormed(text))
  const plain = characters.filter(isQPlain).length
  // Quoted-printable stays readable where most of it is ASCII.
  const write = plain * 2 > characters.length ? writeQ : writeB
  const words: string[] = []
  let held = ''
  let room = LINE - Math.min(used, 20)
  for (const character of characters) {
    if (held !== '' && write(held + character).length > room) {
      words.push(write(held))
      held = ''
      room = LINE - 1
    }
    held += character
  }
  return [...words, write(held)]
}

const writeB = (text: string) => `=?UTF-8?B?${encodeBase64(encodeUtf8(text))}?=`

/** Section 5 (3): in a phrase only these stand for themselves, so only these do anywhere. */
const isQPlain = (character: string) => /^[A-Za-z0-9!*+/ -]$/u.test(character)

function writeQ(text: string): string {
  const octets = Array.from(text).map(character =>
    character === ' ' ? '_' : isQPlain(character) ? character : [...encodeUtf8(character)].map(octet => `=${octet.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  )
  return `=?UTF-8?Q?${octets.join('')}?=`
}

function isPrintable(text: string): boolean {
  return /^[\x20-\x7e]*$/u.test(text)
}

/** Halves of characters become U+FFFD, as they do in UTF-8 anyway. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd')
}

/** @throws MimeError `mime/header-injection`. Line separators are no control characters, and some programs end lines at them. */
function assertSafe(text: string, field: string): void {
  if (/[\p{Cc}\u2028\u2029]/u.test(text)) throw new MimeError('mime/header-injection', `control characters in ${field}`)
}
