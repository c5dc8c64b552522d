/** winmail.dat: streams written here by [MS-OXTNEF], and broken in one place each. */
import { describe, expect, it } from 'vitest'
import { concatBytes } from '../../src/bytes/bytes.ts'
import { encodeUtf8 } from '../../src/bytes/encoding.ts'
import { decompressRtf, MAXIMAL_RTF } from '../../src/mime/compressed-rtf.ts'
import { isTnef, readTnef } from '../../src/mime/tnef.ts'

const hexToBytes = (hex: string) => Uint8Array.from(hex.match(/../gu) ?? [], pair => Number.parseInt(pair, 16))
const u16 = (n: number) => Uint8Array.of(n & 255, (n >> 8) & 255)
const u32 = (n: number) => Uint8Array.of(n & 255, (n >>> 8) & 255, (n >>> 16) & 255, n >>> 24)
const ascii = (text: string) => encodeUtf8(`${text}\0`)
const utf16 = (text: string) => concatBytes(Array.from(`${text}\0`, sign => u16(sign.charCodeAt(0))))
const padded = (bytes: Uint8Array) => concatBytes([bytes, new Uint8Array((4 - (bytes.length % 4)) % 4)])

const attribute = (level: 1 | 2, id: number, data: Uint8Array, checksum = data.reduce((sum, octet) => (sum + octet) & 0xffff, 0)) =>
  concatBytes([Uint8Array.of(level), u32(id), u32(data.length), data, u16(checksum)])
const stream = (...attributes: readonly Uint8Array[]) => concatBytes([u32(0x223e9f78), u16(1), ...attributes])

const tag = (id: number, type: number) => concatBytes([u16(type), u16(id)])
const variable = (id: number, type: number, ...values: readonly Uint8Array[]) =>
  concatBytes([tag(id, type), u32(values.length), ...values.flatMap(value => [u32(value.length), padded(value)])])
const long = (id: number, value: number) => concatBytes([tag(id, 3), u32(value)])
const list = (...properties: readonly Uint8Array[]) => concatBytes([u32(properties.length), ...properties])

const version = attribute(1, 0x00089006, u32(0x10000))
const codePage = (page: number) => attribute(1, 0x00069007, concatBytes([u32(page), u32(0)]))
const messageProperties = (...properties: readonly Uint8Array[]) => attribute(1, 0x00069003, list(...properties))
const begin = attribute(2, 0x00069002, new Uint8Array(14))
const title = (name: Uint8Array) => attribute(2, 0x00018010, name)
const data = (bytes: Uint8Array) => attribute(2, 0x0006800f, bytes)
const fileProperties = (...properties: readonly Uint8Array[]) => attribute(2, 0x00069005, list(...properties))

/** [MS-OXRTFCP] section 3.1.1. */
const HELLO_RTF = hexToBytes('2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0')

describe('a TNEF stream', () => {
  it('gives its text, its HTML and its files with their long names', () => {
    const html = '<html><body>Grüße</body></html>'
    const { text, html: found, attachments, damaged } = readTnef(stream(
      version, codePage(1252),
      messageProperties(variable(0x1000, 0x1f, utf16('Grüße, 日本')), long(0x3fde, 65001), variable(0x1013, 0x102, encodeUtf8(html))),
      begin, title(ascii('OFFER~1.PDF')), data(encodeUtf8('%PDF')), fileProperties(variable(0x3707, 0x1f, utf16('見積書.pdf')), variable(0x370e, 0x1e, ascii('Application/PDF'))),
      begin, title(ascii('logo.png')), data(Uint8Array.of(1, 2, 3)), fileProperties(variable(0x3712, 0x1e, ascii('<logo@x>'))),
    ))
    expect({ text, html: found, damaged }).toEqual({ text: 'Grüße, 日本', html, damaged: 0 })
    expect(attachments).toEqual([
      { name: '見積書.pdf', mediaType: 'application/pdf', contentId: null, isMessage: false, bytes: encodeUtf8('%PDF') },
      { name: 'logo.png', mediaType: 'application/octet-stream', contentId: 'logo@x', isMessage: false, bytes: Uint8Array.of(1, 2, 3) },
    ])
  })

  it('of an old Outlook gives its body attribute and short names in its code page', () => {
    const { text, attachments } = readTnef(stream(codePage(932), attribute(1, 0x0002800c, Uint8Array.of(0x93, 0xfa, 0x96, 0x7b, 0)), begin, title(Uint8Array.of(0x93, 0xfa, 0x2e, 0x74, 0x78, 0x74, 0)), data(encodeUtf8('x'))))
    expect(text).toBe('日本')
    expect(attachments[0]?.name).toBe('日.txt')
  })

  it('is read past named properties, several values and types that are not wanted', () => {
    const guid = new Uint8Array(16)
    const byNumber = concatBytes([tag(0x8001, 3), guid, u32(0), u32(0x8501), u32(7)])
    const byName = concatBytes([tag(0x8002, 0x1f), guid, u32(1), u32(utf16('Key').length), padded(utf16('Key')), u32(1), u32(4), utf16('v')])
    const several = concatBytes([tag(0x6001, 0x1003), u32(2), u32(1), u32(2)])
    const { text } = readTnef(stream(messageProperties(byNumber, byName, several, variable(0x6002, 0x101f, utf16('a'), utf16('bc')), concatBytes([tag(0x6003, 0x0b), u32(1)]), variable(0x1000, 0x1e, ascii('after all of them')))))
    expect(text).toBe('after all of them')
  })

  it('gives a message inside as a file, which is opened on its own and not entered', () => {
    const inner = stream(messageProperties(variable(0x1000, 0x1e, ascii('inner'))))
    const object = concatBytes([hexToBytes('0703020000000000c000000000000046'), inner])
    const outer = readTnef(stream(begin, title(ascii('Minutes')), fileProperties(variable(0x3701, 0x0d, object))))
    expect(outer.text).toBeNull()
    expect(outer.attachments).toMatchObject([{ name: 'Minutes', mediaType: 'application/ms-tnef', isMessage: true }])
    expect(readTnef(outer.attachments[0]?.bytes ?? new Uint8Array()).text).toBe('inner')
  })

  it('with formatted text alone gives it as a file', () => {
    const { attachments } = readTnef(stream(messageProperties(variable(0x1009, 0x102, HELLO_RTF))))
    expect(attachments.map(({ name, mediaType, bytes }) => [name, mediaType, new TextDecoder().decode(bytes)])).toEqual([['body.rtf', 'application/rtf', '{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n']])
  })

  it('with damaged formatted text gives it as it came', () => {
    const broken = HELLO_RTF.slice()
    broken[20] = 0xff
    expect(readTnef(stream(messageProperties(variable(0x1009, 0x102, broken)))).attachments.map(({ name }) => name)).toEqual(['body.rtf.compressed'])
  })

  it('whose checksums do not fit is read and said to be damaged', () => {
    expect(readTnef(stream(attribute(1, 0x0002800c, ascii('text'), 1)))).toMatchObject({ text: 'text', damaged: 1 })
  })

  it('may be followed by line ends', () => {
    expect(readTnef(concatBytes([stream(attribute(1, 0x0002800c, ascii('text'))), encodeUtf8('\r\n')])).text).toBe('text')
  })
})

describe('what is no TNEF stream', () => {
  const code = (bytes: Uint8Array) => {
    try {
      readTnef(bytes)
      return 'read'
    } catch (error) {
      return (error as { code?: string }).code
    }
  }

  it('is told by its first octets', () => {
    expect(isTnef(encodeUtf8('From: a'))).toBe(false)
    expect(code(encodeUtf8('From: a@b'))).toBe('mime/not-a-message')
    expect(code(new Uint8Array())).toBe('mime/not-a-message')
  })

  it('or breaks off is told so at every octet where it can', () => {
    const whole = stream(version, begin, title(ascii('a.txt')), data(encodeUtf8('content')))
    for (let length = 6; length < whole.length; length++) expect(['read', 'mime/truncated']).toContain(code(whole.subarray(0, length)))
    expect(code(whole.subarray(0, whole.length - 3))).toBe('mime/truncated')
  })

  it('or lies about lengths and counts ends at once', () => {
    expect(code(stream(concatBytes([Uint8Array.of(1), u32(0x0002800c), u32(0xffffffff), new Uint8Array(20)])))).toBe('mime/truncated')
    expect(code(stream(Uint8Array.of(3, ...new Uint8Array(20))))).toBe('mime/truncated')
    expect(readTnef(stream(attribute(1, 0x00069003, concatBytes([u32(0xffffffff), variable(0x1000, 0x1e, ascii('text')), tag(0x1001, 0x1e), u32(0xffffffff)])))).text).toBe('text')
    expect(readTnef(stream(attribute(1, 0x00069003, concatBytes([u32(9), tag(0x6001, 0x1003), u32(0x40000000)])))).text).toBeNull()
  })

  it('or holds more than anybody sends is refused', () => {
    expect(code(stream(...Array.from({ length: 5001 }, () => version)))).toBe('mime/too-many-parts')
    expect(code(stream(...Array.from({ length: 2001 }, () => begin)))).toBe('mime/too-many-parts')
  })

  it('whatever its octets are, is an answer or a coded refusal', () => {
    const whole = stream(version, codePage(1252), messageProperties(variable(0x1000, 0x1f, utf16('text')), variable(0x1009, 0x102, HELLO_RTF)), begin, title(ascii('a')), fileProperties(variable(0x3707, 0x1f, utf16('b'))))
    for (let at = 0; at < whole.length; at++) {
      for (const octet of [0, 1, 0x7f, 0xff]) {
        const changed = whole.slice()
        changed[at] = octet
        expect(['read', 'mime/truncated', 'mime/not-a-message', 'mime/too-many-parts']).toContain(code(changed))
      }
    }
  })
})

describe('compressed RTF', () => {
  it('with places that overlap themselves is unpacked ([MS-OXRTFCP] section 3.1.2)', () => {
    const packed = hexToBytes('1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0')
    expect(new TextDecoder().decode(decompressRtf(packed))).toBe('{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}')
  })

  it('that was never compressed is given as it is', () => {
    const text = encodeUtf8('{\\rtf1 a}')
    expect(decompressRtf(concatBytes([u32(text.length + 12), u32(text.length), u32(0x414c454d), u32(0), text]))).toEqual(text)
  })

  it.each([
    ['too short for a header', HELLO_RTF.subarray(0, 12)],
    ['cut short', HELLO_RTF.subarray(0, HELLO_RTF.length - 2)],
    ['said to be larger than anybody writes', concatBytes([HELLO_RTF.subarray(0, 4), u32(MAXIMAL_RTF + 1), HELLO_RTF.subarray(8)])],
    ['of a kind that does not exist', concatBytes([HELLO_RTF.subarray(0, 8), u32(1), HELLO_RTF.subarray(12)])],
  ])('%s is refused', (_story, bytes) => {
    expect(() => decompressRtf(bytes)).toThrow(expect.objectContaining({ code: 'mime/truncated' }))
  })
})
