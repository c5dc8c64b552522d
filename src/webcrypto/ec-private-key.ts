/**
 * EC keys that open envelopes: ECDH (SEC 1 section 3.3, RFC 5753) on the NIST curves by WebCrypto, on the brainpool curves by
 * the kept library.
 */
import type { AlgorithmIdentifier } from '../x509/algorithm-identifier.ts'
import { type Asn1Element, type Asn1Reader, isContext, isUniversal, TAG } from '../x509/asn1-reader.ts'
import { OID, readObjectIdentifier } from '../x509/object-identifier.ts'
import { type EcCurve, ecCurveOfOid } from '../x509/public-key.ts'
import { encodeElement, encodePrivateKeyInfo } from './der-encoding.ts'
import { COORDINATE_OCTETS, isWebCryptoCurve } from './ec-curve.ts'
import { loadEcdh } from './kept-ecdh.ts'
import { asBufferSource } from './native-digest.ts'
import { type PrivateKeyInfo, readOrNothing } from './private-key-info.ts'
import type { PrivateKeyOperations } from './private-key-operations.ts'
import { sealOctets } from './sealed-octets.ts'

export interface EcPrivateKey {
  readonly curve: EcCurve
  /** Contents of the curve's OBJECT IDENTIFIER with its header. */
  readonly curveIdentifier: Uint8Array
  /** As many octets as a coordinate has. A copy. */
  readonly scalar: Uint8Array
  /** The uncompressed point that stands beside the number, not compared with it; undefined when there is none. */
  readonly point: Uint8Array | undefined
}

/** First octet of an uncompressed point (SEC 1 section 2.3.3). */
const UNCOMPRESSED = 4

type PointAgreement = (point: Uint8Array) => Promise<Uint8Array | undefined>

/** Undefined for another kind of key, a curve that is unknown or not named, and a key that is malformed. */
export async function openEcKey(info: PrivateKeyInfo): Promise<PrivateKeyOperations | undefined> {
  const key = readEcPrivateKey(info)
  if (!key) return undefined
  const agreeOnPoint = isWebCryptoCurve(key.curve) ? ((await agreeByWebCrypto(key)) ?? (await agreeByLibrary(key))) : await agreeByLibrary(key)
  key.scalar.fill(0)
  if (!agreeOnPoint) return undefined
  return {
    kind: 'ec',
    agree: async ({ algorithm, keyOctets }) => (isOnCurve(algorithm, key.curve) ? agreeOnPoint(keyOctets) : undefined),
  }
}

/** ECPrivateKey (RFC 5915 section 3). The curve stands in the identifier, or in the structure itself. */
export function readEcPrivateKey({ algorithm, keyOctets }: PrivateKeyInfo): EcPrivateKey | undefined {
  if (algorithm.oid !== OID.ecPublicKey) return undefined
  return readOrNothing(keyOctets, reader => {
    const root = reader.read(0)
    const [version, scalar, ...others] = isUniversal(root, TAG.sequence) ? reader.children(root) : []
    if (!isUniversal(version, TAG.integer) || !isUniversal(scalar, TAG.octetString) || scalar.constructed) return undefined
    const own = others.find(member => isContext(member, 0))
    const curveIdentifier = isAbsentOrNull(algorithm.parameters) ? own && reader.content(own) : algorithm.parameters
    const curve = curveIdentifier && curveOf(curveIdentifier)
    const fitted = curve && withLength(reader.content(scalar), COORDINATE_OCTETS[curve])
    return fitted && { curve, curveIdentifier, scalar: fitted, point: readPoint(reader, others, fitted.length) }
  })
}

/** The publicKey [1] of ECPrivateKey, when it is an uncompressed point. */
function readPoint(reader: Asn1Reader, members: readonly Asn1Element[], coordinate: number): Uint8Array | undefined {
  const wrapper = members.find(member => isContext(member, 1))
  const [bits] = wrapper ? reader.children(wrapper) : []
  const point = isUniversal(bits, TAG.bitString) ? reader.content(bits).subarray(1) : undefined
  return point?.[0] === UNCOMPRESSED && point.length === 1 + 2 * coordinate ? point : undefined
}

/** The uncompressed point, computed; undefined when the private key is none of its curve. */
export async function publicPointOf({ curve, scalar }: Pick<EcPrivateKey, 'curve' | 'scalar'>): Promise<Uint8Array | undefined> {
  return (await loadEcdh(curve)).publicPoint(scalar)
}

function isAbsentOrNull(parameters: Uint8Array | undefined): parameters is undefined {
  return parameters === undefined || parameters[0] === TAG.null
}

/** Undefined for parameters that are no OBJECT IDENTIFIER, or an unknown one. */
function curveOf(parameters: Uint8Array): EcCurve | undefined {
  if (parameters[0] !== TAG.objectIdentifier || parameters[1] !== parameters.length - 2) return undefined
  return readOrNothing(parameters, () => ecCurveOfOid(readObjectIdentifier(parameters.subarray(2))))
}

/**
 * QUIRK: RFC 5915 section 3 fixes the length of the octets; old writers drop leading zeros or write one too many, as if it were
 * an INTEGER.
 */
function withLength(scalar: Uint8Array, length: number): Uint8Array | undefined {
  const surplus = Math.max(scalar.length - length, 0)
  if (scalar.length === 0 || scalar.subarray(0, surplus).some(octet => octet !== 0)) return undefined
  const fitted = new Uint8Array(length)
  fitted.set(scalar.subarray(surplus), length - (scalar.length - surplus))
  return fitted
}

/** RFC 5753 section 3.1.1: the originator's parameters are absent, NULL, or those of the recipient's key. */
function isOnCurve({ oid, parameters }: AlgorithmIdentifier, curve: EcCurve): boolean {
  return oid === OID.ecPublicKey && (isAbsentOrNull(parameters) || curveOf(parameters) === curve)
}

/**
 * Undefined when WebCrypto refuses the key.
 *
 * QUIRK: Firefox and Safari refuse keys without their public point, so it is computed where the file has none.
 */
async function agreeByWebCrypto(key: EcPrivateKey): Promise<PointAgreement | undefined> {
  const { curve, curveIdentifier, scalar } = key
  const algorithm = { name: 'ECDH', namedCurve: curve }
  const { subtle } = crypto
  const point = key.point ?? (await publicPointOf(key))
  if (!point) return undefined
  const pkcs8 = encodeEcKey(curveIdentifier, scalar, point)
  let privateKey: CryptoKey
  try {
    privateKey = await subtle.importKey('pkcs8', asBufferSource(pkcs8), algorithm, false, ['deriveBits'])
  } catch {
    return undefined
  } finally {
    pkcs8.fill(0)
  }
  return async octets => {
    const uncompressed = octets[0] === UNCOMPRESSED ? octets : (await loadEcdh(curve)).uncompress(octets)
    if (!uncompressed) return undefined
    try {
      const publicKey = await subtle.importKey('raw', asBufferSource(uncompressed), algorithm, false, [])
      return new Uint8Array(await subtle.deriveBits({ name: 'ECDH', public: publicKey }, privateKey, 8 * COORDINATE_OCTETS[curve]))
    } catch {
      return undefined
    }
  }
}

function encodeEcKey(curveIdentifier: Uint8Array, scalar: Uint8Array, point: Uint8Array): Uint8Array {
  const algorithm = encodeElement(0x30, EC_PUBLIC_KEY, curveIdentifier)
  const bits = encodeElement(0xa1, encodeElement(0x03, Uint8Array.of(0), point))
  return encodePrivateKeyInfo(algorithm, encodeElement(0x30, Uint8Array.of(0x02, 0x01, 0x01), encodeElement(0x04, scalar), bits))
}

/** OBJECT IDENTIFIER id-ecPublicKey. */
const EC_PUBLIC_KEY = Uint8Array.of(0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01)

async function agreeByLibrary(key: EcPrivateKey): Promise<PointAgreement | undefined> {
  const { publicPoint, uncompress, agree } = await loadEcdh(key.curve)
  if (!publicPoint(key.scalar)) return undefined
  const sealed = await sealOctets(key.scalar)
  return async octets => {
    const point = uncompress(octets)
    return point && sealed.open(scalar => agree(scalar, point))
  }
}
