/** What `cms` throws when bytes are no CMS object. What is wrong inside one is said by the structure, not thrown. */
import { CodedError } from '../bytes/coded-error.ts'

export type CmsErrorCode =
  /** The outer structure is no ContentInfo, or its content is not what its type says. */
  | 'cms/malformed'
  /** More certificates, CRLs or signers than we look at. */
  | 'cms/limit-exceeded'

export class CmsError extends CodedError<CmsErrorCode> {}
