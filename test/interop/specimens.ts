/** What is sent in the interop run, all of it from Alice to Bob. */
import type { OutgoingMessage } from '../../src/mime/outgoing-message.ts'
import type { Kind, Party } from './cells.ts'
import type { Sealed } from './peel.ts'

export interface Specimen extends Sealed {
  readonly maker: Party
  readonly kind: Kind
  /** Finds it again in a mailbox. */
  readonly messageId: string
  /** The octets of each part, as they have to come out. */
  readonly written: readonly Uint8Array[]
  /** Its outermost signature covers lines over 70 octets or eight-bit text, which such relays change. */
  readonly isFragile: boolean
}

export const ALICE = { name: 'Alice', address: 'alice@example.com' }
export const BOB = { name: 'Bob', address: 'bob@example.com' }

export const messageIdOf = (name: string) => `<${name.replaceAll(' ', '-')}@interop.example.com>`

/** The smallest PNG: one pixel. */
const PICTURE = new Uint8Array(Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'))

/** A text that is hard to bring over unchanged, the same as HTML with a picture in it, and a file. */
export const LETTER: Omit<OutgoingMessage, 'messageId' | 'date'> = {
  from: ALICE, sender: null, to: [BOB], cc: [], bcc: [], subject: 'Angebot: 見積書', inReplyTo: null, references: [], importance: 'normal',
  text: `Grüße, und eine lange Zeile: ${'wort '.repeat(40)}\n.\nFrom the mailbox\n\nBlanks at the end  \n-- \nAlice 見積書\n`,
  html: '<p>Gr&uuml;&szlig;e <b>見積書</b> <img src="cid:dot@interop.example.com" alt="."></p>',
  attachments: [
    { name: 'dot.png', mediaType: 'image/png', content: PICTURE, contentId: 'dot@interop.example.com' },
    { name: '見積書.bin', mediaType: 'application/octet-stream', content: Uint8Array.from({ length: 1000 }, (_, i) => i & 0xff), contentId: null },
  ],
}
