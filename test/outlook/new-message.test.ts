/** Outlook's window for a new message. */
import { expect, test } from 'vitest'
import { newMessageOpener, type FormMailbox } from '../../src/outlook/new-message.ts'

const start = { to: 'li.wei@northwind.example', subject: 'A <request>', paragraphs: ['One & "two"\nthree', '<img src=x onerror=alert(1)>'] }
const html = '<p>One &amp; &quot;two&quot;<br>three</p><p>&lt;img src=x onerror=alert(1)&gt;</p>'
const expected = { toRecipients: ['li.wei@northwind.example'], subject: 'A <request>', htmlBody: html }
const never = new AbortController().signal
const since = (newest: string) => ({ timeout: 50, hasMailboxSet: (version: string) => Number(version) <= Number(newest) })

test('is opened with what was written as text, by the call that answers where there is one', async () => {
  const seen: unknown[] = []
  const mailbox: FormMailbox = {
    displayNewMessageForm: content => { seen.push(['old', content]) },
    displayNewMessageFormAsync: (content, callback) => {
      seen.push(['new', content])
      callback({ status: 'succeeded', value: undefined })
    },
  }
  await newMessageOpener(mailbox, since('1.9'))?.(start, never)
  await newMessageOpener(mailbox, since('1.6'))?.(start, never)
  expect(seen).toEqual([['new', expected], ['old', expected]])
})

test('is not offered by an Outlook that has neither call', () => {
  expect(newMessageOpener({}, since('1.9'))).toBeNull()
  expect(newMessageOpener({ displayNewMessageForm: () => undefined }, since('1.5'))).toBeNull()
})

test('that does not open is told with a code', async () => {
  const failed: FormMailbox = { displayNewMessageFormAsync: (_content, callback) => { callback({ status: 'failed', value: undefined, error: { code: 5001, name: 'InternalError' } }) } }
  await expect(newMessageOpener(failed, since('1.9'))?.(start, never)).rejects.toMatchObject({ code: 'outlook/refused' })
  const silent: FormMailbox = { displayNewMessageFormAsync: () => undefined }
  await expect(newMessageOpener(silent, since('1.9'))?.(start, never)).rejects.toMatchObject({ code: 'outlook/route-timeout' })
  const throwing: FormMailbox = { displayNewMessageForm: () => { throw new Error('not while writing') } }
  await expect(newMessageOpener(throwing, since('1.6'))?.(start, never)).rejects.toMatchObject({ code: 'outlook/refused' })
  const given = new AbortController()
  given.abort(new Error('given up'))
  await expect((async () => newMessageOpener(throwing, since('1.6'))?.(start, given.signal))()).rejects.toThrow('given up')
})
