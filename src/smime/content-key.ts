/**
 * Who an envelope is for (RFC 5652 section 6.2), and which of our keys may open it.
 *
 * SECURITY (SEC-38): only recipients that name one of our certificates are tried, and whatever fails on the way fails alike.
 */
import { equalBytes } from '../bytes/bytes.ts'
import { encodeHex } from '../bytes/encoding.ts'
import type { Envelope } from '../cms/enveloped-data.ts'
import { CmsError } from '../cms/errors.ts'
import type { CertificateIdentifier, KeyAgreementRecipient, RecipientInfo } from '../cms/recipient-info.ts'
import { identifies } from '../cms/signer-info.ts'
import { computeDigest } from '../webcrypto/digest.ts'
import { type Certificate, parseCertificate } from '../x509/certificate.ts'
import { type DistinguishedName, formatDistinguishedName } from '../x509/distinguished-name.ts'
import { X509Error } from '../x509/errors.ts'
import { readSubjectKeyIdentifier } from '../x509/extension.ts'
import type { PublicKeyInfo } from '../x509/public-key.ts'
import {
  nameOfKem,
  nameOfTransport,
  recoverAgreedKey,
  recoverEncapsulatedKey,
  recoverPasswordKey,
  recoverTransportedKey,
  recoverWrappedKey,
} from './key-management.ts'
import type { LockedKey, OpeningKeys, RecipientKey } from './recipient-key.ts'
import type { RecipientSummary } from './verdict.ts'

/** One way of ours to the content key. */
export interface KeyMatch {
  /** Undefined when a password or a shared key does it. */
  readonly key: RecipientKey | undefined
  readonly keyManagement: string
  /** @param length - Octets that the cipher wants. @returns undefined when it does not open, whatever the cause. */
  readonly recover: (length: number) => Promise<Uint8Array | undefined>
}

/** Every way of ours, in the order of the keys; each key once for each recipient that names it. */
export async function findMatches(envelope: Envelope, keys: OpeningKeys, certificates: readonly Certificate[]): Promise<KeyMatch[]> {
  const identities = await Promise.all(keys.keys.map(async key => ({ key, ...(await identityOf(key.certificate)) })))
  const originators = [...envelope.originatorCertificates.flatMap(readCertificate), ...certificates]
  const matches = identities.flatMap(identity => envelope.recipients.flatMap(recipient => matchesOf(recipient, identity, originators)))
  return [...matches, ...secretMatches(envelope, keys)].map(match => ({ ...match, recover: orUndefined(match.recover) }))
}

/** The first locked key of ours that a recipient names. */
export async function findLockedKey(envelope: Envelope, locked: readonly LockedKey[]): Promise<LockedKey | undefined> {
  for (const key of locked) {
    const identity = await identityOf(key.certificate)
    if (identifiersOf(envelope.recipients).some(identifier => isNamed(identifier, identity))) return key
  }
  return undefined
}

/** How the message itself calls its recipients. */
export function summarizeRecipients(recipients: readonly RecipientInfo[]): RecipientSummary[] {
  const texts = new Map<DistinguishedName, string>()
  const textOf = (issuer: DistinguishedName) => {
    const text = texts.get(issuer) ?? formatDistinguishedName(issuer)
    texts.set(issuer, text)
    return text
  }
  return recipients.flatMap((recipient): RecipientSummary[] => {
    switch (recipient.kind) {
      case 'key-transport':
        return [{ ...summarizeIdentifier(recipient.identifier, textOf), keyManagement: nameOfTransport(recipient) }]
      case 'key-agreement':
        return recipient.recipients.map(({ identifier }) => ({ ...summarizeIdentifier(identifier, textOf), keyManagement: nameOfAgreement(recipient) }))
      case 'kem':
        return [{ ...summarizeIdentifier(recipient.identifier, textOf), keyManagement: nameOfKem(recipient) }]
      case 'shared-key':
        return [{ identifiedBy: 'shared-key', issuer: null, identifier: encodeHex(recipient.keyIdentifier), keyManagement: SHARED_KEY }]
      case 'password':
        return [{ identifiedBy: 'password', issuer: null, identifier: '', keyManagement: PASSWORD }]
      case 'other':
        return [{ identifiedBy: 'other', issuer: null, identifier: '', keyManagement: '' }]
    }
  })
}

const SHARED_KEY = 'shared key'
const PASSWORD = 'password'

/** What a certificate can be named by. */
interface Identity {
  readonly certificate: Certificate
  readonly keyIdentifier: Uint8Array | undefined
}

/**
 * QUIRK: a sender whose recipient's certificate has no subjectKeyIdentifier computes one, as RFC 5280 section 4.2.1.2 (1) does:
 * SHA-1 of the key.
 */
async function identityOf(certificate: Certificate): Promise<Identity> {
  let own: Uint8Array | undefined
  try {
    own = readSubjectKeyIdentifier(certificate)
  } catch (error) {
    if (!(error instanceof X509Error)) throw error
  }
  return { certificate, keyIdentifier: own ?? (await computeDigest('SHA-1', certificate.publicKey.keyOctets)) }
}

function isNamed(identifier: CertificateIdentifier, { certificate, keyIdentifier }: Identity): boolean {
  if (identifier.kind === 'key-identifier') return keyIdentifier !== undefined && equalBytes(identifier.keyIdentifier, keyIdentifier)
  return identifies(identifier, certificate)
}

function identifiersOf(recipients: readonly RecipientInfo[]): CertificateIdentifier[] {
  return recipients.flatMap(recipient => {
    if (recipient.kind === 'key-agreement') return recipient.recipients.map(each => each.identifier)
    return recipient.kind === 'key-transport' || recipient.kind === 'kem' ? [recipient.identifier] : []
  })
}

function matchesOf(recipient: RecipientInfo, identity: Identity & { readonly key: RecipientKey }, originators: readonly Certificate[]): KeyMatch[] {
  const { key } = identity
  switch (recipient.kind) {
    case 'key-transport':
      if (!isNamed(recipient.identifier, identity)) return []
      return [{ key, keyManagement: nameOfTransport(recipient), recover: length => recoverTransportedKey(recipient, key.operations, length) }]
    case 'key-agreement':
      return recipient.recipients
        .filter(({ identifier }) => isNamed(identifier, identity))
        .map(agreed => ({
          key,
          keyManagement: nameOfAgreement(recipient),
          recover: async () => {
            const originator = originatorKey(recipient, originators)
            return originator && recoverAgreedKey(recipient, agreed, originator, key.operations)
          },
        }))
    case 'kem':
      if (!isNamed(recipient.identifier, identity)) return []
      return [{ key, keyManagement: nameOfKem(recipient), recover: () => recoverEncapsulatedKey(recipient, key.operations) }]
    case 'shared-key':
    case 'password':
    case 'other':
      return []
  }
}

/** Shared keys and passwords. A shared key without an identifier is tried with every recipient of its kind. */
function secretMatches({ recipients }: Envelope, { sharedKeys, passwords }: OpeningKeys): KeyMatch[] {
  return recipients.flatMap((recipient): KeyMatch[] => {
    if (recipient.kind === 'password') {
      return passwords.map(password => ({ key: undefined, keyManagement: PASSWORD, recover: () => recoverPasswordKey(recipient, password) }))
    }
    if (recipient.kind !== 'shared-key') return []
    return sharedKeys
      .filter(({ identifier }) => identifier.length === 0 || equalBytes(identifier, recipient.keyIdentifier))
      .map(({ key }) => ({ key: undefined, keyManagement: SHARED_KEY, recover: () => recoverWrappedKey(recipient.algorithm, key, recipient.encryptedKey) }))
  })
}

/** The originator's public key: given openly, or in a certificate of the message or of ours (section 6.2.2, all three forms). */
function originatorKey({ originator }: KeyAgreementRecipient, certificates: readonly Certificate[]): PublicKeyInfo | undefined {
  if (originator.kind === 'key') return originator.key
  return certificates.find(certificate => identifies(originator.identifier, certificate))?.publicKey
}

function nameOfAgreement({ originator }: KeyAgreementRecipient): string {
  const kind = originator.kind === 'key' ? originator.key.key.kind : 'ec'
  return kind === 'x25519' ? 'X25519' : kind === 'x448' ? 'X448' : 'ECDH'
}

function summarizeIdentifier(identifier: CertificateIdentifier, textOf: (issuer: DistinguishedName) => string): Omit<RecipientSummary, 'keyManagement'> {
  return identifier.kind === 'key-identifier'
    ? { identifiedBy: 'key-identifier', issuer: null, identifier: encodeHex(identifier.keyIdentifier) }
    : { identifiedBy: 'issuer-and-serial', issuer: textOf(identifier.issuer), identifier: encodeHex(identifier.serialNumber) }
}

function readCertificate(blob: Uint8Array): Certificate[] {
  try {
    return [parseCertificate(blob)]
  } catch (error) {
    if (error instanceof X509Error) return []
    throw error
  }
}

/** Malformed parameters, and a derivation that is too costly, open nothing. */
function orUndefined(recover: KeyMatch['recover']): KeyMatch['recover'] {
  return async length => {
    try {
      return await recover(length)
    } catch (error) {
      if (error instanceof X509Error || error instanceof CmsError) return undefined
      throw error
    }
  }
}
