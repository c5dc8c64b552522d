/**
 * Making signatures: RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 8017 section 8), ECDSA on the NIST curves (FIPS 186-5), Ed25519
 * (RFC 8032).
 *
 * SECURITY (SEC-90): whoever holds a `SigningKey` can sign with it and cannot read it.
 */
import { concatBytes } from '../bytes/bytes.ts'
import { writeEcdsaValue } from '../x509/ecdsa-value.ts'
import { OID } from '../x509/object-identifier.ts'
import { readEcPrivateKey } from './ec-private-key.ts'
import { asBufferSource } from './native-digest.ts'
import { type PrivateKeyInfo, readPrivateKeyInfo } from './private-key-info.ts'
import { RSA_ENCRYPTION } from './rsa-identifier.ts'
import type { SignatureScheme } from './signature-scheme.ts'
import { encodePrivateKeyInfo } from './der-encoding.ts'

/** Digests that new signatures are made with (RFC 8551 section 2.1). */
export type SigningDigest = 'SHA-256' | 'SHA-384' | 'SHA-512'

export interface SigningKey {
  readonly kind: 'rsa' | 'ec' | 'ed25519'
  /**
   * Signs `message` itself, not its digest.
   *
   * @returns the octets for a SignerInfo: for ECDSA the DER of the pair. Undefined for a scheme that is not the key's.
   */
  readonly sign: (scheme: SignatureScheme, message: Uint8Array) => Promise<Uint8Array | undefined>
}

/**
 * Makes a private key ready for signing.
 *
 * @param pkcs8 - PrivateKeyInfo, not encrypted. Not kept, not wiped: wipe it when this is done.
 * @param only - The one scheme that an RSA key is wanted for: taking it in for all of them costs more than a signature.
 * @returns undefined for a kind we do not sign with (brainpool, Ed448, DSA …), and for a key that is malformed.
 */
export async function openSigningKey(pkcs8: Uint8Array, only?: SignatureScheme): Promise<SigningKey | undefined> {
  const info = readPrivateKeyInfo(pkcs8)
  if (!info) return undefined
  switch (info.algorithm.oid) {
    case OID.rsaEncryption:
    case OID.rsassaPss:
      return openRsa(info, only)
    case OID.ecPublicKey:
      return openEc(info, pkcs8)
    case OID.ed25519:
      return openEd25519(info)
    default:
      return undefined
  }
}

/** WebCrypto binds a key to one scheme and one digest, so it is taken in once for each; the octets are not kept. */
async function openRsa(info: PrivateKeyInfo, only: SignatureScheme | undefined): Promise<SigningKey | undefined> {
  const pkcs8 = encodePrivateKeyInfo(RSA_ENCRYPTION, info.keyOctets)
  const keys = new Map<string, CryptoKey>()
  try {
    for (const name of ['RSASSA-PKCS1-v1_5', 'RSA-PSS']) {
      for (const hash of ['SHA-256', 'SHA-384', 'SHA-512']) {
        if (only && keyNameOf(only) !== `${name} ${hash}`) continue
        const key = await importKey(pkcs8, { name, hash })
        if (!key) return undefined
        keys.set(`${name} ${hash}`, key)
      }
    }
  } finally {
    pkcs8.fill(0)
  }
  return {
    kind: 'rsa',
    sign: async (scheme, message) => {
      if (scheme.family !== 'rsa-pkcs1' && scheme.family !== 'rsa-pss') return undefined
      const name = scheme.family === 'rsa-pss' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5'
      const key = keys.get(keyNameOf(scheme) ?? '')
      return key && signWith(key, scheme.family === 'rsa-pss' ? { name, saltLength: scheme.saltLength } : { name }, message)
    },
  }
}

/** WebCrypto's name of the scheme, and its digest; undefined for what is no scheme of RSA. */
function keyNameOf(scheme: SignatureScheme): string | undefined {
  if (scheme.family === 'rsa-pss') return `RSA-PSS ${scheme.digest}`
  return scheme.family === 'rsa-pkcs1' ? `RSASSA-PKCS1-v1_5 ${scheme.digest}` : undefined
}

async function openEc(info: PrivateKeyInfo, pkcs8: Uint8Array): Promise<SigningKey | undefined> {
  const parts = readEcPrivateKey(info)
  const curve = parts?.curve
  parts?.scalar.fill(0)
  if (curve !== 'P-256' && curve !== 'P-384' && curve !== 'P-521') return undefined
  const key = await importKey(pkcs8, { name: 'ECDSA', namedCurve: curve })
  if (!key) return undefined
  return {
    kind: 'ec',
    sign: async (scheme, message) =>
      scheme.family === 'ecdsa' ? writeEcdsaValue(await signWith(key, { name: 'ECDSA', hash: scheme.digest }, message)) : undefined,
  }
}

async function openEd25519({ algorithm, keyOctets }: PrivateKeyInfo): Promise<SigningKey | undefined> {
  const pkcs8 = encodePrivateKeyInfo(algorithm.encoded, keyOctets)
  const key = await importKey(pkcs8, { name: 'Ed25519' })
  pkcs8.fill(0)
  if (!key) return undefined
  return { kind: 'ed25519', sign: async (scheme, message) => (scheme.family === 'ed25519' ? signWith(key, { name: 'Ed25519' }, message) : undefined) }
}

/** Undefined when WebCrypto refuses the key. */
async function importKey(pkcs8: Uint8Array, algorithm: RsaHashedImportParams | EcKeyImportParams | Algorithm): Promise<CryptoKey | undefined> {
  try {
    return await crypto.subtle.importKey('pkcs8', asBufferSource(pkcs8), algorithm, false, ['sign'])
  } catch {
    return undefined
  }
}

async function signWith(key: CryptoKey, algorithm: AlgorithmIdentifier | RsaPssParams | EcdsaParams, message: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign(algorithm, key, asBufferSource(concatBytes([message]))))
}
