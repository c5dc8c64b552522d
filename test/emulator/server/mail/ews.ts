/** Exchange Web Services, as far as an add-in may call them to send, look for and read messages, and to see who is on a list. */
import { escapeXml, findElement, findElements, readXml } from './xml.ts'
import type { XmlElement } from './xml.ts'
import { messageOf } from './exchange-message.ts'
import { headerField, recipientsOf } from './mail-store.ts'
import type { FolderName, MailStore, ServerMailbox, ServerMessage } from './mail-store.ts'

export const soap = 'http://schemas.xmlsoap.org/soap/envelope/'
export const messages = 'http://schemas.microsoft.com/exchange/services/2006/messages'
export const types = 'http://schemas.microsoft.com/exchange/services/2006/types'
const errors = 'http://schemas.microsoft.com/exchange/services/2006/errors'

/** What a test may make go wrong with an operation. `fault` is a SOAP fault in place of an answer. */
export type EwsFault = { readonly operation: string; readonly code: string; readonly times?: number } & (
  | { readonly kind: 'error' }
  | { readonly kind: 'fault'; readonly backOffMilliseconds?: number }
  /** Does its work and says that it did not. */
  | { readonly kind: 'error-after' }
  /** Comes twice, as from a browser or an Outlook that repeats a request whose answer it did not get; the second answer is given. */
  | { readonly kind: 'repeated' }
)

/** Requests above this are refused, characters of base64 MIME: the organisation's limit on messages. */
const longestMime = 35 * 1024 * 1024 * 4 / 3

const folders: Readonly<Record<string, FolderName>> = { inbox: 'inbox', sentitems: 'sentitems', drafts: 'drafts' }

/** Not open to add-ins. The mailbox's call fails without an answer. */
export const operations = ['CreateItem', 'SendItem', 'MoveItem', 'GetItem', 'FindItem', 'ExpandDL', 'ResolveNames'] as const
type Operation = (typeof operations)[number]

class EwsFailure extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="${soap}"><s:Header><h:ServerVersionInfo xmlns:h="${types}" MajorVersion="15" MinorVersion="2" ` +
  `MajorBuildNumber="2562" MinorBuildNumber="20" Version="V2017_07_11"/></s:Header><s:Body>${body}</s:Body></s:Envelope>`

const response = (operation: Operation, inner: string): string => envelope(
  `<m:${operation}Response xmlns:m="${messages}" xmlns:t="${types}"><m:ResponseMessages>${inner}</m:ResponseMessages></m:${operation}Response>`)

const success = (operation: Operation, inner = ''): string =>
  response(operation, `<m:${operation}ResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>${inner}</m:${operation}ResponseMessage>`)

const refused = (operation: Operation, code: string): string => response(operation,
  `<m:${operation}ResponseMessage ResponseClass="Error"><m:MessageText>${sentences[code] ?? 'The request failed.'}</m:MessageText><m:ResponseCode>${code}</m:ResponseCode>` +
  `<m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>${operation === 'CreateItem' || operation === 'GetItem' || operation === 'MoveItem' ? '<m:Items/>' : ''}</m:${operation}ResponseMessage>`)

const sentences: Readonly<Record<string, string>> = {
  ErrorItemNotFound: 'The specified object was not found in the store.',
  ErrorInvalidRecipients: 'At least one recipient is not valid.',
  ErrorSendAsDenied: 'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.',
  ErrorNameResolutionNoResults: 'No results were found.',
}

/** A SOAP fault. */
export const soapFault = (code: string, backOffMilliseconds?: number): string => envelope(
  `<s:Fault><faultcode xmlns:a="${types}">a:${code}</faultcode><faultstring xml:lang="en-US">The server cannot service this request right now. Try again later.</faultstring>` +
  `<detail><e:ResponseCode xmlns:e="${errors}">${code}</e:ResponseCode><e:Message xmlns:e="${errors}">The server cannot service this request right now.</e:Message>` +
  (backOffMilliseconds === undefined ? '' : `<t:MessageXml xmlns:t="${types}"><t:Value Name="BackOffMilliseconds">${backOffMilliseconds}</t:Value></t:MessageXml>`) + '</detail></s:Fault>')

const itemId = ({ id, changeKey }: ServerMessage): string => `<t:ItemId Id="${id}" ChangeKey="${changeKey}"/>`

/** The element inside the SOAP body; null where there is none, or no XML. */
function askedIn(request: string): XmlElement | null {
  try {
    return findElement(readXml(request), soap, 'Body')?.children[0] ?? null
  } catch {
    return null
  }
}

export class ExchangeWebServices {
  /** Operations as they came. */
  readonly calls: { readonly operation: string; readonly address: string; readonly characters: number }[] = []
  readonly faults: EwsFault[]
  private readonly store: MailStore

  constructor(store: MailStore, faults: EwsFault[] = []) {
    this.store = store
    this.faults = faults
  }

  /**
   * Answers a SOAP request of the mailbox's owner.
   *
   * @throws for an operation that add-ins may not call; Outlook's call then fails.
   */
  async answer(mailbox: ServerMailbox, request: string): Promise<string> {
    const asked = askedIn(request)
    if (asked === null) return soapFault('ErrorSchemaValidation')
    const operation = operations.find(name => name === asked.name)
    if (operation === undefined || asked.namespace !== messages) throw new Error(`an add-in may not call ${asked.name}`)
    this.calls.push({ operation, address: mailbox.owner.address, characters: request.length })
    const fault = this.nextFault(operation)
    if (fault?.kind === 'fault') return soapFault(fault.code, fault.backOffMilliseconds)
    if (fault?.kind === 'error') return refused(operation, fault.code)
    try {
      if (fault?.kind === 'repeated') await this.work(operation, mailbox, asked)
      const answer = await this.work(operation, mailbox, asked)
      return fault === null || fault.kind === 'repeated' ? answer : refused(operation, fault.code)
    } catch (error) {
      if (error instanceof EwsFailure) return refused(operation, error.code)
      throw error
    }
  }

  private nextFault(operation: Operation): EwsFault | null {
    const index = this.faults.findIndex(fault => fault.operation === operation)
    const found = this.faults[index]
    if (found === undefined) return null
    if (found.times !== undefined && found.times <= 1) this.faults.splice(index, 1)
    else if (found.times !== undefined) this.faults[index] = { ...found, times: found.times - 1 }
    return found
  }

  private work(operation: Operation, mailbox: ServerMailbox, asked: XmlElement): Promise<string> | string {
    switch (operation) {
      case 'CreateItem':
        return this.createItem(mailbox, asked)
      case 'SendItem':
        return this.sendItem(mailbox, asked)
      case 'MoveItem':
        return this.moveItem(mailbox, asked)
      case 'GetItem':
        return this.getItem(mailbox, asked)
      case 'FindItem':
        return this.findItem(mailbox, asked)
      case 'ExpandDL':
        return this.expandList(asked)
      case 'ResolveNames':
        return this.resolveNames(asked)
    }
  }

  private async createItem(mailbox: ServerMailbox, asked: XmlElement): Promise<string> {
    const message = findElement(asked, types, 'Message')
    const content = message?.children[0]
    if (content?.name !== 'MimeContent' || content.namespace !== types) throw new EwsFailure('ErrorSchemaValidation')
    const text = content.text.replace(/\s/g, '')
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) throw new EwsFailure('ErrorMimeContentInvalidBase64String')
    if (text.length > longestMime) throw new EwsFailure('ErrorMessageSizeExceeded')
    const mime = Buffer.from(text, 'base64')
    switch (asked.attributes['MessageDisposition']) {
      case 'SaveOnly':
        return success('CreateItem', `<m:Items><t:Message>${itemId(this.store.put(mailbox, 'drafts', mime))}</t:Message></m:Items>`)
      case 'SendOnly':
      case 'SendAndSaveCopy':
        await this.submit(mailbox, mime, asked.attributes['MessageDisposition'] === 'SendAndSaveCopy')
        return success('CreateItem', '<m:Items/>')
      default:
        throw new EwsFailure('ErrorMessageDispositionRequired')
    }
  }

  private async submit(mailbox: ServerMailbox, mime: Buffer, savesCopy: boolean): Promise<void> {
    if (recipientsOf(mime).length === 0) throw new EwsFailure('ErrorInvalidRecipients')
    if (!this.store.maySendAs(mailbox, mime)) throw new EwsFailure('ErrorSendAsDenied')
    await this.store.send(mailbox, mime, savesCopy)
  }

  private found(mailbox: ServerMailbox, asked: XmlElement): ServerMessage {
    const id = findElement(asked, types, 'ItemId')
    if (id?.attributes['Id']?.startsWith('AAMk') !== true) throw new EwsFailure('ErrorInvalidIdMalformed')
    const message = this.store.find(mailbox, id.attributes['Id'] ?? '')
    if (message === null) throw new EwsFailure('ErrorItemNotFound')
    const key = id.attributes['ChangeKey']
    if (key !== undefined && key !== message.changeKey) throw new EwsFailure('ErrorStaleObject')
    return message
  }

  private async sendItem(mailbox: ServerMailbox, asked: XmlElement): Promise<string> {
    const message = this.found(mailbox, asked)
    const mime = message.mime ?? (message.content === null ? null : messageOf(message.content, message.properties))
    if (mime === null) throw new EwsFailure('ErrorContentConversionFailed')
    await this.submit(mailbox, mime, asked.attributes['SaveItemToFolder'] === 'true')
    this.store.remove(mailbox, message)
    return success('SendItem')
  }

  /** Only to where it is forgotten. */
  private moveItem(mailbox: ServerMailbox, asked: XmlElement): string {
    if (findElement(asked, types, 'DistinguishedFolderId')?.attributes['Id'] !== 'deleteditems') throw new EwsFailure('ErrorFolderNotFound')
    const message = this.found(mailbox, asked)
    this.store.remove(mailbox, message)
    return success('MoveItem', `<m:Items><t:Message>${itemId(message)}</t:Message></m:Items>`)
  }

  private getItem(mailbox: ServerMailbox, asked: XmlElement): string {
    const message = this.found(mailbox, asked)
    const wantsMime = findElement(asked, types, 'IncludeMimeContent')?.text.trim() === 'true'
    const mime = message.mime ?? (message.content === null ? Buffer.alloc(0) : messageOf(message.content, message.properties))
    const content = wantsMime ? `<t:MimeContent CharacterSet="UTF-8">${mime.toString('base64')}</t:MimeContent>` : ''
    return success('GetItem', `<m:Items><t:Message>${content}${itemId(message)}</t:Message></m:Items>`)
  }

  /** Only by Message-ID, and only in a folder that has a name. */
  private findItem(mailbox: ServerMailbox, asked: XmlElement): string {
    const folder = folders[findElement(asked, types, 'DistinguishedFolderId')?.attributes['Id'] ?? '']
    if (folder === undefined) throw new EwsFailure('ErrorFolderNotFound')
    const field = findElement(asked, types, 'FieldURI')?.attributes['FieldURI']
    const wanted = findElement(asked, types, 'Constant')?.attributes['Value']
    const named = findElement(asked, types, 'ExtendedFieldURI')?.attributes
    const header = named?.['DistinguishedPropertySetId'] === 'InternetHeaders' ? (named['PropertyName'] ?? '') : 'message-id'
    if (wanted !== undefined && named === undefined && !findElements(asked, types, 'FieldURI').some(({ attributes }) => attributes['FieldURI'] === 'message:InternetMessageId')) {
      throw new EwsFailure('ErrorUnsupportedPathForQuery')
    }
    const found = this.store.inFolder(mailbox, folder).filter(({ mime }) => wanted === undefined || (mime !== null && headerField(mime, header) === wanted))
    const items = found.map(message => `<t:Message>${itemId(message)}${field === undefined ? '' : idField(message)}</t:Message>`).join('')
    return success('FindItem', `<m:RootFolder IndexedPagingOffset="${found.length}" TotalItemsInView="${found.length}" IncludesLastItemInRange="true"><t:Items>${items}</t:Items></m:RootFolder>`)
  }

  /** QUIRK: a list that does not exist succeeds with nobody on it, like an empty one. */
  private expandList(asked: XmlElement): string {
    const address = findElement(asked, types, 'EmailAddress')?.text.trim() ?? ''
    const members = this.store.list(address)?.members ?? []
    const written = members.map(member => this.mailboxElement(member)).join('')
    return success('ExpandDL', `<m:DLExpansion TotalItemsInView="${members.length}" IncludesLastItemInRange="true">${written}</m:DLExpansion>`)
  }

  private mailboxElement(address: string): string {
    const list = this.store.list(address)
    const name = list?.name ?? this.store.mailbox(address)?.owner.name ?? address
    return `<t:Mailbox><t:Name>${escapeXml(name)}</t:Name><t:EmailAddress>${escapeXml(address)}</t:EmailAddress><t:RoutingType>SMTP</t:RoutingType>` +
      `<t:MailboxType>${list === null ? 'Mailbox' : 'PublicDL'}</t:MailboxType></t:Mailbox>`
  }

  /** A search by prefix, as Exchange's is: whoever asks has to compare the whole address. Certificates come with the directory work. */
  private resolveNames(asked: XmlElement): string {
    const entry = (findElement(asked, messages, 'UnresolvedEntry')?.text.trim() ?? '').replace(/^smtp:/i, '').toLowerCase()
    const known = [...this.store.mailboxes.map(({ owner }) => owner.address), ...this.store.lists.map(({ address }) => address)]
    const found = entry === '' ? [] : known.filter(address => address.toLowerCase().startsWith(entry))
    if (found.length === 0) throw new EwsFailure('ErrorNameResolutionNoResults')
    const set = `<m:ResolutionSet TotalItemsInView="${found.length}" IncludesLastItemInRange="true">${found.map(address => `<t:Resolution>${this.mailboxElement(address)}</t:Resolution>`).join('')}</m:ResolutionSet>`
    if (found.length === 1) return success('ResolveNames', set)
    return response('ResolveNames', `<m:ResolveNamesResponseMessage ResponseClass="Warning"><m:MessageText>Multiple results were found.</m:MessageText>` +
      `<m:ResponseCode>ErrorNameResolutionMultipleResults</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>${set}</m:ResolveNamesResponseMessage>`)
  }
}

const idField = ({ mime }: ServerMessage): string => `<t:InternetMessageId>${escapeXml(mime === null ? '' : (headerField(mime, 'message-id') ?? ''))}</t:InternetMessageId>`
