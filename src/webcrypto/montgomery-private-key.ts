/** X25519 and X448 keys that open envelopes (RFC 7748 section 6, RFC 8410 section 7, RFC 8418). */
import { isUniversal, TAG } from '../x509/asn1-reader.ts'
import { encodePrivateKeyInfo } from './der-encoding.ts'
import { lateLibrary } from './late-library.ts'
import { asBufferSource } from './native-digest.ts'
import { type PrivateKeyInfo, readOrNothing } from './private-key-info.ts'
import type { PrivateKeyOperations } from './private-key-operations.ts'
import { sealOctets } from './sealed-octets.ts'

interface Curve {
  readonly kind: 'x25519' | 'x448'
  readonly length: 32 | 56
  readonly load: () => Promise<Library>
}

interface Library {
  getPublicKey(scalar: Uint8Array): Uint8Array
  /** Throws when the secret is zero. */
  getSharedSecret(scalar: Uint8Array, point: Uint8Array): Uint8Array
}

const CURVE: Readonly<Record<string, Curve>> = {
  '1.3.101.110': { kind: 'x25519', length: 32, load: async () => (await import('@noble/curves/ed25519.js')).x25519 },
  '1.3.101.111': { kind: 'x448', length: 56, load: async () => (await import('@noble/curves/ed448.js')).x448 },
}

type Agreement = (point: Uint8Array) => Promise<Uint8Array | undefined>

/** Undefined for another kind of key, and one that is malformed. */
export async function openMontgomeryKey(info: PrivateKeyInfo): Promise<PrivateKeyOperations | undefined> {
  const key = readMontgomeryKey(info)
  if (!key) return undefined
  const { curve, scalar } = key
  const agreeOnPoint = (await agreeByWebCrypto(info, curve, scalar)) ?? (await agreeByLibrary(curve, scalar))
  return {
    kind: curve.kind,
    agree: async ({ algorithm, keyOctets }) => {
      if (algorithm.oid !== info.algorithm.oid || keyOctets.length !== curve.length) return undefined
      const secret = await agreeOnPoint(keyOctets)
      return secret && isZero(secret) ? undefined : secret
    },
  }
}

/** The public key of an X25519 or X448 private key; undefined for others. */
export async function montgomeryPublicKeyOf(info: PrivateKeyInfo): Promise<Uint8Array | undefined> {
  const key = readMontgomeryKey(info)
  return key && (await lateLibrary(key.curve.load)).getPublicKey(key.scalar)
}

/** CurvePrivateKey: an OCTET STRING in the OCTET STRING (RFC 8410 section 7). */
function readMontgomeryKey({ algorithm, keyOctets }: PrivateKeyInfo): { readonly curve: Curve; readonly scalar: Uint8Array } | undefined {
  const curve = CURVE[algorithm.oid]
  if (!curve) return undefined
  return readOrNothing(keyOctets, reader => {
    const element = reader.read(0)
    const scalar = reader.content(element)
    return isUniversal(element, TAG.octetString) && !element.constructed && scalar.length === curve.length ? { curve, scalar } : undefined
  })
}

/** RFC 7748 section 6: a point of small order gives zero, whatever the key. All octets are put together first. */
function isZero(secret: Uint8Array): boolean {
  return secret.reduce((all, octet) => all | octet, 0) === 0
}

/** Undefined when WebCrypto has not got the curve. */
async function agreeByWebCrypto({ algorithm, keyOctets }: PrivateKeyInfo, curve: Curve, scalar: Uint8Array): Promise<Agreement | undefined> {
  if (curve.kind !== 'x25519' || scalar.length !== keyOctets.length - 2) return undefined
  const { subtle } = crypto
  const name = 'X25519'
  const pkcs8 = encodePrivateKeyInfo(algorithm.encoded, keyOctets)
  let privateKey: CryptoKey
  try {
    privateKey = await subtle.importKey('pkcs8', asBufferSource(pkcs8), name, false, ['deriveBits'])
  } catch {
    return undefined
  } finally {
    pkcs8.fill(0)
  }
  return async point => {
    try {
      const publicKey = await subtle.importKey('raw', asBufferSource(point), name, false, [])
      return new Uint8Array(await subtle.deriveBits({ name, public: publicKey }, privateKey, 256))
    } catch {
      return undefined
    }
  }
}

async function agreeByLibrary(curve: Curve, scalar: Uint8Array): Promise<Agreement> {
  const [library, sealed] = await Promise.all([lateLibrary(curve.load), sealOctets(scalar)])
  return point =>
    sealed.open(octets => {
      try {
        return library.getSharedSecret(octets, point)
      } catch {
        return undefined
      }
    })
}
