/** From what came in to a MIME entity or a CMS object: the first step of opening. */
import { decodeBase64Body } from '../bytes/base64-body.ts'
import { decodeLatin1 } from '../bytes/encoding.ts'
import { looksLikeCms } from '../cms/content-info.ts'
import { isCompoundFile } from '../mime/compound-file.ts'
import { type MimeEntity, parseEntity } from '../mime/entity.ts'
import { MimeError } from '../mime/errors.ts'
import { readOutlookMessage } from '../mime/outlook-message.ts'
import { looksLikePem, parsePem } from '../x509/pem.ts'
import type { InputForm } from './received-message.ts'

export type OpenedInput =
  /** `hasOwnHeader`: the entity begins with a message's own header, so From is the message's word. */
  | { readonly kind: 'entity'; readonly entity: MimeEntity; readonly hasOwnHeader: boolean; readonly header: MimeEntity | undefined }
  /** `header`: the message header that was stored beside the object, if any. */
  | { readonly kind: 'cms'; readonly bytes: Uint8Array; readonly header: MimeEntity | undefined }

/**
 * Opens the container that the bytes are.
 *
 * @throws MimeError when they are nothing we know: `mime/empty`, `mime/not-a-message`, `mime/truncated`.
 */
export function openInput(bytes: Uint8Array, form: InputForm): OpenedInput {
  if (bytes.length === 0) throw new MimeError('mime/empty', 'no bytes')
  if (form === 'outlook-message' || (form === 'auto' && isCompoundFile(bytes))) return openOutlookMessage(bytes)
  const cms = form === 'cms' || form === 'auto' ? asCms(bytes) : undefined
  if (cms) return { kind: 'cms', bytes: cms, header: undefined }
  // What was said to be CMS and is not may still be the entity that Exchange stores under the same name.
  const entity = parseEntity(bytes)
  const hasOwnHeader = form === 'message' || entity.fields.some(field => field.name === 'from')
  return { kind: 'entity', entity, hasOwnHeader: hasOwnHeader || form === 'auto', header: undefined }
}

function openOutlookMessage(bytes: Uint8Array): OpenedInput {
  const { header, payload, form } = readOutlookMessage(bytes)
  const headerEntity = header.length > 0 ? parseHeaderOnly(header) : undefined
  if (form === 'message') return { kind: 'entity', entity: parseEntity(payload), hasOwnHeader: true, header: undefined }
  const cms = asCms(payload)
  if (cms) return { kind: 'cms', bytes: cms, header: headerEntity }
  return { kind: 'entity', entity: parseEntity(payload), hasOwnHeader: headerEntity !== undefined, header: headerEntity }
}

function parseHeaderOnly(header: Uint8Array): MimeEntity | undefined {
  try {
    return parseEntity(header)
  } catch (error) {
    if (error instanceof MimeError) return undefined
    throw error
  }
}

/** The CMS object's BER, from binary, PEM or bare base64; undefined when the bytes are none of them. */
function asCms(bytes: Uint8Array): Uint8Array | undefined {
  if (looksLikeCms(bytes)) return bytes
  if (looksLikePem(bytes)) return parsePem(bytes).find(block => looksLikeCms(block.bytes))?.bytes
  // `MI` is base64 of a SEQUENCE with a two-octet length, `M` of the indefinite form.
  const start = decodeLatin1(bytes.subarray(0, 64)).trimStart()
  if (!/^M[A-Za-z0-9+/]{15}/u.test(start)) return undefined
  const decoded = decodeBase64Body(bytes).bytes
  return looksLikeCms(decoded) ? decoded : undefined
}
