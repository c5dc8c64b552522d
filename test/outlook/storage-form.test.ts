import { expect, test } from 'vitest'
import { findSmimeAttachment, storageForm } from '../../src/outlook/storage-form.ts'
import type { ListedAttachment } from '../../src/outlook/storage-form.ts'

const listed = (name: string, contentType = '', more: Partial<ListedAttachment> = {}): ListedAttachment => ({
  id: 'a', name, size: 10, contentType, attachmentType: 'file', isInline: false, ...more,
})

test.each([
  ['a clear-signed item', 'IPM.Note.SMIME.MultipartSigned', listed('smime.p7m', 'multipart/signed')],
  ['an opaque item', 'IPM.Note.SMIME', listed('smime.p7m', 'application/pkcs7-mime')],
  ['an item whose class lies', 'IPM.Note', listed('smime.p7m', 'multipart/signed')],
  ['the older type name', 'IPM.Note.SMIME', listed('smime.p7m', 'application/x-pkcs7-mime; smime-type=signed-data')],
  ['a gateway that stores octets', 'IPM.Note', listed('SMIME.P7M', 'application/octet-stream')],
  ['an attachment of an S/MIME item without a name', 'IPM.Note.SMIME', listed('', '')],
  ['the class in other letters', 'ipm.note.smime', listed('', 'application/octet-stream')],
])('%s keeps its message in its attachment', (_, itemClass, attachment) => {
  expect(findSmimeAttachment(itemClass, [attachment])).toBe(attachment)
})

test.each([
  ['a detached signature alone: what it signs is elsewhere', 'IPM.Note', [listed('smime.p7s', 'application/pkcs7-signature')]],
  ['a signature that calls itself the other type', 'IPM.Note', [listed('smime.p7s', 'application/pkcs7-mime')]],
  ['an inner file of an S/MIME item', 'IPM.Note.SMIME.MultipartSigned', [listed('report.pdf', 'application/pdf')]],
  ['two files', 'IPM.Note.SMIME', [listed('smime.p7m'), listed('x.pdf')]],
  ['an inline picture beside it', 'IPM.Note', [listed('smime.p7m'), listed('logo.png', 'image/png', { isInline: true })]],
  ['an attached message', 'IPM.Note', [listed('smime.p7m', '', { attachmentType: 'item' })]],
  ['nothing', 'IPM.Note.SMIME', []],
])('%s is no whole message', (_, itemClass, attachments) => {
  expect(findSmimeAttachment(itemClass, attachments)).toBeNull()
})

test.each([
  ['cms', [0x30, 0x80, 0x06]],
  ['entity', [...Buffer.from('Content-Type: multipart/signed; protocol="application/pkcs7-signature"')]],
  ['entity', [...Buffer.from('MIME-Version: 1.0\r\nContent-Type: multipart/signed')]],
  ['auto', [...Buffer.from('Received: from a by b')]],
  ['auto', [...Buffer.from('MIIGaQYJKoZIhvcN')]],
  ['auto', []],
] as const)('the first octets tell %s', (form, bytes) => {
  expect(storageForm(Uint8Array.from(bytes))).toBe(form)
})
