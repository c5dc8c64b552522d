/** Names that nobody guesses: of drafts, and of messages before they are sent. No key is made of this. */

/** 128 random bits in hexadecimal. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), octet => octet.toString(16).padStart(2, '0')).join('')
}
