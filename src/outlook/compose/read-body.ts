/** The body of the open item, complete or not at all (SEC-80), and how it is put in place of what is there. */
import { officeCall } from '../office-call.ts'
import type { CallOptions } from '../office-call.ts'
import { SendError } from '../send/sending-route.ts'
import type { WritableItem } from './writable-item.ts'

/** What Outlook takes and gives at most, in characters; at that length nobody knows whether something is missing. */
const bodyLimit = 1_000_000

export interface WrittenBody {
  readonly html: string | null
  readonly text: string
}

const get = (item: WritableItem, type: 'text' | 'html', options: CallOptions): Promise<unknown> =>
  officeCall<unknown>(`body.getAsync ${type}`, callback => item.body.getAsync(type, callback), options)

/** Letters alone: Outlook rewraps, trims and normalises everything else as it likes. */
function letters(text: string): string {
  return text.replace(/[\s\u00a0\u200b\ufeff]+/gu, '')
}

function incomplete(why: string): SendError {
  return new SendError('outlook/body-truncated', why)
}

/** A document that begins and does not end. */
function isCutOff(html: string): boolean {
  return (/<html[\s>]/iu.test(html) && !/<\/html\s*>\s*$/iu.test(html)) || /<[a-z][^<>]*$/iu.test(html)
}

/**
 * Reads the body as HTML and as text, each from Outlook; `html` is null for a message of text alone.
 *
 * SECURITY: it is asked for twice and must be the same, must not end within its markup, and must not be as long as the longest
 * that Outlook gives. Half a message is never sent.
 *
 * @throws SendError `outlook/body-truncated`; OutlookError as `officeCall`.
 */
export async function readBody(item: WritableItem, options: CallOptions): Promise<WrittenBody> {
  const type = await officeCall<unknown>('body.getTypeAsync', callback => item.body.getTypeAsync(callback), options)
  const isHtml = type !== 'text'
  const text = await get(item, 'text', options)
  if (typeof text !== 'string') throw incomplete('the body came without text')
  if (text.length >= bodyLimit) throw incomplete('the text is as long as outlook gives at most')
  const first = await get(item, isHtml ? 'html' : 'text', options)
  const second = await get(item, isHtml ? 'html' : 'text', options)
  if (typeof first !== 'string' || first !== second) throw incomplete('outlook gave two different bodies')
  if (!isHtml) {
    if (first !== text) throw incomplete('outlook gave two different texts')
    return { html: null, text }
  }
  if (first.length >= bodyLimit) throw incomplete('the body is as long as outlook gives at most')
  if (isCutOff(first)) throw incomplete('the body ends within its markup')
  if (first === '' && letters(text) !== '') throw incomplete('the body came empty beside its text')
  return { html: first, text }
}

/**
 * Replaces the body and reads back what arrived.
 *
 * QUIRK: `setAsync` shortens what is too long for it and says that it succeeded (SEC-80), and Outlook normalises HTML; so the
 * letters of the text are compared, all of them, and nothing else.
 *
 * @param expected the letters that have to be there afterwards.
 * @throws SendError `outlook/body-truncated`; OutlookError as `officeCall`.
 */
export async function writeBody(item: WritableItem, data: string, coercionType: 'text' | 'html', expected: string, options: CallOptions): Promise<void> {
  if (data.length > bodyLimit) throw incomplete('the body is longer than outlook takes')
  await officeCall('body.setAsync', callback => item.body.setAsync(data, { coercionType }, callback), options)
  if (!(await hasLetters(item, expected, options))) throw incomplete('outlook kept less of the body than was written')
}

/** Whether the item's text is this one, letter for letter. */
export async function hasLetters(item: WritableItem, expected: string, options: CallOptions): Promise<boolean> {
  const text = await get(item, 'text', options)
  return typeof text === 'string' && letters(text) === letters(expected)
}

/** Puts a body back where it was. @throws as `writeBody`. */
export async function restoreBody(item: WritableItem, { html, text }: WrittenBody, options: CallOptions): Promise<void> {
  await writeBody(item, html ?? text, html === null ? 'text' : 'html', text, options)
}
