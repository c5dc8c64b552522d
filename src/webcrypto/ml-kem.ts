/**
 * ML-KEM (FIPS 203) with the private keys of RFC 9935, for KEMRecipientInfo (RFC 9629, RFC 9936): by WebCrypto where it has it
 * and the seed is known, else by the kept library.
 */
import type * as MlKemLibrary from '@noble/post-quantum/ml-kem.js'
import { equalBytes } from '../bytes/bytes.ts'
import { type Asn1Element, type Asn1Reader, isContext, isUniversal, TAG } from '../x509/asn1-reader.ts'
import { lateLibrary } from './late-library.ts'
import { asBufferSource } from './native-digest.ts'
import { type PrivateKeyInfo, readOrNothing } from './private-key-info.ts'
import type { PrivateKeyOperations } from './private-key-operations.ts'
import { type SealedOctets, sealOctets } from './sealed-octets.ts'

interface ParameterSet {
  readonly name: 'ML-KEM-512' | 'ML-KEM-768' | 'ML-KEM-1024'
  readonly ciphertextLength: number
  readonly load: () => Promise<Library>
}

interface Library {
  keygen(seed: Uint8Array): { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array }
  /** Throws when the key's own hash does not fit (FIPS 203 section 7.3). */
  decapsulate(ciphertext: Uint8Array, secretKey: Uint8Array): Uint8Array
  readonly lengths: { readonly publicKey?: number; readonly secretKey?: number }
}

const load = (pick: (library: typeof MlKemLibrary) => Library) => async () => pick(await import('@noble/post-quantum/ml-kem.js'))

const PARAMETER_SET: Readonly<Record<string, ParameterSet>> = {
  '2.16.840.1.101.3.4.4.1': { name: 'ML-KEM-512', ciphertextLength: 768, load: load(library => library.ml_kem512) },
  '2.16.840.1.101.3.4.4.2': { name: 'ML-KEM-768', ciphertextLength: 1088, load: load(library => library.ml_kem768) },
  '2.16.840.1.101.3.4.4.3': { name: 'ML-KEM-1024', ciphertextLength: 1568, load: load(library => library.ml_kem1024) },
}

const SEED_OCTETS = 64

interface KeyForms {
  readonly seed: Uint8Array | undefined
  readonly expanded: Uint8Array | undefined
}

type Decapsulation = (ciphertext: Uint8Array) => Promise<Uint8Array | undefined>

/** Undefined for another kind of key, one that is malformed, and one whose two forms do not agree. */
export async function openMlKemKey(info: PrivateKeyInfo): Promise<PrivateKeyOperations | undefined> {
  const parameterSet = PARAMETER_SET[info.algorithm.oid]
  const forms = parameterSet && readForms(info)
  if (!forms) return undefined
  const native = forms.seed && !forms.expanded ? await decapsulateByWebCrypto(parameterSet.name, forms.seed) : undefined
  const decapsulate = native ?? (await decapsulateByLibrary(parameterSet, forms))
  return (
    decapsulate && {
      kind: 'ml-kem',
      decapsulate: async ciphertext => (ciphertext.length === parameterSet.ciphertextLength ? decapsulate(ciphertext) : undefined),
    }
  )
}

/** The encapsulation key of a private key; undefined for other kinds. */
export async function mlKemPublicKeyOf(info: PrivateKeyInfo): Promise<Uint8Array | undefined> {
  const parameterSet = PARAMETER_SET[info.algorithm.oid]
  const forms = parameterSet && readForms(info)
  if (!forms) return undefined
  const library = await lateLibrary(parameterSet.load)
  const secretKey = expandedKeyOf(library, forms)
  // FIPS 203 section 7.1, algorithm 16: dk holds the encapsulation key, its digest of 32 octets, and z of 32 octets at its end.
  return secretKey?.slice(secretKey.length - 64 - (library.lengths.publicKey ?? 0), secretKey.length - 64)
}

/** RFC 9935 section 6: seed [0], expandedKey, or both in a SEQUENCE. Views. */
function readForms({ algorithm, keyOctets }: PrivateKeyInfo): KeyForms | undefined {
  if (algorithm.parameters !== undefined) return undefined
  return readOrNothing(keyOctets, reader => {
    const root = reader.read(0)
    if (isContext(root, 0)) return formsOf(reader, root, undefined)
    if (isUniversal(root, TAG.octetString)) return formsOf(reader, undefined, root)
    const [seed, expanded] = isUniversal(root, TAG.sequence) ? reader.children(root) : []
    return isUniversal(seed, TAG.octetString) && isUniversal(expanded, TAG.octetString) ? formsOf(reader, seed, expanded) : undefined
  })
}

function formsOf(reader: Asn1Reader, seedElement: Asn1Element | undefined, expandedElement: Asn1Element | undefined): KeyForms | undefined {
  const seed = seedElement && reader.content(seedElement)
  return seed && seed.length !== SEED_OCTETS ? undefined : { seed, expanded: expandedElement && reader.content(expandedElement) }
}

/** Undefined when the length is another, or the seed gives another key. */
function expandedKeyOf(library: Library, { seed, expanded }: KeyForms): Uint8Array | undefined {
  const fromSeed = seed && library.keygen(seed).secretKey
  if (!expanded) return fromSeed
  if (expanded.length !== library.lengths.secretKey) return undefined
  return !fromSeed || equalBytes(fromSeed, expanded) ? expanded : undefined
}

/** What the lists of types do not have yet (Modern Algorithms in the Web Cryptography API). */
interface KemSubtle {
  importKey(format: 'raw-seed', seed: BufferSource, name: string, isExtractable: false, usages: readonly ['decapsulateBits']): Promise<CryptoKey>
  decapsulateBits?: (name: string, key: CryptoKey, ciphertext: BufferSource) => Promise<ArrayBuffer>
}

/** Undefined when WebCrypto has not got the parameter set. */
async function decapsulateByWebCrypto(name: string, seed: Uint8Array): Promise<Decapsulation | undefined> {
  const subtle = crypto.subtle as unknown as KemSubtle
  if (!subtle.decapsulateBits) return undefined
  try {
    const key = await subtle.importKey('raw-seed', asBufferSource(seed), name, false, ['decapsulateBits'])
    return async ciphertext => new Uint8Array((await subtle.decapsulateBits?.(name, key, asBufferSource(ciphertext))) ?? [])
  } catch {
    return undefined
  }
}

async function decapsulateByLibrary({ load: loadLibrary }: ParameterSet, forms: KeyForms): Promise<Decapsulation | undefined> {
  const library = await lateLibrary(loadLibrary)
  const secretKey = expandedKeyOf(library, forms)
  if (!secretKey) return undefined
  const sealed: SealedOctets = await sealOctets(secretKey)
  return ciphertext =>
    sealed.open(octets => {
      try {
        return library.decapsulate(ciphertext, octets)
      } catch {
        return undefined
      }
    })
}
