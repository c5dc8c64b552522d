/** What a test may make go wrong with the demo's Microsoft Graph. */

export const graphCalls = [
  'sendMail', 'createDraft', 'replaceMime', 'sendDraft', 'deleteMessage', 'findMessages', 'getMessage', 'getMime', 'listAttachments', 'getAttachment', 'addAttachment',
  'createUploadSession', 'upload',
] as const
export type GraphCall = (typeof graphCalls)[number]

export type GraphFault = {
  readonly call: GraphCall
  /** How many calls it hits; all unless given. */
  readonly times?: number
} & (
  /** Refuses, without having done anything. */
  | { readonly kind: 'status'; readonly status: number; readonly code?: string; readonly retryAfter?: number; readonly claims?: string }
  /** QUIRK: 200 in place of 202, and nothing is sent (microsoft-graph-docs issue 3079). */
  | { readonly kind: 'accepted-without-sending' }
  /** Never answers; nothing was done. */
  | { readonly kind: 'silent' }
  /** The connection breaks, before or after the work was done. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'cut-after' }
  /** Comes twice, as from a browser that repeats a request whose answer it did not get; the second answer is given. */
  | { readonly kind: 'repeated' }
  /** Does its work, and answers 500. */
  | { readonly kind: 'fails-after' }
  | { readonly kind: 'slow'; readonly milliseconds: number }
)

/** Takes the next fault for a call out of the list; null when there is none. A fault without `times` stays. */
export function nextFault(faults: GraphFault[], call: GraphCall): GraphFault | null {
  const index = faults.findIndex(fault => fault.call === call)
  const found = faults[index]
  if (found === undefined) return null
  if (found.times !== undefined) {
    if (found.times <= 1) faults.splice(index, 1)
    else faults[index] = { ...found, times: found.times - 1 }
  }
  return found
}
