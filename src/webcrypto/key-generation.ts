/** New key pairs for the owner's use. */
import { asBufferSource } from './native-digest.ts'

export type NewKeyKind = { readonly kind: 'rsa'; readonly modulusBits: 2048 | 3072 | 4096 } | { readonly kind: 'ec'; readonly curve: 'P-256' | 'P-384' }

export interface NewKey {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array
  /** PrivateKeyInfo in the clear. SECURITY: the caller wraps and wipes it; it never crosses the worker's wall. */
  readonly pkcs8: Uint8Array
  /** Signs with SHA-256 for as long as this object is kept: RSASSA-PKCS1-v1_5, or ECDSA as r and s joined. */
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>
}

/**
 * Makes a key pair with the browser's generator: RSA with exponent 65537, or a curve of NIST.
 *
 * SECURITY: WebCrypto has to make the key extractable, because it is to be kept; the signing key handed out with it is not.
 */
export async function generateKey(wanted: NewKeyKind): Promise<NewKey> {
  const signing =
    wanted.kind === 'rsa'
      ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: wanted.modulusBits, publicExponent: Uint8Array.of(1, 0, 1) }
      : { name: 'ECDSA', namedCurve: wanted.curve }
  const pair = await crypto.subtle.generateKey(signing, true, ['sign', 'verify'])
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey))
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))
  const key = await crypto.subtle.importKey('pkcs8', asBufferSource(pkcs8), signing, false, ['sign'])
  const algorithm = wanted.kind === 'rsa' ? { name: signing.name } : { name: signing.name, hash: 'SHA-256' }
  return {
    publicKey,
    pkcs8,
    sign: async message => new Uint8Array(await crypto.subtle.sign(algorithm, key, asBufferSource(message))),
  }
}
