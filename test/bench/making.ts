/** What the engine is asked for an operation that makes a message, in the page and in Node. */
import type { EncryptRequest, SignRequest } from '../../src/engine/make-protocol.ts'
import type { MakingOperation } from './options.ts'

export interface Belongings {
  /** The signer's key file, and the certificate above the signer's. */
  readonly key: Uint8Array
  readonly chain: Uint8Array
  /** Recipients' certificates. */
  readonly recipients: readonly Uint8Array[]
  readonly transport: EncryptRequest['transport']
}

const AT = '2027-01-01T00:00:00Z'

export function makingRequest(operation: MakingOperation, message: Uint8Array, { key, chain, recipients, transport }: Belongings): SignRequest | EncryptRequest {
  const usual = { message, isRoomAround: true, at: AT, protectsHeader: true } as const
  if (operation === 'sign') return { ...usual, kind: 'sign', signing: { key: { bytes: key, passphrase: null }, certificates: [chain], form: 'detached', digest: 'SHA-256' } }
  const cipher = operation === 'encrypt-gcm' ? 'aes256-gcm' : 'aes256-cbc'
  return { ...usual, kind: 'encrypt', recipients, cipher, naming: 'issuer-and-serial', transport, signing: null, tripleWrap: false, hidesSubject: false }
}
