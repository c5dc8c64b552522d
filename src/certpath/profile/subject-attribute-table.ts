/** The tables of SBR sections 7.1.4.2.3 to 7.1.4.2.6: which attributes a subject has in each class. */
import { NAME_OID } from '../../x509/distinguished-name.ts'
import { OID } from '../../x509/object-identifier.ts'
import type { IdentityClass } from '../identity-class.ts'

export const ATTRIBUTE = {
  commonName: NAME_OID.commonName,
  organizationName: NAME_OID.organization,
  organizationalUnitName: NAME_OID.organizationalUnit,
  organizationIdentifier: '2.5.4.97',
  givenName: '2.5.4.42',
  surname: '2.5.4.4',
  pseudonym: '2.5.4.65',
  serialNumber: '2.5.4.5',
  emailAddress: OID.emailAddress,
  title: '2.5.4.12',
  streetAddress: '2.5.4.9',
  localityName: '2.5.4.7',
  stateOrProvinceName: '2.5.4.8',
  postalCode: '2.5.4.17',
  countryName: '2.5.4.6',
} as const

type AttributeName = keyof typeof ATTRIBUTE

const ALWAYS: readonly AttributeName[] = ['commonName', 'serialNumber', 'emailAddress']
const PLACE: readonly AttributeName[] = ['localityName', 'stateOrProvinceName', 'countryName']
const ORGANISATION: readonly AttributeName[] = ['organizationName', 'organizationalUnitName', 'organizationIdentifier']
const PERSON: readonly AttributeName[] = ['givenName', 'surname', 'pseudonym', 'title']
/** SHALL NOT in the strict generation. */
const STREET: readonly AttributeName[] = ['streetAddress', 'postalCode']

const ALLOWED: Readonly<Record<IdentityClass['validation'], readonly AttributeName[]>> = {
  mailbox: ALWAYS,
  organization: [...ALWAYS, ...PLACE, ...ORGANISATION],
  sponsor: [...ALWAYS, ...PLACE, ...ORGANISATION, ...PERSON],
  individual: [...ALWAYS, ...PLACE, ...PERSON],
}

const NAME_OF: ReadonlyMap<string, AttributeName> = new Map(Object.entries(ATTRIBUTE).map(([name, oid]) => [oid, name as AttributeName]))

/** The name by which an attribute is told. */
export function attributeLabel(oid: string): string {
  return NAME_OF.get(oid) ?? oid
}

/** True when a subject of that class may have the attribute. */
export function isAttributeAllowed(oid: string, { validation, generation }: IdentityClass): boolean {
  const name = NAME_OF.get(oid)
  // The row "Other".
  if (!name) return validation !== 'mailbox' && generation === 'legacy'
  if (STREET.includes(name)) return validation !== 'mailbox' && generation !== 'strict'
  return ALLOWED[validation].includes(name)
}
