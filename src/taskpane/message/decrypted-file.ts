/** The decrypted message as a file that any mail program opens. */
import type { MessageHeaders } from '../../smime/verdict.ts'

/**
 * The octets as they were decrypted, under a header that names the message, unless they bring one: what was encrypted is often an entity
 * without From and Subject.
 */
export function decryptedFile(innermost: Uint8Array, headers: MessageHeaders): Uint8Array {
  const head = new TextDecoder('latin1').decode(innermost.subarray(0, 0x10000)).split(/\r?\n\r?\n/u)[0] ?? ''
  if (/^from:/imu.test(head)) return innermost
  const lines = [
    `From: ${headers.fromName === '' ? '' : `${encodedWords(headers.fromName)} `}<${onOneLine(headers.from)}>`,
    ...(headers.to.length > 0 ? [`To: ${headers.to.map(onOneLine).join(',\r\n ')}`] : []),
    `Subject: ${encodedWords(headers.subject)}`,
    ...(headers.date === null ? [] : [`Date: ${new Date(headers.date).toUTCString().replace('GMT', '+0000')}`]),
    'MIME-Version: 1.0',
  ]
  const header = new TextEncoder().encode(`${lines.join('\r\n')}\r\n`)
  const file = new Uint8Array(header.length + innermost.length)
  file.set(header)
  file.set(innermost, header.length)
  return file
}

/** SECURITY (SEC-88): nothing out of a message ends a line of a header. */
const onOneLine = (value: string) => value.replace(/\p{Cc}+/gu, ' ')

/** RFC 2047 section 2: words of at most 75 characters, no character split between two. */
function encodedWords(value: string): string {
  const words: string[] = []
  let piece = ''
  for (const character of value) {
    if (new TextEncoder().encode(piece + character).length > 42) {
      words.push(piece)
      piece = ''
    }
    piece += character
  }
  words.push(piece)
  return words.map(word => `=?UTF-8?B?${btoa(String.fromCharCode(...new TextEncoder().encode(word)))}?=`).join('\r\n ')
}
