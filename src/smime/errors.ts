/** What keeps a message from being made. Nothing was sent then, and the message as written is unchanged. */
import { CodedError } from '../bytes/coded-error.ts'

export type SmimeErrorCode =
  /** Key, certificate and chosen algorithm do not go together. */
  | 'smime/key-cannot-sign'
  /** A recipient's certificate has a key that nothing can be encrypted to here. */
  | 'smime/recipient-key-unusable'

export class SmimeError extends CodedError<SmimeErrorCode> {}
