import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { DISTRUSTED, forgeCertdata, type ForgedRoot, TRUSTED, UNDECIDED } from './certdata-forge.ts'

interface AnchorFile {
  readonly source: string
  readonly certdataSha256: string
  readonly licence: string
  readonly anchors: readonly { readonly name: string; readonly der: string; readonly emailDistrustAfter: string | null }[]
}

const root = join(import.meta.dirname, '..', '..')
const committedPath = join(root, 'src/engine/anchors/mozilla-email-anchors.json')
const folder = mkdtempSync(join(tmpdir(), 'anchors-'))

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** Runs the script on a certdata.txt: what it wrote, or what it complained about. */
function makeAnchors(certdata: string, nss = '3.110', builtins = '2.74') {
  const out = join(folder, 'out.json')
  rmSync(out, { force: true })
  const args = [join(root, 'scripts/make-anchors.mjs'), certdata, '--nss', nss, '--builtins', builtins, '--out', out]
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return { status, stderr, text: existsSync(out) ? readFileSync(out, 'utf8') : null }
}

function makeFromForged(roots: readonly ForgedRoot[]) {
  const path = join(folder, 'certdata.txt')
  writeFileSync(path, forgeCertdata(roots))
  const made = makeAnchors(path)
  return { ...made, names: made.text === null ? [] : (JSON.parse(made.text) as AnchorFile).anchors.map(anchor => anchor.name) }
}

const good: ForgedRoot = { label: 'Good', issuer: 'CN=Good', serial: 1, email: TRUSTED }

describe('which roots are taken', () => {
  it('takes a root that is trusted for e-mail, with its own octets', () => {
    const { text } = makeFromForged([good])
    const { anchors } = JSON.parse(text ?? '') as AnchorFile
    expect(anchors).toEqual([{ name: 'Good', der: Buffer.from('certificate of Good').toString('base64'), emailDistrustAfter: null }])
  })

  it.each<[story: string, root: ForgedRoot]>([
    ['trusted for web servers only', { label: 'Web', issuer: 'CN=Web', serial: 1, email: UNDECIDED, server: TRUSTED }],
    ['distrusted for e-mail', { label: 'Bad', issuer: 'CN=Bad', serial: 1, email: DISTRUSTED, server: TRUSTED }],
    ['without any trust object', { label: 'Silent', issuer: 'CN=Silent', serial: 1, email: null }],
  ])('leaves a root out that is %s', (_story, other) => {
    expect(makeFromForged([other, good]).names).toEqual(['Good'])
  })

  it('finds the certificate by issuer and serial number, not by label or place', () => {
    const twins: ForgedRoot[] = [
      { label: 'Twin', issuer: 'CN=Twin', serial: 1, email: UNDECIDED, certificate: 'web twin' },
      { label: 'Twin', issuer: 'CN=Twin', serial: 2, email: TRUSTED, certificate: 'mail twin' },
      { label: 'Twin', issuer: 'CN=Other', serial: 2, email: UNDECIDED, certificate: 'other twin' },
    ]
    const { text } = makeFromForged(twins)
    const ders = (JSON.parse(text ?? '') as AnchorFile).anchors.map(anchor => Buffer.from(anchor.der, 'base64').toString())
    expect(ders).toEqual(['mail twin'])
  })

  it('is sorted by name whatever the order of the file', () => {
    const other: ForgedRoot = { label: 'Another', issuer: 'CN=Another', serial: 1, email: TRUSTED }
    const made = makeFromForged([good, other])
    expect(made.names).toEqual(['Another', 'Good'])
  })

  it.each([
    ['240630000000Z', '2024-06-30T00:00:00.000Z'],
    ['991231235959Z', '1999-12-31T23:59:59.000Z'],
    ['20511231235959Z', '2051-12-31T23:59:59.000Z'],
  ])('reads the distrust date %s', (distrustAfter, iso) => {
    const { text } = makeFromForged([{ ...good, distrustAfter }])
    expect((JSON.parse(text ?? '') as AnchorFile).anchors[0]?.emailDistrustAfter).toBe(iso)
  })
})

describe('what stops the script', () => {
  it.each<[story: string, roots: ForgedRoot[], complaint: RegExp]>([
    ['a trusted root without certificate', [good, { label: 'Lost', issuer: 'CN=Lost', serial: 1, email: TRUSTED, hasCertificate: false }], /its certificate is not in the file/],
    ['a second certificate under the same issuer and serial number', [good, { ...good, email: null, certificate: 'forged' }], /appear twice/],
    ['a second opinion about the same certificate', [good, { ...good, hasCertificate: false, email: DISTRUSTED }], /appear twice/],
    ['a trust object made for other octets', [{ ...good, hashed: 'something else' }], /SHA-1 differs/],
    ['a distrust date that is none', [{ ...good, distrustAfter: 'tomorrow' }], /unreadable e-mail distrust date/],
    ['no e-mail root at all', [{ ...good, email: UNDECIDED }], /no root in this file is trusted for e-mail/],
  ])('%s', (_story, roots, complaint) => {
    const made = makeFromForged(roots)
    expect(made.stderr).toMatch(complaint)
    expect(made).toMatchObject({ status: 1, text: null })
  })

  it('a file of another kind', () => {
    expect(makeAnchors(join(root, 'package.json')).stderr).toMatch(/BEGINDATA is missing/)
  })

  it('a file that is not there', () => {
    expect(makeAnchors(join(folder, 'nowhere.txt')).stderr).toMatch(/there is no file/)
  })
})

const certdata = join(root, '..', 'shared', 'data', 'certdata.txt')
const isAbsent = !existsSync(certdata)

describe(`the committed list${isAbsent ? " (skipped: NSS's certdata.txt is not on this machine)" : ''}`, () => {
  it.skipIf(isAbsent)('is what the script makes of the certdata.txt it names, octet for octet', () => {
    const committed = readFileSync(committedPath, 'utf8')
    expect(makeAnchors(certdata).text).toBe(committed)
  })

  const thunderbirdPath = join(root, '..', 'shared', 'data', 'thunderbird-153-email-roots.json')
  it.skipIf(!existsSync(thunderbirdPath))('differs from the roots of Thunderbird 153 by the roots that came and went since NSS 3.110', () => {
    const theirs = JSON.parse(readFileSync(thunderbirdPath, 'utf8')) as { subject: string; der: string }[]
    const ours = (JSON.parse(readFileSync(committedPath, 'utf8')) as AnchorFile).anchors
    const theirDers = new Set(theirs.map(entry => entry.der))
    const ourDers = new Set(ours.map(anchor => anchor.der))
    const onlyOurs = ours.filter(anchor => !theirDers.has(anchor.der)).map(anchor => anchor.name)
    const onlyTheirs = theirs.filter(entry => !ourDers.has(entry.der)).map(entry => entry.subject)
    expect({ ours: ours.length, theirs: theirs.length, onlyOurs, onlyTheirs }).toMatchInlineSnapshot(`
      {
        "onlyOurs": [
          "Amazon Root CA 1",
          "Amazon Root CA 2",
          "Amazon Root CA 3",
          "Amazon Root CA 4",
          "Baltimore CyberTrust Root",
          "GLOBALTRUST 2020",
          "GTS Root R1",
          "GTS Root R3",
          "GTS Root R4",
          "GlobalSign ECC Root CA - R4",
          "Go Daddy Class 2 CA",
          "Secure Global CA",
          "Starfield Class 2 CA",
          "TeliaSonera Root CA v1",
          "TrustAsia Global Root CA G3",
          "TrustAsia Global Root CA G4",
          "Trustwave Global Certification Authority",
          "Trustwave Global ECC P256 Certification Authority",
          "Trustwave Global ECC P384 Certification Authority",
          "XRamp Global CA Root",
          "ePKI Root Certification Authority",
          "emSign ECC Root CA - C3",
          "emSign ECC Root CA - G3",
          "emSign Root CA - C1",
        ],
        "onlyTheirs": [
          "C = CN, O = "TrustAsia Technologies, Inc.", CN = TrustAsia SMIME RSA Root CA",
          "C = CH, O = OISTE Foundation, CN = OISTE Client Root ECC G1",
          "C = JP, O = "SECOM Trust Systems Co., Ltd.", CN = SECOM SMIME RSA Root CA 2024",
          "C = SE, O = Telia Company AB, CN = Telia EC Email Root CA v3",
          "C = CH, O = SwissSign AG, CN = SwissSign RSA SMIME Root CA 2022 - 1",
          "C = CN, O = "TrustAsia Technologies, Inc.", CN = TrustAsia SMIME ECC Root CA",
          "C = SE, O = Telia Company AB, CN = Telia RSA Email Root CA v3",
          "C = CH, O = OISTE Foundation, CN = OISTE Client Root RSA G1",
          "C = JP, O = "Cybertrust Japan Co., Ltd.", CN = SecureSign Root CA16",
        ],
        "ours": 103,
        "theirs": 88,
      }
    `)
  })
})
