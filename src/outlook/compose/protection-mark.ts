/**
 * What the pane tells the send guard about an item: an Internet header of the draft, which survives closing and opening it.
 *
 * The guard (`commands`) reads it again when the item is sent, and so does a pane that is opened again on the same draft. Absent: nobody asked
 * for protection.
 */

/** Outlook writes names of such headers in lower case and takes none that do not begin with `x-`. */
export const protectionHeader = 'x-sealpane-protection'

/**
 * `demanded`: goes out protected or not at all, signed and encrypted unless one of them alone is named. `sealed`: body and attachments were
 * replaced by the finished S/MIME part.
 */
export type ProtectionMark = 'demanded' | 'demanded-sign' | 'demanded-encrypt' | 'sealed'

/** What the writer of an item asked for. */
export interface DemandedProtection {
  readonly sign: boolean
  readonly encrypt: boolean
}

/** Null when nothing is demanded. */
export function markOf({ sign, encrypt }: DemandedProtection): ProtectionMark | null {
  if (sign && encrypt) return 'demanded'
  return sign ? 'demanded-sign' : encrypt ? 'demanded-encrypt' : null
}

/** What a mark demands: nothing when there is none, and nothing more once the item is sealed. */
export function demandedBy(mark: ProtectionMark | null): DemandedProtection {
  return { sign: mark === 'demanded' || mark === 'demanded-sign', encrypt: mark === 'demanded' || mark === 'demanded-encrypt' }
}

/** Names a sealed item, so that it is found again after Outlook gave it a Message-ID of its own. A header too, and sent along: it says no more than a Message-ID. */
export const sealedNameHeader = 'x-sealpane-message'

/** The name: the random half of the Message-ID that was made for what is in the item. */
export const sealedName = (messageId: string): string => messageId.replace(/^<|@[^@]*$/gu, '')

/** The name of the one attachment of a sealed item. */
export const sealedAttachmentName = 'smime.p7m'
