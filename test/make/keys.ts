/** Key pairs and signatures for fixtures, by WebCrypto. */
import { algorithm, integer, nullValue, sequence, type Der } from './der.ts'

export type KeyKind = 'P-256' | 'P-384' | 'P-521' | 'RSA-2048' | 'RSA-1024' | 'Ed25519' | 'RSA-PSS'

export interface KeyPair {
  readonly kind: KeyKind
  readonly spki: Uint8Array
  /** Algorithm identifier of a signature with that digest by this key. */
  signatureAlgorithm(digest: DigestName): Der
  sign(digest: DigestName, message: Uint8Array): Promise<Uint8Array>
}

export type DigestName = 'SHA-1' | 'SHA-224' | 'SHA-256' | 'SHA-384' | 'SHA-512'

export const DIGEST_OID: Readonly<Record<DigestName, string>> = {
  'SHA-1': '1.3.14.3.2.26',
  'SHA-224': '2.16.840.1.101.3.4.2.4',
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
}

export const RSA_OID: Readonly<Record<DigestName, string>> = {
  'SHA-1': '1.2.840.113549.1.1.5',
  'SHA-224': '1.2.840.113549.1.1.14',
  'SHA-256': '1.2.840.113549.1.1.11',
  'SHA-384': '1.2.840.113549.1.1.12',
  'SHA-512': '1.2.840.113549.1.1.13',
}

export const ECDSA_OID: Readonly<Record<DigestName, string>> = {
  'SHA-1': '1.2.840.10045.4.1',
  'SHA-224': '1.2.840.10045.4.3.1',
  'SHA-256': '1.2.840.10045.4.3.2',
  'SHA-384': '1.2.840.10045.4.3.3',
  'SHA-512': '1.2.840.10045.4.3.4',
}

const SALT: Readonly<Record<DigestName, number>> = { 'SHA-1': 20, 'SHA-224': 28, 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 }

export async function aKeyPair(kind: KeyKind = 'P-256'): Promise<KeyPair> {
  switch (kind) {
    case 'P-256':
    case 'P-384':
    case 'P-521':
      return anEcKeyPair(kind)
    case 'Ed25519':
      return anEd25519KeyPair()
    case 'RSA-2048':
    case 'RSA-1024':
    case 'RSA-PSS':
      return anRsaKeyPair(kind)
  }
}

async function exportSpki(key: CryptoKey): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.exportKey('spki', key))
}

async function anEcKeyPair(kind: 'P-256' | 'P-384' | 'P-521'): Promise<KeyPair> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: kind }, true, ['sign', 'verify'])
  return {
    kind,
    spki: await exportSpki(pair.publicKey),
    signatureAlgorithm: digest => algorithm(ECDSA_OID[digest]),
    async sign(digest, message) {
      const plain = Buffer.from(await crypto.subtle.sign({ name: 'ECDSA', hash: digest }, pair.privateKey, message as BufferSource))
      const half = plain.length / 2
      return sequence(integer(BigInt(`0x${plain.subarray(0, half).toString('hex')}`)), integer(BigInt(`0x${plain.subarray(half).toString('hex')}`)))
    },
  }
}

async function anEd25519KeyPair(): Promise<KeyPair> {
  const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify'])
  return {
    kind: 'Ed25519',
    spki: await exportSpki(pair.publicKey),
    signatureAlgorithm: () => algorithm('1.3.101.112'),
    sign: async (_digest, message) => new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, message as BufferSource)),
  }
}

async function anRsaKeyPair(kind: 'RSA-2048' | 'RSA-1024' | 'RSA-PSS'): Promise<KeyPair> {
  const isPss = kind === 'RSA-PSS'
  const name = isPss ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5'
  const parameters = { name, modulusLength: kind === 'RSA-1024' ? 1024 : 2048, publicExponent: Uint8Array.of(1, 0, 1) }
  const pair = await crypto.subtle.generateKey({ ...parameters, hash: 'SHA-256' }, true, ['sign', 'verify'])
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', pair.privateKey)
  return {
    kind,
    spki: await exportSpki(pair.publicKey),
    signatureAlgorithm: digest => (isPss ? pssAlgorithm(digest, SALT[digest]) : algorithm(RSA_OID[digest], nullValue())),
    async sign(digest, message) {
      const key = await crypto.subtle.importKey('pkcs8', pkcs8, { name, hash: digest }, false, ['sign'])
      const by = isPss ? { name, saltLength: SALT[digest] } : { name }
      return new Uint8Array(await crypto.subtle.sign(by, key, message as BufferSource))
    },
  }
}

/** RSASSA-PSS with explicit parameters (RFC 4055 section 3.1). */
export function pssAlgorithm(digest: DigestName, saltLength: number, maskDigest: DigestName = digest): Der {
  const hash = algorithm(DIGEST_OID[digest], nullValue())
  const mask = algorithm('1.2.840.113549.1.1.8', algorithm(DIGEST_OID[maskDigest], nullValue()))
  const explicit = (tag: number, value: Der) => {
    const wrapped = new Uint8Array(value.length + 2)
    wrapped.set([0xa0 | tag, value.length])
    wrapped.set(value, 2)
    return wrapped
  }
  return algorithm('1.2.840.113549.1.1.10', sequence(explicit(0, hash), explicit(1, mask), explicit(2, integer(saltLength))))
}
