/** Who gets the message, and which certificates would be used: asked again whenever that may have changed. The last question counts. */
import type { SignerResult } from '../../engine/compose-protocol.ts'
import type { OutgoingMailbox } from '../../mime/outgoing-message.ts'
import type { Addressee } from '../../outlook/compose/compose-item.ts'
import type { ComposeOptions } from './compose-options.ts'
import type { ComposeState } from './compose-state.ts'
import { addresseesOf } from './edited-message.ts'
import { isGroup, keepAnswers, shownRecipients, type ShownRecipient, withAnswers } from './recipient-list.ts'
import { toldFailure } from './told-failure.ts'

/** As much of the controller as this needs. */
interface Writing {
  readonly options: Pick<ComposeOptions, 'engine' | 'item' | 'ownAddress' | 'now'>
  getState(): ComposeState
}

/** Nobody knows who writes: no mailbox, and no key that names one. */
const NOBODY: SignerResult = { kind: 'signer', signing: null, problem: 'engine/no-signing-key', encryption: null }

export class RecipientLookUp {
  private readonly writing: Writing
  private readonly show: (change: Partial<ComposeState>) => void
  private readonly groups = new Map<string, readonly OutgoingMailbox[]>()
  private asked = 0

  constructor(writing: Writing, show: (change: Partial<ComposeState>) => void) {
    this.writing = writing
    this.show = show
  }

  /** Shows what it hears as it comes. Never rejects. @returns false when it failed, or was asked again meanwhile. */
  async ask(): Promise<boolean> {
    const asked = ++this.asked
    this.show({ isLooking: true })
    try {
      const { from, addressees } = await this.addressees()
      const recipients = await shownRecipients(addressees, address => this.membersOf(address))
      if (asked !== this.asked) return false
      this.show({ from, recipients: keepAnswers(recipients, this.writing.getState().recipients) })
      return await this.askAbout(asked, recipients, from)
    } catch (error) {
      if (asked === this.asked) this.show({ isLooking: false, failure: toldFailure(error) })
      return false
    }
  }

  private async askAbout(asked: number, recipients: readonly ShownRecipient[], from: OutgoingMailbox | null): Promise<boolean> {
    const { engine, now } = this.writing.options
    const at = now().toISOString()
    const signer = from === null ? NOBODY : await engine.ask({ kind: 'signer', at, address: from.address })
    const addresses = recipients.filter(recipient => !isGroup(recipient)).map(({ address }) => address)
    const answers = addresses.length === 0 ? null : await engine.ask({ kind: 'recipients', at, addresses })
    if (asked !== this.asked) return false
    this.show({ isLooking: false, signer, recipients: answers === null ? recipients : withAnswers(recipients, answers) })
    return true
  }

  private async addressees(): Promise<{ readonly from: OutgoingMailbox | null; readonly addressees: readonly Addressee[] }> {
    const { item, ownAddress } = this.writing.options
    const { edited } = this.writing.getState()
    if (item !== null) return item.addressees(new AbortController().signal)
    const from = edited?.from ?? (ownAddress === null ? null : { name: '', address: ownAddress })
    return { from, addressees: edited ? addresseesOf(edited) : [] }
  }

  /** Of a group, asked for once. */
  private async membersOf(address: string): Promise<readonly OutgoingMailbox[]> {
    const { item } = this.writing.options
    const known = this.groups.get(address)
    if (known || !item) return known ?? []
    const members = await item.expandGroup(address, new AbortController().signal)
    this.groups.set(address, members)
    return members
  }
}
