import { expect, test } from 'vitest'
import { readByAttachment } from '../../src/outlook/attachment-route.ts'
import type { ReadItem } from '../../src/outlook/read-item.ts'
import { describeItem } from '../../src/outlook/read-item.ts'
import { readingCascade } from '../../src/outlook/reading-cascade.ts'
import { readWholeMessage } from '../../src/outlook/whole-message-route.ts'
import { isDarkColour } from '../../src/outlook/office-theme.ts'
import { createPageHost } from '../../src/outlook/page-host.ts'

const options = { timeout: 1000, signal: new AbortController().signal }
const entity = 'Content-Type: multipart/signed\r\n\r\nbody'

function itemWith(content: string, format = 'base64', more: Partial<ReadItem> = {}): ReadItem {
  return {
    subject: 'S',
    itemClass: 'IPM.Note.SMIME.MultipartSigned',
    attachments: [{ id: 'id', name: 'smime.p7m', size: entity.length, contentType: 'multipart/signed', attachmentType: 'file' }],
    getAttachmentContentAsync: (id, callback) =>
      callback({ status: 'succeeded', value: { content, format } }),
    ...more,
  }
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

test('the attachment of a clear-signed item is read as the entity that Exchange stores', async () => {
  const { bytes, form } = await readByAttachment(itemWith(base64(entity)), options)
  expect(Buffer.from(bytes).toString()).toBe(entity)
  expect(form).toBe('entity')
})

test('success with nothing in it is not a message', async () => {
  await expect(readByAttachment(itemWith(''), options)).rejects.toMatchObject({ code: 'outlook/attachment-empty' })
})

test('far less than was announced is not the message', async () => {
  await expect(readByAttachment(itemWith(base64(entity.slice(0, 12))), options)).rejects.toMatchObject({ code: 'outlook/attachment-empty' })
})

test('another format than base64 is refused, for its bytes are not the message', async () => {
  await expect(readByAttachment(itemWith(base64(entity), 'eml'), options)).rejects.toMatchObject({ code: 'outlook/refused' })
})

test('an attachment without id is not asked for', async () => {
  const attachments = [{ id: '', name: 'smime.p7m', size: 0, attachmentType: 'file' }]
  await expect(readByAttachment(itemWith('', 'base64', { attachments }), options)).rejects.toMatchObject({ code: 'outlook/attachment-empty' })
})

test('the whole message is a message, and nothing is not', async () => {
  const whole = (value: string): ReadItem => itemWith('', 'base64', { getAsFileAsync: callback => callback({ status: 'succeeded', value }) })
  const { bytes, form } = await readWholeMessage(whole(base64('From: a@b\r\n\r\n')), options)
  expect(Buffer.from(bytes).toString()).toBe('From: a@b\r\n\r\n')
  expect(form).toBe('message')
  await expect(readWholeMessage(whole(''), options)).rejects.toMatchObject({ code: 'outlook/attachment-empty' })
})

const offered = (item: ReadItem, sets: readonly string[]) =>
  readingCascade.filter(step => step.isOffered(item, version => sets.includes(version))).map(step => step.route)

test('the attachment comes before the whole message, and each only where Outlook has it', () => {
  const full = itemWith('', 'base64', { getAsFileAsync: () => undefined })
  expect(offered(full, ['1.8', '1.14'])).toEqual(['attachment', 'whole-message'])
  expect(offered(full, ['1.8'])).toEqual(['attachment'])
  expect(offered(full, [])).toEqual([])
  // A requirement set that is claimed without the method.
  expect(offered(itemWith(''), ['1.8', '1.14'])).toEqual(['attachment'])
})

test('two S/MIME items without ids are two items', () => {
  const item = itemWith('')
  expect(describeItem(item, 1).key).not.toBe(describeItem(item, 2).key)
})

test('an item that is being written is told apart and described without its fields', () => {
  expect(describeItem({ subject: { getAsync: () => undefined } }, 1)).toMatchObject({ mode: 'compose', subject: '', fromAddress: null })
})

test('a date that Outlook does not know is no date', () => {
  expect(describeItem(itemWith('', 'base64', { dateTimeCreated: new Date(NaN) }), 1).date).toBeNull()
})

test.each([['#1f1f1f', true], ['#ffffff', false], ['FAF9F8', false], [undefined, null], ['window', null]] as const)(
  'the colour %s says dark: %s',
  (colour, dark) => expect(isDarkColour(colour)).toBe(dark),
)

test('a page without Outlook around it has no item and offers no route', async () => {
  const host = createPageHost('ja-JP')
  expect(host.currentItem()).toBeNull()
  expect(host.readingRoutes()).toEqual([])
  expect(host.displayLanguage()).toBe('ja-JP')
  await expect(host.read('attachment', options.signal)).rejects.toMatchObject({ code: 'outlook/route-unavailable' })
})
