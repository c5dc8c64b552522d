/** Values of the extensions that judgement needs (RFC 5280 section 4.2). Absent extensions give undefined. */
import { Asn1Reader, type Asn1Element, isContext, isUniversal, TAG } from './asn1-reader.ts'
import type { Certificate } from './certificate.ts'
import { findNameAttribute } from './distinguished-name.ts'
import { X509Error } from './errors.ts'
import { type GeneralName, readGeneralName } from './general-name.ts'
import { OID, readObjectIdentifier } from './object-identifier.ts'
import { assertStrictDer } from './strict-der.ts'

/** Section 4.2.1.3, in bit order. */
export const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const

export type KeyUsage = (typeof KEY_USAGES)[number]

export interface BasicConstraints {
  readonly isAuthority: boolean
  readonly pathLength: number | undefined
}

export interface AuthorityKeyIdentifier {
  readonly keyIdentifier: Uint8Array | undefined
}

export interface NameConstraints {
  readonly permitted: readonly GeneralName[]
  readonly excluded: readonly GeneralName[]
}

/** An extension's value, ready to be read. */
export interface OpenExtension {
  readonly reader: Asn1Reader
  readonly root: Asn1Element
}

/** The extension's value, opened and checked to be DER. @throws X509Error when it is not. */
export function openExtension(certificate: Certificate, oid: string): OpenExtension | undefined {
  const extension = certificate.extensions.get(oid)
  if (!extension) return undefined
  assertStrictDer(extension.value)
  const reader = new Asn1Reader(extension.value)
  return { reader, root: reader.read(0) }
}

/** Members of the extension's SEQUENCE. @throws X509Error when it is none. */
export function membersOf({ reader, root }: OpenExtension, what: string): Asn1Element[] {
  if (!isUniversal(root, TAG.sequence)) throw new X509Error('x509/unreadable', `${what} is no SEQUENCE`)
  return reader.children(root)
}

/** Section 4.2.1.9. @throws X509Error when the value is malformed. */
export function readBasicConstraints(certificate: Certificate): BasicConstraints | undefined {
  const open = openExtension(certificate, OID.basicConstraints)
  if (!open) return undefined
  const members = membersOf(open, 'basicConstraints')
  const authority = isUniversal(members[0], TAG.boolean) ? members.shift() : undefined
  const length = members.shift()
  if (members.length > 0 || (length && !isUniversal(length, TAG.integer))) throw new X509Error('x509/unreadable', 'basicConstraints malformed')
  return {
    isAuthority: authority !== undefined && open.reader.content(authority)[0] === 0xff,
    pathLength: length ? readSmallInteger(open.reader.content(length)) : undefined,
  }
}

/** Non-negative integer; anything above 2^31 is as good as unlimited. */
export function readSmallInteger(content: Uint8Array): number {
  if (((content[0] ?? 0x80) & 0x80) !== 0) throw new X509Error('x509/unreadable', 'negative number')
  return content.length > 4 ? Number.MAX_SAFE_INTEGER : content.reduce((value, octet) => value * 256 + octet, 0)
}

/** Section 4.2.1.3. Undefined means that the certificate does not limit its key. */
export function readKeyUsage(certificate: Certificate): ReadonlySet<KeyUsage> | undefined {
  const open = openExtension(certificate, OID.keyUsage)
  if (!open) return undefined
  if (!isUniversal(open.root, TAG.bitString)) throw new X509Error('x509/unreadable', 'keyUsage is no BIT STRING')
  const bits = open.reader.content(open.root).subarray(1)
  return new Set(KEY_USAGES.filter((_, index) => (((bits[index >> 3] ?? 0) >> (7 - (index & 7))) & 1) === 1))
}

/** Section 4.2.1.12: object identifiers. Undefined means that the certificate is not limited to purposes. */
export function readExtendedKeyUsage(certificate: Certificate): ReadonlySet<string> | undefined {
  const open = openExtension(certificate, OID.extendedKeyUsage)
  if (!open) return undefined
  return new Set(membersOf(open, 'extKeyUsage').map(member => readObjectIdentifier(open.reader.content(member))))
}

/** Section 4.2.1.6. Undefined when absent. */
export function readSubjectAltNames(certificate: Certificate): readonly GeneralName[] | undefined {
  const open = openExtension(certificate, OID.subjectAltName)
  return open && membersOf(open, 'subjectAltName').map(member => readGeneralName(open.reader, member))
}

/** Section 4.2.1.2. */
export function readSubjectKeyIdentifier(certificate: Certificate): Uint8Array | undefined {
  const open = openExtension(certificate, OID.subjectKeyIdentifier)
  if (!open) return undefined
  if (!isUniversal(open.root, TAG.octetString)) throw new X509Error('x509/unreadable', 'subjectKeyIdentifier is no OCTET STRING')
  return open.reader.content(open.root)
}

/** Section 4.2.1.1; only the key identifier, which is what path building uses as a hint. */
export function readAuthorityKeyIdentifier(certificate: Certificate): AuthorityKeyIdentifier | undefined {
  const open = openExtension(certificate, OID.authorityKeyIdentifier)
  if (!open) return undefined
  const identifier = membersOf(open, 'authorityKeyIdentifier').find(member => isContext(member, 0))
  return { keyIdentifier: identifier && open.reader.content(identifier) }
}

/**
 * Section 4.2.1.10. Subtrees keep their GeneralName; an `ip` holds address and mask.
 *
 * @throws X509Error for minimum or maximum fields, which the profile forbids.
 */
export function readNameConstraints(certificate: Certificate): NameConstraints | undefined {
  const open = openExtension(certificate, OID.nameConstraints)
  if (!open) return undefined
  const subtrees = { permitted: [] as GeneralName[], excluded: [] as GeneralName[] }
  for (const list of membersOf(open, 'nameConstraints')) {
    if (!isContext(list, 0) && !isContext(list, 1)) throw new X509Error('x509/unreadable', 'nameConstraints malformed')
    for (const subtree of open.reader.children(list)) {
      const [base, ...distances] = open.reader.children(subtree)
      if (!base || distances.length > 0) throw new X509Error('x509/unreadable', 'subtree with minimum or maximum')
      subtrees[list.tag === 0 ? 'permitted' : 'excluded'].push(readGeneralName(open.reader, base))
    }
  }
  return subtrees
}

/**
 * Every mailbox the certificate names: rfc822Name and SmtpUTF8Mailbox entries; subject emailAddress only when there is
 * neither, as old private authorities issue (RFC 8550 section 3; SEC-17). An unreadable extension names nobody.
 */
export function readMailboxes(certificate: Certificate): readonly string[] {
  let names: readonly GeneralName[]
  try {
    names = readSubjectAltNames(certificate) ?? []
  } catch (error) {
    if (error instanceof X509Error) return []
    throw error
  }
  const mailboxes = names.flatMap(name => (name.kind === 'email' || name.kind === 'utf8-email' ? [name.text] : []))
  if (mailboxes.length > 0) return mailboxes
  const old = findNameAttribute(certificate.subject, OID.emailAddress)
  return old === null ? [] : [old]
}
