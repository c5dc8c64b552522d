/** The message around whatever is signed: what it says of its author, alone or together with protected fields. */
import { parseDateTime } from '../mime/date-time.ts'
import type { MimeEntity } from '../mime/entity.ts'
import { fieldValues, type HeaderField } from '../mime/header-field.ts'
import { type ProtectedHeader, protectionNotes } from './header-protection.ts'
import { headerNotes } from './notes.ts'
import type { HostView } from './received-message.ts'
import { readFrom } from './sender.ts'
import type { Envelope } from './verify-signed-data.ts'

export interface Outside {
  readonly envelope: Envelope
  /** Undefined when the received bytes have no message header of their own. */
  readonly fields: readonly HeaderField[] | undefined
  readonly ownAddress: string | null
}

/** @param hasOwnHeader - False when `header` begins an entity that is no message: then From is not its word. */
export function readOutside(header: MimeEntity | undefined, hasOwnHeader: boolean, host: HostView | null): Outside {
  const fields = header && hasOwnHeader ? header.fields : undefined
  const envelope: Envelope = {
    from: fields && readFrom(fields),
    hostFrom: host?.fromAddress ?? null,
    date: parseDateTime(fieldValues(header?.fields ?? [], 'date')[0] ?? ''),
    notes: fields ? headerNotes(fields) : [],
  }
  return { envelope, fields, ownAddress: host?.ownAddress ?? null }
}

/** The envelope with what the author protects. Date stays the outer one: a replay would bring its own inside (SEC-14). */
export function envelopeWith(inner: ProtectedHeader, { envelope, fields, ownAddress }: Outside): Envelope {
  const hasFrom = fieldValues(inner.fields, 'from').length > 0
  return {
    ...envelope,
    ...(hasFrom ? { protectedFrom: readFrom(inner.fields) } : {}),
    notes: [...envelope.notes, ...protectionNotes(inner, fields, ownAddress)],
  }
}
