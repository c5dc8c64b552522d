import { describe, expect, it } from 'vitest'
import { readHeader } from '../../src/mime/header-field.ts'
import { MIME_LIMITS } from '../../src/mime/limits.ts'
import { readMessageHeaders } from '../../src/smime/message-headers.ts'

function threadOf(header: string, messageId?: string) {
  const bytes = new TextEncoder().encode(`${header.replaceAll('\n', '\r\n')}\r\n\r\n`)
  const { fields } = readHeader(bytes, 0, bytes.length, MIME_LIMITS)
  return readMessageHeaders(fields, { fromAddress: null, subject: null, date: null, ...(messageId === undefined ? {} : { messageId }) }).thread
}

describe('what an answer refers to', () => {
  it('is the Message-ID, and what that one referred to', () => {
    expect(threadOf('Message-ID: <3@a.example>\nReferences: <1@a.example>\n <2@a.example>\nCc: Ken <ken@a.example>')).toEqual({ cc: ['ken@a.example'], messageId: '<3@a.example>', references: ['<1@a.example>', '<2@a.example>'] })
  })
  it('is what Outlook says where the S/MIME part came alone', () => {
    expect(threadOf('Subject: x', '<9@a.example>')?.messageId).toBe('<9@a.example>')
  })
  it('is nothing that could end a line of a header', () => {
    expect(threadOf('Message-ID: <a b@c>', '<x\r\nBcc: y@z>')?.messageId).toBeNull()
  })
})
