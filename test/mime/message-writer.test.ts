/** Messages that we write: read back by ourselves and by another parser, whatever was typed. */
import { spawnSync } from 'node:child_process'
import { fc } from '../support/properties.ts'
import { describe, expect, it } from 'vitest'
import { concatBytes } from '../../src/bytes/bytes.ts'
import { decodeEncodedWords } from '../../src/mime/encoded-word.ts'
import { decodeBody, type MimeEntity, parseEntity, readFileName } from '../../src/mime/entity.ts'
import { fieldValues } from '../../src/mime/header-field.ts'
import { cleanFileName, writeMailboxes, writeText } from '../../src/mime/header-writer.ts'
import { parseMailboxList } from '../../src/mime/mailbox.ts'
import { plainMessage, writeMessage } from '../../src/mime/message-writer.ts'
import type { OutgoingAttachment, OutgoingMessage } from '../../src/mime/outgoing-message.ts'
import { isTransportSafe } from '../../src/mime/transport-safety.ts'
import { bytesOf } from '../make/signed-message.ts'

const boundaries = () => {
  let count = 0
  return () => `=_boundary${++count}`
}

const MESSAGE: OutgoingMessage = {
  from: { name: 'Alice', address: 'alice@example.com' }, sender: null, to: [{ name: '', address: 'bob@example.com' }], cc: [], bcc: [],
  subject: 'Minutes', date: '2026-06-15T12:00:00Z', messageId: '<one@example.com>', inReplyTo: null, references: [],
  text: 'Hello', html: null, attachments: [], importance: 'normal',
}

const octetsOf = (message: Partial<OutgoingMessage>) => concatBytes(plainMessage(writeMessage({ ...MESSAGE, ...message }, boundaries())))
const parsed = (message: Partial<OutgoingMessage>) => parseEntity(octetsOf(message))
const textOf = (octets: Uint8Array) => new TextDecoder().decode(octets)
const bodyOf = (entity: MimeEntity | undefined) => textOf(decodeBody(entity as MimeEntity).bytes)
const file = (attachment: Partial<OutgoingAttachment>): OutgoingAttachment => ({ name: 'a.bin', mediaType: 'application/pdf', content: bytesOf('%PDF'), contentId: null, ...attachment })
const shape = (entity: MimeEntity): unknown => (entity.contentType.value.startsWith('multipart/') ? { [entity.contentType.value]: entity.children.map(shape) } : entity.contentType.value)
const refusal = expect.objectContaining({ code: 'mime/header-injection' }) as Error

describe('the header of a message that we write', () => {
  it('says who, to whom, what, when', () => {
    const message = textOf(octetsOf({
      sender: { name: '', address: 'office@example.com' }, cc: [{ name: 'Carol, "the" C', address: 'carol@example.com' }], bcc: [{ name: '', address: 'dave@example.com' }],
      inReplyTo: '<q@example.com>', references: ['<p@example.com>', '<q@example.com>'], importance: 'high',
    }))
    expect(message.slice(0, message.indexOf('Content-Type'))).toBe(
      'From: "Alice" <alice@example.com>\r\nSender: office@example.com\r\nTo: bob@example.com\r\nCc: "Carol, \\"the\\" C" <carol@example.com>\r\nSubject: Minutes\r\n' +
        'Date: Mon, 15 Jun 2026 12:00:00 +0000\r\nMessage-ID: <one@example.com>\r\nIn-Reply-To: <q@example.com>\r\nReferences: <p@example.com> <q@example.com>\r\n' +
        'Importance: high\r\nX-Priority: 1\r\nMIME-Version: 1.0\r\n',
    )
    expect(message).not.toContain('dave')
  })
  it('has no field for nobody, and none for an empty subject', () => {
    const names = parsed({ to: [], subject: '' }).fields.map(field => field.name)
    expect(names).toEqual(['from', 'date', 'message-id', 'mime-version', 'content-type', 'content-transfer-encoding'])
  })
  it('leaves out identifiers of others that are none', () => {
    const { fields } = parsed({ inReplyTo: '<a b>', references: ['x@y', '<ok@example.com>', '<a>\r\nBcc: x@y'] })
    expect(fieldValues(fields, 'in-reply-to')).toEqual([])
    expect(fieldValues(fields, 'references')).toEqual(['<ok@example.com>'])
  })
  it('refuses an own Message-ID that is none', () => {
    expect(() => octetsOf({ messageId: '<a@b>\r\nBcc: x@y' })).toThrow(refusal)
  })

  const CONTROLS = ['\r\nBcc: eve@example.com', '\n', '\r', '\0', '\u0007', '\u0085', '\u2028', '\u007f']
  it('refuses line ends and control characters in subject, names and addresses', () => {
    for (const control of CONTROLS) {
      expect(() => octetsOf({ subject: `Hello${control}` })).toThrow(refusal)
      for (const field of ['to', 'cc'] as const) expect(() => octetsOf({ [field]: [{ name: `B${control}b`, address: 'bob@example.com' }] })).toThrow(refusal)
      expect(() => octetsOf({ from: { name: '', address: `alice@example.com${control}` } })).toThrow(refusal)
    }
  })
  it('refuses what is no address, or more than one', () => {
    for (const address of ['', 'bob', 'bob@', '@example.com', 'a@b, c@d', 'Bob <bob@example.com>', 'bob@example.com (x)', 'bob@exa mple.com', '=?utf-8?q?a?=@example.com', `${'a'.repeat(250)}@b.cc`, 'bób@example.com']) {
      expect(() => octetsOf({ to: [{ name: '', address }] }), address).toThrow(refusal)
    }
  })
  it('writes a domain of another alphabet as A-labels', () => {
    expect(fieldValues(parsed({ to: [{ name: '', address: 'bob@bücher.example' }] }).fields, 'to')).toEqual(['bob@xn--bcher-kva.example'])
  })
})

describe('text of any kind in a header', () => {
  const texts = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 120 }), fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ maxLength: 120 }), fc.constantFrom('=?utf-8?q?x?=', ' lead', 'two  blanks', 'trail '))
  it('is read back as it was, in lines of at most 64, or refused', () => {
    fc.assert(
      fc.property(texts, subject => {
        const isUnsafe = /[\p{Cc}\u2028\u2029]/u.test(subject)
        if (isUnsafe) {
          expect(() => writeText('Subject', subject)).toThrow(refusal)
          return
        }
        const { octets } = writeText('Subject', subject)
        const text = textOf(octets)
        expect(Math.max(...text.split('\r\n').map(line => line.length))).toBeLessThanOrEqual(64)
        const [value = ''] = fieldValues(parseEntity(concatBytes([octets, bytesOf('\r\n')])).fields, 'subject')
        expect(decodeEncodedWords(value)).toBe(subject.replace(/\p{Cs}/gu, '\ufffd'))
        // No character is cut in two: each word decodes alone.
        for (const word of value.split(' ')) if (word.startsWith('=?UTF-8?')) expect(decodeEncodedWords(word)).not.toMatch(subject.includes('�') || /\p{Cs}/u.test(subject) ? /^$/u : /\ufffd/u)
      }),
      { numRuns: 1000 },
    )
  })
  it('names as well, and the address beside them stays what it is', () => {
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1, maxLength: 5 }), names => {
        const mailboxes = names.map((name, index) => ({ name, address: `person${index}@example.com` }))
        if (names.some(name => /[\p{Cc}\u2028\u2029]/u.test(name))) {
          expect(() => writeMailboxes('To', mailboxes)).toThrow(refusal)
          return
        }
        const { octets } = writeMailboxes('To', mailboxes)
        const [value = '', ...more] = fieldValues(parseEntity(concatBytes([octets, bytesOf('\r\n')])).fields, 'to')
        expect(more).toEqual([])
        const read = parseMailboxList(value)
        expect(read?.map(mailbox => mailbox.address)).toEqual(mailboxes.map(mailbox => mailbox.address))
        const wished = names.map((name, index) => (name.trim() === `person${index}@example.com` ? '' : name.trim().replace(/\p{Cs}/gu, '\ufffd')))
        expect(read?.map(mailbox => mailbox.displayName)).toEqual(wished)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('the parts of a message that we write', () => {
  const picture = file({ name: 'logo.png', mediaType: 'image/png', contentId: 'logo@example' })
  it.each<[string, Partial<OutgoingMessage>, unknown]>([
    ['text alone', {}, 'text/plain'],
    ['text and HTML', { html: '<p>Hi' }, { 'multipart/alternative': ['text/plain', 'text/html'] }],
    ['text and a file', { attachments: [file({})] }, { 'multipart/mixed': ['text/plain', 'application/pdf'] }],
    ['HTML with a picture', { html: '<img src="cid:logo@example">', attachments: [picture] }, { 'multipart/related': [{ 'multipart/alternative': ['text/plain', 'text/html'] }, 'image/png'] }],
    ['all of it', { html: 'x', attachments: [picture, file({})] },
      { 'multipart/mixed': [{ 'multipart/related': [{ 'multipart/alternative': ['text/plain', 'text/html'] }, 'image/png'] }, 'application/pdf'] }],
    ['a picture of a text', { attachments: [picture] }, { 'multipart/mixed': ['text/plain', 'image/png'] }],
  ])('%s', (_story, message, wished) => {
    const entity = parsed(message)
    expect(shape(entity)).toEqual(wished)
    expect(entity.defects).toEqual([])
  })
  it('a picture is found by its Content-ID', () => {
    const part = parsed({ html: 'x', attachments: [picture] }).children[1]
    expect(fieldValues(part?.fields ?? [], 'content-id')).toEqual(['<logo@example>'])
    expect(part?.disposition.value).toBe('inline')
    expect(() => parsed({ html: 'x', attachments: [{ ...picture, contentId: 'a>\r\nX: y' }] })).toThrow(refusal)
  })
  it('HTML is a document that says its charset, whatever it said before', () => {
    expect(bodyOf(parsed({ html: '<p>ä' }).children[1])).toContain('charset=utf-8"></head>\r\n<body><p>ä</body>')
    expect(bodyOf(parsed({ html: '<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-2022-jp"></head>あ</html>' }).children[1])).toContain('text/html; charset=utf-8')
  })
  it('text comes back with CRLF, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom('From me', '.\n.', 'blank \n', 'あ'.repeat(100))), text => {
        const octets = octetsOf({ text, html: text })
        expect(isTransportSafe(octets)).toBe(true)
        expect(Math.max(...textOf(octets).split('\r\n').map(line => line.length))).toBeLessThanOrEqual(64)
        expect(bodyOf(parseEntity(octets).children[0])).toBe(text.replace(/\p{Cs}/gu, '\ufffd').replace(/\r\n|\r|\n/gu, '\r\n'))
      }),
      { numRuns: 500 },
    )
  })
  it('files come back as they were, with names of any kind', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.oneof(fc.string({ unit: 'grapheme', maxLength: 250 }), fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('a"b\\c;d.txt', "it's.txt", 'a%20b', 'x\r\nBcc: y.txt')), (content, name) => {
        const octets = octetsOf({ attachments: [file({ content, name })] })
        expect(isTransportSafe(octets)).toBe(true)
        const entity = parseEntity(octets)
        const part = entity.children[1] as MimeEntity
        expect(decodeBody(part).bytes).toEqual(content)
        const wished = cleanFileName(name)
        expect(readFileName(part) ?? '').toBe(wished)
        expect(decodeEncodedWords(part.contentType.parameters.get('name') ?? '')).toBe(wished)
        expect([...entity.fields, ...part.fields].map(field => field.name)).not.toContain('bcc')
      }),
      { numRuns: 500 },
    )
  })
  it('a file\'s name loses what nobody can see, and what is too long', () => {
    const named = (name: string) => readFileName(parsed({ attachments: [file({ name })] }).children[1] as MimeEntity)
    expect(named('x\r\nBcc: y\0.txt')).toBe('x__Bcc: y_.txt')
    expect(named('\u2028a.txt')).toBe('_a.txt')
    expect(named(`${'あ'.repeat(300)}.txt`)).toBe('あ'.repeat(200))
  })
  it.each([['multipart/mixed'], ['message/partial'], ['text/plain; charset=x'], [''], ['a/b\r\nX: y']])('a file of the type %j is a file', mediaType => {
    expect(parsed({ attachments: [file({ mediaType })] }).children[1]?.contentType.value).toBe('application/octet-stream')
  })
})

describe('a message that goes along', () => {
  const inner = (text: string) => file({ name: 'old.eml', mediaType: 'message/rfc822', content: bytesOf(text) })
  it('is a message inside, as it was', () => {
    const text = 'From: x@example.com\r\nSubject: old\r\n\r\nlong ago\r\n'
    const part = parsed({ attachments: [inner(text)] }).children[1] as MimeEntity
    expect(part.contentType.value).toBe('message/rfc822')
    expect(bodyOf(part)).toBe(text)
  })
  it('of eight bits is encoded part by part', () => {
    const octets = octetsOf({ attachments: [inner('From: x@example.com\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nくわしく\r\n')] })
    expect(isTransportSafe(octets)).toBe(true)
    const message = parseEntity(octets).children[1]?.children[0]
    expect(message?.transferEncoding).toBe('quoted-printable')
    expect(bodyOf(message)).toBe('くわしく\r\n')
  })
  it('of eight bits under a signature goes as a file, octet for octet', () => {
    const text = 'From: x@example.com\r\nContent-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\nくわしく\r\n--b\r\n\r\nsig\r\n--b--\r\n'
    const part = parsed({ attachments: [inner(text)] }).children[1] as MimeEntity
    expect(part.contentType.value).toBe('application/octet-stream')
    expect(bodyOf(part)).toBe(text)
  })
  it('that is none is a file', () => {
    expect(parsed({ attachments: [inner('')] }).children[1]?.contentType.value).toBe('application/octet-stream')
  })
})

const python = spawnSync('python3', ['-c', 'import email.policy'], { stdio: 'ignore' }).status === 0
const READ = `
import sys, json, email, email.policy
out = []
for octets in json.load(sys.stdin):
    message = email.message_from_bytes(octets.encode('ascii'), policy=email.policy.default)
    leaves = [part for part in message.walk() if not part.is_multipart()]
    out.append(dict(
        defects=[str(d) for part in message.walk() for d in part.defects], names=[n.lower() for n in message.keys()], subject=message['subject'] or '',
        to=[[a.display_name, a.addr_spec] for a in message['to'].addresses], text=leaves[0].get_content() if leaves[0].get_content_type() == 'text/plain' else None,
        files=[[part.get_filename(), part.get_payload(decode=True).hex()] for part in leaves[1:]]))
json.dump(out, sys.stdout)
`

interface PythonReading { readonly defects: string[]; readonly names: string[]; readonly subject: string; readonly to: [string, string][]; readonly text: string; readonly files: [string, string][] }

describe.skipIf(!python)(`what Python's email package reads of it${python ? '' : ' (skipped: no python3 here)'}`, () => {
  it('is what was written', () => {
    const safe = (maxLength: number) => fc.string({ unit: 'grapheme', maxLength }).filter(text => !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text))
    const messages = fc.sample(fc.record({ subject: safe(100), name: safe(60), text: safe(200), fileName: safe(80).filter(name => name.trim() !== ''), content: fc.uint8Array({ minLength: 1, maxLength: 100 }) }), { numRuns: 400, seed: 7 })
    const written = messages.map(({ subject, name, text, fileName, content }) =>
      textOf(octetsOf({ subject, to: [{ name, address: 'bob@example.com' }, { name: '', address: 'carol@example.com' }], text, attachments: [file({ name: fileName, content })] })))
    const { stdout, stderr } = spawnSync('python3', ['-c', READ], { input: JSON.stringify(written), encoding: 'utf8', maxBuffer: 1 << 26 })
    expect(stderr).toBe('')
    const readings = JSON.parse(stdout) as PythonReading[]
    expect(readings).toHaveLength(400)
    for (const [index, { subject, name, text, fileName, content }] of messages.entries()) {
      const reading = readings[index] as PythonReading
      expect(reading.defects).toEqual([])
      expect(reading.subject).toBe(subject)
      // Some of its versions keep the blank between two encoded words of a name, against RFC 2047 section 6.2.
      expect(reading.to.map(([display, address]) => [display.replaceAll(' ', ''), address])).toEqual([[name.replace(/^bob@example.com$/u, '').replace(/\s/gu, ''), 'bob@example.com'], ['', 'carol@example.com']])
      expect(reading.text.replace(/\n$/u, '')).toBe(text)
      expect(reading.files).toEqual([[cleanFileName(fileName), Buffer.from(content).toString('hex')]])
      expect(reading.names.filter(field => !['from', 'to', 'subject', 'date', 'message-id', 'mime-version', 'content-type'].includes(field))).toEqual([])
    }
  })
})
