/**
 * Makes src/engine/anchors/mozilla-email-anchors.json: the roots that Mozilla trusts for e-mail.
 *
 *   node scripts/make-anchors.mjs                                   gets the Debian source package `nss` and reads it
 *   node scripts/make-anchors.mjs certdata.txt --nss 3.110 --builtins 2.74
 *   --out FILE                                                      writes elsewhere
 *
 * The same input gives the same file, octet for octet.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readEmailAnchors } from './lib/certdata.mjs'

const LICENCE =
  'The certificates are a list selected by Mozilla (NSS, lib/ckfw/builtins/certdata.txt), which is subject to the terms of the ' +
  'Mozilla Public License, v. 2.0. A copy of the MPL is at https://mozilla.org/MPL/2.0/.'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

try {
  main()
} catch (error) {
  console.error(`make-anchors: ${error.message}`)
  process.exitCode = 1
}

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { nss: { type: 'string' }, builtins: { type: 'string' }, out: { type: 'string' } },
  })
  const [given] = positionals
  const out = values.out ?? join(root, 'src/engine/anchors/mozilla-email-anchors.json')
  if (given !== undefined) {
    write(out, given, values)
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'nss-source-'))
  try {
    const source = fetchDebianSource(folder)
    write(out, join(source, 'lib/ckfw/builtins/certdata.txt'), {
      nss: readMacro(join(source, 'lib/nss/nss.h'), 'NSS_VERSION'),
      builtins: readMacro(join(source, 'lib/ckfw/builtins/nssckbi.h'), 'NSS_BUILTINS_LIBRARY_VERSION'),
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function write(out, certdata, { nss, builtins }) {
  if (!existsSync(certdata)) throw new Error(`there is no file ${certdata}`)
  if (!nss || !builtins) throw new Error('say which release the file is from: --nss VERSION --builtins VERSION')
  const bytes = readFileSync(certdata)
  const anchors = readEmailAnchors(bytes.toString('utf8'))
  const head = {
    source: `NSS ${nss}, builtins ${builtins}`,
    certdataSha256: createHash('sha256').update(bytes).digest('hex'),
    licence: LICENCE,
  }
  // One anchor a line, so that a new release shows as the roots that came and went.
  const lines = anchors.map(anchor => `    ${JSON.stringify(anchor)}`).join(',\n')
  const json = `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "anchors": [\n${lines}\n  ]\n}\n`
  writeFileSync(out, json)
  const dated = anchors.filter(anchor => anchor.emailDistrustAfter !== null).length
  console.log(`${out}: ${anchors.length} e-mail roots of ${head.source}, ${dated} with a distrust date`)
}

/** The unpacked source package. `apt-get source` needs a deb-src line and dpkg-dev. */
function fetchDebianSource(folder) {
  console.log('getting the Debian source package nss (apt-get source nss)')
  const outcome = spawnSync('apt-get', ['source', '--only-source', 'nss'], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] })
  const unpacked = readdirSync(folder, { withFileTypes: true }).find(entry => entry.isDirectory())
  if (outcome.status !== 0 || !unpacked) {
    throw new Error(
      'the source package nss could not be fetched. On Debian or Ubuntu: install dpkg-dev, add "deb-src" to the types in ' +
        '/etc/apt/sources.list.d, run "apt-get update" and try again. Elsewhere: take lib/ckfw/builtins/certdata.txt out of ' +
        'an NSS release and give it as the argument, with --nss and --builtins',
    )
  }
  return existsSync(join(folder, unpacked.name, 'nss')) ? join(folder, unpacked.name, 'nss') : join(folder, unpacked.name)
}

function readMacro(header, name) {
  const [, version] = new RegExp(`#define\\s+${name}\\s+"([0-9.]+)`).exec(readFileSync(header, 'utf8')) ?? []
  if (version === undefined) throw new Error(`${header} does not define ${name}`)
  return version
}
