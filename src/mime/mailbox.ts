/**
 * Mailboxes in From, Sender and Reply-To (RFC 5322 section 3.4, RFC 6532 for UTF-8), read strictly.
 *
 * SECURITY (SEC-16): a From field that two programs could read differently names nobody. Anything outside the grammar
 * gives `undefined`, never a best guess; groups, encoded words inside an address and control characters included.
 */
import { decodeEncodedWords, hasEncodedWord } from './encoded-word.ts'

export interface Mailbox {
  /** Decoded display name, empty when there is none. It proves nothing. */
  readonly displayName: string
  /** addr-spec as written, comments and white space removed. */
  readonly address: string
}

/** Longest address: 64 octets of local part, `@`, 255 of domain (RFC 5321 section 4.5.3.1). */
const MAXIMAL_ADDRESS = 320

/** Reads a mailbox-list. Undefined when the value breaks the grammar; an empty list never occurs. */
export function parseMailboxList(value: string): readonly Mailbox[] | undefined {
  const tokens = tokenize(value)
  if (!tokens) return undefined
  const mailboxes: Mailbox[] = []
  for (const part of splitAtCommas(tokens)) {
    const mailbox = readMailbox(part)
    if (!mailbox) return undefined
    mailboxes.push(mailbox)
    if (mailboxes.length > 100) return undefined
  }
  return mailboxes
}

/** Local part and domain of an addr-spec; undefined when there is no `@` outside quotes. */
export function splitAddress(address: string): { local: string; domain: string } | undefined {
  const at = address.lastIndexOf('@')
  return at <= 0 || at === address.length - 1 ? undefined : { local: address.slice(0, at), domain: address.slice(at + 1) }
}

interface Token {
  readonly kind: 'atom' | 'quoted' | 'literal' | 'special'
  readonly text: string
  /** White space or a comment stood before it. */
  readonly spaced: boolean
}

// eslint-disable-next-line no-control-regex -- control characters are what this pattern must refuse
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/u

function tokenize(value: string): Token[] | undefined {
  if (CONTROL.test(value)) return undefined
  const tokens: Token[] = []
  let spaced = false
  for (let at = 0; at < value.length; ) {
    const character = value.charAt(at)
    if (character === ' ' || character === '\t' || character === '(') {
      const end = character === '(' ? skipComment(value, at) : at + 1
      if (end < 0) return undefined
      spaced = true
      at = end
      continue
    }
    const read = readToken(value, at, spaced)
    if (!read) return undefined
    tokens.push(read.token)
    spaced = false
    at = read.end
  }
  return tokens
}

function readToken(value: string, at: number, spaced: boolean): { readonly token: Token; readonly end: number } | undefined {
  const character = value.charAt(at)
  if (character === '"' || character === '[') {
    const end = findClosing(value, at + 1, character === '"' ? '"' : ']')
    if (end < 0) return undefined
    const text = value.slice(at + 1, end).replace(/\\(.)/gu, '$1')
    return { token: { kind: character === '"' ? 'quoted' : 'literal', text, spaced }, end: end + 1 }
  }
  if ('<>@,;:'.includes(character)) return { token: { kind: 'special', text: character, spaced }, end: at + 1 }
  if (')]\\'.includes(character)) return undefined
  // RFC 6532 section 3.2: everything beyond ASCII is atext, other alphabets' spaces included; `\s` would end the atom there.
  const length = /[ \t()<>[\]:;@\\,"]/u.exec(value.slice(at))?.index ?? value.length - at
  return { token: { kind: 'atom', text: value.slice(at, at + length), spaced }, end: at + length }
}

function skipComment(value: string, start: number): number {
  let depth = 0
  for (let i = start; i < value.length; i++) {
    const character = value.charAt(i)
    if (character === '\\') i++
    else if (character === '(') depth++
    else if (character === ')' && --depth === 0) return i + 1
  }
  return -1
}

function findClosing(value: string, start: number, closing: string): number {
  for (let i = start; i < value.length; i++) {
    if (value.charAt(i) === '\\') i++
    else if (value.charAt(i) === closing) return i
  }
  return -1
}

function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]]
  for (const token of tokens) {
    if (token.kind === 'special' && token.text === ',') parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts
}

/** `phrase <addr-spec>` or a bare addr-spec. Routes, groups and stray specials are refused. */
function readMailbox(tokens: readonly Token[]): Mailbox | undefined {
  const open = tokens.findIndex(token => token.kind === 'special' && token.text === '<')
  if (open < 0) {
    const address = readAddrSpec(tokens)
    return address === undefined ? undefined : { displayName: '', address }
  }
  const close = tokens.length - 1
  const last = tokens[close]
  if (last?.kind !== 'special' || last.text !== '>') return undefined
  const address = readAddrSpec(tokens.slice(open + 1, close))
  if (address === undefined) return undefined
  const words: string[] = []
  for (const token of tokens.slice(0, open)) {
    if (token.kind === 'special' || token.kind === 'literal') return undefined
    words.push((token.spaced && words.length > 0 ? ' ' : '') + token.text)
  }
  return { displayName: decodeEncodedWords(words.join('')), address }
}

/** local-part "@" domain; the local part is a dot-atom or one quoted string. */
function readAddrSpec(tokens: readonly Token[]): string | undefined {
  const [local, at, domain, ...rest] = tokens
  if (at?.kind !== 'special' || at.text !== '@' || rest.length > 0) return undefined
  const localPart = readLocalPart(local)
  const domainPart = readDomain(domain)
  if (localPart === undefined || domainPart === undefined) return undefined
  const address = `${localPart}@${domainPart}`
  return address.length > MAXIMAL_ADDRESS || hasEncodedWord(address) ? undefined : address
}

function readLocalPart(token: Token | undefined): string | undefined {
  if (!token || token.text === '') return undefined
  if (token.kind !== 'atom' && token.kind !== 'quoted') return undefined
  if (isDotAtom(token.text)) return token.text
  return token.kind === 'quoted' ? `"${token.text.replace(/["\\]/gu, '\\$&')}"` : undefined
}

function readDomain(token: Token | undefined): string | undefined {
  if (token?.kind === 'literal') return `[${token.text}]`
  return token?.kind === 'atom' && isDotAtom(token.text) ? token.text : undefined
}

/** RFC 5322 section 3.2.3 with the UTF-8 letters of RFC 6532; no empty label between dots. */
function isDotAtom(text: string): boolean {
  return /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u.test(text)
}
