/** Object identifiers in dotted form, and the names that people know them by. */
import { equalBytes } from '../bytes/bytes.ts'
import { X509Error } from './errors.ts'

/**
 * Dotted form of an OBJECT IDENTIFIER's content octets (X.690 section 8.19). Arcs of any size keep their value.
 *
 * @throws X509Error for an empty, cut or non-minimal encoding, so that two encodings never give one name (SEC-74).
 */
export function readObjectIdentifier(content: Uint8Array): string {
  const slot = slotOf(content)
  const known = KNOWN[slot]
  if (known && equalBytes(known.content, content)) return known.dotted
  const dotted = decodeArcs(content).join('.')
  KNOWN[slot] = { content: content.slice(), dotted }
  return dotted
}

function decodeArcs(content: Uint8Array): bigint[] {
  if (content.length === 0 || content.length > 64) throw new X509Error('x509/not-der', 'OBJECT IDENTIFIER of odd length')
  const arcs: bigint[] = []
  let arc = 0n
  let started = false
  for (const octet of content) {
    if (!started && octet === 0x80) throw new X509Error('x509/not-der', 'OBJECT IDENTIFIER arc with surplus octets')
    started = true
    arc = (arc << 7n) | BigInt(octet & 0x7f)
    if ((octet & 0x80) !== 0) continue
    if (arcs.length === 0) {
      const top = arc < 80n ? arc / 40n : 2n
      arcs.push(top, arc - top * 40n)
    } else arcs.push(arc)
    arc = 0n
    started = false
  }
  if (started) throw new X509Error('x509/not-der', 'OBJECT IDENTIFIER cut short')
  return arcs
}

/** What was decoded last in each slot, found by all of its octets: a certificate names the same twenty over and over. */
const KNOWN: ({ readonly content: Uint8Array; readonly dotted: string } | undefined)[] = Array.from({ length: 512 })

/** FNV-1a, folded. Two that share a slot push each other out. */
function slotOf(content: Uint8Array): number {
  let hash = 0x811c9dc5
  const end = Math.min(content.length, 64)
  for (let i = 0; i < end; i++) hash = Math.imul(hash ^ (content[i] as number), 0x01000193)
  return (hash ^ (hash >>> 16)) & 511
}

export const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  envelopedData: '1.2.840.113549.1.7.3',
  digestedData: '1.2.840.113549.1.7.5',
  encryptedData: '1.2.840.113549.1.7.6',
  authenticatedData: '1.2.840.113549.1.9.16.1.2',
  compressedData: '1.2.840.113549.1.9.16.1.9',
  authEnvelopedData: '1.2.840.113549.1.9.16.1.23',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  emailAddress: '1.2.840.113549.1.9.1',
  cmsAlgorithmProtection: '1.2.840.113549.1.9.52',
  smimeCapabilities: '1.2.840.113549.1.9.15',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  issuerAltName: '2.5.29.18',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  anyPolicy: '2.5.29.32.0',
  policyMappings: '2.5.29.33',
  authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  freshestCrl: '2.5.29.46',
  inhibitAnyPolicy: '2.5.29.54',
  cRLNumber: '2.5.29.20',
  reasonCode: '2.5.29.21',
  invalidityDate: '2.5.29.24',
  deltaCrlIndicator: '2.5.29.27',
  issuingDistributionPoint: '2.5.29.28',
  certificateIssuer: '2.5.29.29',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  ocspNonce: '1.3.6.1.5.5.7.48.1.2',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
  smtpUtf8Mailbox: '1.3.6.1.5.5.7.8.9',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
  anyExtendedKeyUsage: '2.5.29.37.0',
  sha1: '1.3.14.3.2.26',
  rsaEncryption: '1.2.840.113549.1.1.1',
  rsassaPss: '1.2.840.113549.1.1.10',
  mgf1: '1.2.840.113549.1.1.8',
  ecPublicKey: '1.2.840.10045.2.1',
  ed25519: '1.3.101.112',
  ed448: '1.3.101.113',
} as const

/** Purposes as people read them (RFC 5280 section 4.2.1.12 and the vendors' own). */
export const EXTENDED_KEY_USAGE_NAME: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'ocspSigning',
  '1.3.6.1.5.5.7.3.36': 'documentSigning',
  '1.3.6.1.4.1.311.10.3.4': 'encryptingFileSystem',
  '1.3.6.1.4.1.311.10.3.12': 'documentSigning (Microsoft)',
  '1.3.6.1.4.1.311.20.2.2': 'smartcardLogon',
  '1.3.6.1.4.1.311.67.1.1': 'bitLocker',
  '2.5.29.37.0': 'anyExtendedKeyUsage',
}
