/** What the manifest with the send guard has to say about the event of pressing Send. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { allOf, childOf, childrenOf, type XmlElement } from './xml.ts'

const attribute = (element: XmlElement | undefined, name: string) => element?.attributes.get(name) ?? ''

/** Everything that is wrong. The event stands in V1_1 alone, never in a mode that lets go. */
export function checkGuard(manifest: XmlElement, root: string): string[] {
  const inner = childOf(childOf(manifest, 'VersionOverrides'), 'VersionOverrides')
  const named = (name: string, within: XmlElement = manifest) => allOf(within).filter(element => element.name === name)
  const [event, ...otherEvents] = named('LaunchEvent')
  const [runtimes, ...otherRuntimes] = named('Runtimes')
  if (!inner || !event || !runtimes || otherEvents.length + otherRuntimes.length > 0) return ['not exactly one event and one runtime']
  const [runtime] = childrenOf(runtimes, 'Runtime')
  const override = childOf(runtime, 'Override')
  const page = attribute(runtime, 'resid')
  const point = named('ExtensionPoint', inner).find(each => attribute(each, 'xsi:type') === 'LaunchEvent')
  const entry = readFileSync(join(root, 'src', 'commands', 'index.ts'), 'utf8')
  const pathOf = (id: string) => new URL(attribute(named('bt:Url', inner).find(url => attribute(url, 'id') === id), 'DefaultValue') || 'https://nowhere').pathname
  const demands: readonly (readonly [isMet: boolean, complaint: string])[] = [
    [named('LaunchEvent', inner).includes(event), 'the event stands outside V1_1'],
    [attribute(event, 'Type') === 'OnMessageSend', 'the event is not OnMessageSend'],
    [attribute(event, 'SendMode') === 'Block', 'SendMode is not Block: what the guard cannot look at would go'],
    [attribute(childOf(point, 'SourceLocation'), 'resid') === page, 'the event runs in another page than the runtime'],
    [attribute(override, 'type') === 'javascript', 'no script for classic Outlook'],
    [entry.includes(`handleSending('${attribute(event, 'FunctionName')}',`), 'the script associates no function of that name'],
    [pathOf(page) === '/commands/commands.html', `${page} is not the address of commands.html`],
    [pathOf(attribute(override, 'resid')) === '/commands/commands.js', `${attribute(override, 'resid')} is not the address of commands.js`],
  ]
  return demands.filter(([isMet]) => !isMet).map(([, complaint]) => complaint)
}
