/** What our readers say of somebody else's structure: `parses`, or the code they refuse it with. */
import { CodedError } from '../../src/bytes/coded-error.ts'
import { parseContentInfo } from '../../src/cms/content-info.ts'
import { isEnveloped, parseEnvelope } from '../../src/cms/enveloped-data.ts'
import { parseSignedData } from '../../src/cms/signed-data.ts'
import { OID } from '../../src/x509/object-identifier.ts'
import { looksLikePem, parsePem } from '../../src/x509/pem.ts'

/** Types whose outside is known; only SignedData and the envelopes are read further. */
const TYPES: readonly string[] = Object.values(OID)

/** The binary inside PEM or base64 lines, or the bytes themselves. */
export function binaryOf(bytes: Uint8Array): Uint8Array {
  if (looksLikePem(bytes)) return parsePem(bytes)[0]?.bytes ?? bytes
  const text = new TextDecoder('latin1').decode(bytes)
  return /^[A-Za-z0-9+/=\s]+$/u.test(text) ? new Uint8Array(Buffer.from(text, 'base64')) : bytes
}

export function answerOf(read: () => unknown): string {
  try {
    const found = read()
    return typeof found === 'string' ? found : 'parses'
  } catch (error) {
    if (error instanceof CodedError) return String(error.code)
    throw error
  }
}

/** Reads a CMS object as far as we read its type. */
export function cmsAnswer(bytes: Uint8Array): string {
  return answerOf(() => {
    const contentInfo = parseContentInfo(binaryOf(bytes))
    if (contentInfo.contentType === OID.signedData) return parseSignedData(contentInfo)
    if (isEnveloped(contentInfo)) return parseEnvelope(contentInfo)
    return TYPES.includes(contentInfo.contentType) ? 'parses' : `type ${contentInfo.contentType}`
  })
}
