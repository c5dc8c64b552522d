/**
 * A working certification authority for fixtures: sane defaults, one deviation per case. Every certificate differs from a
 * good one only in what the test names.
 */
import {
  algorithm,
  bitString,
  boolean,
  context,
  contextPrimitive,
  type Der,
  distinguishedName,
  ia5String,
  integer,
  joined,
  octetString,
  oid,
  sequence,
  time,
  tlv,
} from './der.ts'
import { aKeyPair, type DigestName, type KeyKind, type KeyPair } from './keys.ts'

export const NOW = new Date('2026-06-15T12:00:00Z')
const DAY = 86_400_000

export interface Holder {
  readonly certificate: Uint8Array
  readonly key: KeyPair
  readonly name: Der
  readonly keyIdentifier: Uint8Array
  readonly serial: number
  readonly issuerName: Der
}

export type ExtensionName =
  | 'basicConstraints'
  | 'keyUsage'
  | 'extKeyUsage'
  | 'subjectAltName'
  | 'subjectKeyIdentifier'
  | 'authorityKeyIdentifier'
  | 'nameConstraints'

export interface CertificateOptions {
  readonly commonName?: string
  readonly organization?: string
  /** Replaces the whole subject. */
  readonly subject?: Der
  readonly issuer?: Der
  readonly keyKind?: KeyKind
  readonly key?: KeyPair
  readonly notBefore?: Date
  readonly notAfter?: Date
  readonly serial?: number
  readonly version?: 1 | 3
  readonly digest?: DigestName
  /** Extensions to replace (by their bytes), add, or leave out (null). */
  readonly extensions?: Partial<Record<ExtensionName | `extra${number}`, Der | null>>
  /** rfc822Name entries of an end-entity. */
  readonly mailboxes?: readonly string[]
  readonly pathLength?: number
  /** Breaks the signature. */
  readonly forged?: boolean
  readonly innerAlgorithm?: Der
}

let nextSerial = 1000

export const extension = (dotted: string, value: Der, critical = false): Der =>
  sequence(oid(dotted), ...(critical ? [boolean(true)] : []), octetString(value))

export const basicConstraints = (isAuthority: boolean, pathLength?: number): Der =>
  extension('2.5.29.19', sequence(...(isAuthority ? [boolean(true)] : []), ...(pathLength === undefined ? [] : [integer(pathLength)])), true)

/** Bits in the order of RFC 5280 section 4.2.1.3, digitalSignature first. */
export function keyUsage(...bits: readonly number[]): Der {
  const octets = [0, 0]
  for (const bit of bits) octets[bit >> 3] = (octets[bit >> 3] ?? 0) | (0x80 >> (bit & 7))
  const used = Math.max(...bits) >> 3
  const last = octets[used] ?? 0
  let unused = 0
  while (unused < 7 && ((last >> unused) & 1) === 0) unused++
  return extension('2.5.29.15', bitString(Uint8Array.from(octets.slice(0, used + 1)), unused), true)
}

export const extKeyUsage = (...purposes: readonly string[]): Der => extension('2.5.29.37', sequence(...purposes.map(oid)))

export const emailName = (address: string): Der => contextPrimitive(1, ia5String(address).subarray(2))
export const dnsName = (host: string): Der => contextPrimitive(2, ia5String(host).subarray(2))
export const smtpUtf8Mailbox = (address: string): Der =>
  context(0, oid('1.3.6.1.5.5.7.8.9'), context(0, tlv(0x0c, new TextEncoder().encode(address))))
export const subjectAltName = (...names: readonly Der[]): Der => extension('2.5.29.17', sequence(...names))

/** Permitted and excluded subtrees of GeneralNames. */
export function nameConstraints(subtrees: { readonly permitted?: readonly Der[]; readonly excluded?: readonly Der[] }): Der {
  const list = (tag: number, names: readonly Der[] | undefined) => (names ? [context(tag, ...names.map(name => sequence(name)))] : [])
  return extension('2.5.29.30', sequence(...list(0, subtrees.permitted), ...list(1, subtrees.excluded)), true)
}

async function keyIdentifierOf(spki: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-1', spki as BufferSource))
}

/** A year before and after the fixtures' now, unless said otherwise. */
function validity({ notBefore, notAfter }: CertificateOptions): Der {
  return sequence(time(notBefore ?? new Date(NOW.getTime() - 365 * DAY)), time(notAfter ?? new Date(NOW.getTime() + 365 * DAY)))
}

function namesOf(options: CertificateOptions, issuer: Holder | undefined): { readonly name: Der; readonly issuerName: Der } {
  const name = options.subject ?? distinguishedName(options.commonName ?? 'Somebody', options.organization)
  return { name, issuerName: options.issuer ?? issuer?.name ?? name }
}

/** The two identifiers, then the others as given; null leaves one out. */
function extensionList(own: Uint8Array, issuers: Uint8Array, others: Record<string, Der | null>): Der[] {
  const all: Record<string, Der | null> = {
    subjectKeyIdentifier: extension('2.5.29.14', octetString(own)),
    authorityKeyIdentifier: extension('2.5.29.35', sequence(contextPrimitive(0, issuers))),
    ...others,
  }
  return Object.values(all).filter(value => value !== null)
}

async function issue(issuer: Holder | undefined, options: CertificateOptions, defaults: Partial<Record<ExtensionName, Der>>): Promise<Holder> {
  const key = options.key ?? (await aKeyPair(options.keyKind))
  const signer = issuer?.key ?? key
  const { digest = 'SHA-256', serial = nextSerial++ } = options
  const keyIdentifier = await keyIdentifierOf(key.spki)
  const { name, issuerName } = namesOf(options, issuer)
  const extensions = extensionList(keyIdentifier, issuer?.keyIdentifier ?? keyIdentifier, { ...defaults, ...options.extensions })
  const signatureAlgorithm = signer.signatureAlgorithm(digest)
  const isVersion1 = options.version === 1
  const tbs = sequence(
    ...(isVersion1 ? [] : [context(0, integer(2))]),
    integer(serial),
    options.innerAlgorithm ?? signatureAlgorithm,
    issuerName,
    validity(options),
    name,
    key.spki,
    ...(isVersion1 ? [] : [context(3, sequence(...extensions))]),
  )
  const signature = await signer.sign(digest, tbs)
  if (options.forged === true) signature.set([(signature.at(-1) ?? 0) ^ 1], signature.length - 1)
  return { certificate: sequence(tbs, signatureAlgorithm, bitString(signature)), key, name, keyIdentifier, serial, issuerName }
}

const AUTHORITY = (pathLength?: number) => ({ basicConstraints: basicConstraints(true, pathLength), keyUsage: keyUsage(5, 6) })

export async function aRootCa(options: CertificateOptions = {}): Promise<Holder> {
  return issue(undefined, { commonName: 'Test Root CA', ...options }, AUTHORITY(options.pathLength))
}

export async function anIntermediate(issuer: Holder, options: CertificateOptions = {}): Promise<Holder> {
  return issue(issuer, { commonName: 'Test Issuing CA', ...options }, AUTHORITY(options.pathLength))
}

export async function anEndEntity(issuer: Holder, options: CertificateOptions = {}): Promise<Holder> {
  const mailboxes = options.mailboxes ?? ['alice@example.com']
  return issue(issuer, { commonName: 'Alice', ...options }, {
    keyUsage: keyUsage(0, 1),
    extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.4'),
    ...(mailboxes.length > 0 ? { subjectAltName: subjectAltName(...mailboxes.map(emailName)) } : {}),
  })
}

export async function aSelfSignedEndEntity(options: CertificateOptions = {}): Promise<Holder> {
  return issue(undefined, { commonName: 'Alice', ...options }, {
    keyUsage: keyUsage(0),
    extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.4'),
    subjectAltName: subjectAltName(emailName('alice@example.com')),
  })
}

export { algorithm, joined }
