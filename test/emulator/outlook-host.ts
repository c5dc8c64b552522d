/**
 * The Outlook behind the wire: it holds the open item and answers numbered calls as one client would. It knows nothing of frames; see
 * `web-wire.ts` and `native-wire.ts` for the ways a call comes in.
 */
import type { ClientProfile } from './client-profiles.ts'
import { includesSet } from './client-profiles.ts'
import { answerComposeCall } from './compose/compose-calls.ts'
import type { ComposeDraft, RecipientKind } from './compose/compose-draft.ts'
import type { ComposeHabits } from './compose/habits.ts'
import { usualHabits } from './compose/habits.ts'
import { noPorts } from './compose/host-ports.ts'
import type { FormRequest, HostPorts } from './compose/host-ports.ts'
import { answer, answerBeside, callName, failure, hostCalls, hostErrors, permits, UnimplementedCall } from './host-calls.ts'
import type { CallName, Fault, HostAnswer, Permission } from './host-calls.ts'
import { answerItemCall, newNotes } from './item-calls.ts'
import type { ItemNotes } from './item-calls.ts'
import { listedAttachments, toBase64 } from './stored-message.ts'
import type { StoredMessage } from './stored-message.ts'

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
  /** The message that is being written, in place of `item`. */
  readonly draft?: ComposeDraft | null
  readonly habits?: Partial<ComposeHabits>
  readonly ports?: HostPorts
  /** What the directory says of an address; nothing unless there is one. */
  readonly kindOf?: (address: string) => RecipientKind
  /** The add-in's roaming settings, each value JSON. */
  readonly settings?: Readonly<Record<string, string>>
}

/** One call as it came in, for tests to look at. */
export interface RecordedCall {
  readonly name: CallName
  readonly outcome: 'answered' | 'failed' | 'silent'
}

const never = (): Promise<never> => new Promise(() => undefined)

export class OutlookHost {
  readonly options: HostOptions
  readonly habits: ComposeHabits
  readonly calls: RecordedCall[] = []
  /** Everything the add-in asked for that this emulator does not know. A test that finds any has failed. */
  readonly unimplemented: string[] = []
  /** The add-in's roaming settings, each value JSON. */
  settings: Readonly<Record<string, string>>
  /** Counts the items that were opened; native clients put it on the wire. */
  itemNumber = 1
  private current: StoredMessage | null
  private writing: ComposeDraft | null
  private readonly notes = new Map<string, ItemNotes>()
  private readonly ports: HostPorts

  constructor(options: HostOptions) {
    this.options = options
    this.habits = { ...usualHabits, ...options.habits }
    this.ports = options.ports ?? noPorts
    this.settings = options.settings ?? {}
    this.current = options.item
    this.writing = options.draft ?? null
  }

  get item(): StoredMessage | null {
    return this.current
  }

  get draft(): ComposeDraft | null {
    return this.writing
  }

  /** Opens another item. The wire tells office.js. */
  open(item: StoredMessage | null): void {
    this.current = item
    this.writing = null
    this.itemNumber += 1
  }

  /** Opens a message for writing. */
  compose(draft: ComposeDraft): void {
    this.current = null
    this.writing = draft
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
    const isStuck = this.habits.nativeSmime && name === 'addAttachment' && this.writing !== null
    for (const fault of faults) {
      if (fault.kind === 'slow') await new Promise(resolve => setTimeout(resolve, fault.milliseconds))
    }
    if (isStuck || faults.some(({ kind }) => kind === 'silent')) {
      this.calls.push({ name, outcome: 'silent' })
      return never()
    }
    const result = asked === this.itemNumber ? await this.answerCall(name, parameters, faults) : failure(hostErrors.itemChanged)
    if (faults.some(({ kind }) => kind === 'silent-after')) {
      this.calls.push({ name, outcome: 'silent' })
      return never()
    }
    this.calls.push({ name, outcome: result.error ? 'failed' : 'answered' })
    return result
  }

  /** Records what is not implemented and throws it. */
  refuse(what: string): never {
    this.unimplemented.push(what)
    throw new UnimplementedCall(what)
  }

  private async answerCall(name: CallName, parameters: Readonly<Record<string, unknown>>, faults: readonly Fault[]): Promise<HostAnswer> {
    const error = faults.find(fault => fault.kind === 'error')
    if (error !== undefined) return failure(error.errorCode)
    const { profile, permission } = this.options
    const { set, permission: asked, surface } = hostCalls[name]
    if (!includesSet(profile.mailbox, set)) return failure(hostErrors.genericFailure)
    if (name === 'initialData') return answer(this.initialData())
    if (!permits(permission, asked)) return failure(hostErrors.permissionDenied)
    if (surface === 'mailbox') return this.mailboxCall(name, parameters)
    if (this.writing !== null && surface !== 'read') return this.composeCall(this.writing, name, parameters, faults)
    if (this.current !== null && surface !== 'compose') return this.readCall(this.current, name, parameters, faults)
    return failure(hostErrors.genericFailure)
  }

  private async mailboxCall(name: CallName, parameters: Readonly<Record<string, unknown>>): Promise<HostAnswer> {
    if (name === 'saveRoamingSettings') {
      this.settings = (Array.isArray(parameters) ? parameters[0] : parameters) as Readonly<Record<string, string>>
      await this.ports.saveSettings(this.settings)
      return answer(undefined)
    }
    const body = String(parameters['body'])
    const longest = this.options.profile.longestEws
    if (body.length > longest) return answerBeside({ wasProxySuccessful: false, errorMessage: 'The request is too large.' })
    try {
      const response = await this.ports.ews(body)
      if (response.length > longest) return answerBeside({ wasProxySuccessful: false, errorMessage: 'The response is too large.' })
      return answerBeside({ wasProxySuccessful: true, body: response })
    } catch (error) {
      return answerBeside({ wasProxySuccessful: false, errorMessage: error instanceof Error ? error.message : 'no answer' })
    }
  }

  private async composeCall(draft: ComposeDraft, name: CallName, parameters: Readonly<Record<string, unknown>>, faults: readonly Fault[]): Promise<HostAnswer> {
    const shared = answerItemCall(draft, name, parameters, this.habits.nativeSmime)
    if (shared !== null) return shared
    const context = { profile: this.options.profile, habits: this.habits, kindOf: this.options.kindOf ?? (() => 3 as const), faults }
    const own = answerComposeCall(draft, name, parameters, context)
    if (own !== null) return own
    switch (name) {
      case 'save':
        return this.save(draft)
      case 'send':
        return (await this.ports.send(draft)) === 'sent' ? answer(undefined) : failure(hostErrors.genericFailure)
      case 'close':
      case 'closeAsync':
        this.ports.close(draft, name === 'closeAsync' && parameters['discardItem'] === true)
        return answer(undefined)
      default:
        return failure(hostErrors.genericFailure)
    }
  }

  private async save(draft: ComposeDraft): Promise<HostAnswer> {
    try {
      return answer(await this.ports.saveDraft(draft))
    } catch {
      return failure(hostErrors.saveError)
    }
  }

  private readCall(item: StoredMessage, name: CallName, parameters: Readonly<Record<string, unknown>>, faults: readonly Fault[]): HostAnswer {
    const notes = this.notes.get(item.id) ?? newNotes()
    this.notes.set(item.id, notes)
    const shared = answerItemCall(notes, name, parameters, false)
    if (shared !== null) return shared
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
      default:
        this.ports.openForm(formOf(name, parameters))
        return answer(undefined)
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
    if (this.writing !== null) return { ...this.mailboxData(), ...this.composeData(this.writing) }
    return this.current === null ? null : { ...this.mailboxData(), ...this.readData(this.current) }
  }

  private mailboxData(): Readonly<Record<string, unknown>> {
    const { profile, permission, reader } = this.options
    return {
      permissionLevel: wirePermission[permission],
      hostVersion: profile.hostVersion,
      owaView: 'ThreeColumns',
      userDisplayName: reader.name,
      userEmailAddress: reader.address,
      userTimeZone: 'UTC',
      userProfileType: profile.accountType,
      timeZoneOffsets: null,
      ewsUrl: profile.ews.url,
      itemNumber: this.itemNumber,
    }
  }

  /** Only what office.js keeps; `inReplyTo` is newer than the npm package and added by `pane/after-office.ts`. */
  private composeData(draft: ComposeDraft): Readonly<Record<string, unknown>> {
    const { conversationId, inReplyTo } = draft.content
    return { itemType: 4, conversationId, inReplyTo }
  }

  private readData(item: StoredMessage): Readonly<Record<string, unknown>> {
    const { profile } = this.options
    const isSmime = item.smimeAttachment !== null
    const person = (mailbox: { name: string; address: string }) => ({ ...mailbox, recipientType: 0 })
    return {
      itemType: 1,
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

interface FormParameters {
  readonly htmlBody?: string | null
  readonly toRecipients?: readonly string[] | null
  readonly ccRecipients?: readonly string[] | null
  readonly bccRecipients?: readonly string[] | null
  readonly subject?: string | null
}

function formOf(name: CallName, parameters: FormParameters): FormRequest {
  const htmlBody = parameters.htmlBody ?? ''
  if (!name.startsWith('newMessage')) return { kind: 'reply', all: name.startsWith('replyAll'), htmlBody }
  const { toRecipients, ccRecipients, bccRecipients, subject } = parameters
  return { kind: 'new', to: toRecipients ?? [], cc: ccRecipients ?? [], bcc: bccRecipients ?? [], subject: subject ?? '', htmlBody }
}
