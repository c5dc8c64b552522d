import type { Certificate } from '../x509/certificate.ts'
import { X509Error } from '../x509/errors.ts'

export function openPkcs12(_bytes: Uint8Array, _passphrase: string | null): { certificates: Certificate[]; privateKeys: number } {
  throw new X509Error('x509/method-unsupported', 'PKCS #12')
}
