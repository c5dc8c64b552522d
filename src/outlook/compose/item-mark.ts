/** The mark of an item for the send guard, written and read through Office.js. */
import type { CallOptions } from '../office-call.ts'
import { protectionHeader } from './protection-mark.ts'
import type { ProtectionMark } from './protection-mark.ts'
import { lateCall } from './writable-item.ts'
import type { WritableItem } from './writable-item.ts'

const MARKS: readonly ProtectionMark[] = ['demanded', 'demanded-sign', 'demanded-encrypt', 'sealed']

/** What `internetHeaders` says of an item, or what the guard is told. Null takes the mark away. */
export async function writeMark(item: WritableItem, mark: ProtectionMark | null, options: CallOptions): Promise<void> {
  const headers = item.internetHeaders
  const change = mark === null ? 'removeAsync' : 'setAsync'
  await lateCall<unknown>(`internetHeaders.${change}`, headers !== undefined, callback => {
    if (mark === null) headers?.removeAsync([protectionHeader], callback)
    else headers?.setAsync({ [protectionHeader]: mark }, callback)
  }, options)
}

/** The mark an item bears; null when it bears none, or another text. */
export async function readMark(item: WritableItem, options: CallOptions): Promise<ProtectionMark | null> {
  const headers = item.internetHeaders
  const told: unknown = await lateCall<unknown>('internetHeaders.getAsync', headers !== undefined, callback => headers?.getAsync([protectionHeader], callback), options)
  const value: unknown = typeof told !== 'object' || told === null ? undefined : Object.entries(told).find(([name]) => name.toLowerCase() === protectionHeader)?.[1]
  return MARKS.find(mark => mark === value) ?? null
}
