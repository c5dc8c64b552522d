import { describe, expect, it } from 'vitest'
import { findMatches } from '../../../src/taskpane/mail/find-in-message.ts'
import { readLink } from '../../../src/taskpane/mail/mail-links.ts'
import { pictureType } from '../../../src/taskpane/mail/mail-images.ts'

const found = (text: string, query: string) => findMatches(text, query).map(({ start, end }) => text.slice(start, end))

describe('searching a message', () => {
  it('finds every place without regard to case', () => {
    expect(found('Offer, offer and OFFER', 'offer')).toEqual(['Offer', 'offer', 'OFFER'])
  })

  it('finds full-width and half-width forms of the same letters', () => {
    expect(found('ＡＢＣ と abc', 'abc')).toEqual(['ＡＢＣ', 'abc'])
    expect(found('料金は１２３円', '123')).toEqual(['１２３'])
  })

  it('keeps its places where a letter becomes longer', () => {
    expect(found('ﬀ office', 'office')).toEqual(['office'])
    expect(found('aﬁn', 'fi')).toEqual(['ﬁ'])
  })

  it('finds nothing for nothing, and does not count places twice', () => {
    expect(found('aaaa', ' ')).toEqual([])
    expect(found('aaaa', 'aa')).toEqual(['aa', 'aa'])
  })

  it('stops at a number that nobody steps through', () => {
    expect(findMatches('a'.repeat(100_000), 'a')).toHaveLength(1000)
  })
})

describe('a link', () => {
  it('leads to a page or a mailbox and says where', () => {
    expect(readLink('https://contoso.example/a?b=c#d')).toEqual({ address: 'https://contoso.example/a?b=c#d', place: 'contoso.example' })
    expect(readLink('mailto:a@b.example')).toEqual({ address: 'mailto:a@b.example', place: 'a@b.example' })
  })

  it('shows a host in letters of another script as it is written in the net', () => {
    expect(readLink('https://раypal.example/')?.place).toBe('xn--ypal-43d9g.example')
  })

  it('has no name and password that look like another host', () => {
    expect(readLink('https://bank.example@evil.example/')).toEqual({ address: 'https://evil.example/', place: 'evil.example' })
  })

  it('takes no file along', () => {
    expect(readLink('mailto:a@b.example?subject=Hi%20you&attach=/etc/passwd&Attachment=x&bcc=c@d.example')?.address).toBe('mailto:a@b.example?subject=Hi%20you')
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'vbscript:x', 'blob:https://a/b', 'ms-word:ofe|u|x', '/a', '#a', '//a.example', 'tel:1', '', 'cid:a', `https://a.example/${'x'.repeat(5000)}`])('is none: %s', href => {
    expect(readLink(href)).toBeNull()
  })
})

it('a picture is what its octets say, and never SVG', () => {
  expect(pictureType(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))).toBe('png')
  expect(pictureType(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toBe('jpeg')
  expect(pictureType(new TextEncoder().encode('GIF89a'))).toBe('gif')
  expect(pictureType(new TextEncoder().encode('RIFF0000WEBP'))).toBe('webp')
  expect(pictureType(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBeUndefined()
  expect(pictureType(new TextEncoder().encode('BM'))).toBeUndefined()
})
