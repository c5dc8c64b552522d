/** Defects: oddities that are lived with, and named. */
import { describe, expect, it } from 'vitest'
import { parseEntity } from '../../src/mime/entity.ts'
import { decodeTransferEncoding } from '../../src/mime/transfer-encoding.ts'
import { bytesOf } from '../make/signed-message.ts'

const defectsOf = (text: string) => parseEntity(bytesOf(text)).defects

describe('defects', () => {
  it('two Content-Type fields, or two transfer encodings', () => {
    expect(defectsOf('Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\n')).toEqual(['mime/duplicate-content-field'])
    expect(defectsOf('Content-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64\r\n\r\n')).toEqual(['mime/duplicate-content-field'])
  })
  it('a Content-Type that is no type is text', () => {
    const entity = parseEntity(bytesOf('Content-Type: signed\r\n\r\n'))
    expect([entity.defects, entity.contentType.value]).toEqual([['mime/content-type-malformed'], 'text/plain'])
  })
  it('base64 with stray octets', () => {
    expect(decodeTransferEncoding(bytesOf('QU!JD'), 'base64').defects).toEqual(['mime/base64-malformed'])
    expect(decodeTransferEncoding(bytesOf('QUJD'), 'base64').defects).toEqual([])
  })
  it('an attached message without a header field is no message, and keeps its octets', () => {
    const attached = (body: string) => parseEntity(bytesOf(`Content-Type: message/rfc822\r\n\r\n${body}`))
    expect(attached('this is no message, sorry!')).toMatchObject({ children: [], defects: ['mime/header-line-malformed'] })
    expect(attached('From alice@example.com Mon\r\nSubject: x\r\n\r\ny').children).toHaveLength(1)
    expect(attached('\r\nonly a body').children).toHaveLength(1)
  })
  it('none, for a plain message', () => {
    expect(defectsOf('Subject: x\r\nContent-Type: text/plain\r\n\r\nhello')).toEqual([])
  })
})
