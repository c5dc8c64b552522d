/** What a request brings besides its message: certificates and evidence, out of the forms that they are handed in. */
import type { Evidence } from '../certpath/revocation.ts'
import type { Certificate } from '../x509/certificate.ts'
import { readCertificateFile } from '../x509/certificate-file.ts'
import { parseCertificateList } from '../x509/certificate-list.ts'
import { X509Error } from '../x509/errors.ts'
import { parseOcspResponse } from '../x509/ocsp-response.ts'
import { EngineError } from './engine.ts'
import type { OpenRequest } from './protocol.ts'

/** Certificates of all files. @throws EngineError naming which file (by position) cannot be read. */
export function readCertificateFiles(files: readonly Uint8Array[]): Certificate[] {
  return files.flatMap((file, index) => {
    try {
      return readCertificateFile(file)
    } catch (error) {
      if (error instanceof X509Error) throw new EngineError('engine/unreadable-file', `certificate file ${index + 1}: ${error.message}`, { cause: error })
      throw error
    }
  })
}

/** Revocation lists and OCSP answers. @throws EngineError naming which file (by position) cannot be read. */
export function readEvidence({ crls, ocspResponses }: Pick<OpenRequest, 'crls' | 'ocspResponses'>): Evidence {
  const readEach = <Value>(files: readonly Uint8Array[], what: string, parse: (file: Uint8Array) => Value): Value[] =>
    files.map((file, index) => {
      try {
        return parse(file)
      } catch (error) {
        if (error instanceof X509Error) throw new EngineError('engine/unreadable-file', `${what} file ${index + 1}: ${error.message}`, { cause: error })
        throw error
      }
    })
  return { lists: readEach(crls, 'CRL', parseCertificateList), ocsp: readEach(ocspResponses, 'OCSP', parseOcspResponse) }
}
