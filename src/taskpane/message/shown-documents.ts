/** The parts of a message as documents to show and files to list. */
import type { ShownPart } from '../../engine/protocol.ts'
import type { AttachedFile } from '../mail/Attachments.tsx'

/** One text with its formatted form, if it has one. SECURITY (SEC-01): parts are never joined into one document. */
export interface ShownDocument {
  readonly text: string | null
  readonly html: string | null
  readonly notes: NonNullable<ShownPart['notes']>
}

export interface ShownContent {
  readonly documents: readonly ShownDocument[]
  readonly files: readonly AttachedFile[]
  /** Octets of images by Content-ID. */
  readonly images: ReadonlyMap<string, Uint8Array>
}

/** Text and the HTML right after it are two forms of the same, as in multipart/alternative; everything else stands alone. */
export function shownContent(parts: readonly ShownPart[]): ShownContent {
  const documents: ShownDocument[] = []
  for (const { text, mediaType, isAttachment, notes = [] } of parts) {
    if (text === null || isAttachment) continue
    const last = documents.at(-1)
    if (mediaType === 'text/html' && last?.html === null) documents[documents.length - 1] = { ...last, html: text, notes: [...last.notes, ...notes] }
    else documents.push(mediaType === 'text/html' ? { text: null, html: text, notes } : { text, html: null, notes })
  }
  const images = new Map(parts.flatMap(({ contentId, bytes }) => (contentId !== null && bytes ? [[contentId, bytes] as const] : [])))
  const isInText = ({ contentId, bytes }: ShownPart) =>
    contentId !== null && bytes !== undefined && documents.some(({ html }) => html?.includes(`cid:${contentId}`) === true)
  const files = parts.flatMap((part, index): AttachedFile[] => {
    const isFile = part.isAttachment || part.text === null
    return isFile && !isInText(part) ? [{ index, name: part.name, mediaType: part.mediaType, size: part.size, ...(part.notes ? { notes: part.notes } : {}) }] : []
  })
  return { documents, files, images }
}
