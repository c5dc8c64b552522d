/** What the organisation put beside the pane: its name, the authorities that it trusts, and what it asks of messages that are sent. */
import type { OrganisationWishes } from './read-wishes.ts'

export interface Organisation {
  readonly name: string
  /** Each in PEM, as bytes. */
  readonly anchors: readonly Uint8Array[]
  /** Undefined when the file says no more than that. `writingSettings()` tells what holds then for writing. */
  readonly wishes: OrganisationWishes | undefined
}

export type OrganisationAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'set'; readonly organisation: Organisation }
  /** There is a file, but not one that we understand. Nothing in it counts. */
  | { readonly kind: 'unreadable' }
  /** Nobody knows whether there is a file: the server cannot be reached, or is not well. */
  | { readonly kind: 'unreached' }

/** Reads `organisation.json` from the pane's own server. No file is fine. Never rejects. */
export async function loadOrganisation(fetchFile: typeof fetch): Promise<OrganisationAnswer> {
  try {
    const response = await fetchFile('./organisation.json', { credentials: 'omit' })
    // Any other status says nothing about whether there is a file.
    if (response.status === 404) return { kind: 'none' }
    if (response.ok) return await readOrganisation(await response.text())
  } catch {
    // As a server that is not well.
  }
  return { kind: 'unreached' }
}

/** Reads the text of an `organisation.json`. Never rejects. */
export async function readOrganisation(text: string): Promise<OrganisationAnswer> {
  try {
    const { name, anchors, compose, graph, bareSignatures } = JSON.parse(text) as Readonly<Record<string, unknown>>
    if (typeof name === 'string' && Array.isArray(anchors) && anchors.every((anchor): anchor is string => typeof anchor === 'string')) {
      const isPlain = compose === undefined && graph === undefined && bareSignatures === undefined
      const wishes = isPlain ? undefined : (await import(/* webpackChunkName: "wishes" */ './read-wishes.ts')).readWishes(compose, graph, bareSignatures)
      if (wishes !== null) {
        const encoder = new TextEncoder()
        return { kind: 'set', organisation: { name, anchors: anchors.map(anchor => encoder.encode(anchor)), wishes } }
      }
    }
  } catch {
    // No JSON, or none that we understand.
  }
  return { kind: 'unreadable' }
}
