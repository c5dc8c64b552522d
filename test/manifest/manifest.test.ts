import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkManifest } from './check-manifest.ts'

const root = join(import.meta.dirname, '..', '..')
const manifestPath = join(root, 'manifest.xml')
const manifest = readFileSync(manifestPath, 'utf8')

describe('manifest.xml', () => {
  it('meets every demand of Outlook and of the house', () => {
    expect(checkManifest(manifest, root)).toEqual([])
  })

  it('is read by office-addin-manifest with the same id, name and permission', async () => {
    // QUIRK: the package's main file loads fs-extra, which it does not declare. Its XML reader, all that readManifestFile uses, does not.
    const { ManifestHandlerXml } = createRequire(import.meta.url)('office-addin-manifest/lib/manifestHandler/manifestHandlerXml.js') as {
      ManifestHandlerXml: new (path: string) => { parseManifest(): Promise<Record<string, unknown>> }
    }
    const info = await new ManifestHandlerXml(manifestPath).parseManifest()
    expect(info['id']).toBe(/<Id>(.*)<\/Id>/.exec(manifest)?.[1])
    expect(info).toMatchObject({ displayName: 'Sealpane', permissions: 'ReadWriteMailbox', defaultLocale: 'en-US', version: '1.0.0.0', hosts: ['Mailbox'] })
  })
})

/** One break each, and a word of the sentence that has to name it. The text must occur, or the break would test nothing. */
const breaks: readonly (readonly [story: string, from: string | RegExp, to: string, complaint: RegExp])[] = [
  ['an id that is no UUID', /<Id>.*<\/Id>/, '<Id>sealpane</Id>', /Id is no random UUID/],
  ['a version below 1.0', '<Version>1.0.0.0', '<Version>0.1.0.0', /Version is lower/],
  ['hosts after requirements', /(<Hosts>\s*<Host Name="Mailbox"\/>\s*<\/Hosts>)([\s\S]*?)(<FormSettings>)/, '$2$1$3', /OfficeApp: children out of order/],
  ['label after the tip', /(<Label resid="Sealpane\.Verify\.Label"\/>)(\s*<Supertip>[\s\S]*?<\/Supertip>)/, '$2$1', /Control: children out of order/],
  ['strings before images', /(<bt:Images>[\s\S]*?<\/bt:Images>)([\s\S]*?)(<bt:LongStrings>)/, '$2$1$3', /Resources: children out of order/],
  ['an element of another kind', '<DesktopSettings>', '<DesktopSettings><Colour/>', /Colour has no place in DesktopSettings/],
  ['no rule', /<Rule [\s\S]*<\/Rule>/, '', /OfficeApp lacks Rule/],
  ['no rule for writing', 'FormType="Edit"', 'FormType="Read"', /no Rule for messages that one writes/],
  ['no rule for reading', 'FormType="Read"', 'FormType="Edit"', /no Rule for messages that one reads/],
  ['no support address', /<SupportUrl [^>]*\/>/, '', /OfficeApp lacks SupportUrl/],
  ['less permission than sending needs', '<Permissions>ReadWriteMailbox', '<Permissions>ReadWriteItem', /Permissions is not ReadWriteMailbox/],
  ['a requirement that Exchange Server lacks', 'DefaultMinVersion="1.5"', 'DefaultMinVersion="1.8"', /requires Mailbox 1\.8/],
  ['an address without TLS', 'https://localhost:3000/taskpane', 'http://localhost:3000/taskpane', /is not https/],
  ['a resource id that leads nowhere', 'resid="Sealpane.Verify.Tip"', 'resid="Sealpane.Verify.Top"', /V1_0: Sealpane\.Verify\.Top is not among/],
  ['a resource that nobody uses', '<bt:Urls>', '<bt:Urls><bt:Url id="Spare" DefaultValue="https://localhost:3000/"/>', /resource Spare is not used/],
  ['a resource id of 33 characters', /Sealpane\.Description"/g, 'Sealpane.Description.of.the.add.in"', /not 1 to 32 characters/],
  ['a text without Japanese', /<bt:Override Locale="ja-JP" Value="署名を検証"\/>/, '', /Sealpane\.Verify\.Label has no ja-JP text/],
  ['an empty Japanese text', 'Value="署名を検証"', 'Value=""', /Sealpane\.Verify\.Label has an empty text/],
  ['a name without Japanese', /<DisplayName [^>]*>[\s\S]*?<\/DisplayName>/, '<DisplayName DefaultValue="Sealpane"/>', /DisplayName has no ja-JP text/],
  ['an icon that is not there', 'assets/icon-80.png', 'assets/icon-81.png', /icon-81\.png: there is no such file/],
  ['an icon of another size', 'assets/icon-32.png', 'assets/icon-16.png', /is 16x16, not 32 pixels/],
  ['a drawing where a PNG must be', 'assets/icon-64.png', 'assets/mark.svg', /is no PNG/],
  ['no 80 pixel icon', /<bt:Image size="80"[^>]*\/>/, '', /icon of 80 pixels is missing/],
  ['pinning forgotten', /<SupportsPinning>true<\/SupportsPinning>/, '', /V1_1 does not support pinning/],
  ['pinning where 1.0 knows none', '<SourceLocation resid="Sealpane.Pane"/>', '<SourceLocation resid="Sealpane.Pane"/><SupportsPinning>true</SupportsPinning>', /V1_0 knows no pinning/],
  ['no newer overrides', / {4}<VersionOverrides [\s\S]*?<\/VersionOverrides>|<VersionOverrides xmlns="[^"]*1\.1"[\s\S]*?<\/VersionOverrides>/, '', /1\.1 inside 1\.0 is missing/],
  ['newer overrides that lean on the older resources', /(V1_1">[\s\S]*?)<Resources>[\s\S]*?<\/Resources>/, '$1', /V1_1: Sealpane\.\S+ is not among/],
  ['a button that opens nothing', 'ShowTaskpane', 'ExecuteFunction', /V1_0: Sealpane\.Verify does not open the pane/],
  ['two buttons of one name', 'id="Sealpane.Protect"', 'id="Sealpane.Verify"', /V1_0: control Sealpane\.Verify twice/],
  ['no button for writing', /MessageComposeCommandSurface/g, 'AppointmentOrganizerCommandSurface', /V1_1: no MessageComposeCommandSurface/],
  ['a button on the wrong surface', /MessageReadCommandSurface/g, 'MessageComposeCommandSurface', /V1_0: no MessageReadCommandSurface/],
  ['a short text that is long', /DefaultValue="Verify signature"/, `DefaultValue="${'x'.repeat(126)}"`, /longer than 125 characters/],
]

describe('the check complains about', () => {
  it.each(breaks)('%s', (_story, from, to, complaint) => {
    const broken = manifest.replace(from, to)
    expect(broken).not.toBe(manifest)
    expect(checkManifest(broken, root)).toContainEqual(expect.stringMatching(complaint))
  })

  it('a tag that is not closed', () => {
    expect(() => checkManifest(manifest.replace('</Hosts>', ''), root)).toThrow(/not well-formed/)
  })
})

interface GuardScript {
  readonly withGuard: (source: string) => string
}
const { withGuard } = (await import(new URL('../../scripts/lib/guard-manifest.mjs', import.meta.url).href)) as GuardScript
const guarded = withGuard(manifest)

describe('the manifest with the send guard', () => {
  it('meets every demand of Outlook and of the house', () => {
    expect(checkManifest(guarded, root, 'guard')).toEqual([])
  })

  it('is a newer version of the same add-in', () => {
    const versionOf = (source: string) => /<Version>(.*)<\/Version>/.exec(source)?.[1]?.split('.').map(Number)
    expect(versionOf(manifest)).toEqual([1, 0, 0, 0])
    expect(versionOf(guarded)).toEqual([1, 0, 0, 1])
    expect(/<Id>(.*)<\/Id>/.exec(guarded)?.[1]).toBe(/<Id>(.*)<\/Id>/.exec(manifest)?.[1])
  })

  it('is not taken for the one without, nor the other way round', () => {
    expect(checkManifest(guarded, root)).toContainEqual(expect.stringMatching(/may refuse a manifest that names one/))
    expect(checkManifest(manifest, root, 'guard')).toContainEqual(expect.stringMatching(/not exactly one event/))
  })

  it('is not made from a manifest of another form', () => {
    expect(() => withGuard(guarded.replace('V1_1', 'V1_2'))).toThrow(/no VersionOverrides 1\.1/)
    expect(() => withGuard(manifest.replaceAll('<bt:Urls>', '<bt:Url>'))).toThrow(/no <bt:Urls>/)
  })

  it.each<[story: string, from: string | RegExp, to: string, complaint: RegExp]>([
    ['a mode that lets go', 'SendMode="Block"', 'SendMode="SoftBlock"', /SendMode is not Block/],
    ['no mode, which lets go', ' SendMode="Block"', '', /SendMode is not Block/],
    ['another event', 'Type="OnMessageSend"', 'Type="OnMessageCompose"', /is not OnMessageSend/],
    ['a function that nobody associates', 'FunctionName="onMessageSend"', 'FunctionName="onSend"', /associates no function/],
    ['no script for classic Outlook', ' type="javascript"', ' type="html"', /no script for classic Outlook/],
    ['another page for the event', '<SourceLocation resid="Sealpane.Guard.Page"/>', '<SourceLocation resid="Sealpane.Pane"/>', /in another page/],
    ['the page where the script should be', 'commands/commands.js', 'commands/commands.html', /not the address of commands\.js/],
    ['a requirement below the event', 'DefaultMinVersion="1.12"', 'DefaultMinVersion="1.5"', /does not require Mailbox 1\.12/],
    ['the event required of everyone', '<Sets DefaultMinVersion="1.3">', '<Sets DefaultMinVersion="1.12">', /requires Mailbox 1\.12/],
    ['the event in the older half', /(<\/DesktopFormFactor>)([\s\S]*?)(<ExtensionPoint xsi:type="LaunchEvent">[\s\S]*?<\/ExtensionPoint>)/, '$3$1$2', /stands outside V1_1/],
    ['the runtime after the buttons', /(\s*<Runtimes>[\s\S]*<\/Runtimes>)([\s\S]*?<\/DesktopFormFactor>)/, '$2$1', /Host: children out of order/],
  ])('does not pass with %s', (_story, from, to, complaint) => {
    const broken = guarded.replace(from, to)
    expect(broken).not.toBe(guarded)
    expect(checkManifest(broken, root, 'guard')).toContainEqual(expect.stringMatching(complaint))
  })
})

describe('npm run sideload', () => {
  let folder: string
  beforeAll(async () => {
    const script = (await import(new URL('../../scripts/build.mjs', import.meta.url).href)) as { readonly buildSendGuard: () => Promise<string> }
    if (!existsSync(join(root, 'dist', 'commands', 'commands.js'))) await script.buildSendGuard()
    folder = mkdtempSync(join(tmpdir(), 'sideload-'))
    return () => rmSync(folder, { recursive: true, force: true })
  })
  const sideload = (...options: readonly string[]) =>
    spawnSync(process.execPath, [join(root, 'scripts', 'sideload.mjs'), '--print', '--out', join(folder, 'manifest.xml'), ...options], { encoding: 'utf8' })
  const written = (...path: readonly string[]) => readFileSync(join(folder, ...path), 'utf8')

  it('writes the manifest for a server', () => {
    expect(sideload('--host', 'addin.example:8443').status).toBe(0)
    expect(written('manifest.xml')).toBe(manifest.replaceAll('https://localhost:3000', 'https://addin.example:8443'))
  })

  it('writes the manifest with the guard, and tells the script its server', () => {
    expect(sideload('--guard', '--host', 'addin.example').status).toBe(0)
    expect(written('manifest.xml')).toBe(guarded.replaceAll('https://localhost:3000', 'https://addin.example'))
    expect(written('commands', 'commands.js')).toContain('"https://addin.example/taskpane/organisation.json"')
    expect(written('commands', 'commands.js')).not.toContain('localhost')
    expect(JSON.parse(written('.well-known', 'microsoft-officeaddins-allowed.json'))).toEqual({ allowed: ['https://addin.example/commands/commands.js'] })
  })

  it('asks for less when told', () => {
    expect(sideload('--permission', 'ReadWriteItem').status).toBe(0)
    expect(written('manifest.xml')).toBe(manifest.replace('<Permissions>ReadWriteMailbox', '<Permissions>ReadWriteItem'))
  })

  it.each([['a permission that there is not', ['--permission', 'All']], ['a path', ['--host', 'addin.example/outlook']]])('refuses %s', (_story, options) => {
    const { status, stderr } = sideload(...options)
    expect(status).toBe(1)
    expect(stderr).toMatch(/^sideload: /)
  })
})

const schemas = join(root, '..', 'shared', 'schemas')
const schema = join(schemas, 'OfficeAppManifestV1_1.xsd')
const missing = !existsSync(schema) ? 'the schemas are not on this machine' : spawnSync('xmllint', ['--version']).error ? 'xmllint is not installed' : null

describe(`Microsoft's schemas of 2020${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  const validate = (source: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'manifest-'))
    try {
      const path = join(folder, 'manifest.xml')
      writeFileSync(path, source)
      const { status, stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, path], { encoding: 'utf8' })
      return { status, stderr }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  it.skipIf(missing !== null)('accept the manifest, but for pinning, which is younger than they are', () => {
    const { stderr, status } = validate(manifest.replaceAll(/\s*<SupportsPinning>true<\/SupportsPinning>/g, ''))
    expect(stderr).toMatch(/ validates/)
    expect(status).toBe(0)
  })

  it.skipIf(missing !== null)('accept the manifest with the guard, but for the event, which is younger still', () => {
    const old = guarded
      .replaceAll(/\s*<SupportsPinning>true<\/SupportsPinning>/g, '')
      .replace(/\s*<Runtimes>[\s\S]*<\/Runtimes>/, '')
      .replace(/\s*<ExtensionPoint xsi:type="LaunchEvent">[\s\S]*?<\/ExtensionPoint>/, '')
    expect(validate(guarded).status).not.toBe(0)
    expect(validate(old).stderr).toMatch(/ validates/)
  })

  it.skipIf(missing !== null)('refuse a manifest without its rule', () => {
    expect(validate(manifest.replace(/<Rule [\s\S]*<\/Rule>/, '')).status).not.toBe(0)
  })
})
