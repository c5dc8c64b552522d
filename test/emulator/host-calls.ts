/** The numbered calls that office.js makes to its host, as far as the emulator answers them. */

export const dispatchIds = {
  initialData: 1,
  bodyType: 14,
  body: 37,
  attachmentContent: 150,
  allInternetHeaders: 168,
  asFile: 204,
} as const

export type CallName = keyof typeof dispatchIds

/** Which requirement set brought a call, and the least permission it asks for (ReadItem for all that read). */
export const callRequirements: Readonly<Record<CallName, { readonly set: string }>> = {
  initialData: { set: '1.1' },
  bodyType: { set: '1.3' },
  body: { set: '1.3' },
  attachmentContent: { set: '1.8' },
  allInternetHeaders: { set: '1.8' },
  asFile: { set: '1.14' },
}

export function callName(dispatchId: number): CallName | null {
  const found = Object.entries(dispatchIds).find(([, id]) => id === dispatchId)
  return found === undefined ? null : (found[0] as CallName)
}

/** office.js's own numbers for what went wrong. */
export const hostErrors = {
  itemChanged: 9030,
  invalidAttachmentId: 9003,
  genericFailure: 5001,
  permissionDenied: 7000,
} as const

/** Answer to a call in the words of Outlook on the web; the bridges of the other clients translate it. */
export type HostAnswer =
  | { readonly error: false; readonly errorCode: 0; readonly data: unknown }
  | { readonly error: true; readonly errorCode: number }

export const answer = (data: unknown): HostAnswer => ({ error: false, errorCode: 0, data })
export const failure = (errorCode: number): HostAnswer => ({ error: true, errorCode })

/** What a test may make go wrong with a call. */
export type Fault =
  /** The call never comes back. */
  | { readonly call: CallName; readonly kind: 'silent' }
  /** The call fails with one of Outlook's numbers. */
  | { readonly call: CallName; readonly kind: 'error'; readonly errorCode: number }
  /** The answer comes, late. */
  | { readonly call: CallName; readonly kind: 'slow'; readonly milliseconds: number }
  /** The call succeeds and brings nothing. */
  | { readonly call: CallName; readonly kind: 'empty' }
  /** The call succeeds and brings only the first `octets` of the content. */
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
