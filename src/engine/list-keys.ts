/** What a key or certificate file holds, without using any of it. */
import { summarizeCertificate } from '../certpath/summary.ts'
import { pathCrypto } from '../smime/path-crypto.ts'
import type { Certificate } from '../x509/certificate.ts'
import { readCertificateFile } from '../x509/certificate-file.ts'
import { X509Error } from '../x509/errors.ts'
import { isPkcs12 } from '../x509/pkcs12.ts'
import { openPkcs12 } from './open-pkcs12.ts'
import { countPrivateKeys } from '../x509/private-key-file.ts'
import { EngineError } from './engine.ts'
import type { ListKeysRequest, ListKeysResult } from './protocol.ts'

/**
 * Lists certificates and counts private keys in a PKCS #12, PEM, DER, P7B or SST file.
 *
 * @throws X509Error for a PKCS #12 that does not open (`x509/wrong-password`, `x509/method-unsupported`,
 * `x509/too-costly`), EngineError `engine/unreadable-file` for anything that is none of these files.
 */
export async function listKeys(request: ListKeysRequest): Promise<ListKeysResult> {
  const { certificates, unreadableCertificates, privateKeys } = isPkcs12(request.bytes)
    ? await openPkcs12(request.bytes, request.passphrase)
    : readOtherFile(request.bytes)
  const summaries = await Promise.all(certificates.map(certificate => summarizeCertificate(certificate, pathCrypto)))
  return { kind: 'list-keys', certificates: summaries, unreadableCertificates, privateKeys }
}

type FileContents = Pick<ListKeysResult, 'unreadableCertificates' | 'privateKeys'> & { readonly certificates: readonly Certificate[] }

function readOtherFile(bytes: Uint8Array): FileContents {
  const privateKeys = countPrivateKeys(bytes)
  try {
    return { certificates: readCertificateFile(bytes), unreadableCertificates: 0, privateKeys }
  } catch (error) {
    if (!(error instanceof X509Error)) throw error
    if (privateKeys > 0) return { certificates: [], unreadableCertificates: 0, privateKeys }
    throw new EngineError('engine/unreadable-file', error.message, { cause: error })
  }
}
