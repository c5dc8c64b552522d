/** SafeContents and its bags (RFC 7292 section 4.2): what a key file holds, once it is decrypted. */
import { Asn1Reader, type Asn1Element, isContext, isUniversal, TAG } from './asn1-reader.ts'
import { readAlgorithmIdentifier } from './algorithm-identifier.ts'
import { X509Error } from './errors.ts'
import { readObjectIdentifier } from './object-identifier.ts'
import { joinRanges, octetStringRanges } from './octet-string.ts'
import { type EncryptionScheme, readEncryptionScheme } from './pkcs12-encryption-scheme.ts'

/** What the owner's software wrote beside a bag. Labels only: they prove nothing about what they stand beside. */
export interface BagAttributes {
  readonly friendlyName: string | null
  /** Equal on a key and on its certificate, where the writer did as PKCS #9 suggests. */
  readonly localKeyId: Uint8Array | null
}

export type Bag =
  | ({ readonly kind: 'certificate'; readonly der: Uint8Array } & BagAttributes)
  /** A PrivateKeyInfo in the clear. */
  | ({ readonly kind: 'key'; readonly pkcs8: Uint8Array } & BagAttributes)
  /** An EncryptedPrivateKeyInfo (RFC 5208 section 6). */
  | ({ readonly kind: 'shrouded-key'; readonly scheme: EncryptionScheme; readonly ciphertext: Uint8Array } & BagAttributes)

const MAXIMAL_DEPTH = 8

/** Trust stores of whole systems hold some hundred certificates. */
const MAXIMAL_BAGS = 5000

const BAG = {
  key: '1.2.840.113549.1.12.10.1.1',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
  crl: '1.2.840.113549.1.12.10.1.4',
  secret: '1.2.840.113549.1.12.10.1.5',
  safeContents: '1.2.840.113549.1.12.10.1.6',
} as const

const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1'
const FRIENDLY_NAME = '1.2.840.113549.1.9.20'
const LOCAL_KEY_ID = '1.2.840.113549.1.9.21'
const BMP_STRING = 30

/**
 * The bags in order, nested SafeContents opened. CRLs, secrets and certificates of other kinds than X.509 are passed over.
 *
 * @throws X509Error `x509/unreadable`, `x509/limit-exceeded` for too many or too deep, `x509/too-costly` for a key whose
 * protection demands too much.
 */
export function readSafeContents(bytes: Uint8Array): Bag[] {
  const reader = new Asn1Reader(bytes)
  const bags: Bag[] = []
  collectBags(reader, reader.read(0), bags, { seen: 0 }, 0)
  return bags
}

/** True when the bytes are one SEQUENCE and nothing more: what a decryption with the right password gives. */
export function isOneSequence(bytes: Uint8Array): boolean {
  try {
    const root = new Asn1Reader(bytes).read(0)
    return isUniversal(root, TAG.sequence) && root.end === bytes.length
  } catch (error) {
    if (error instanceof X509Error) return false
    throw error
  }
}

function collectBags(
  reader: Asn1Reader,
  list: Asn1Element | undefined,
  bags: Bag[],
  count: { seen: number },
  depth: number,
): void {
  if (depth > MAXIMAL_DEPTH) throw new X509Error('x509/limit-exceeded', `bags nested deeper than ${MAXIMAL_DEPTH}`)
  if (!isUniversal(list, TAG.sequence)) throw new X509Error('x509/unreadable', 'SafeContents is no SEQUENCE')
  for (const element of reader.children(list)) {
    if (++count.seen > MAXIMAL_BAGS) throw new X509Error('x509/limit-exceeded', `more than ${MAXIMAL_BAGS} bags`)
    const [typeElement, wrapper, attributes] = isUniversal(element, TAG.sequence) ? reader.children(element) : []
    const [value] = isContext(wrapper, 0) ? reader.children(wrapper) : []
    if (!isUniversal(typeElement, TAG.objectIdentifier) || !value) {
      throw new X509Error('x509/unreadable', 'bag malformed')
    }
    const type = readObjectIdentifier(reader.content(typeElement))
    if (type === BAG.safeContents) collectBags(reader, value, bags, count, depth + 1)
    else bags.push(...readBag(reader, type, value, readAttributes(reader, attributes)))
  }
}

function readBag(reader: Asn1Reader, type: string, value: Asn1Element, attributes: BagAttributes): Bag[] {
  switch (type) {
    case BAG.key:
      return [{ kind: 'key', pkcs8: reader.encoded(value), ...attributes }]
    case BAG.shroudedKey:
      return [{ kind: 'shrouded-key', ...readShroudedKey(reader, value), ...attributes }]
    case BAG.certificate: {
      const der = readX509Certificate(reader, value)
      return der ? [{ kind: 'certificate', der, ...attributes }] : []
    }
    default:
      return []
  }
}

/** EncryptedPrivateKeyInfo ::= SEQUENCE { AlgorithmIdentifier, OCTET STRING } (RFC 5208 section 6). @throws X509Error as the scheme does. */
export function readEncryptedPrivateKey(bytes: Uint8Array): { scheme: EncryptionScheme; ciphertext: Uint8Array } {
  const reader = new Asn1Reader(bytes)
  return readShroudedKey(reader, reader.read(0))
}

function readShroudedKey(reader: Asn1Reader, value: Asn1Element): { scheme: EncryptionScheme; ciphertext: Uint8Array } {
  const [algorithm, encrypted] = isUniversal(value, TAG.sequence) ? reader.children(value) : []
  if (!encrypted) throw new X509Error('x509/unreadable', 'encrypted private key malformed')
  return {
    scheme: readEncryptionScheme(readAlgorithmIdentifier(reader, algorithm)),
    ciphertext: joinRanges(reader.bytes, octetStringRanges(reader, encrypted)),
  }
}

/** CertBag ::= SEQUENCE { certId, [0] EXPLICIT OCTET STRING }. Undefined for another kind of certificate. */
function readX509Certificate(reader: Asn1Reader, value: Asn1Element): Uint8Array | undefined {
  const [idElement, wrapper] = isUniversal(value, TAG.sequence) ? reader.children(value) : []
  const [octets] = isContext(wrapper, 0) ? reader.children(wrapper) : []
  if (!isUniversal(idElement, TAG.objectIdentifier) || !octets) {
    throw new X509Error('x509/unreadable', 'certificate bag malformed')
  }
  if (readObjectIdentifier(reader.content(idElement)) !== X509_CERTIFICATE) return undefined
  return joinRanges(reader.bytes, octetStringRanges(reader, octets))
}

/** PKCS #9 attributes (RFC 2985 section 5.5). A malformed one is left out: a label must not make a key unreadable. */
function readAttributes(reader: Asn1Reader, set: Asn1Element | undefined): BagAttributes {
  let friendlyName: string | null = null
  let localKeyId: Uint8Array | null = null
  for (const attribute of isUniversal(set, TAG.set) ? reader.children(set) : []) {
    const [type, values] = isUniversal(attribute, TAG.sequence) ? reader.children(attribute) : []
    if (!isUniversal(type, TAG.objectIdentifier) || !isUniversal(values, TAG.set)) continue
    const [value] = reader.children(values)
    const oid = readObjectIdentifier(reader.content(type))
    if (oid === FRIENDLY_NAME && isUniversal(value, BMP_STRING)) {
      friendlyName = new TextDecoder('utf-16be').decode(reader.content(value))
    }
    if (oid === LOCAL_KEY_ID && isUniversal(value, TAG.octetString)) {
      localKeyId = joinRanges(reader.bytes, octetStringRanges(reader, value))
    }
  }
  return { friendlyName, localKeyId }
}

/** The algorithm of a PrivateKeyInfo (RFC 5208 section 5, RFC 5958 section 2). @throws X509Error when it is none. */
export function readPrivateKeyAlgorithm(pkcs8: Uint8Array): string {
  const reader = new Asn1Reader(pkcs8)
  const root = reader.read(0)
  const [version, algorithm, key] = isUniversal(root, TAG.sequence) ? reader.children(root) : []
  if (!isUniversal(version, TAG.integer) || !isUniversal(key, TAG.octetString)) {
    throw new X509Error('x509/unreadable', 'private key malformed')
  }
  return readAlgorithmIdentifier(reader, algorithm).oid
}
