/** RSA keys that open envelopes: OAEP by WebCrypto where it can, all else by `rsa-decryption.ts`. */
import { OID } from '../x509/object-identifier.ts'
import { encodePrivateKeyInfo } from './der-encoding.ts'
import type { DigestName, SignatureDigest } from './digest.ts'
import { asBufferSource, type NativeDigest } from './native-digest.ts'
import type { OaepParameters } from './oaep-encoding.ts'
import type { PrivateKeyInfo } from './private-key-info.ts'
import type { KeyTransport, PrivateKeyOperations } from './private-key-operations.ts'
import { decryptOaep, decryptPkcs1, publicPartOf } from './rsa-decryption.ts'
import { RSA_ENCRYPTION } from './rsa-identifier.ts'
import { type SealedOctets, sealOctets } from './sealed-octets.ts'

/** id-RSAES-OAEP: a key for that scheme alone (RFC 4055 section 4). */
const RSAES_OAEP = '1.2.840.113549.1.1.7'

/** Undefined for another kind of key, one of more than two primes, and one that is malformed. */
export async function openRsaKey({ algorithm, keyOctets }: PrivateKeyInfo): Promise<PrivateKeyOperations | undefined> {
  const isOaepOnly = algorithm.oid === RSAES_OAEP
  if ((algorithm.oid !== OID.rsaEncryption && !isOaepOnly) || !publicPartOf(keyOctets)) return undefined
  const sealed = await sealOctets(keyOctets)
  const decryptPlainOaep = plainOaepOf(sealed)
  return {
    kind: 'rsa',
    decryptKey: async (transport, encrypted, length) => {
      if (transport.scheme === 'pkcs1') return isOaepOnly ? undefined : sealed.open(octets => decryptPkcs1(octets, encrypted, length))
      const parameters = parametersOf(transport)
      if (!parameters) return undefined
      const native = isPlain(parameters) ? await decryptPlainOaep(parameters, encrypted) : 'refused'
      const key = native === 'refused' ? await sealed.open(octets => decryptOaep(octets, parameters, encrypted)) : native
      return key?.length === length ? key : undefined
    },
  }
}

/** OAEP is defined with the digests of the SHA family (RFC 8017 appendix A.2.1). */
function parametersOf({ digest, mgfDigest, label }: Extract<KeyTransport, { scheme: 'oaep' }>): OaepParameters | undefined {
  return isOfShaFamily(digest) && isOfShaFamily(mgfDigest) ? { digest, mgfDigest, label } : undefined
}

function isOfShaFamily(digest: DigestName): digest is SignatureDigest {
  return digest !== 'SHAKE256'
}

type PlainParameters = OaepParameters & { readonly digest: NativeDigest }

function isPlain(parameters: OaepParameters): parameters is PlainParameters {
  return parameters.digest !== 'SHA-224' && parameters.mgfDigest === parameters.digest
}

type PlainOaep = (parameters: PlainParameters, encrypted: Uint8Array) => Promise<Uint8Array | undefined | 'refused'>

/** OAEP with one digest for both purposes, with a key that WebCrypto never gives out; `refused` when it does not take the key. */
function plainOaepOf(sealed: SealedOctets): PlainOaep {
  const keys = new Map<NativeDigest, Promise<CryptoKey | undefined>>()
  const { subtle } = crypto
  const importFor = (hash: NativeDigest) =>
    sealed.open(async octets => {
      const pkcs8 = encodePrivateKeyInfo(RSA_ENCRYPTION, octets)
      try {
        return await subtle.importKey('pkcs8', asBufferSource(pkcs8), { name: 'RSA-OAEP', hash }, false, ['decrypt'])
      } catch {
        return undefined
      } finally {
        pkcs8.fill(0)
      }
    })
  return async ({ digest, label }, encrypted) => {
    const imported = keys.get(digest) ?? importFor(digest)
    keys.set(digest, imported)
    const key = await imported
    if (!key) return 'refused'
    try {
      return new Uint8Array(await subtle.decrypt({ name: 'RSA-OAEP', label: asBufferSource(label) }, key, asBufferSource(encrypted)))
    } catch {
      return undefined
    }
  }
}
