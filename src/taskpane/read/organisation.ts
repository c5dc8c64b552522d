/** What the organisation put beside the pane: its name and the authorities that it trusts. */

export interface Organisation {
  readonly name: string
  /** Each in PEM, as bytes. */
  readonly anchors: readonly Uint8Array[]
}

export type OrganisationAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'set'; readonly organisation: Organisation }
  /** There is a file, but not one that we understand. Its authorities do not count. */
  | { readonly kind: 'unreadable' }

/** Reads `organisation.json` from the pane's own server. No file is fine. Never throws. */
export async function loadOrganisation(fetchFile: typeof fetch): Promise<OrganisationAnswer> {
  let text: string
  try {
    const response = await fetchFile('./organisation.json', { credentials: 'omit' })
    if (!response.ok) return { kind: 'none' }
    text = await response.text()
  } catch {
    return { kind: 'none' }
  }
  return readOrganisation(text)
}

/** Reads the text of an `organisation.json`. */
export function readOrganisation(text: string): OrganisationAnswer {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('name' in value) || !('anchors' in value)) return { kind: 'unreadable' }
    const { name, anchors } = value
    if (typeof name !== 'string' || !Array.isArray(anchors)) return { kind: 'unreadable' }
    if (!anchors.every((anchor): anchor is string => typeof anchor === 'string')) return { kind: 'unreadable' }
    const encoder = new TextEncoder()
    return { kind: 'set', organisation: { name, anchors: anchors.map(anchor => encoder.encode(anchor)) } }
  } catch {
    return { kind: 'unreadable' }
  }
}
