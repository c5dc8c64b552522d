/**
 * The Outlook behind the wire: it holds the open item and answers numbered calls as one client would. It knows nothing of frames; see
 * `web-wire.ts` and `native-wire.ts` for the ways a call comes in.
 */
import type { ClientProfile } from './client-profiles.ts'
import { includesSet } from './client-profiles.ts'
import { answer, callName, callRequirements, failure, hostErrors, UnimplementedCall } from './host-calls.ts'
import type { CallName, Fault, HostAnswer } from './host-calls.ts'
import { listedAttachments, toBase64 } from './stored-message.ts'
import type { StoredMessage } from './stored-message.ts'

/** What manifest.xml may ask for, least first. */
export const permissions = ['Restricted', 'ReadItem', 'ReadWriteItem', 'ReadWriteMailbox'] as const
export type Permission = (typeof permissions)[number]

// QUIRK: the host counts ReadWriteMailbox as 2 and ReadWriteItem as 3; office.js shows them the other way round.
const wirePermission: Readonly<Record<Permission, number>> = { Restricted: 0, ReadItem: 1, ReadWriteItem: 3, ReadWriteMailbox: 2 }

export interface HostOptions {
  readonly profile: ClientProfile
  readonly permission: Permission
  readonly reader: { readonly name: string; readonly address: string }
  /** BCP 47, for example `ja-JP`. */
  readonly locale: string
  readonly theme: 'light' | 'dark'
  readonly faults: readonly Fault[]
  readonly item: StoredMessage | null
}

/** One call as it came in, for tests to look at. */
export interface RecordedCall {
  readonly name: CallName
  readonly outcome: 'answered' | 'failed' | 'silent'
}

export class OutlookHost {
  readonly options: HostOptions
  readonly calls: RecordedCall[] = []
  /** Everything the add-in asked for that this emulator does not know. A test that finds any has failed. */
  readonly unimplemented: string[] = []
  /** Counts the items that were opened; native clients put it on the wire. */
  itemNumber = 1
  private current: StoredMessage | null

  constructor(options: HostOptions) {
    this.options = options
    this.current = options.item
  }

  get item(): StoredMessage | null {
    return this.current
  }

  /** Opens another item. The wire tells office.js. */
  open(item: StoredMessage | null): void {
    this.current = item
    this.itemNumber += 1
  }

  /**
   * Answers one call, or never (a `silent` fault).
   *
   * @throws UnimplementedCall, recorded as well, for a call that the emulator does not know.
   */
  async call(dispatchId: number, parameters: Readonly<Record<string, unknown>>): Promise<HostAnswer> {
    const name = callName(dispatchId)
    if (name === null) this.refuse(`call ${dispatchId} with ${JSON.stringify(parameters).slice(0, 200)}`)
    const asked = this.itemNumber
    const faults = this.options.faults.filter(fault => fault.call === name)
    for (const fault of faults) {
      if (fault.kind === 'silent') {
        this.calls.push({ name, outcome: 'silent' })
        return new Promise(() => undefined)
      }
      if (fault.kind === 'slow') await new Promise(resolve => setTimeout(resolve, fault.milliseconds))
    }
    const result = asked === this.itemNumber ? this.answerCall(name, parameters, faults) : failure(hostErrors.itemChanged)
    this.calls.push({ name, outcome: result.error ? 'failed' : 'answered' })
    return result
  }

  /** Records what is not implemented and throws it. */
  refuse(what: string): never {
    this.unimplemented.push(what)
    throw new UnimplementedCall(what)
  }

  private answerCall(name: CallName, parameters: Readonly<Record<string, unknown>>, faults: readonly Fault[]): HostAnswer {
    const error = faults.find(fault => fault.kind === 'error')
    if (error !== undefined) return failure(error.errorCode)
    if (!includesSet(this.options.profile.mailbox, callRequirements[name].set)) return failure(hostErrors.genericFailure)
    if (name === 'initialData') return answer(this.initialData())
    if (this.options.permission === 'Restricted') return failure(hostErrors.permissionDenied)
    const item = this.current
    if (item === null) return failure(hostErrors.genericFailure)
    switch (name) {
      case 'bodyType':
        return answer('text')
      case 'body':
        return answer(item.text)
      case 'allInternetHeaders':
        return answer(item.headerText)
      case 'asFile':
        return answer(toBase64(damaged(item.bytes, faults)))
      case 'attachmentContent':
        return this.attachmentContent(item, parameters['id'], faults)
    }
  }

  private attachmentContent(item: StoredMessage, id: unknown, faults: readonly Fault[]): HostAnswer {
    const found = listedAttachments(item, this.options.profile).find(attachment => attachment.id === id)
    if (found === undefined || id === '') return failure(hostErrors.invalidAttachmentId)
    const content = damaged(found.content, faults)
    const wrong = faults.find(fault => fault.kind === 'wrong-format')
    if (wrong !== undefined) return answer({ content: toBase64(content), format: wrong.format })
    return answer(found.kind === 1 ? { content, format: 'eml' } : { content: toBase64(content), format: 'base64' })
  }

  /** What office.js is told about the open item, or null when none is open. */
  initialData(): Readonly<Record<string, unknown>> | null {
    const { profile, permission, reader } = this.options
    const item = this.current
    if (item === null) return null
    const isSmime = item.smimeAttachment !== null
    const person = (mailbox: { name: string; address: string }) => ({ ...mailbox, recipientType: 0 })
    return {
      itemType: 1,
      permissionLevel: wirePermission[permission],
      hostVersion: profile.hostVersion,
      owaView: 'ThreeColumns',
      userDisplayName: reader.name,
      userEmailAddress: reader.address,
      userTimeZone: 'UTC',
      userProfileType: profile.accountType,
      timeZoneOffsets: null,
      id: isSmime && !profile.identifiesSmimeItems ? '' : `AAMk${item.id}`,
      conversationId: `conversation-${item.id}`,
      subject: item.subject,
      normalizedSubject: item.subject,
      itemClass: profile.tellsItemClass ? item.itemClass : 'IPM.Note',
      internetMessageId: item.messageId,
      from: person(item.from),
      sender: person(item.from),
      to: item.to.map(person),
      cc: [],
      dateTimeCreated: item.date.getTime(),
      dateTimeModified: item.date.getTime(),
      itemNumber: this.itemNumber,
      attachments: listedAttachments(item, profile).map(({ id, name, contentType, kind, size }) => ({
        id, name, contentType, attachmentType: kind, size, isInline: false,
      })),
    }
  }
}

function damaged<Content extends string | Uint8Array>(content: Content, faults: readonly Fault[]): Content {
  if (faults.some(fault => fault.kind === 'empty')) return content.slice(0, 0) as Content
  const cut = faults.find(fault => fault.kind === 'truncated')
  return cut === undefined ? content : (content.slice(0, cut.octets) as Content)
}

