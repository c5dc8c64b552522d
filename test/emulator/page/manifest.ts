/** Reads from manifest.xml what an Outlook shows and enforces: the ribbon button, where its pane is, and the permission. */
import { permissions } from '../outlook-host.ts'
import type { Permission } from '../outlook-host.ts'

export interface ManifestButton {
  readonly label: string
  readonly group: string
  readonly tip: string
  /** Path on this server, or null when the manifest names no such picture. */
  readonly icon: string | null
  readonly paneAddress: string
}

export interface Manifest {
  readonly permission: Permission
  button(locale: string): ManifestButton
}

/** The pane and its pictures lie on whichever server the demo runs on, so only the path of an address counts. */
const pathOf = (address: string): string => new URL(address, location.href).pathname

/**
 * @throws when the manifest asks for a permission that Outlook does not know or has no button for reading.
 */
export function readManifest(text: string): Manifest {
  const document = new DOMParser().parseFromString(text, 'text/xml')
  const all = (name: string, within: Document | Element = document): Element[] => [...within.getElementsByTagNameNS('*', name)]
  const asked = all('Permissions')[0]?.textContent.trim()
  const permission = permissions.find(name => name === asked)
  if (permission === undefined) throw new Error(`manifest.xml asks for an unknown permission: ${asked ?? 'none'}`)
  // The innermost VersionOverrides is the newest, which every emulated Outlook understands.
  const overrides = all('VersionOverrides').at(-1) ?? document.documentElement
  const surface = all('ExtensionPoint', overrides).find(point => point.getAttribute('xsi:type')?.endsWith('MessageReadCommandSurface'))
  const control = surface === undefined ? undefined : all('Control', surface)[0]
  if (surface === undefined || control === undefined) throw new Error('manifest.xml has no button on the surface for reading messages')
  const resources = all('Resources', overrides).at(-1) ?? document.documentElement
  const resourceOf = (element: Element | undefined, locale: string): string => {
    const id = element?.getAttribute('resid')
    const entry = [...resources.getElementsByTagName('*')].find(candidate => candidate.getAttribute('id') === id)
    if (entry === undefined) return ''
    const override = all('Override', entry).find(candidate => candidate.getAttribute('Locale')?.toLowerCase() === locale.toLowerCase())
    return (override ?? entry).getAttribute('DefaultValue') ?? override?.getAttribute('Value') ?? ''
  }
  const overridden = (element: Element | undefined, locale: string): string => resourceOf(element, locale)
  return {
    permission,
    button(locale) {
      const group = all('Group', surface)[0]
      const ownLabel = [...control.children].find(child => child.localName === 'Label')
      const groupLabel = [...(group?.children ?? [])].find(child => child.localName === 'Label')
      const icon = overridden(all('Image', control).find(image => image.getAttribute('size') === '32'), locale)
      const tip = all('Description', control)[0]
      return {
        label: overridden(ownLabel, locale),
        group: overridden(groupLabel, locale),
        tip: overridden(tip, locale),
        icon: icon === '' ? null : pathOf(icon),
        paneAddress: pathOf(overridden(all('SourceLocation', control)[0], locale)),
      }
    },
  }
}

/** Stands in while the project has no manifest.xml. */
export const provisionalManifest: Manifest = {
  permission: 'ReadItem',
  button: locale => ({
    label: locale.startsWith('ja') ? '署名を確認' : 'Verify signature',
    group: 'Sealpane',
    tip: '',
    icon: null,
    paneAddress: '/taskpane/taskpane.html',
  }),
}
