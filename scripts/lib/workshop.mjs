/** What the commands of this folder ask about the clone: is everything installed, is the build younger than its sources. */
import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

const SOURCES_OF_BUILD = ['src', 'assets', 'webpack.config.js', 'package-lock.json', 'scripts/build.mjs']

/** Whether node_modules holds what package-lock.json says, as far as times tell. */
export function isInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json')
  return existsSync(installed) && changedAt(installed) >= changedAt(join(root, 'package-lock.json'))
}

/**
 * Installs what package-lock.json says. True when it ended well.
 *
 * QUIRK: `npm ci` empties node_modules first. Through a symbolic link it would empty the folder of another clone.
 * @throws Error when node_modules is a symbolic link.
 */
export function install() {
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new Error('node_modules is a symbolic link and older than package-lock.json. Remove the link, or install in the folder it points at.')
  }
  return run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'])
}

/** Whether dist is there and younger than everything it is made from. */
export function isBuilt() {
  const built = join(root, 'dist', 'taskpane', 'taskpane.html')
  return existsSync(built) && SOURCES_OF_BUILD.every(name => changedAt(join(root, name)) <= changedAt(built))
}

/** When the youngest file below a folder, or the file itself, was changed; 0 when there is none. */
function changedAt(path) {
  if (!existsSync(path)) return 0
  const facts = statSync(path)
  if (!facts.isDirectory()) return facts.mtimeMs
  return Math.max(0, ...readdirSync(path).map(name => changedAt(join(path, name))))
}

/** Runs a program in the clone with its output shown. True when it ended well. */
export function run(program, parameters, env = process.env) {
  // npm is a script on Windows, which only a shell starts; every word given to it is our own.
  const shell = process.platform === 'win32' && program === 'npm'
  return spawnSync(program, parameters, { cwd: root, stdio: 'inherit', shell, env }).status === 0
}
