/** Reads from manifest.xml what an Outlook shows and enforces: the ribbon button, where its pane is, and the permission. */
import { permissions } from '../host-calls.ts'
import type { Permission } from '../host-calls.ts'

export interface ManifestButton {
  readonly label: string
  readonly group: string
  readonly tip: string
  /** Path on this server, or null when the manifest names no such picture. */
  readonly icon: string | null
  readonly paneAddress: string
}

/** The add-in's handler for a message that is being sent. */
export interface SendingHandler {
  readonly functionName: string
  readonly sendMode: 'PromptUser' | 'SoftBlock' | 'Block'
  /** Paths on this server. The page is what Outlook on the web loads, the script what classic Outlook runs. */
  readonly pageAddress: string | null
  readonly scriptAddress: string | null
}

export interface Manifest {
  readonly permission: Permission
  /** The add-in's own name, in its default language. */
  readonly name: string
  readonly sendingHandler: SendingHandler | null
  /** On a message that is read. */
  button(locale: string): ManifestButton
  /** On one that is written; the button for reading where the manifest names no other. */
  composeButton(locale: string): ManifestButton
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
  const surfaceOf = (name: string): Element | undefined => all('ExtensionPoint', overrides).find(point => point.getAttribute('xsi:type')?.endsWith(name))
  const surface = surfaceOf('MessageReadCommandSurface')
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
  const buttonOn = (place: Element, button: Element, locale: string): ManifestButton => {
    const group = all('Group', place)[0]
    const ownLabel = [...button.children].find(child => child.localName === 'Label')
    const groupLabel = [...(group?.children ?? [])].find(child => child.localName === 'Label')
    const icon = overridden(all('Image', button).find(image => image.getAttribute('size') === '32'), locale)
    const tip = all('Description', button)[0]
    return {
      label: overridden(ownLabel, locale),
      group: overridden(groupLabel, locale),
      tip: overridden(tip, locale),
      icon: icon === '' ? null : pathOf(icon),
      paneAddress: pathOf(overridden(all('SourceLocation', button)[0], locale)),
    }
  }
  const composeSurface = surfaceOf('MessageComposeCommandSurface')
  const composeControl = composeSurface === undefined ? undefined : all('Control', composeSurface)[0]
  /** Microsoft's default is SoftBlock. */
  const sendingHandler = (): SendingHandler | null => {
    const event = all('LaunchEvent', overrides).find(each => each.getAttribute('Type') === 'OnMessageSend')
    const functionName = event?.getAttribute('FunctionName')
    if (event === undefined || functionName === null || functionName === undefined) return null
    const mode = event.getAttribute('SendMode')
    const [runtime] = all('Runtime', overrides)
    const script = runtime === undefined ? undefined : all('Override', runtime).find(each => each.getAttribute('type') === 'javascript')
    const address = (place: Element | undefined): string | null => (place === undefined ? null : pathOf(resourceOf(place, 'en-US')))
    return { functionName, sendMode: mode === 'Block' || mode === 'PromptUser' ? mode : 'SoftBlock', pageAddress: address(runtime), scriptAddress: address(script) }
  }
  return {
    permission,
    name: all('DisplayName')[0]?.getAttribute('DefaultValue') ?? '',
    sendingHandler: sendingHandler(),
    button: locale => buttonOn(surface, control, locale),
    composeButton: locale =>
      composeSurface === undefined || composeControl === undefined ? buttonOn(surface, control, locale) : buttonOn(composeSurface, composeControl, locale),
  }
}

/** Stands in while the project has no manifest.xml. */
const provisionalButton = (locale: string): ManifestButton => ({
  label: locale.startsWith('ja') ? '署名を確認' : 'Verify signature',
  group: 'Sealpane',
  tip: '',
  icon: null,
  paneAddress: '/taskpane/taskpane.html',
})

export const provisionalManifest: Manifest = { permission: 'ReadItem', name: 'Sealpane', sendingHandler: null, button: provisionalButton, composeButton: provisionalButton }
