/** Private keys and certificates out of the files that people have: PKCS #12, PEM, PKCS #8, PKCS #1, SEC 1. */
import { decryptWithPassword } from '../webcrypto/password-encryption.ts'
import { passwordForms } from '../webcrypto/password-form.ts'
import { type Certificate, parseCertificate } from '../x509/certificate.ts'
import { readCertificateBlobs } from '../x509/certificate-file.ts'
import { X509Error } from '../x509/errors.ts'
import { looksLikePem } from '../x509/pem.ts'
import { isPkcs12 } from '../x509/pkcs12.ts'
import { isOneSequence } from '../x509/pkcs12-safe-contents.ts'
import { type PrivateKeyBlock, readPrivateKeyBlocks } from '../x509/private-key-file.ts'
import { EngineError } from './engine.ts'
import { readPkcs12 } from './open-pkcs12.ts'

export interface KeyFileContents {
  /** In the order of the file; malformed ones are passed over. */
  readonly certificates: readonly Certificate[]
  readonly keys: readonly FileKey[]
}

export interface FileKey {
  /** PrivateKeyInfo in the clear. SECURITY: the caller wipes it; it never crosses the worker's wall. */
  readonly pkcs8: Uint8Array
  /** Certificates that the file itself ties to the key (PKCS #12 localKeyId). Pairing by public key is the caller's. */
  readonly tied: readonly Certificate[]
}

/**
 * Reads everything, private keys decrypted. A file with certificates alone gives no keys and is no error.
 *
 * @param passphrase - Null and empty mean the same: no password.
 * @throws X509Error as `readPkcs12` does: `x509/wrong-password`, `x509/method-unsupported`, `x509/too-costly`,
 * `x509/unreadable` …; EngineError `engine/unreadable-file` for anything that is none of these files.
 */
export async function readKeyFile(bytes: Uint8Array, passphrase: string | null): Promise<KeyFileContents> {
  if (isPkcs12(bytes)) {
    const { certificates, keys } = await readPkcs12(bytes, passphrase)
    const isTied = (a: Uint8Array | null, b: Uint8Array | null) => a !== null && b !== null && a.join() === b.join()
    return {
      certificates: certificates.map(entry => entry.certificate),
      keys: keys.map(({ pkcs8, localKeyId }) => ({
        pkcs8,
        tied: certificates.filter(entry => isTied(entry.localKeyId, localKeyId)).map(entry => entry.certificate),
      })),
    }
  }
  const keys: FileKey[] = []
  for (const block of readPrivateKeyBlocks(bytes)) keys.push({ pkcs8: await openBlock(block, passphrase), tied: [] })
  return { certificates: keys.length > 0 && !looksLikePem(bytes) ? [] : readCertificates(bytes, keys.length > 0), keys }
}

async function openBlock(block: PrivateKeyBlock, passphrase: string | null): Promise<Uint8Array> {
  // A copy, so that wiping it leaves the file as it was.
  if (block.kind === 'clear') return block.pkcs8.slice()
  for (const form of passwordForms(passphrase)) {
    const answer = await decryptWithPassword(block.scheme, block.ciphertext, form)
    if (answer.outcome === 'unsupported') throw new X509Error('x509/method-unsupported', answer.name)
    if (answer.outcome === 'plaintext' && isOneSequence(answer.bytes)) return answer.bytes
  }
  throw new X509Error('x509/wrong-password', 'the decrypted octets are no key')
}

/** @throws EngineError `engine/unreadable-file` when there is nothing at all to read. */
function readCertificates(bytes: Uint8Array, isKeyFile: boolean): Certificate[] {
  try {
    return readCertificateBlobs(bytes).flatMap(der => readable(der))
  } catch (error) {
    if (!(error instanceof X509Error)) throw error
    if (isKeyFile) return []
    throw new EngineError('engine/p12-not-a-key-file', error.message, { cause: error })
  }
}

function readable(der: Uint8Array): Certificate[] {
  try {
    return [parseCertificate(der)]
  } catch (error) {
    if (error instanceof X509Error) return []
    throw error
  }
}
