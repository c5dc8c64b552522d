/** A new key with the request for its certificate. */
import { generateKey, type NewKey, type NewKeyKind } from '../../webcrypto/key-generation.ts'
import { Asn1Reader } from '../../x509/asn1-reader.ts'
import { assertRequestable, writeCertificationRequest } from '../../x509/certification-request.ts'
import { writeEcdsaValue } from '../../x509/ecdsa-value.ts'
import { X509Error } from '../../x509/errors.ts'
import { encodePem } from '../../x509/pem.ts'
import { readPublicKeyInfo } from '../../x509/public-key.ts'
import { EngineError } from '../engine.ts'
import type { KeysCreateRequest, NewKeyAlgorithm } from '../key-protocol.ts'
import { makeEntry } from './import-keys.ts'
import type { KeyRing } from './key-ring.ts'
import { openKey, type OpenedKey } from './opened-key.ts'

const KIND: Readonly<Record<NewKeyAlgorithm, NewKeyKind>> = {
  'rsa-2048': { kind: 'rsa', modulusBits: 2048 },
  'rsa-3072': { kind: 'rsa', modulusBits: 3072 },
  'rsa-4096': { kind: 'rsa', modulusBits: 4096 },
  'p-256': { kind: 'ec', curve: 'P-256' },
  'p-384': { kind: 'ec', curve: 'P-384' },
}

export interface CreatedKey {
  readonly id: string
  /** The request, PEM. */
  readonly pem: string
  readonly keys: ReadonlyMap<string, OpenedKey>
}

/**
 * The key is stored before the request is given out: no authority ever certifies a key that is lost.
 *
 * @throws EngineError `engine/bad-request` for a name or address that no request can hold, and as the passphrase and the
 * storage have it.
 */
export async function createKey(ring: KeyRing, { algorithm, name, address, passphrase }: KeysCreateRequest, at: number): Promise<CreatedKey> {
  const kind = KIND[algorithm]
  assertWritable(name, address)
  const opened = await ring.openForWriting(passphrase, at, [address])
  const key = await generateKey(kind)
  try {
    const pem = encodePem('CERTIFICATE REQUEST', await requestFor(key, name, address, kind))
    const requested = { address, uses: ['signing', 'encryption'] } as const
    const entry = await makeEntry(opened, { pkcs8: key.pkcs8, publicKey: keyOctetsOf(key.publicKey), certificates: [] }, [], at, requested)
    await ring.changeOpened(opened.record, record => ({ ...record, keys: [...record.keys, entry] }))
    return { id: entry.id, pem, keys: new Map([[entry.id, await openKey(key.pkcs8)]]) }
  } finally {
    key.pkcs8.fill(0)
  }
}

function assertWritable(commonName: string, address: string): void {
  try {
    assertRequestable({ commonName, address })
  } catch (error) {
    if (error instanceof X509Error) throw new EngineError('engine/bad-request', error.message, { cause: error })
    throw error
  }
}

function requestFor(key: NewKey, commonName: string, address: string, { kind }: NewKeyKind): Promise<Uint8Array> {
  return writeCertificationRequest({ commonName, address, publicKey: key.publicKey, keyKind: kind }, async info => {
    const signature = await key.sign(info)
    return kind === 'ec' ? writeEcdsaValue(signature) : signature
  })
}

function keyOctetsOf(publicKey: Uint8Array): Uint8Array {
  const reader = new Asn1Reader(publicKey)
  return readPublicKeyInfo(reader, reader.read(0)).keyOctets
}
