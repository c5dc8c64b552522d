/** From key files to keys that a message can be opened with: every private key with the certificates it belongs to. */
import { equalBytes } from '../bytes/bytes.ts'
import { encodeHex } from '../bytes/encoding.ts'
import type { RecipientKey } from '../smime/recipient-key.ts'
import { computeDigest } from '../webcrypto/digest.ts'
import { openPrivateKey, publicKeyOf } from '../webcrypto/private-key.ts'
import type { Certificate } from '../x509/certificate.ts'
import { readCertificateFile } from '../x509/certificate-file.ts'
import { X509Error } from '../x509/errors.ts'
import { EngineError } from './engine.ts'
import type { KeyProvider } from './key-provider.ts'
import type { KeyFile } from './protocol.ts'
import { type KeyFileContents, readKeyFile } from './read-key-files.ts'

/**
 * Opens key files and pairs every private key with its certificates, by public key: those of all files, and others.
 *
 * A key without any certificate is left out: nobody can have encrypted to it in a way that names it. A key with several (a
 * renewal that kept it) counts once for each.
 *
 * @throws X509Error `x509/wrong-password` and the other codes of `readKeyFile`, EngineError `engine/p12-no-private-key` for a
 * sound file without any; the message names the file by its position.
 */
export async function readRecipientKeys(files: readonly KeyFile[], others: readonly Certificate[]): Promise<RecipientKey[]> {
  const contents: KeyFileContents[] = []
  try {
    for (const [index, file] of files.entries()) contents.push(await readNamed(index, file))
    const certificates = withoutTwins([...contents.flatMap(file => file.certificates), ...others])
    const keys: RecipientKey[] = []
    for (const { pkcs8 } of contents.flatMap(file => file.keys)) keys.push(...(await pair(pkcs8, certificates)))
    return keys
  } finally {
    for (const { pkcs8 } of contents.flatMap(file => file.keys)) pkcs8.fill(0)
  }
}

/**
 * Key files opened once for many questions, when the first one comes.
 *
 * @param certificateFiles - Certificates for keys that come without: DER, PEM or P7B; what cannot be read is nobody's.
 */
export function provideKeyFiles(files: readonly KeyFile[], certificateFiles: readonly Uint8Array[]): KeyProvider {
  let opened: Promise<RecipientKey[]> | undefined
  return {
    keys: () => (opened ??= readRecipientKeys(files, certificateFiles.flatMap(readCertificates))),
    lockedKeys: () => Promise.resolve([]),
  }
}

function readCertificates(file: Uint8Array): Certificate[] {
  try {
    return readCertificateFile(file)
  } catch (error) {
    if (error instanceof X509Error) return []
    throw error
  }
}

async function pair(pkcs8: Uint8Array, certificates: readonly Certificate[]): Promise<RecipientKey[]> {
  const publicKey = await publicKeyOf(pkcs8)
  const own = publicKey ? certificates.filter(certificate => equalBytes(certificate.publicKey.keyOctets, publicKey)) : []
  const operations = own.length > 0 ? await openPrivateKey(pkcs8) : undefined
  if (!operations) return []
  return Promise.all(own.map(async certificate => ({ id: encodeHex(await computeDigest('SHA-256', certificate.der)), certificate, operations })))
}

function withoutTwins(certificates: readonly Certificate[]): Certificate[] {
  return [...new Map(certificates.map(certificate => [encodeHex(certificate.der), certificate])).values()]
}

async function readNamed(index: number, { bytes, passphrase }: KeyFile): Promise<KeyFileContents> {
  try {
    const contents = await readKeyFile(bytes, passphrase)
    if (contents.keys.length === 0) throw new EngineError('engine/p12-no-private-key', 'it holds no private key')
    return contents
  } catch (error) {
    if (error instanceof X509Error) throw new X509Error(error.code, `key file ${index + 1}: ${error.message}`, { cause: error })
    if (error instanceof EngineError) throw new EngineError(error.code, `key file ${index + 1}: ${error.message}`, { cause: error })
    throw error
  }
}
