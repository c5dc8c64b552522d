/**
 * Countersignatures (RFC 5652 section 11.4) and signature time-stamps (RFC 3161 appendix A) of one signer, as notes.
 *
 * SECURITY: they are unsigned, and their certificates' paths are not judged. They never change an answer or the time at
 * which anything is judged (SEC-02, SEC-05).
 */
import { equalBytes } from '../bytes/bytes.ts'
import { parseContentInfo } from '../cms/content-info.ts'
import { CmsError } from '../cms/errors.ts'
import { parseSignedAttributes, readCountersignatureDigest } from '../cms/signed-attributes.ts'
import { parseSignedData } from '../cms/signed-data.ts'
import type { SignerInfo } from '../cms/signer-info.ts'
import { parseTimeStampInfo, TIME_STAMP_CONTENT } from '../cms/time-stamp.ts'
import { readConfirmations } from '../cms/unsigned-attributes.ts'
import { computeDigest, digestOfAlgorithm } from '../webcrypto/digest.ts'
import { verifySignature } from '../webcrypto/signature.ts'
import { goesWith, schemeOf } from '../webcrypto/signature-scheme.ts'
import { type Certificate, parseCertificate } from '../x509/certificate.ts'
import { formatDistinguishedName } from '../x509/distinguished-name.ts'
import { X509Error } from '../x509/errors.ts'
import { joinRanges } from '../x509/octet-string.ts'
import { certificatesNamedBy } from './named-certificates.ts'
import type { Note } from './verdict.ts'

/** One note for each confirmation whose mathematics hold, one more when some do not or cannot be checked. Never throws. */
export async function confirmationNotes(signer: SignerInfo, certificates: readonly Certificate[]): Promise<Note[]> {
  const { countersignatures, timeStamps, hasUnreadable } = readConfirmations(signer)
  const notes: (Note | undefined)[] = hasUnreadable ? [undefined] : []
  for (const each of countersignatures) notes.push(await countersignatureNote(each, signer.signature, certificates))
  for (const each of timeStamps) notes.push(await timeStampNote(each, signer.signature, certificates))
  const held = notes.filter(note => note !== undefined)
  return held.length === notes.length ? held : [...held, { code: 'smime/confirmation-unproven', values: {} }]
}

async function countersignatureNote(countersigner: SignerInfo, signature: Uint8Array, certificates: readonly Certificate[]): Promise<Note | undefined> {
  const by = await orUndefined(() => confirmingCertificate(countersigner, signature, certificates, readCountersignatureDigest))
  return by && { code: 'smime/countersigned', values: { signer: formatDistinguishedName(by.subject) } }
}

async function timeStampNote(token: Uint8Array, signature: Uint8Array, certificates: readonly Certificate[]): Promise<Note | undefined> {
  return orUndefined(async () => {
    const signedData = parseSignedData(parseContentInfo(token))
    const [authority, ...others] = signedData.signers
    if (signedData.contentType !== TIME_STAMP_CONTENT || !signedData.contentRanges || !authority || others.length > 0) return undefined
    const content = joinRanges(signedData.source, signedData.contentRanges)
    const { hashAlgorithm, hashedMessage, time } = parseTimeStampInfo(content)
    const digest = digestOfAlgorithm(hashAlgorithm)
    if (!digest || !equalBytes(await computeDigest(digest, signature), hashedMessage)) return undefined
    const own = signedData.certificates.flatMap(readCertificate)
    const by = await confirmingCertificate(authority, content, [...own, ...certificates], encoded => {
      const attributes = parseSignedAttributes(encoded)
      if (attributes.contentType !== TIME_STAMP_CONTENT) throw new CmsError('cms/malformed', 'content-type attribute names another type')
      return attributes.messageDigest
    })
    return by && { code: 'smime/time-stamped', values: { time: new Date(time).toISOString(), signer: formatDistinguishedName(by.subject) } }
  })
}

/** The certificate whose key confirms `octets`; undefined when none does. Signed attributes are required. */
async function confirmingCertificate(
  signer: SignerInfo,
  octets: Uint8Array,
  certificates: readonly Certificate[],
  readDigest: (signedAttributes: Uint8Array) => Uint8Array,
): Promise<Certificate | undefined> {
  const { encodedSignedAttributes: signed } = signer
  const digest = digestOfAlgorithm(signer.digestAlgorithm)
  const answer = schemeOf(signer.signatureAlgorithm, signer.digestAlgorithm.oid)
  if (!signed || !digest || !answer.supported || !goesWith(answer.scheme, digest)) return undefined
  if (!equalBytes(readDigest(signed), await computeDigest(digest, octets))) return undefined
  for (const certificate of certificatesNamedBy(signer, certificates)) {
    if ((await verifySignature(answer.scheme, certificate.publicKey, signer.signature, signed)) === 'valid') return certificate
  }
  return undefined
}

function readCertificate(blob: Uint8Array): Certificate[] {
  try {
    return [parseCertificate(blob)]
  } catch (error) {
    if (error instanceof X509Error) return []
    throw error
  }
}

/** What cannot be read confirms nothing. */
async function orUndefined<Value>(attempt: () => Promise<Value | undefined>): Promise<Value | undefined> {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof CmsError || error instanceof X509Error) return undefined
    throw error
  }
}
