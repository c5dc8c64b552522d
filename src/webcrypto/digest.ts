/** Message digests (FIPS 180-4) through WebCrypto. */

export type DigestName = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'

const DIGEST_OF_OID: Readonly<Record<string, DigestName>> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
}

/** The digest an object identifier names; undefined when we cannot compute it. An answer, not an error. */
export function digestOfOid(oid: string): DigestName | undefined {
  return DIGEST_OF_OID[oid]
}

/** Octets of a digest's output. */
export const DIGEST_LENGTH: Readonly<Record<DigestName, number>> = { 'SHA-1': 20, 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 }

/** The digest of `bytes`. Reads them once; keeps nothing. */
export async function computeDigest(name: DigestName, bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest(name, asBufferSource(bytes)))
}

/** WebCrypto's types want bytes that are not shared between threads; ours never are. */
export function asBufferSource(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>
}
