/** Small certdata.txt files, made in the form of NSS's own, with one deviation each. */
import { createHash } from 'node:crypto'

export interface ForgedRoot {
  readonly label: string
  readonly issuer: string
  readonly serial: number
  /** CKA_TRUST_EMAIL_PROTECTION; null leaves the trust object away. */
  readonly email: string | null
  readonly server?: string
  /** Octets of the certificate; anything, since the list is about which, not about what is inside. */
  readonly certificate?: string
  /** False leaves the certificate object away. */
  readonly hasCertificate?: boolean
  /** What the trust object's SHA-1 is made of; the certificate unless given. */
  readonly hashed?: string
  readonly distrustAfter?: string
}

export const TRUSTED = 'CKT_NSS_TRUSTED_DELEGATOR'
export const UNDECIDED = 'CKT_NSS_MUST_VERIFY_TRUST'
export const DISTRUSTED = 'CKT_NSS_NOT_TRUSTED'

const octal = (bytes: Uint8Array): string => {
  const digits = [...bytes].map(byte => `\\${byte.toString(8).padStart(3, '0')}`)
  const lines: string[] = []
  for (let i = 0; i < digits.length; i += 16) lines.push(digits.slice(i, i + 16).join(''))
  return ['MULTILINE_OCTAL', ...lines, 'END'].join('\n')
}

export function forgeCertdata(roots: readonly ForgedRoot[]): string {
  const lines = ['# forged for a test', 'BEGINDATA', 'CKA_CLASS CK_OBJECT_CLASS CKO_NSS_BUILTIN_ROOT_LIST', 'CKA_LABEL UTF8 "Forged Roots"', '']
  for (const root of roots) if (root.hasCertificate !== false) lines.push(...certificateObject(root), '')
  // All trust objects after all certificates: what belongs together is said by issuer and serial number alone.
  for (const root of [...roots].reverse()) if (root.email !== null) lines.push(...trustObject(root), '')
  return lines.join('\n')
}

const certificateOf = (root: ForgedRoot) => Buffer.from(root.certificate ?? `certificate of ${root.label}`)

const identityOf = (root: ForgedRoot) => [
  `CKA_ISSUER ${octal(Buffer.from(root.issuer))}`,
  `CKA_SERIAL_NUMBER ${octal(Uint8Array.of(2, 1, root.serial))}`,
]

const certificateObject = (root: ForgedRoot) => [
  'CKA_CLASS CK_OBJECT_CLASS CKO_CERTIFICATE',
  `CKA_LABEL UTF8 "${root.label}"`,
  ...identityOf(root),
  `CKA_VALUE ${octal(certificateOf(root))}`,
  'CKA_NSS_SERVER_DISTRUST_AFTER CK_BBOOL CK_FALSE',
  `CKA_NSS_EMAIL_DISTRUST_AFTER ${root.distrustAfter === undefined ? 'CK_BBOOL CK_FALSE' : octal(Buffer.from(root.distrustAfter))}`,
]

const trustObject = (root: ForgedRoot) => [
  'CKA_CLASS CK_OBJECT_CLASS CKO_NSS_TRUST',
  `CKA_LABEL UTF8 "${root.label}"`,
  `CKA_CERT_SHA1_HASH ${octal(createHash('sha1').update(root.hashed ?? certificateOf(root)).digest())}`,
  ...identityOf(root),
  `CKA_TRUST_SERVER_AUTH CK_TRUST ${root.server ?? UNDECIDED}`,
  `CKA_TRUST_EMAIL_PROTECTION CK_TRUST ${root.email ?? ''}`,
]
