/**
 * Whether the item that somebody is sending may go as it is. Looks at what the pane left on it and at what the organisation
 * asks; contains no cryptography and opens nothing.
 *
 * SECURITY: fails closed (SEC-81). Only two things let an item pass: nobody demanded protection and the policy is known not
 * to, or the item is in the sealed form. Everything that cannot be found out is a complaint.
 */
import { sealedAttachmentName, type ProtectionMark } from '../outlook/compose/protection-mark.ts'
import { isSealedNotice } from '../outlook/compose/sealed-notice.ts'
import type { SendingItem, SentAttachment } from '../outlook/guard/sending-item.ts'
import type { ComposePolicy } from '../smime/compose-policy.ts'

export type Complaint =
  /** The writer asked for protection, and the item has none. */
  | 'demanded'
  /** The organisation asks for protection, and the item has none. */
  | 'organisation'
  /** Sealed, and changed since. */
  | 'changed'
  /** Nobody can say what the organisation asks. */
  | 'policy-unknown'
  /** Outlook did not let us look. */
  | 'unchecked'

export interface GuardPorts {
  readonly item: SendingItem
  /** What the organisation asks; null when nobody can say. May reject, which means the same. */
  readonly policy: () => Promise<ComposePolicy | null>
}

const SEALED: ProtectionMark = 'sealed'

/** Null when the item may go. Never rejects. */
export async function complaintAbout({ item, policy }: GuardPorts): Promise<Complaint | null> {
  let mark: string | null
  try {
    mark = await item.mark()
  } catch {
    return 'unchecked'
  }
  if (mark === null) return complaintOfPolicy(policy)
  // Whatever else stands there: somebody put it there who wanted protection.
  if (mark !== SEALED) return 'demanded'
  try {
    const [attachments, text] = await Promise.all([item.attachments(), item.text()])
    return isSealedForm(attachments, text) ? null : 'changed'
  } catch {
    return 'unchecked'
  }
}

async function complaintOfPolicy(policy: GuardPorts['policy']): Promise<Complaint | null> {
  try {
    const known = await policy()
    if (known === null) return 'policy-unknown'
    return known.sign === 'always' || known.encrypt === 'always' ? 'organisation' : null
  } catch {
    return 'policy-unknown'
  }
}

/** One file of the right name with something in it, and no words but the notice (SEC-79). What is in the file is not looked at. */
function isSealedForm(attachments: readonly SentAttachment[], text: string): boolean {
  const [sealed] = attachments
  if (sealed === undefined || attachments.length !== 1) return false
  return sealed.name === sealedAttachmentName && sealed.isFile && !sealed.isInline && sealed.size > 0 && isSealedNotice(text)
}
