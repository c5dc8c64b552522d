/** The public key that belongs to a private one, in the octets that a certificate has of it. */
import { isUniversal, TAG } from '../x509/asn1-reader.ts'
import { OID } from '../x509/object-identifier.ts'
import { encodeElement } from './der-encoding.ts'
import { publicPointOf, readEcPrivateKey } from './ec-private-key.ts'
import { lateLibrary } from './late-library.ts'
import { mlKemPublicKeyOf } from './ml-kem.ts'
import { montgomeryPublicKeyOf } from './montgomery-private-key.ts'
import { type PrivateKeyInfo, readOrNothing } from './private-key-info.ts'
import { publicPartOf } from './rsa-decryption.ts'

/** Undefined for kinds we do not know, and for a malformed key. */
export async function publicKeyOctetsOf(info: PrivateKeyInfo): Promise<Uint8Array | undefined> {
  const ecKey = readEcPrivateKey(info)
  if (ecKey) return publicPointOf(ecKey)
  return rsaPublicKeyOf(info) ?? (await montgomeryPublicKeyOf(info)) ?? (await edwardsPublicKeyOf(info)) ?? mlKemPublicKeyOf(info)
}

const RSA_OIDS: readonly string[] = [OID.rsaEncryption, OID.rsassaPss, '1.2.840.113549.1.1.7']

/** RSAPublicKey (RFC 8017 appendix A.1.1). */
function rsaPublicKeyOf({ algorithm, keyOctets }: PrivateKeyInfo): Uint8Array | undefined {
  const key = RSA_OIDS.includes(algorithm.oid) ? publicPartOf(keyOctets) : undefined
  return key && encodeElement(0x30, encodeElement(0x02, key.modulus), encodeElement(0x02, key.exponent))
}

interface EdwardsLibrary {
  getPublicKey(seed: Uint8Array): Uint8Array
}

const EDWARDS: Readonly<Record<string, { readonly length: number; readonly load: () => Promise<EdwardsLibrary> }>> = {
  [OID.ed25519]: { length: 32, load: async () => (await import('@noble/curves/ed25519.js')).ed25519 },
  [OID.ed448]: { length: 57, load: async () => (await import('@noble/curves/ed448.js')).ed448 },
}

/** CurvePrivateKey (RFC 8410 section 7) of a key that signs: it opens nothing, and still belongs to a certificate. */
async function edwardsPublicKeyOf({ algorithm, keyOctets }: PrivateKeyInfo): Promise<Uint8Array | undefined> {
  const curve = EDWARDS[algorithm.oid]
  if (!curve) return undefined
  const seed = readOrNothing(keyOctets, reader => {
    const element = reader.read(0)
    return isUniversal(element, TAG.octetString) && !element.constructed ? reader.content(element) : undefined
  })
  return seed?.length === curve.length ? (await lateLibrary(curve.load)).getPublicKey(seed) : undefined
}
