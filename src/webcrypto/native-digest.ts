/** The four digests that WebCrypto computes itself (FIPS 180-4). The pane's first load needs no more than these. */

export type NativeDigest = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'

/** The digest of `bytes`. Reads them once; keeps nothing. */
export async function computeNativeDigest(name: NativeDigest, bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest(name, asBufferSource(bytes)))
}

/** WebCrypto's types want bytes that are not shared between threads; ours never are. */
export function asBufferSource(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>
}
