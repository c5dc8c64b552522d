/**
 * `npm start`: from a fresh clone to the demo in a browser. Needs Node and npm, nothing else; says each thing it does.
 *
 * Options: `--no-open` does not open a browser; `--smtp host:port` also hands every message that is sent in the demo to that mail server.
 * `PORT` sets the first port that is tried (3000).
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { install, isBuilt, isInstalled, root, run } from './lib/workshop.mjs'

const leastNode = [20, 19]

function stop(text) {
  console.error(text)
  process.exit(1)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])) return
  stop(`Sealpane needs Node ${leastNode.join('.')} or newer; this is ${process.versions.node}. Install it from https://nodejs.org and run npm start again.`)
}

function prepare() {
  if (!isInstalled()) {
    console.log('Installing what Sealpane is built with (once, about a minute) ...')
    if (!install()) stop('The packages could not be installed. Check the network connection and run npm start again.')
  }
  if (!isBuilt()) {
    console.log('Building the task pane ...')
    if (!run(process.execPath, [join(root, 'scripts', 'build.mjs')])) stop('The build failed; the reason stands above.')
  }
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
  browser.on('error', () => undefined)
  browser.unref()
}

function serve() {
  console.log('Starting the demo ...')
  const smtp = process.argv.indexOf('--smtp')
  const options = smtp < 0 ? [] : ['--smtp', process.argv[smtp + 1] ?? '']
  const parameters = ['--import', 'tsx', join('test', 'emulator', 'serve.ts'), ...options]
  const server = spawn(process.execPath, parameters, { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  server.on('message', ({ address }) => openBrowser(`${address}/`))
  server.on('exit', code => process.exit(code ?? 0))
  // Ctrl-C reaches both; the server ends first and takes us along.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
}

checkNode()
prepare()
serve()
