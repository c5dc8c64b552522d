/** The two programs of the system that the tests use, and how to get them. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { run } from './workshop.mjs'

export const hasOpenssl = () => spawnSync('openssl', ['version']).status === 0

/** Only where it can be done without asking: Debian or Ubuntu, as root. */
export function canInstall() {
  return process.platform === 'linux' && process.getuid?.() === 0 && isDebian() && existsSync('/usr/bin/apt-get')
}

function isDebian() {
  if (!existsSync('/etc/os-release')) return false
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'))
}

/** True when apt-get says that all of them are there now. */
export function installPackages(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return run('apt-get', ['update', '-q'], env) && run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], env)
}

const SERVICE_GUARD = '/usr/sbin/policy-rc.d'

/**
 * As `installPackages`, but no package starts its service: Debian asks this file before it does. One that is there already stays
 * as it is, and is its owner's word.
 */
export function installWithoutServices(names) {
  const isGuarded = existsSync(SERVICE_GUARD)
  if (!isGuarded) writeFileSync(SERVICE_GUARD, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    return installPackages(names)
  } finally {
    if (!isGuarded) rmSync(SERVICE_GUARD)
  }
}

/** The one command that helps on this system. */
export function browserAdvice(platform = process.platform) {
  switch (platform) {
    case 'win32':
      return 'winget install --id Google.Chrome'
    case 'darwin':
      return 'brew install --cask google-chrome'
    default:
      return isDebian() ? 'sudo apt-get update && sudo apt-get install chromium openssl' : 'install the package chromium of your system'
  }
}
