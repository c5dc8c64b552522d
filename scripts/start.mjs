/**
 * `npm start`: from a fresh clone to the demo in a browser. Needs Node and npm, nothing else; says each thing it does.
 *
 * Options: `--no-open` does not open a browser. `PORT` sets the first port that is tried (3000).
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const leastNode = [20, 19]

function say(text) {
  console.log(text)
}

function stop(text) {
  console.error(text)
  process.exit(1)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])) return
  stop(`Sealpane needs Node ${leastNode.join('.')} or newer; this is ${process.versions.node}. Install it from https://nodejs.org and run npm start again.`)
}

const timeOf = path => (existsSync(path) ? statSync(path).mtimeMs : 0)

/** When the youngest file below a folder, or the file itself, was changed. */
function newestIn(path) {
  if (!existsSync(path)) return 0
  const facts = statSync(path)
  if (!facts.isDirectory()) return facts.mtimeMs
  return Math.max(0, ...readdirSync(path).map(name => newestIn(join(path, name))))
}

function run(command, parameters, whatFailed) {
  // npm is a script on Windows, which only a shell starts; every word here is our own.
  const { status, error } = spawnSync(command, parameters, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' && command === 'npm' })
  if (error !== undefined || status !== 0) stop(whatFailed)
}

function install() {
  const installed = timeOf(join(root, 'node_modules', '.package-lock.json'))
  if (installed > 0 && installed >= timeOf(join(root, 'package-lock.json'))) return
  say(installed === 0 ? 'Installing what Sealpane is built with (once, about a minute) ...' : 'Updating what Sealpane is built with ...')
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], 'The packages could not be installed. Check the network connection and run npm start again.')
}

function build() {
  const built = timeOf(join(root, 'dist', 'taskpane', 'taskpane.html'))
  const sources = ['src', 'assets', 'webpack.config.js', 'package-lock.json'].map(name => newestIn(join(root, name)))
  if (built > 0 && built >= Math.max(...sources)) return
  say('Building the task pane ...')
  run(process.execPath, [join(root, 'scripts', 'build.mjs')], 'The build failed; the reason stands above.')
}

/** The program that opens an address on this computer, or null where there is no desktop. */
function opener(address) {
  if (process.env.CI !== undefined || process.argv.includes('--no-open')) return null
  switch (process.platform) {
    case 'win32':
      return ['cmd', ['/c', 'start', '', address]]
    case 'darwin':
      return ['open', [address]]
    default:
      return process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined ? ['xdg-open', [address]] : null
  }
}

function openBrowser(address) {
  const found = opener(address)
  if (found === null) return
  const browser = spawn(found[0], found[1], { stdio: 'ignore', detached: true })
  // The address is printed as well, so a desktop without such a program loses nothing.
  browser.on('error', () => {})
  browser.unref()
}

function serve() {
  say('Starting the demo ...')
  const server = spawn(process.execPath, ['--import', 'tsx', join('test', 'emulator', 'serve.ts')], { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  server.on('message', ({ address }) => openBrowser(`${address}/?open=1`))
  server.on('exit', code => process.exit(code ?? 0))
  // Ctrl-C reaches both; the server ends first and takes us along.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
}

checkNode()
install()
build()
serve()
