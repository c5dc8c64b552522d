/** Reads a key file for the store, and says in the store's words what is wrong with one. */
import { equalBytes } from '../../bytes/bytes.ts'
import { publicKeyOf } from '../../webcrypto/private-key.ts'
import { Asn1Reader } from '../../x509/asn1-reader.ts'
import type { Certificate } from '../../x509/certificate.ts'
import { X509Error, type X509ErrorCode } from '../../x509/errors.ts'
import { looksLikePem, parsePem } from '../../x509/pem.ts'
import { EngineError, type EngineErrorCode } from '../engine.ts'
import { type FileKey, type KeyFileContents, readKeyFile } from '../read-key-files.ts'
import { belongsTo, unionOf } from './key-entry.ts'

/** One private key of a file. SECURITY: whoever asked for it wipes it. */
export interface FoundKey {
  readonly pkcs8: Uint8Array
  readonly publicKey: Uint8Array
  readonly certificates: readonly Certificate[]
}

export interface FoundKeys {
  readonly keys: readonly FoundKey[]
  /** Certificates of the file that belong to none of its keys. */
  readonly others: readonly Certificate[]
}

const SAID_AS: Partial<Record<X509ErrorCode, EngineErrorCode>> = {
  'x509/wrong-password': 'engine/p12-wrong-password',
  'x509/too-costly': 'engine/p12-too-costly',
  'x509/not-asn1': 'engine/p12-corrupt',
  'x509/not-der': 'engine/p12-corrupt',
  'x509/unreadable': 'engine/p12-corrupt',
  'x509/limit-exceeded': 'engine/p12-corrupt',
}

/**
 * The private keys of a file, each with its certificates.
 *
 * @throws EngineError `engine/p12-wrong-password`, `engine/p12-corrupt`, `engine/p12-not-a-key-file`,
 * `engine/p12-no-private-key`, `engine/p12-too-costly`; X509Error `x509/method-unsupported` for a protection or a kind of
 * key that is not read.
 */
export async function readKeys(bytes: Uint8Array, password: string | null): Promise<FoundKeys> {
  const { certificates, keys } = await openFile(bytes, password)
  if (keys.length === 0) {
    if (certificates.length > 0) throw new EngineError('engine/p12-no-private-key', 'certificates only')
    throw new EngineError('engine/p12-not-a-key-file', 'neither key nor certificate')
  }
  const found = (await Promise.all(keys.map(key => identify(key, certificates)))).filter(key => key !== undefined)
  if (found.length === 0) {
    for (const { pkcs8 } of keys) pkcs8.fill(0)
    throw new X509Error('x509/method-unsupported', 'a kind of private key that is not used for mail')
  }
  return { keys: found, others: certificates.filter(certificate => !found.some(key => belongsTo(certificate, key.publicKey))) }
}

async function openFile(bytes: Uint8Array, password: string | null): Promise<KeyFileContents> {
  try {
    return await readKeyFile(bytes, password)
  } catch (error) {
    if (error instanceof EngineError && error.code === 'engine/p12-not-a-key-file' && isCutShort(bytes)) {
      throw new EngineError('engine/p12-corrupt', error.message, { cause: error })
    }
    const code = error instanceof X509Error ? SAID_AS[error.code] : undefined
    if (code) throw new EngineError(code, (error as X509Error).message, { cause: error })
    throw error
  }
}

/** A file that begins as key files do and has no end: a download that broke off. */
function isCutShort(bytes: Uint8Array): boolean {
  if (looksLikePem(bytes)) return parsePem(bytes).length === 0
  try {
    new Asn1Reader(bytes).read(0)
    return false
  } catch (error) {
    if (error instanceof X509Error) return bytes[0] === SEQUENCE
    throw error
  }
}

const SEQUENCE = 0x30

/**
 * By the public key inside the private one; for a kind that we cannot compute with, by what the file itself ties to it: such
 * a key is kept all the same.
 */
async function identify({ pkcs8, tied }: FileKey, certificates: readonly Certificate[]): Promise<FoundKey | undefined> {
  const publicKey = (await publicKeyOf(pkcs8)) ?? tied[0]?.publicKey.keyOctets.slice()
  if (!publicKey) return undefined
  return { pkcs8, publicKey, certificates: certificates.filter(certificate => belongsTo(certificate, publicKey)) }
}

/** DER of each, nothing twice, copied out of the file. */
export function encodingsOf(certificates: readonly Certificate[]): Uint8Array[] {
  return unionOf([], certificates.map(certificate => certificate.der))
}

/** Whether a file holds all of these public keys with their private halves. */
export function holdsAll(found: readonly FoundKey[], publicKeys: readonly Uint8Array[]): boolean {
  return publicKeys.every(publicKey => found.some(key => equalBytes(key.publicKey, publicKey)))
}
