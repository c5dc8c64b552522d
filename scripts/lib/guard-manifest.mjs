/**
 * The manifest with the send guard: manifest.xml and the event of pressing Send.
 *
 * It is a manifest of its own because Outlooks and Exchange Servers older than the event may refuse, as a whole, a manifest that
 * names it. Its VersionOverrides 1.1 ask for Mailbox 1.12, which brought the event, so that older Outlooks take 1.0: the buttons,
 * without guard and pinning.
 */

const RUNTIMES = `          <!-- Classic Outlook on Windows runs the script alone, all others the page that carries it. -->
          <Runtimes>
            <Runtime resid="Sealpane.Guard.Page">
              <Override type="javascript" resid="Sealpane.Guard.Script"/>
            </Runtime>
          </Runtimes>
`

const EVENT = `            <!-- Block: what the guard cannot look at is not sent, also when the guard cannot be loaded. -->
            <ExtensionPoint xsi:type="LaunchEvent">
              <LaunchEvents>
                <LaunchEvent Type="OnMessageSend" FunctionName="onMessageSend" SendMode="Block"/>
              </LaunchEvents>
              <SourceLocation resid="Sealpane.Guard.Page"/>
            </ExtensionPoint>
`

const ADDRESSES = `          <bt:Url id="Sealpane.Guard.Page" DefaultValue="https://localhost:3000/commands/commands.html"/>
          <bt:Url id="Sealpane.Guard.Script" DefaultValue="https://localhost:3000/commands/commands.js"/>
`

/** @throws Error when `source` is not the manifest that this knows how to extend. */
export function withGuard(source) {
  const start = source.indexOf('xsi:type="VersionOverridesV1_1"')
  if (start < 0) throw new Error('manifest.xml has no VersionOverrides 1.1')
  const insert = (text, place, addition, after) => {
    const at = text.indexOf(place)
    if (at < 0) throw new Error(`manifest.xml has no ${place.trim()} in VersionOverrides 1.1`)
    const cut = after ? at + place.length : at
    return text.slice(0, cut) + addition + text.slice(cut)
  }
  let inner = source.slice(start)
  inner = insert(inner, '          <DesktopFormFactor>\n', RUNTIMES, false)
  inner = insert(inner, '          </DesktopFormFactor>\n', EVENT, false)
  inner = insert(inner, '        <bt:Urls>\n', ADDRESSES, true)
  inner = inner.replace('DefaultMinVersion="1.5"', 'DefaultMinVersion="1.12"')
  // A higher version, so that it replaces the manifest without guard where that is deployed.
  return (source.slice(0, start) + inner).replace(/<Version>(\d+\.\d+\.\d+)\.\d+<\/Version>/, '<Version>$1.1</Version>')
}
