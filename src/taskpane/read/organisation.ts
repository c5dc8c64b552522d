/** What the organisation put beside the pane: its name, the authorities that it trusts, and what it asks of messages that are sent. */
import type { WritingSettings } from './read-writing-settings.ts'

export interface Organisation {
  readonly name: string
  /** Each in PEM, as bytes. */
  readonly anchors: readonly Uint8Array[]
  /** Null when the file says nothing about writing. `writingSettings()` tells what holds then. */
  readonly writing: WritingSettings | null
}

export type OrganisationAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'set'; readonly organisation: Organisation }
  /** There is a file, but not one that we understand. Nothing in it counts. */
  | { readonly kind: 'unreadable' }
  /** Nobody knows whether there is a file: the server cannot be reached, or is not well. */
  | { readonly kind: 'unreached' }

/** The server says that there is no such file. Any other status says nothing about it. */
const NO_FILE: readonly number[] = [404, 410]

/** Reads `organisation.json` from the pane's own server. No file is fine. Never rejects. */
export async function loadOrganisation(fetchFile: typeof fetch): Promise<OrganisationAnswer> {
  let text: string
  try {
    const response = await fetchFile('./organisation.json', { credentials: 'omit' })
    if (!response.ok) return { kind: NO_FILE.includes(response.status) ? 'none' : 'unreached' }
    text = await response.text()
  } catch {
    return { kind: 'unreached' }
  }
  return readOrganisation(text)
}

/** Reads the text of an `organisation.json`. Never rejects. */
export async function readOrganisation(text: string): Promise<OrganisationAnswer> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('name' in value) || !('anchors' in value)) return { kind: 'unreadable' }
    const { name, anchors, compose, graph } = value as Readonly<Record<string, unknown>>
    if (typeof name !== 'string' || !Array.isArray(anchors)) return { kind: 'unreadable' }
    if (!anchors.every((anchor): anchor is string => typeof anchor === 'string')) return { kind: 'unreadable' }
    let writing: WritingSettings | null = null
    if (compose !== undefined || graph !== undefined) {
      const { readWritingSettings } = await import(/* webpackChunkName: "writing-settings" */ './read-writing-settings.ts')
      writing = readWritingSettings(compose, graph)
      if (writing === null) return { kind: 'unreadable' }
    }
    const encoder = new TextEncoder()
    return { kind: 'set', organisation: { name, anchors: anchors.map(anchor => encoder.encode(anchor)), writing } }
  } catch {
    return { kind: 'unreadable' }
  }
}
