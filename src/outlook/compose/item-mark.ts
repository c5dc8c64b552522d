/** The mark of an item for the send guard, written and read through Office.js. */
import type { CallOptions } from '../office-call.ts'
import { protectionHeader, sealedNameHeader } from './protection-mark.ts'
import type { ProtectionMark } from './protection-mark.ts'
import { lateCall } from './writable-item.ts'
import type { WritableItem } from './writable-item.ts'

const MARKS: readonly ProtectionMark[] = ['demanded', 'demanded-sign', 'demanded-encrypt', 'sealed']

async function setHeaders({ internetHeaders }: WritableItem, headers: Record<string, string>, options: CallOptions): Promise<void> {
  await lateCall<unknown>('internetHeaders.setAsync', internetHeaders !== undefined, callback => internetHeaders?.setAsync(headers, callback), options)
}

async function removeHeaders({ internetHeaders }: WritableItem, names: string[], options: CallOptions): Promise<void> {
  await lateCall<unknown>('internetHeaders.removeAsync', internetHeaders !== undefined, callback => internetHeaders?.removeAsync(names, callback), options)
}

/** What `internetHeaders` says of an item, or what the guard is told. Null takes the mark away. */
export async function writeMark(item: WritableItem, mark: ProtectionMark | null, options: CallOptions): Promise<void> {
  if (mark === null) await removeHeaders(item, [protectionHeader], options)
  else await setHeaders(item, { [protectionHeader]: mark }, options)
}

/** Marks an item as sealed, under a name by which it is found again. */
export async function writeSealedMark(item: WritableItem, name: string, options: CallOptions): Promise<void> {
  await setHeaders(item, { [protectionHeader]: 'sealed', [sealedNameHeader]: name }, options)
}

/** Puts back the mark that an item bore before it was sealed. */
export async function takeSealedMark(item: WritableItem, before: ProtectionMark | null, options: CallOptions): Promise<void> {
  if (before === null) return removeHeaders(item, [protectionHeader, sealedNameHeader], options)
  await setHeaders(item, { [protectionHeader]: before }, options)
  await removeHeaders(item, [sealedNameHeader], options)
}

async function readHeader({ internetHeaders }: WritableItem, name: string, options: CallOptions): Promise<unknown> {
  const told: unknown = await lateCall<unknown>('internetHeaders.getAsync', internetHeaders !== undefined, callback => internetHeaders?.getAsync([name], callback), options)
  return typeof told !== 'object' || told === null ? undefined : Object.entries(told).find(([each]) => each.toLowerCase() === name)?.[1]
}

/** The name under which an item was sealed; null when it bears none. */
export async function readSealedName(item: WritableItem, options: CallOptions): Promise<string | null> {
  const name = await readHeader(item, sealedNameHeader, options)
  return typeof name === 'string' && name !== '' ? name : null
}

/** The mark an item bears; null when it bears none, or another text. */
export async function readMark(item: WritableItem, options: CallOptions): Promise<ProtectionMark | null> {
  const value = await readHeader(item, protectionHeader, options)
  return MARKS.find(mark => mark === value) ?? null
}
