/** Key pairs of kinds that WebCrypto has not, by Node's OpenSSL: independent of the libraries the product uses. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { algorithm, type Der, nullValue } from './der.ts'
import { type DigestName, ECDSA_OID, type KeyPair, pssAlgorithm, RSA_OID } from './keys.ts'

const nameOf = (digest: DigestName) => digest.replace('-', '').toLowerCase()
const spkiOf = (key: KeyObject) => new Uint8Array(key.export({ format: 'der', type: 'spki' }))

/** ECDSA on any curve that OpenSSL knows. */
export function anOpensslEcKey(namedCurve: string): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve })
  return {
    kind: 'P-256',
    spki: spkiOf(publicKey),
    signatureAlgorithm: digest => algorithm(ECDSA_OID[digest]),
    sign: (digest, message) => Promise.resolve(new Uint8Array(sign(nameOf(digest), message, privateKey))),
  }
}

/** RSASSA-PKCS1-v1_5 with any digest. */
export function anOpensslRsaKey(modulusLength = 2048, publicExponent = 65537): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent })
  return {
    kind: 'RSA-2048',
    spki: spkiOf(publicKey),
    signatureAlgorithm: digest => algorithm(RSA_OID[digest], nullValue()),
    sign: (digest, message) => Promise.resolve(new Uint8Array(sign(nameOf(digest), message, privateKey))),
  }
}

/** RSASSA-PSS with a mask digest and a salt of its own; the key carries them as its least parameters. */
export function anOpensslPssKey(digest: DigestName, maskDigest: DigestName, saltLength: number): KeyPair {
  const hashes = { hashAlgorithm: nameOf(digest), mgf1HashAlgorithm: nameOf(maskDigest) }
  // Node takes a number here; its types say a string.
  const salt = { saltLength: saltLength as unknown as string }
  const { publicKey, privateKey } = generateKeyPairSync('rsa-pss', { modulusLength: 2048, ...salt, ...hashes })
  return {
    kind: 'RSA-PSS',
    spki: spkiOf(publicKey),
    signatureAlgorithm: () => pssAlgorithm(digest, saltLength, maskDigest),
    sign: (_digest, message) => Promise.resolve(new Uint8Array(sign(nameOf(digest), message, { key: privateKey, saltLength }))),
  }
}

export const ED448: Der = algorithm('1.3.101.113')

export function anEd448Key(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ed448')
  return {
    kind: 'Ed25519',
    spki: spkiOf(publicKey),
    signatureAlgorithm: () => ED448,
    sign: (_digest, message) => Promise.resolve(new Uint8Array(sign(null, message, privateKey))),
  }
}
