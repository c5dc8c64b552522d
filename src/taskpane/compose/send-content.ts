/** What is to be sent, complete and addressed to those who were shown, or not at all (SEC-80). */
import type { OutgoingMailbox, OutgoingMessage } from '../../mime/outgoing-message.ts'
import type { ComposeItem } from '../../outlook/compose/compose-item.ts'
import { OutlookError } from '../../outlook/mailbox-host.ts'
import { SendError } from '../../outlook/send/sending-route.ts'
import type { SendJob } from './compose-controller.ts'
import { sameAddress, shownRecipients } from './recipient-list.ts'

/**
 * The words of the protected editor, or everything that stands in Outlook's item, read now.
 *
 * @throws SendError `outlook/recipients-changed` when others would get it than the writer was shown, groups looked into again;
 * `outlook/from-changed` when somebody else writes than was shown; `outlook/no-recipients`; and whatever the item throws when it cannot be read completely.
 */
export async function contentOf(job: SendJob, item: ComposeItem | null): Promise<OutgoingMessage> {
  const message = job.edited ?? (await readItem(job, item))
  // SECURITY (SEC-85): nobody signs as somebody whom they did not see.
  if (job.from !== null && sameAddress(job.from) !== sameAddress(message.from.address)) throw new SendError('outlook/from-changed', 'another From than was shown')
  assertSame(everyoneIn(message), job.recipients)
  if (job.recipients.length === 0) throw new SendError('outlook/no-recipients', 'nobody to send to')
  return message
}

async function readItem({ recipients, messageOf, signal }: SendJob, item: ComposeItem | null): Promise<OutgoingMessage> {
  if (!item) throw new OutlookError('outlook/no-item', 'no item is being written')
  const written = await item.read(signal)
  assertSame(await shownRecipients(written.addressees, address => item.expandGroup(address, signal)), recipients)
  return messageOf(written)
}

interface InField extends OutgoingMailbox {
  readonly field: 'to' | 'cc' | 'bcc'
}

export function everyoneIn({ to, cc, bcc }: Pick<OutgoingMessage, 'to' | 'cc' | 'bcc'>): readonly InField[] {
  const fields = { to, cc, bcc }
  return (['to', 'cc', 'bcc'] as const).flatMap(field => fields[field].map(mailbox => ({ ...mailbox, field })))
}

/** The same mailboxes in the same fields: whoever moves from Cc to Bcc is somebody else. */
function assertSame(now: readonly InField[], shown: readonly InField[]): void {
  const keys = (list: readonly InField[]) => list.map(({ field, address }) => `${field} ${sameAddress(address)}`).sort().join('\n')
  if (keys(now) !== keys(shown)) throw new SendError('outlook/recipients-changed', 'other recipients than were shown')
}
