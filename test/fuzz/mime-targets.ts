/** Parsers of Internet messages and of Outlook's containers. */
import { decodeCharset } from '../../src/mime/charset.ts'
import { withoutComments } from '../../src/mime/comments.ts'
import { openCompoundFile, type CompoundEntry } from '../../src/mime/compound-file.ts'
import { decompressRtf } from '../../src/mime/compressed-rtf.ts'
import { parseParameterizedValue } from '../../src/mime/content-type.ts'
import { parseDateTime } from '../../src/mime/date-time.ts'
import { decodeEncodedWords } from '../../src/mime/encoded-word.ts'
import { decodeBody, type MimeEntity, parseEntity, readFileName } from '../../src/mime/entity.ts'
import { guessFirstPart } from '../../src/mime/first-part-guess.ts'
import { joinFlowedLines } from '../../src/mime/flowed-text.ts'
import { withoutLegacyDisplay } from '../../src/mime/legacy-display.ts'
import { parseMailboxList, splitAddress } from '../../src/mime/mailbox.ts'
import { readOutlookMessage } from '../../src/mime/outlook-message.ts'
import { splitMessage } from '../../src/mime/raw-header.ts'
import { toSevenBit } from '../../src/mime/seven-bit.ts'
import { readTnef } from '../../src/mime/tnef.ts'
import { decodeTransferEncoding } from '../../src/mime/transfer-encoding.ts'
import { joined } from '../make/der.ts'
import { aCompoundFile, anOutlookMessage } from '../make/compound-file.ts'
import { bytesOf } from '../make/signed-message.ts'
import { type FuzzTarget, onText } from './target.ts'

const NESTED = 'Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\ny\r\n--a\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=41=\r\n\r\n--a--\r\n'

/** [MS-OXRTFCP] section 3.1.1. */
const HELLO_RTF = '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0'

function walk(entity: MimeEntity): void {
  decodeBody(entity)
  readFileName(entity)
  entity.children.forEach(walk)
}

function guessInside(bytes: Uint8Array): void {
  const range = guessFirstPart(bytes)?.range
  if (range && !(range.start >= 0 && range.start <= range.end && range.end <= bytes.length)) throw new Error(`a guess outside: ${range.start} to ${range.end}`)
}

function readStreams(entry: CompoundEntry): void {
  if (entry.kind === 'stream') entry.read()
  entry.children.forEach(readStreams)
}

const little = (value: number, octets: number) => Uint8Array.from({ length: octets }, (_, i) => Math.floor(value / 256 ** i) & 0xff)

/** winmail.dat with a text property and a file. */
function aTnefStream(): Uint8Array {
  const attribute = (level: number, id: number, data: Uint8Array) =>
    joined([Uint8Array.of(level), little(id, 4), little(data.length, 4), data, little(data.reduce((sum, octet) => sum + octet, 0), 2)])
  const text = Uint8Array.from(Buffer.from('Hello\0', 'utf16le'))
  const properties = joined([little(1, 4), little(0x1f, 2), little(0x1000, 2), little(1, 4), little(text.length, 4), text])
  return joined([
    little(0x223e9f78, 4), little(1, 2),
    attribute(1, 0x00089006, little(0x10000, 4)),
    attribute(1, 0x00069003, properties),
    attribute(2, 0x00069002, new Uint8Array(14)),
    attribute(2, 0x00018010, bytesOf('a.txt\0')),
    attribute(2, 0x0006800f, bytesOf('data')),
  ])
}

/** @param messages - Signed messages, as further seeds of what reads whole ones. */
export function mimeTargets(messages: readonly Uint8Array[]): readonly FuzzTarget[] {
  const outlook = [
    anOutlookMessage({ header: 'Subject: x\r\nFrom: a@b.example\r\n', body: 'Hello' }),
    anOutlookMessage({ messageClass: 'IPM.Note.SMIME', attachments: [{ type: 'multipart/signed', name: 'smime.p7m', data: messages[0] ?? bytesOf('x') }] }),
  ]
  const text = (name: string, run: (value: string) => unknown, ...seeds: readonly string[]): FuzzTarget => ({ name, seeds: seeds.map(bytesOf), run: onText(run), rooms: [] })
  return [
    { name: 'MIME entity', seeds: [...messages, bytesOf(NESTED)], run: bytes => walk(parseEntity(bytes)), rooms: ['mime/'] },
    { name: 'raw header', seeds: [...messages, bytesOf(NESTED)], run: splitMessage, rooms: ['mime/'] },
    { name: 'guess of the first part', seeds: [...messages, bytesOf(NESTED)], run: guessInside, rooms: ['mime/'] },
    { name: 'seven-bit form', seeds: [bytesOf(NESTED), bytesOf('Content-Type: text/plain; charset=utf-8\r\n\r\ncafé \r\n.\r\nFrom x\n')], run: toSevenBit, rooms: ['mime/'] },
    text('mailbox list', value => parseMailboxList(value)?.map(({ address }) => splitAddress(address)), '"A, B" <a@b.example>, (c) group: x@y.example;', '=?utf-8?q?=41?= <a@[192.0.2.1]>'),
    text('content type', parseParameterizedValue, `text/plain; charset="utf-8"; name*0*=utf-8''a%41; name*1="b"`),
    text('encoded word', decodeEncodedWords, '=?iso-2022-jp?B?GyRCJCIbKEI=?= =?utf-8?q?=41_b?='),
    text('date', parseDateTime, 'Mon, 15 Jun 2026 12:00:00 +0900 (JST)'),
    text('comments', withoutComments, 'a (b (c) \\) d) e'),
    text('flowed text', value => joinFlowedLines(value, parseParameterizedValue('text/plain; format=flowed; delsp=yes')), '> a \r\n> b\r\n-- \r\n  c '),
    text('legacy display', value => [withoutLegacyDisplay(value, 'text/plain', new Set(['subject'])), withoutLegacyDisplay(value, 'text/html', new Set(['subject']))],
      'Subject: x\r\n\r\nHello', '<body><div class="header-protection-legacy-display"><pre>Subject: x</pre></div>Hello'),
    {
      name: 'transfer encodings',
      seeds: [bytesOf('SGVsbG8=\r\n'), bytesOf('=41=\r\n b =\r\n')],
      run: bytes => ['base64', 'quoted-printable', 'x'].map(encoding => decodeTransferEncoding(bytes, encoding)),
      rooms: [],
    },
    { name: 'charsets', seeds: [bytesOf('\u001b$B$"\u001b(B'), bytesOf('café')], run: bytes => ['utf-8', 'iso-2022-jp', 'cp932', 'x'].map(name => decodeCharset(bytes, name)), rooms: [] },
    { name: 'compound file', seeds: [aCompoundFile([{ name: 'a', children: [{ name: 'b', content: new Uint8Array(5000) }] }, { name: 'c', content: bytesOf('x') }])], run: bytes => readStreams(openCompoundFile(bytes)), rooms: ['mime/'] },
    { name: 'Outlook message', seeds: outlook, run: readOutlookMessage, rooms: ['mime/'] },
    { name: 'TNEF', seeds: [aTnefStream()], run: readTnef, rooms: ['mime/'] },
    { name: 'compressed RTF', seeds: [Uint8Array.from(Buffer.from(HELLO_RTF, 'hex'))], run: decompressRtf, rooms: ['mime/'] },
  ]
}
