import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
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

  it.skipIf(missing !== null)('refuse a manifest without its rule', () => {
    expect(validate(manifest.replace(/<Rule [\s\S]*<\/Rule>/, '')).status).not.toBe(0)
  })
})
