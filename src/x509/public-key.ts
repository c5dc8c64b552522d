/** SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7, RFC 3279, RFC 4055, RFC 5480, RFC 5639, RFC 8410). */
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from './algorithm-identifier.ts'
import { nameOfSignatureAlgorithm } from './algorithm-name.ts'
import { type Asn1Element, Asn1Reader, isUniversal, TAG } from './asn1-reader.ts'
import { X509Error } from './errors.ts'
import { OID, readObjectIdentifier } from './object-identifier.ts'

export type PublicKeyKind =
  | { readonly kind: 'rsa'; readonly modulusBits: number; readonly exponentIsOdd: boolean }
  | { readonly kind: 'ec'; readonly curve: EcCurve | 'explicit' | 'unknown'; readonly curveOid: string }
  | { readonly kind: 'ed25519' | 'ed448' | 'x25519' | 'x448' }
  | { readonly kind: 'other' }

export type EcCurve = 'P-256' | 'P-384' | 'P-521' | 'brainpoolP256r1' | 'brainpoolP384r1' | 'brainpoolP512r1'

export interface PublicKeyInfo {
  /** The whole SubjectPublicKeyInfo, DER. */
  readonly encoded: Uint8Array
  readonly algorithm: AlgorithmIdentifier
  /** Contents of the BIT STRING. */
  readonly keyOctets: Uint8Array
  readonly key: PublicKeyKind
}

const CURVE: Readonly<Record<string, EcCurve>> = {
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
  '1.3.36.3.3.2.8.1.1.7': 'brainpoolP256r1',
  '1.3.36.3.3.2.8.1.1.11': 'brainpoolP384r1',
  '1.3.36.3.3.2.8.1.1.13': 'brainpoolP512r1',
}

const EDWARDS: Readonly<Record<string, 'ed25519' | 'ed448' | 'x25519' | 'x448'>> = {
  '1.3.101.110': 'x25519',
  '1.3.101.111': 'x448',
  [OID.ed25519]: 'ed25519',
  [OID.ed448]: 'ed448',
}

/** The curve that an object identifier names; undefined for those we do not know. */
export function ecCurveOfOid(oid: string): EcCurve | undefined {
  return CURVE[oid]
}

/** Reads a SubjectPublicKeyInfo. The key itself is only measured; whether it is a good one is for its user to say. */
export function readPublicKeyInfo(reader: Asn1Reader, element: Asn1Element): PublicKeyInfo {
  const [algorithmElement, bits, ...surplus] = isUniversal(element, TAG.sequence) ? reader.children(element) : []
  const content = isUniversal(bits, TAG.bitString) ? reader.content(bits) : undefined
  if (content?.[0] !== 0 || surplus.length > 0) throw new X509Error('x509/unreadable', 'public key malformed')
  const algorithm = readAlgorithmIdentifier(reader, algorithmElement)
  const keyOctets = content.subarray(1)
  return { encoded: reader.encoded(element), algorithm, keyOctets, key: describeKey(algorithm, keyOctets) }
}

function describeKey(algorithm: AlgorithmIdentifier, keyOctets: Uint8Array): PublicKeyKind {
  if (algorithm.oid === OID.rsaEncryption || algorithm.oid === OID.rsassaPss) return describeRsaKey(keyOctets)
  const edwards = EDWARDS[algorithm.oid]
  if (edwards) return { kind: edwards }
  if (algorithm.oid !== OID.ecPublicKey) return { kind: 'other' }
  if (algorithm.parameters?.[0] !== TAG.objectIdentifier) return { kind: 'ec', curve: 'explicit', curveOid: '' }
  const curveOid = readObjectIdentifier(algorithm.parameters.subarray(2))
  return { kind: 'ec', curve: CURVE[curveOid] ?? 'unknown', curveOid }
}

/** RSAPublicKey (RFC 8017 appendix A.1.1). */
function describeRsaKey(keyOctets: Uint8Array): PublicKeyKind {
  const reader = new Asn1Reader(keyOctets)
  const sequence = reader.read(0)
  const [modulus, exponent] = isUniversal(sequence, TAG.sequence) ? reader.children(sequence) : []
  if (!isUniversal(modulus, TAG.integer) || !isUniversal(exponent, TAG.integer)) throw new X509Error('x509/unreadable', 'RSA key malformed')
  const magnitude = reader.content(modulus)
  const lead = magnitude[0] === 0 ? 1 : 0
  const bits = (magnitude.length - lead) * 8 - Math.clz32(magnitude[lead] ?? 0) + 24
  return { kind: 'rsa', modulusBits: bits, exponentIsOdd: ((reader.content(exponent).at(-1) ?? 0) & 1) === 1 }
}

/** For example `RSA 2048`, `ECDSA P-256`, `Ed25519`. */
export function describePublicKey(publicKey: PublicKeyInfo): string {
  const { key } = publicKey
  switch (key.kind) {
    case 'rsa':
      return `RSA ${key.modulusBits}`
    case 'ec':
      return `EC ${key.curve === 'unknown' ? key.curveOid : key.curve}`
    case 'ed25519':
    case 'ed448':
    case 'x25519':
    case 'x448':
      return key.kind.charAt(0).toUpperCase() + key.kind.slice(1)
    case 'other':
      return nameOfSignatureAlgorithm(publicKey.algorithm.oid)
  }
}
