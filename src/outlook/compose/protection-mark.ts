/**
 * What the pane tells the send guard about an item: an Internet header of the draft, which survives closing and opening it.
 *
 * The guard (`commands`) reads it again when the item is sent. Absent: nobody asked for protection.
 */

/** Outlook writes names of such headers in lower case and takes none that do not begin with `x-`. */
export const protectionHeader = 'x-sealpane-protection'

/** `demanded`: goes out protected or not at all. `sealed`: body and attachments were replaced by the finished S/MIME part. */
export type ProtectionMark = 'demanded' | 'sealed'

/** The name of the one attachment of a sealed item. */
export const sealedAttachmentName = 'smime.p7m'
