/** Which algorithms a signature is made with: what was wished for, as far as key and certificate allow it (RFC 8551 sections 2.1 and 2.2). */
import { digestOfOid } from '../webcrypto/digest.ts'
import type { PssScheme, SignatureScheme } from '../webcrypto/signature-scheme.ts'
import type { SigningDigest, SigningKey } from '../webcrypto/signing-key.ts'
import type { Certificate } from '../x509/certificate.ts'
import { writeAlgorithm, writeContext, writeInteger, writeNull, writeSequence } from '../x509/der-writer.ts'
import { X509Error } from '../x509/errors.ts'
import { OID } from '../x509/object-identifier.ts'
import { readPssParameters } from '../x509/pss-parameters.ts'
import { SmimeError } from './errors.ts'

/** How RSA signs: RSASSA-PKCS1-v1_5, which every program in use verifies, or RSASSA-PSS. */
export type RsaSignature = 'pkcs1' | 'pss'

export interface SignatureWish {
  /** Undefined: the one that goes with the key (SHA-256; SHA-384 and SHA-512 for the longer curves). */
  readonly digest: SigningDigest | undefined
  /** Undefined: `pkcs1`. A certificate whose key is for RSASSA-PSS alone (RFC 4055 section 1.2) always gets that. */
  readonly rsa?: RsaSignature | undefined
}

export interface SignatureChoice {
  readonly digest: SigningDigest
  readonly scheme: SignatureScheme
  /** AlgorithmIdentifiers of the SignerInfo, DER. */
  readonly digestAlgorithm: Uint8Array
  readonly signatureAlgorithm: Uint8Array
}

const DIGEST_OID: Readonly<Record<SigningDigest, string>> = {
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
}

const ECDSA_OID: Readonly<Record<SigningDigest, string>> = {
  'SHA-256': '1.2.840.10045.4.3.2',
  'SHA-384': '1.2.840.10045.4.3.3',
  'SHA-512': '1.2.840.10045.4.3.4',
}

const DIGEST_LENGTH: Readonly<Record<SigningDigest, number>> = { 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 }

/** @throws SmimeError `smime/key-cannot-sign` when key, certificate and wish do not go together. */
export function chooseSignature(kind: SigningKey['kind'], certificate: Certificate, wish: SignatureWish): SignatureChoice {
  if (kind !== certificate.publicKey.key.kind) throw new SmimeError('smime/key-cannot-sign', 'the certificate is of another kind than the key')
  switch (kind) {
    case 'rsa':
      return certificate.publicKey.algorithm.oid === OID.rsassaPss || wish.rsa === 'pss' ? choosePss(certificate, wish.digest) : choosePkcs1(wish.digest ?? 'SHA-256')
    case 'ec': {
      const digest = wish.digest ?? digestOfCurve(certificate)
      return { ...named(digest), scheme: { family: 'ecdsa', digest }, signatureAlgorithm: writeAlgorithm(ECDSA_OID[digest]) }
    }
    case 'ed25519':
      // RFC 8419 section 3: the digest is SHA-512, whatever else is wished for.
      return { ...named('SHA-512'), scheme: { family: 'ed25519' }, signatureAlgorithm: writeAlgorithm(OID.ed25519) }
  }
}

/** RFC 5754 section 2: parameters of the digests are absent. */
const named = (digest: SigningDigest) => ({ digest, digestAlgorithm: writeAlgorithm(DIGEST_OID[digest]) })

/**
 * QUIRK: RSA is named `rsaEncryption` with NULL (RFC 3370 section 3.2), as every program in use reads it; RFC 5754 section 3.2
 * allows the name with the digest too.
 */
function choosePkcs1(digest: SigningDigest): SignatureChoice {
  return { ...named(digest), scheme: { family: 'rsa-pkcs1', digest }, signatureAlgorithm: writeAlgorithm(OID.rsaEncryption, writeNull()) }
}

/** RFC 4056 section 2: the mask is made with the same digest, and the salt is as long as it is. */
function choosePss({ publicKey: { algorithm } }: Certificate, wished: SigningDigest | undefined): SignatureChoice {
  const demanded = algorithm.oid === OID.rsassaPss && algorithm.parameters ? readDemandedPss(algorithm) : undefined
  const digest = demanded?.digest ?? wished ?? 'SHA-256'
  const saltLength = Math.max(DIGEST_LENGTH[digest], demanded?.saltLength ?? 0)
  return { ...named(digest), scheme: { family: 'rsa-pss', digest, maskDigest: digest, saltLength }, signatureAlgorithm: writePssAlgorithm(digest, saltLength) }
}

/**
 * What the certificate's key is bound to (RFC 4055 section 3.3): its digests, and the shortest salt.
 *
 * @throws SmimeError when we cannot sign like that: WebCrypto takes one digest for both.
 */
function readDemandedPss(algorithm: Certificate['publicKey']['algorithm']): Pick<PssScheme, 'saltLength'> & { readonly digest: SigningDigest } {
  try {
    const { hashOid, maskHashOid, saltLength } = readPssParameters(algorithm)
    const digest = digestOfOid(hashOid)
    if (hashOid === maskHashOid && (digest === 'SHA-256' || digest === 'SHA-384' || digest === 'SHA-512')) return { digest, saltLength }
  } catch (error) {
    if (!(error instanceof X509Error)) throw error
  }
  throw new SmimeError('smime/key-cannot-sign', 'the key is bound to parameters of RSASSA-PSS that new signatures are not made with')
}

/** RSASSA-PSS-params (RFC 4055 section 3.1). The trailer field is the default's and therefore absent. */
function writePssAlgorithm(digest: SigningDigest, saltLength: number): Uint8Array {
  const hash = writeAlgorithm(DIGEST_OID[digest], writeNull())
  const members = [writeContext(0, hash), writeContext(1, writeAlgorithm(OID.mgf1, hash)), writeContext(2, writeInteger(saltLength))]
  return writeAlgorithm(OID.rsassaPss, writeSequence(...members))
}

function digestOfCurve({ publicKey: { key } }: Certificate): SigningDigest {
  if (key.kind !== 'ec' || key.curve === 'P-256') return 'SHA-256'
  return key.curve === 'P-384' ? 'SHA-384' : 'SHA-512'
}
