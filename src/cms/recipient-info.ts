/** RecipientInfo (RFC 5652 section 6.2; KEMRecipientInfo of RFC 9629 section 3) as received: how a content key reaches whom. */
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts'
import { type Asn1Element, Asn1Reader, isContext, isUniversal, TAG } from '../x509/asn1-reader.ts'
import { X509Error } from '../x509/errors.ts'
import { readObjectIdentifier } from '../x509/object-identifier.ts'
import { joinRanges, octetStringRanges } from '../x509/octet-string.ts'
import { type PublicKeyInfo, readPublicKeyInfo } from '../x509/public-key.ts'
import { CmsError } from './errors.ts'
import { isKnownVersion, readSignerIdentifier, type SignerIdentifier } from './signer-info.ts'

/** Names a certificate in one of the two ways of CMS. */
export type CertificateIdentifier = SignerIdentifier

export type RecipientInfo =
  | KeyTransportRecipient
  | KeyAgreementRecipient
  | KekRecipient
  | PasswordRecipient
  | KemRecipient
  /** Another kind or version, or one that is malformed: section 6.2 wants it handled gracefully, so it is nobody. */
  | { readonly kind: 'other' }

export interface KeyTransportRecipient {
  readonly kind: 'key-transport'
  readonly identifier: CertificateIdentifier
  readonly algorithm: AlgorithmIdentifier
  readonly encryptedKey: Uint8Array
}

export interface KeyAgreementRecipient {
  readonly kind: 'key-agreement'
  readonly originator: Originator
  readonly keyingMaterial: Uint8Array | undefined
  readonly algorithm: AlgorithmIdentifier
  readonly recipients: readonly AgreedKey[]
}

/** One recipient of those that share an agreement. */
export interface AgreedKey {
  readonly identifier: CertificateIdentifier
  readonly encryptedKey: Uint8Array
}

export type Originator =
  | { readonly kind: 'key'; readonly key: PublicKeyInfo }
  | { readonly kind: 'certificate'; readonly identifier: CertificateIdentifier }

export interface KekRecipient {
  readonly kind: 'shared-key'
  readonly keyIdentifier: Uint8Array
  readonly algorithm: AlgorithmIdentifier
  readonly encryptedKey: Uint8Array
}

export interface PasswordRecipient {
  readonly kind: 'password'
  /** Undefined when the key-encryption key comes from elsewhere. */
  readonly derivation: AlgorithmIdentifier | undefined
  readonly algorithm: AlgorithmIdentifier
  readonly encryptedKey: Uint8Array
}

export interface KemRecipient {
  readonly kind: 'kem'
  readonly identifier: CertificateIdentifier
  readonly mechanism: AlgorithmIdentifier
  readonly ciphertext: Uint8Array
  readonly derivation: AlgorithmIdentifier
  /** Octets of the key-encryption key, 1 to 65535. */
  readonly kekLength: number
  readonly keyingMaterial: Uint8Array | undefined
  readonly algorithm: AlgorithmIdentifier
  readonly encryptedKey: Uint8Array
}

/** RFC 9629 section 3: id-ori-kem. */
const ORI_KEM = '1.2.840.113549.1.9.16.13.3'

/** Reads one RecipientInfo. Never throws for a malformed one; limits of the reader still do. */
export function readRecipientInfo(reader: Asn1Reader, element: Asn1Element): RecipientInfo {
  try {
    return readChoice(reader, element)
  } catch (error) {
    if (error instanceof CmsError || (error instanceof X509Error && error.code !== 'x509/limit-exceeded')) return { kind: 'other' }
    throw error
  }
}

function readChoice(reader: Asn1Reader, element: Asn1Element): RecipientInfo {
  const members = element.constructed ? reader.children(element) : []
  if (isUniversal(element, TAG.sequence)) return readKeyTransport(reader, members)
  if (isContext(element, 1)) return readKeyAgreement(reader, members)
  if (isContext(element, 2)) return readKek(reader, members)
  if (isContext(element, 3)) return readPassword(reader, members)
  if (isContext(element, 4)) return readOther(reader, members)
  return { kind: 'other' }
}

function readKeyTransport(reader: Asn1Reader, [version, identifier, algorithm, encryptedKey]: Asn1Element[]): KeyTransportRecipient {
  assertVersion(reader, version)
  return {
    kind: 'key-transport',
    identifier: readSignerIdentifier(reader, present(identifier)),
    algorithm: readAlgorithmIdentifier(reader, algorithm),
    encryptedKey: readOctets(reader, encryptedKey),
  }
}

/** Section 6.2.2. */
function readKeyAgreement(reader: Asn1Reader, members: Asn1Element[]): KeyAgreementRecipient {
  const [version, originator] = members.splice(0, 2)
  assertVersion(reader, version)
  const keyingMaterial = isContext(members[0], 1) ? readOctets(reader, onlyChild(reader, members.shift())) : undefined
  const [algorithm, keys] = members
  if (!isContext(originator, 0) || !isUniversal(keys, TAG.sequence)) throw malformed()
  return {
    kind: 'key-agreement',
    originator: readOriginator(reader, onlyChild(reader, originator)),
    keyingMaterial,
    algorithm: readAlgorithmIdentifier(reader, algorithm),
    recipients: reader.children(keys).map(key => readAgreedKey(reader, key)),
  }
}

function readOriginator(reader: Asn1Reader, element: Asn1Element): Originator {
  if (!isContext(element, 1)) return { kind: 'certificate', identifier: readSignerIdentifier(reader, element) }
  const own = new Asn1Reader(withTag(reader.encoded(element), 0x30))
  return { kind: 'key', key: readPublicKeyInfo(own, own.read(0)) }
}

/** RecipientEncryptedKey; rKeyId's date and other attribute are passed over, as section 6.2.2 gives them no rule of matching. */
function readAgreedKey(reader: Asn1Reader, element: Asn1Element): AgreedKey {
  const [rid, encryptedKey] = isUniversal(element, TAG.sequence) ? reader.children(element) : []
  const identifier: CertificateIdentifier =
    isContext(rid, 0) && rid.constructed
      ? { kind: 'key-identifier', keyIdentifier: readOctets(reader, reader.children(rid)[0]) }
      : readSignerIdentifier(reader, present(rid))
  return { identifier, encryptedKey: readOctets(reader, encryptedKey) }
}

/** Section 6.2.3. */
function readKek(reader: Asn1Reader, [version, kekid, algorithm, encryptedKey]: Asn1Element[]): KekRecipient {
  assertVersion(reader, version)
  const [keyIdentifier] = isUniversal(kekid, TAG.sequence) ? reader.children(kekid) : []
  return {
    kind: 'shared-key',
    keyIdentifier: readOctets(reader, keyIdentifier),
    algorithm: readAlgorithmIdentifier(reader, algorithm),
    encryptedKey: readOctets(reader, encryptedKey),
  }
}

/** Section 6.2.4; the derivation's tag [0] is implicit. */
function readPassword(reader: Asn1Reader, members: Asn1Element[]): PasswordRecipient {
  assertVersion(reader, members.shift())
  const derivation = isContext(members[0], 0) ? members.shift() : undefined
  const [algorithm, encryptedKey] = members
  return {
    kind: 'password',
    derivation: derivation && readImplicitAlgorithm(reader.encoded(derivation)),
    algorithm: readAlgorithmIdentifier(reader, algorithm),
    encryptedKey: readOctets(reader, encryptedKey),
  }
}

function readImplicitAlgorithm(encoded: Uint8Array): AlgorithmIdentifier {
  const own = new Asn1Reader(withTag(encoded, 0x30))
  return readAlgorithmIdentifier(own, own.read(0))
}

/** Section 6.2.5; KEMRecipientInfo is the one other kind that we know. */
function readOther(reader: Asn1Reader, [type, value]: Asn1Element[]): RecipientInfo {
  if (!isUniversal(type, TAG.objectIdentifier) || readObjectIdentifier(reader.content(type)) !== ORI_KEM) return { kind: 'other' }
  const members = isUniversal(value, TAG.sequence) ? reader.children(value) : []
  const [version, identifier, mechanism, ciphertext, derivation, kekLength] = members.splice(0, 6)
  assertVersion(reader, version)
  const keyingMaterial = isContext(members[0], 0) ? readOctets(reader, onlyChild(reader, members.shift())) : undefined
  const [algorithm, encryptedKey] = members
  return {
    kind: 'kem',
    identifier: readSignerIdentifier(reader, present(identifier)),
    mechanism: readAlgorithmIdentifier(reader, mechanism),
    ciphertext: readOctets(reader, ciphertext),
    derivation: readAlgorithmIdentifier(reader, derivation),
    kekLength: readLength(reader, kekLength),
    keyingMaterial,
    algorithm: readAlgorithmIdentifier(reader, algorithm),
    encryptedKey: readOctets(reader, encryptedKey),
  }
}

function assertVersion(reader: Asn1Reader, version: Asn1Element | undefined): void {
  if (!isKnownVersion(reader, version)) throw malformed()
}

/** In either form of BER. */
function readOctets(reader: Asn1Reader, element: Asn1Element | undefined): Uint8Array {
  return joinRanges(reader.bytes, octetStringRanges(reader, present(element)))
}

function readLength(reader: Asn1Reader, element: Asn1Element | undefined): number {
  const content = isUniversal(element, TAG.integer) ? reader.content(element) : new Uint8Array()
  const isNegative = (content[0] ?? 0) > 0x7f
  const value = content.reduce((sum, octet) => sum * 256 + octet, 0)
  if (isNegative || content.length > 3 || value < 1 || value > 65_535) throw malformed()
  return value
}

function onlyChild(reader: Asn1Reader, element: Asn1Element | undefined): Asn1Element {
  const [child, ...surplus] = element?.constructed ? reader.children(element) : []
  if (!child || surplus.length > 0) throw malformed()
  return child
}

function present(element: Asn1Element | undefined): Asn1Element {
  if (!element) throw malformed()
  return element
}

/** The same value under the universal tag that an implicit one replaced. */
function withTag(encoded: Uint8Array, identifier: number): Uint8Array {
  const copy = encoded.slice()
  copy[0] = identifier
  return copy
}

function malformed(): CmsError {
  return new CmsError('cms/malformed', 'RecipientInfo malformed')
}
