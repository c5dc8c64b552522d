import { describe, expect, test } from 'vitest'
import { decodeWbxml, element, elementsNamed, encodeWbxml, textOf } from './wbxml.ts'

const bytes = (text: string) => Uint8Array.from(text.split(' '), octet => Number.parseInt(octet, 16))

describe('WBXML of ActiveSync', () => {
  test('a first FolderSync is the octets that [MS-ASWBXML] makes of it', () => {
    const written = encodeWbxml(element('FolderHierarchy:FolderSync', element('FolderHierarchy:SyncKey', '0')))
    expect(written).toEqual(bytes('03 01 6a 00 00 07 56 52 03 30 00 01 01'))
  })

  test('another page is switched to, and back', () => {
    const tree = element('AirSync:Options', element('AirSync:MIMESupport', '2'), element('AirSyncBase:BodyPreference', element('AirSyncBase:Type', '4')), element('AirSync:MIMETruncation', '8'))
    const written = encodeWbxml(tree)
    expect(written).toEqual(bytes('03 01 6a 00 57 62 03 32 00 01 00 11 45 46 03 34 00 01 01 00 00 63 03 38 00 01 01'))
    expect(decodeWbxml(written)).toEqual(tree)
  })

  test('opaque octets come back, whatever is in them and however long they are', () => {
    for (const length of [0, 1, 127, 128, 16_383, 16_384, 70_000]) {
      const octets = Uint8Array.from({ length }, (_, i) => i)
      const read = decodeWbxml(encodeWbxml(element('ComposeMail:Mime', octets)))
      expect(read.value).toEqual(octets)
      expect(read.isOpaque).toBe(true)
    }
  })

  test('an element without content has no end', () => {
    expect(encodeWbxml(element('ComposeMail:SendMail', element('ComposeMail:SaveInSentItems')))).toEqual(bytes('03 01 6a 00 00 15 45 08 01'))
  })

  test('tags that nobody here knows are stepped over', () => {
    const read = decodeWbxml(bytes('03 01 6a 00 45 00 02 1b 00 00 4e 03 31 00 01 01'))
    expect(read.children.map(child => child.name)).toEqual(['2:0x1b', 'AirSync:Status'])
    expect(textOf(read, 'AirSync:Status')).toBe('1')
    expect(elementsNamed(read, 'AirSync:Add')).toEqual([])
  })

  test.each([
    ['another header', '03 01 6a 01 45 01'],
    ['ends too early', '03 01 6a 00 45'],
    ['ends too early', '03 01 6a 00 45 03 30'],
    ['ends too early', '03 01 6a 00 45 c3 05 30 01'],
    ['an attribute', '03 01 6a 00 c5 01'],
  ])('refused: %s (%s)', (why, octets) => {
    expect(() => decodeWbxml(bytes(octets))).toThrow(why)
  })

  test('text with a zero and tags of no page are not written', () => {
    expect(() => encodeWbxml(element('AirSync:SyncKey', 'a\0b'))).toThrow('zero')
    expect(() => encodeWbxml(element('AirSync:Nothing', 'a'))).toThrow('no tag')
  })
})
