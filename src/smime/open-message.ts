/**
 * Opening a message (RFC 8551 section 3): the container it came in, its layers, and the header fields a reader is shown.
 */
import type { MimeEntity } from '../mime/entity.ts'
import type { HeaderField } from '../mime/header-field.ts'
import { hashAhead } from './hash-ahead.ts'
import { shownFields } from './header-protection.ts'
import { openInput } from './input.ts'
import type { JudgeContext } from './judge-context.ts'
import { readMessageHeaders } from './message-headers.ts'
import { readOutside } from './outside.ts'
import { type OpenedMessage, Peeling } from './peeling.ts'
import type { HostView, ReceivedMessage } from './received-message.ts'

/**
 * Opens and judges a message.
 *
 * @throws MimeError when the bytes are no message (`mime/…`), or `mime/needs-content` for a detached signature alone.
 * Everything that is wrong inside a message is in the verdict.
 */
export async function openMessage(message: ReceivedMessage, context: JudgeContext): Promise<OpenedMessage> {
  context.onStep('parsing')
  const ahead = hashAhead(message)
  const input = openInput(message.bytes, message.form)
  const header = input.kind === 'entity' ? (input.header ?? input.entity) : input.header
  const hasOwnHeader = input.kind === 'entity' ? input.hasOwnHeader : input.header !== undefined
  const peeling = new Peeling(readOutside(header, hasOwnHeader, message.host), message, context)
  if (input.kind === 'entity') await peeling.peelEntity(input.entity, ahead)
  else await peeling.peelCms(input.bytes, message.mayOverwrite === true)
  const headers = readMessageHeaders(fieldsToShow(peeling, header, message.host), message.host)
  return peeling.finish(headers, new Date(context.at).toISOString())
}

/**
 * The protected fields, where there are any.
 *
 * SECURITY: without a signature From stays the one outside. Nothing speaks for the one inside, and it is not what the mail
 * program shows.
 */
function fieldsToShow(peeling: Peeling, header: MimeEntity | undefined, host: HostView | null): readonly HeaderField[] {
  const outer = header?.fields ?? []
  if (peeling.protectedHeader) return shownFields(peeling.protectedHeader, outer)
  if (!peeling.decryptedHeader) return outer
  const inner = shownFields(peeling.decryptedHeader, outer)
  const outerFrom = outer.filter(field => field.name === 'from')
  return outerFrom.length > 0 || host?.fromAddress ? [...inner.filter(field => field.name !== 'from'), ...outerFrom] : inner
}
