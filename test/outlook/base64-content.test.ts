import { fc } from '../support/properties.ts'
import { expect, test } from 'vitest'
import { decodeContent } from '../../src/outlook/base64-content.ts'

// Node 20 has no Uint8Array.prototype.setFromBase64, so these walk the slow path; the browser's own is tested in Chromium.
const never = new AbortController().signal

test('whatever was encoded comes back, with and without line breaks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (bytes, folded) => {
      const text = Buffer.from(bytes).toString('base64')
      const given = folded ? text.replace(/.{1,76}/g, '$&\r\n') : text
      expect(Buffer.from(await decodeContent(given, never)).equals(bytes)).toBe(true)
    }),
  )
})

test('content that spans many slices is put together without a seam, even when line breaks shift the groups', async () => {
  const bytes = Buffer.alloc(1_000_003)
  for (let index = 0; index < bytes.length; index++) bytes[index] = (index * 31 + (index >> 8)) & 0xff
  const folded = bytes.toString('base64').replace(/.{1,75}/g, '$&\n')
  expect(Buffer.from(await decodeContent(folded, never)).equals(bytes)).toBe(true)
})

test.each(['not base64!', 'QUJD*EVG', '<html></html>'])('text that is not base64 is refused with a code: %s', async text => {
  await expect(decodeContent(text, never)).rejects.toMatchObject({ code: 'outlook/refused' })
})

test('nothing decodes to nothing', async () => {
  expect(await decodeContent('', never)).toHaveLength(0)
})

test('decoding stops between slices when the caller gives up', async () => {
  const stop = new AbortController()
  const pending = decodeContent('QUJD'.repeat(1_000_000), stop.signal)
  stop.abort(new Error('enough'))
  await expect(pending).rejects.toThrow('enough')
})
