/**
 * Microsoft's serialized certificate store (`.sst`), the form of Exchange's virtual certificate collection
 * ([MS-GPEF] section 2.2 "serialized certificate store", `CertSaveStore` with `CERT_STORE_SAVE_AS_STORE`).
 *
 * Layout, little endian: version 0, `CERT`, then elements of (id, encoding type 1, length, value). Id 32 is a certificate;
 * other ids are properties of the next one and are passed over; three zero words end the store.
 */
import { X509Error } from './errors.ts'

const CERTIFICATE_ELEMENT = 32

/** True for the eight octets that begin every serialized store. */
export function isSerializedStore(bytes: Uint8Array): boolean {
  return bytes.length >= 8 && [0, 0, 0, 0, 0x43, 0x45, 0x52, 0x54].every((octet, i) => bytes[i] === octet)
}

/** DER of every certificate in the store. @throws X509Error when an element is cut short. */
export function readSerializedStore(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const certificates: Uint8Array[] = []
  for (let offset = 8; offset + 12 <= bytes.length; ) {
    const id = view.getUint32(offset, true)
    const length = view.getUint32(offset + 8, true)
    if (id === 0 && view.getUint32(offset + 4, true) === 0) return certificates
    offset += 12
    if (offset + length > bytes.length) throw new X509Error('x509/unreadable', 'serialized store cut short')
    if (id === CERTIFICATE_ELEMENT) certificates.push(bytes.subarray(offset, offset + length))
    offset += length
  }
  return certificates
}
