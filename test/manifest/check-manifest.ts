/** What Outlook and its stores demand of an add-in-only manifest, and what Sealpane demands besides. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkGuard } from './check-guard.ts'
import { ELEMENT_ORDER, REQUIRED } from './element-order.ts'
import { allOf, childOf, childrenOf, parseXml, type XmlElement } from './xml.ts'

/** Newest set that every supported Exchange Server has. */
const HIGHEST_REQUIREMENT = 1.5
/** What brought the event of pressing Send, as Microsoft counts: the part behind the point is a number of its own. */
const GUARD_REQUIREMENT = '1.12'
const LONGEST_RESID = 32
const LARGEST_MANIFEST = 256 * 1024
const REQUIRED_ICONS = [16, 32, 80]
const LOCALES = ['ja-JP']
const LONGEST_TEXT: Readonly<Record<string, number>> = { 'bt:ShortStrings': 125, 'bt:LongStrings': 250 }
/** What the routes out of a mailbox need: EWS and sendAsync. */
const PERMISSION = 'ReadWriteMailbox'
const SURFACES = ['MessageReadCommandSurface', 'MessageComposeCommandSurface']

/** Everything that is wrong, as sentences; empty when nothing is. `root` is the folder that the server serves as `/`. */
export function checkManifest(source: string, root: string, kind: 'plain' | 'guard' = 'plain'): string[] {
  const problems: string[] = []
  const manifest = parseXml(source)
  if (Buffer.byteLength(source) > LARGEST_MANIFEST) problems.push('larger than 256 KB')
  problems.push(
    ...checkOrder(manifest),
    ...checkHead(manifest),
    ...checkRequirements(manifest, kind),
    ...(kind === 'guard' ? checkGuard(manifest, root) : checkNoEvent(manifest)),
    ...checkAddresses(manifest),
    ...checkTranslations(manifest),
    ...checkOverrides(manifest, root),
    ...checkPicture(childOf(manifest, 'IconUrl')?.attributes.get('DefaultValue'), 64, root),
    ...checkPicture(childOf(manifest, 'HighResolutionIconUrl')?.attributes.get('DefaultValue'), 128, root),
  )
  return problems
}

function checkOrder(manifest: XmlElement): string[] {
  return allOf(manifest).flatMap(element => {
    const order = ELEMENT_ORDER[element.name]
    const names = element.children.map(child => child.name)
    const missing = (REQUIRED[element.name] ?? []).filter(name => !names.includes(name)).map(name => `${element.name} lacks ${name}`)
    if (!order) return missing
    const unknown = names.filter(name => !order.includes(name)).map(name => `${name} has no place in ${element.name}`)
    const places = names.map(name => order.indexOf(name)).filter(place => place >= 0)
    const late = places.some((place, i) => place < (places[i - 1] ?? 0))
    return [...missing, ...unknown, ...(late ? [`${element.name}: children out of order (${names.join(', ')})`] : [])]
  })
}

function checkHead(manifest: XmlElement): string[] {
  const problems: string[] = []
  const text = (name: string) => childOf(manifest, name)?.text.trim() ?? ''
  if (manifest.attributes.get('xsi:type') !== 'MailApp') problems.push('xsi:type is not MailApp')
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text('Id'))) problems.push('Id is no random UUID')
  if (!/^[1-9]\d*(\.\d+){1,3}$/.test(text('Version'))) problems.push('Version is lower than 1.0')
  if (text('DefaultLocale') !== 'en-US') problems.push('DefaultLocale is not en-US')
  if (text('Permissions') !== PERMISSION) problems.push(`Permissions is not ${PERMISSION}`)
  const forms = allOf(manifest).filter(element => element.name === 'Rule').flatMap(rule => rule.attributes.get('FormType') ?? [])
  for (const form of ['Read', 'Edit']) if (!forms.includes(form)) problems.push(`no Rule for messages that one ${form === 'Read' ? 'reads' : 'writes'}`)
  return problems
}

function checkRequirements(manifest: XmlElement, kind: 'plain' | 'guard'): string[] {
  const inner = childOf(childOf(manifest, 'VersionOverrides'), 'VersionOverrides')
  const own = childOf(childOf(inner, 'Requirements'), 'bt:Sets')
  const sets = allOf(manifest).filter(element => /^(bt:)?Sets$/.test(element.name) && !(kind === 'guard' && element === own))
  const versions = sets.map(set => set.attributes.get('DefaultMinVersion') ?? '1.1')
  return [
    ...versions.filter(version => /^1\.\d$/.exec(version) === null || Number(version) > HIGHEST_REQUIREMENT).map(version => `requires Mailbox ${version}; Exchange Server has 1.5`),
    ...(kind === 'guard' && own?.attributes.get('DefaultMinVersion') !== GUARD_REQUIREMENT ? [`V1_1 with an event does not require Mailbox ${GUARD_REQUIREMENT}`] : []),
  ]
}

/** Outlooks and servers older than events may refuse what they do not know, as a whole. */
function checkNoEvent(manifest: XmlElement): string[] {
  const isYoung = allOf(manifest).some(element => ['Runtimes', 'LaunchEvent'].includes(element.name))
  return isYoung ? ['an Outlook without events may refuse a manifest that names one'] : []
}

function checkAddresses(manifest: XmlElement): string[] {
  const values = allOf(manifest).flatMap(element => [
    ...(element.name === 'AppDomain' ? [element.text.trim()] : []),
    ...['DefaultValue', 'Value'].map(key => element.attributes.get(key) ?? '').filter(value => value.includes('://')),
    ...(/Url$|^SourceLocation$|^bt:Image$/.test(element.name) ? [element.attributes.get('DefaultValue') ?? 'https://'] : []),
  ])
  return [...new Set(values)].filter(value => !value.startsWith('https://')).map(value => `${value} is not https`)
}

function checkTranslations(manifest: XmlElement): string[] {
  const translatable = ['DisplayName', 'Description', 'bt:String']
  const texts = allOf(manifest).filter(element => translatable.includes(element.name) && element.attributes.has('DefaultValue'))
  return texts.flatMap(element => {
    const label = element.attributes.get('id') ?? element.name
    const overrides = element.children.filter(child => child.name.endsWith('Override'))
    const locales = overrides.map(override => override.attributes.get('Locale') ?? '')
    const empty = [element, ...overrides].some(each => (each.attributes.get('DefaultValue') ?? each.attributes.get('Value') ?? '').trim() === '')
    return [
      ...LOCALES.filter(locale => !locales.includes(locale)).map(locale => `${label} has no ${locale} text`),
      ...(new Set(locales).size < locales.length ? [`${label} has a locale twice`] : []),
      ...(empty ? [`${label} has an empty text`] : []),
    ]
  })
}

/** Each VersionOverrides is complete by itself: 1.1 inherits nothing from the 1.0 around it. */
function checkOverrides(manifest: XmlElement, root: string): string[] {
  const outer = childOf(manifest, 'VersionOverrides')
  const inner = childOf(outer, 'VersionOverrides')
  if (!outer || !inner) return ['VersionOverrides 1.1 inside 1.0 is missing']
  const problems: string[] = []
  if (outer.attributes.get('xsi:type') !== 'VersionOverridesV1_0') problems.push('the outer VersionOverrides is not V1_0')
  if (inner.attributes.get('xsi:type') !== 'VersionOverridesV1_1') problems.push('the inner VersionOverrides is not V1_1')
  const own = { ...outer, children: outer.children.filter(child => child !== inner) }
  const pinning = (block: XmlElement) => allOf(block).some(element => element.name === 'SupportsPinning' && element.text === 'true')
  if (!pinning(inner)) problems.push('V1_1 does not support pinning')
  if (pinning(own)) problems.push('V1_0 knows no pinning')
  return [...problems, ...checkBlock('V1_0', own, root), ...checkBlock('V1_1', inner, root)]
}

function checkBlock(label: string, block: XmlElement, root: string): string[] {
  const elements = allOf(block)
  const surfaces = elements.filter(element => element.name === 'ExtensionPoint').map(point => point.attributes.get('xsi:type'))
  const controls = elements.filter(element => element.name === 'Control')
  const opensPane = (control: XmlElement) => childOf(control, 'Action')?.attributes.get('xsi:type') === 'ShowTaskpane'
  const ids = controls.map(control => control.attributes.get('id') ?? '')
  const addresses = new Map(elements.filter(element => element.name === 'bt:Image').map(image => [image.attributes.get('id'), image.attributes.get('DefaultValue')]))
  return [
    ...checkResources(label, block),
    ...SURFACES.filter(surface => !surfaces.includes(surface)).map(surface => `${label}: no ${surface}`),
    ...controls.filter(control => !opensPane(control)).map(control => `${label}: ${control.attributes.get('id') ?? 'a button'} does not open the pane`),
    ...ids.filter((id, i) => ids.indexOf(id) !== i).map(id => `${label}: control ${id} twice`),
    ...controls.flatMap(control => {
      const images = childrenOf(childOf(control, 'Icon'), 'bt:Image')
      const sizes = images.map(image => Number(image.attributes.get('size')))
      return [
        ...REQUIRED_ICONS.filter(size => !sizes.includes(size)).map(size => `${label}: icon of ${size} pixels is missing`),
        ...images.flatMap(image => checkPicture(addresses.get(image.attributes.get('resid')), Number(image.attributes.get('size')), root)),
      ]
    }),
  ]
}

function checkResources(label: string, block: XmlElement): string[] {
  const lists = childOf(block, 'Resources')?.children ?? []
  const ids = lists.flatMap(list => list.children.map(resource => resource.attributes.get('id') ?? ''))
  const used = new Set(allOf(block).flatMap(element => element.attributes.get('resid') ?? []))
  const tooLong = lists.flatMap(list => {
    const limit = LONGEST_TEXT[list.name] ?? Infinity
    const texts = (resource: XmlElement) => [resource.attributes.get('DefaultValue'), ...resource.children.map(child => child.attributes.get('Value'))]
    return list.children
      .filter(resource => texts(resource).some(text => (text ?? '').length > limit))
      .map(resource => `${label}: text ${resource.attributes.get('id') ?? ''} is longer than ${limit} characters`)
  })
  return [
    ...tooLong,
    ...ids.filter((id, i) => ids.indexOf(id) !== i).map(id => `${label}: resource ${id} twice`),
    ...ids.filter(id => id.length === 0 || id.length > LONGEST_RESID).map(id => `${label}: resource id ${id} is not 1 to 32 characters long`),
    ...[...used].filter(id => !ids.includes(id)).map(id => `${label}: ${id} is not among its Resources`),
    ...ids.filter(id => !used.has(id)).map(id => `${label}: resource ${id} is not used`),
  ]
}

function checkPicture(address: string | undefined, size: number, root: string): string[] {
  if (address === undefined) return [`no address of the ${size} pixel icon`]
  const path = join(root, new URL(address).pathname)
  if (!existsSync(path)) return [`${address}: there is no such file`]
  const png = readFileSync(path)
  // PNG (ISO/IEC 15948) section 5.2: signature; 11.2.2: IHDR starts with width and height.
  if (png.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') return [`${address} is no PNG`]
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  return width === size && height === size ? [] : [`${address} is ${width}x${height}, not ${size} pixels`]
}
