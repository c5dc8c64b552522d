/** What `mime` throws when the bytes are no message at all. Oddities we can live with are defects, not errors. */
import { CodedError } from '../bytes/coded-error.ts'

export type MimeErrorCode =
  /** Neither a header field nor a known container at the start. */
  | 'mime/not-a-message'
  /** No bytes. */
  | 'mime/empty'
  /** A limit of `limits.ts` was passed: parts, nesting, header size. */
  | 'mime/too-many-parts'
  /** The end of a container is missing, so what it held is unknown. */
  | 'mime/truncated'
  /** A detached signature came alone; the signed content is needed as well. */
  | 'mime/needs-content'
  /** A value for a header field of ours that would have ended the field (SEC-88). */
  | 'mime/header-injection'

export class MimeError extends CodedError<MimeErrorCode> {}

/** Something odd in the input that does not keep it from being read. */
export type MimeDefect =
  | 'mime/boundary-missing'
  | 'mime/close-delimiter-missing'
  | 'mime/header-line-malformed'
  | 'mime/duplicate-content-field'
  | 'mime/content-type-malformed'
  | 'mime/transfer-encoding-unknown'
  | 'mime/base64-malformed'

/** Something a reader of the text should know. */
export type MimeNoteCode =
  /** The named charset is none we have; the octets are shown one by one, as Latin-1. */
  'mime/charset-unknown'
  /** The part came out of `winmail.dat`, where Outlook had packed it. */
  | 'mime/winmail-unpacked'
