/** The numbered calls that office.js makes to its host, as far as the emulator answers them. */

/** What manifest.xml may ask for, least first. */
export const permissions = ['Restricted', 'ReadItem', 'ReadWriteItem', 'ReadWriteMailbox'] as const
export type Permission = (typeof permissions)[number]

/** Where a call may be made: on an open item, on one that is being written, on either, or without any. */
type Surface = 'read' | 'compose' | 'item' | 'mailbox'

interface HostCall {
  /** Microsoft's number for it. */
  readonly id: number
  /** The requirement set that brought it. */
  readonly set: string
  readonly permission: Permission
  readonly surface: Surface
}

const call = (id: number, set: string, permission: Permission, surface: Surface): HostCall => ({ id, set, permission, surface })

export const hostCalls = {
  initialData: call(1, '1.1', 'Restricted', 'mailbox'),
  asFile: call(204, '1.14', 'ReadItem', 'read'),
  allInternetHeaders: call(168, '1.8', 'ReadItem', 'read'),
  bodyType: call(14, '1.3', 'ReadItem', 'item'),
  body: call(37, '1.3', 'ReadItem', 'item'),
  attachmentContent: call(150, '1.8', 'ReadItem', 'item'),
  loadCustomProperties: call(3, '1.1', 'ReadItem', 'item'),
  saveCustomProperties: call(4, '1.1', 'ReadItem', 'item'),
  addNotification: call(33, '1.3', 'ReadItem', 'item'),
  notifications: call(34, '1.3', 'ReadItem', 'item'),
  replaceNotification: call(35, '1.3', 'ReadItem', 'item'),
  removeNotification: call(36, '1.3', 'ReadItem', 'item'),
  replyForm: call(10, '1.1', 'ReadItem', 'read'),
  replyAllForm: call(11, '1.1', 'ReadItem', 'read'),
  replyFormWithFiles: call(30, '1.2', 'ReadItem', 'read'),
  replyAllFormWithFiles: call(31, '1.2', 'ReadItem', 'read'),
  replyFormWithFilesAsync: call(181, '1.9', 'ReadItem', 'read'),
  replyAllFormWithFilesAsync: call(182, '1.9', 'ReadItem', 'read'),
  replyFormAsync: call(183, '1.9', 'ReadItem', 'read'),
  replyAllFormAsync: call(184, '1.9', 'ReadItem', 'read'),
  newMessageForm: call(44, '1.6', 'ReadItem', 'read'),
  newMessageFormAsync: call(178, '1.9', 'ReadItem', 'read'),
  recipients: call(15, '1.1', 'ReadItem', 'compose'),
  setRecipients: call(21, '1.1', 'ReadWriteItem', 'compose'),
  addRecipients: call(22, '1.1', 'ReadWriteItem', 'compose'),
  from: call(107, '1.7', 'ReadItem', 'compose'),
  subject: call(18, '1.1', 'ReadItem', 'compose'),
  setSubject: call(17, '1.1', 'ReadWriteItem', 'compose'),
  setBody: call(38, '1.3', 'ReadWriteItem', 'compose'),
  attachments: call(149, '1.8', 'ReadItem', 'compose'),
  addAttachment: call(148, '1.8', 'ReadWriteItem', 'compose'),
  removeAttachment: call(20, '1.1', 'ReadWriteItem', 'compose'),
  internetHeaders: call(151, '1.8', 'ReadItem', 'compose'),
  setInternetHeaders: call(152, '1.8', 'ReadWriteItem', 'compose'),
  removeInternetHeaders: call(153, '1.8', 'ReadWriteItem', 'compose'),
  save: call(32, '1.3', 'ReadWriteItem', 'compose'),
  itemId: call(164, '1.8', 'ReadItem', 'compose'),
  composeType: call(174, '1.10', 'ReadItem', 'compose'),
  isClientSignatureEnabled: call(175, '1.10', 'ReadItem', 'compose'),
  disableClientSignature: call(176, '1.10', 'ReadWriteItem', 'compose'),
  setSessionData: call(185, '1.11', 'ReadWriteItem', 'compose'),
  sessionData: call(186, '1.11', 'ReadWriteItem', 'compose'),
  allSessionData: call(187, '1.11', 'ReadWriteItem', 'compose'),
  clearSessionData: call(188, '1.11', 'ReadWriteItem', 'compose'),
  removeSessionData: call(189, '1.11', 'ReadWriteItem', 'compose'),
  itemClass: call(210, '1.14', 'ReadItem', 'compose'),
  close: call(41, '1.3', 'Restricted', 'compose'),
  closeAsync: call(203, '1.14', 'ReadWriteItem', 'compose'),
  send: call(215, '1.15', 'ReadWriteMailbox', 'compose'),
  ews: call(5, '1.1', 'ReadWriteMailbox', 'mailbox'),
  saveRoamingSettings: call(404, '1.1', 'Restricted', 'mailbox'),
} as const satisfies Readonly<Record<string, HostCall>>

export type CallName = keyof typeof hostCalls

export const callNames = Object.keys(hostCalls) as CallName[]

export function callName(dispatchId: number): CallName | null {
  return callNames.find(name => hostCalls[name].id === dispatchId) ?? null
}

export const permits = (granted: Permission, asked: Permission): boolean => permissions.indexOf(granted) >= permissions.indexOf(asked)

/** office.js's own numbers for what went wrong. */
export const hostErrors = {
  attachmentSizeExceeded: 9000,
  numberOfAttachmentsExceeded: 9001,
  invalidAttachmentId: 9003,
  attachmentToDeleteDoesNotExist: 9008,
  numberOfRecipientsExceeded: 9012,
  genericSettingsError: 9019,
  genericResponseError: 9020,
  saveError: 9021,
  duplicateNotificationKey: 9023,
  notificationKeyNotFound: 9024,
  numberOfNotificationsExceeded: 9025,
  itemChanged: 9030,
  invalidParameterValue: 9031,
  attachmentTypeNotSupported: 9043,
  itemNotSaved: 9046,
  keyNotFound: 9050,
  sessionDataTooLong: 9051,
  genericFailure: 5001,
  permissionDenied: 7000,
} as const

/** Answer to a call in the words of Outlook on the web; the bridges of the other clients translate it. */
export type HostAnswer =
  | {
    readonly error: false
    readonly errorCode: 0
    readonly data: unknown
    /** Fields that stand beside `data` instead of in it: tokens, custom properties and EWS are older than `data`. */
    readonly beside?: Readonly<Record<string, unknown>>
  }
  | { readonly error: true; readonly errorCode: number }

export const answer = (data: unknown): HostAnswer => ({ error: false, errorCode: 0, data })
export const answerBeside = (beside: Readonly<Record<string, unknown>>): HostAnswer => ({ error: false, errorCode: 0, data: null, beside })
export const failure = (errorCode: number): HostAnswer => ({ error: true, errorCode })

/** What a test may make go wrong with a call. */
export type Fault =
  /** The call never comes back. */
  | { readonly call: CallName; readonly kind: 'silent' }
  /** The call does what it should and then never comes back. */
  | { readonly call: CallName; readonly kind: 'silent-after' }
  /** The call fails with one of Outlook's numbers. */
  | { readonly call: CallName; readonly kind: 'error'; readonly errorCode: number }
  /** The answer comes, late. */
  | { readonly call: CallName; readonly kind: 'slow'; readonly milliseconds: number }
  /** The call succeeds and brings nothing; a call that writes succeeds and writes nothing. */
  | { readonly call: CallName; readonly kind: 'empty' }
  /** The call succeeds and brings, or writes, only the first `octets` of the content. */
  | { readonly call: CallName; readonly kind: 'truncated'; readonly octets: number }
  /** Succeeds with another `format` than was asked for. */
  | { readonly call: CallName; readonly kind: 'wrong-format'; readonly format: string }

/** Something the add-in asked of the host that the emulator does not know. Never answered as if it were fine. */
export class UnimplementedCall extends Error {
  constructor(what: string) {
    super(`the Outlook emulator does not implement ${what}`)
    this.name = 'UnimplementedCall'
  }
}
