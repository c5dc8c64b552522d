/**
 * Brings the add-in into a real Outlook.
 *
 *   npm run sideload                                  classic Outlook on Windows or Mac: starts it with the add-in
 *   npm run sideload -- --host sealpane.example.org   writes dist/manifest.xml for a server of yours
 *   npm run sideload -- --guard                       writes dist/manifest-guard.xml, with the send guard
 *   npm run sideload -- --print                       only says how it is done by hand
 *
 * `--support https://…` sets the manifest's SupportUrl; `--permission ReadWriteItem` asks for less (manifest.xml says what is lost);
 * `--out FILE` writes elsewhere. With `--guard` the guard's script is told its server, in the folder `commands` beside the manifest.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { withGuard } from './lib/guard-manifest.mjs'

const DEVELOPMENT_HOST = 'localhost:3000'
const PERMISSIONS = ['ReadItem', 'ReadWriteItem', 'ReadWriteMailbox']
const DEBUGGING = 'office-addin-debugging@7.0.0'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

try {
  main()
} catch (error) {
  console.error(`sideload: ${error.message}`)
  process.exitCode = 1
}

function main() {
  const { values } = parseArgs({
    options: {
      host: { type: 'string' },
      support: { type: 'string' },
      permission: { type: 'string' },
      out: { type: 'string' },
      guard: { type: 'boolean', default: false },
      print: { type: 'boolean', default: false },
    },
  })
  const isOther = values.host || values.support || values.out || values.permission || values.guard
  const manifest = isOther ? writeManifest(values) : join(root, 'manifest.xml')
  const canStartOutlook = ['win32', 'darwin'].includes(process.platform)
  if (canStartOutlook && !values.print && !values.host) startOutlook(manifest)
  console.log(steps(manifest, values.host ?? DEVELOPMENT_HOST))
}

/** A copy of the manifest with other addresses, another permission, or the send guard. */
function writeManifest({ host = DEVELOPMENT_HOST, support, permission, guard, out = join(root, guard ? 'dist/manifest-guard.xml' : 'dist/manifest.xml') }) {
  let address
  try {
    address = new URL(`https://${host}`)
  } catch {
    throw new Error(`"${host}" is no host; give a name like sealpane.example.org or sealpane.example.org:8443`)
  }
  if (address.host !== host.toLowerCase()) throw new Error(`"${host}" is no host; leave out https:// and any path`)
  if (support !== undefined && !support.startsWith('https://')) throw new Error('--support needs an address that starts with https://')
  if (permission !== undefined && !PERMISSIONS.includes(permission)) throw new Error(`--permission is one of ${PERMISSIONS.join(', ')}`)
  const manifest = readFileSync(join(root, 'manifest.xml'), 'utf8')
  let source = (guard ? withGuard(manifest) : manifest).replaceAll(`https://${DEVELOPMENT_HOST}`, `https://${address.host}`)
  if (support !== undefined) {
    const escaped = support.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
    source = source.replace(/(<SupportUrl DefaultValue=")[^"]*/, (_, start) => start + escaped)
  }
  if (permission !== undefined) source = source.replace(/<Permissions>\w+</, `<Permissions>${permission}<`)
  mkdirSync(dirname(out), { recursive: true })
  writeFileSync(out, source)
  console.log(`wrote ${relative(process.cwd(), out)} for https://${address.host}`)
  if (guard) tellGuard(address.host, dirname(out))
  return out
}

/** Classic Outlook's runtime has no page whose address the guard could read, so its script carries the server's. */
function tellGuard(host, folder) {
  const built = join(root, 'dist', 'commands', 'commands.js')
  if (!existsSync(built)) throw new Error('there is no dist/commands/commands.js yet; npm run build makes it, then run this again')
  const told = readFileSync(built, 'utf8').replace(/"https:\/\/[^"/]+(\/taskpane\/organisation\.json")/, `"https://${host}$1`)
  if (!told.includes(`"https://${host}/taskpane/organisation.json"`)) throw new Error('dist/commands/commands.js names no organisation.json; build it again')
  const script = join(folder, 'commands', 'commands.js')
  mkdirSync(dirname(script), { recursive: true })
  writeFileSync(script, told)
  const allowed = join(folder, '.well-known', 'microsoft-officeaddins-allowed.json')
  mkdirSync(dirname(allowed), { recursive: true })
  writeFileSync(allowed, `${JSON.stringify({ allowed: [`https://${host}/commands/commands.js`] })}\n`)
  console.log(`told ${relative(process.cwd(), script)} its server; wrote ${relative(process.cwd(), allowed)}, to be served from the root`)
}

function startOutlook(manifest) {
  console.log(`starting Outlook with the add-in (npx ${DEBUGGING} start)`)
  const outcome = spawnSync('npx', ['--yes', DEBUGGING, 'start', relative(root, manifest), 'desktop', '--no-debug'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (outcome.status !== 0) console.log('Outlook could not be started that way. By hand it always works:')
}

function steps(manifest, host) {
  return `
To add Sealpane by hand, in any Outlook (web, new, classic, Mac):
  1. Serve it at https://${host}${host === DEVELOPMENT_HOST ? ' (npm start, in another window)' : ''}; the browser has to trust its certificate.
  2. Open https://aka.ms/olksideload and sign in. Outlook shows its add-ins.
  3. My add-ins > Custom Addins > Add a custom add-in > Add from File: choose ${manifest}
  4. Open a message. "Verify signature" is in the ribbon, or under Apps. Classic Outlook may need a restart, at worst a day.
For a whole organisation: Microsoft 365 admin center > Integrated apps > Upload custom apps; Exchange Server: New-App -FileData.
To remove it: the same page, My add-ins > Custom Addins > Remove.`
}
