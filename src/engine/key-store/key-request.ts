/** Which questions are about keys, and what shape they must have. */
import type { KeyRequest, NewKeyAlgorithm } from '../key-protocol.ts'

type Shape = (request: Readonly<Record<string, unknown>>) => boolean

const isText = (value: unknown): value is string => typeof value === 'string'
const isTextOrNull = (value: unknown) => value === null || isText(value)
const isBytes = (value: unknown) => value instanceof Uint8Array
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText)
const orAbsent = (value: unknown, fits: (value: unknown) => boolean) => value === undefined || fits(value)
const isMinutes = (value: unknown) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 480

const ALGORITHMS: readonly NewKeyAlgorithm[] = ['rsa-2048', 'rsa-3072', 'rsa-4096', 'p-256', 'p-384']

const SHAPE: Readonly<Record<KeyRequest['kind'], Shape>> = {
  'keys-status': ({ expectedAddresses, place, rememberedPlace }) =>
    orAbsent(expectedAddresses, isTexts) && orAbsent(place, isText) && orAbsent(rememberedPlace, isText),
  'keys-import': ({ bytes, filePassword, passphrase }) => isBytes(bytes) && isTextOrNull(filePassword) && isText(passphrase),
  'keys-unlock': ({ passphrase, lockAfterMinutes }) => isText(passphrase) && orAbsent(lockAfterMinutes, isMinutes),
  'keys-lock': ({ scope }) => scope === undefined || scope === 'everywhere' || scope === 'here',
  'keys-create': ({ algorithm, name, address, passphrase }) =>
    ALGORITHMS.includes(algorithm as NewKeyAlgorithm) && isText(name) && isText(address) && isText(passphrase),
  'keys-answer': ({ bytes }) => isBytes(bytes),
  'keys-export': ({ ids, passphrase, filePassword }) => isTexts(ids) && isText(passphrase) && isText(filePassword),
  'keys-backup': ({ ids, bytes, filePassword }) => isTexts(ids) && (bytes === null || isBytes(bytes)) && isTextOrNull(filePassword),
  'keys-remove': ({ id, passphrase, evenWithoutBackup }) => isText(id) && isText(passphrase) && typeof evenWithoutBackup === 'boolean',
}

export function isKeyRequest(request: { readonly kind: string }): request is KeyRequest {
  return Object.hasOwn(SHAPE, request.kind)
}

/** SECURITY (SEC-105): what crosses the wall is checked before it is used. */
export function hasKeyRequestShape(request: KeyRequest): boolean {
  return isText(request.at) && SHAPE[request.kind](request as unknown as Readonly<Record<string, unknown>>)
}
