/** The four extensions about certificate policies (RFC 5280 sections 4.2.1.4, 4.2.1.5, 4.2.1.11, 4.2.1.14). */
import { type Asn1Element, type Asn1Reader, isContext, isUniversal, TAG } from './asn1-reader.ts'
import type { Certificate } from './certificate.ts'
import { X509Error } from './errors.ts'
import { membersOf, openExtension, readSmallInteger } from './extension.ts'
import { OID, readObjectIdentifier } from './object-identifier.ts'

export interface PolicyMapping {
  readonly issuerDomain: string
  readonly subjectDomain: string
}

export interface PolicyConstraints {
  /** Certificates that may follow before an explicit policy is required; undefined when never. */
  readonly requireExplicit: number | undefined
  readonly inhibitMapping: number | undefined
}

/** Policy identifiers; qualifiers are passed over. Undefined when absent. @throws X509Error when malformed or one stands twice. */
export function readCertificatePolicies(certificate: Certificate): ReadonlySet<string> | undefined {
  const open = openExtension(certificate, OID.certificatePolicies)
  if (!open) return undefined
  const list = membersOf(open, 'certificatePolicies').map(item => readOid(open.reader, membersOfSequence(open.reader, item)[0]))
  const policies = new Set(list)
  if (policies.size !== list.length || list.length === 0) throw new X509Error('x509/unreadable', 'certificatePolicies empty or with one policy twice')
  return policies
}

/** Undefined when absent. @throws X509Error when malformed. */
export function readPolicyMappings(certificate: Certificate): readonly PolicyMapping[] | undefined {
  const open = openExtension(certificate, OID.policyMappings)
  return open && membersOf(open, 'policyMappings').map(item => {
    const [issuer, subject] = membersOfSequence(open.reader, item)
    return { issuerDomain: readOid(open.reader, issuer), subjectDomain: readOid(open.reader, subject) }
  })
}

/** Undefined when absent. @throws X509Error when malformed. */
export function readPolicyConstraints(certificate: Certificate): PolicyConstraints | undefined {
  const open = openExtension(certificate, OID.policyConstraints)
  if (!open) return undefined
  const members = membersOf(open, 'policyConstraints')
  const numberOf = (tag: number) => {
    const member = members.find(element => isContext(element, tag))
    return member && readSmallInteger(open.reader.content(member))
  }
  return { requireExplicit: numberOf(0), inhibitMapping: numberOf(1) }
}

/** SkipCerts of inhibitAnyPolicy. Undefined when absent. @throws X509Error when malformed. */
export function readInhibitAnyPolicy(certificate: Certificate): number | undefined {
  const open = openExtension(certificate, OID.inhibitAnyPolicy)
  if (!open) return undefined
  if (!isUniversal(open.root, TAG.integer)) throw new X509Error('x509/unreadable', 'inhibitAnyPolicy is no INTEGER')
  return readSmallInteger(open.reader.content(open.root))
}

function membersOfSequence(reader: Asn1Reader, element: Asn1Element): Asn1Element[] {
  if (!isUniversal(element, TAG.sequence)) throw new X509Error('x509/unreadable', 'policy information is no SEQUENCE')
  return reader.children(element)
}

function readOid(reader: Asn1Reader, element: Asn1Element | undefined): string {
  if (!isUniversal(element, TAG.objectIdentifier)) throw new X509Error('x509/unreadable', 'policy without its identifier')
  return readObjectIdentifier(reader.content(element))
}
