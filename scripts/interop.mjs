/**
 * `npm run interop -- [--cases N] [--write]`: messages that other programs signed and encrypted, ours opened by them, both over real
 * mail servers, then generated and damaged ones beside OpenSSL (10 000 unless said otherwise). `--write` writes docs/interop.md from
 * what was seen. Installs the other programs and the servers where that can be done without asking; the servers run on loopback
 * with folders of their own, as long as the part that needs them.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { canInstall, installWithoutServices } from './lib/system-packages.mjs'
import { root } from './lib/workshop.mjs'

const isThere = program => spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined
const packages = [
  ['openssl', isThere('openssl')],
  ['libnss3-tools', isThere('cmsutil')],
  ['gpgsm', isThere('gpgsm')],
  ['default-jdk-headless', isThere('javac')],
  ['libbcmail-java', existsSync('/usr/share/java/bcpkix.jar')],
  ['softhsm2', isThere('softhsm2-util')],
  // Servers are looked for, not asked: some would start.
  ['postfix', existsSync('/usr/sbin/postfix')],
  ['dovecot-imapd', existsSync('/usr/lib/dovecot/imap')],
  ['dovecot-lmtpd', existsSync('/usr/lib/dovecot/lmtp')],
  ['sogo', existsSync('/usr/sbin/sogod')],
  ['sogo-activesync', existsSync('/usr/lib/GNUstep/SOGo/ActiveSync.SOGo')],
  ['postgresql', existsSync('/usr/lib/postgresql')],
  ['memcached', existsSync('/usr/bin/memcached')],
]
const missing = packages.filter(([, there]) => !there).map(([name]) => name)
if (missing.length > 0 && !(canInstall() && installWithoutServices(missing))) {
  console.log(`Not installed, so some of it is skipped. On Debian: sudo apt-get install ${missing.join(' ')}`)
}

// The binding to tokens is native code, which `npm ci --ignore-scripts` leaves unbuilt.
if (!existsSync(join(root, 'node_modules/pkcs11js/build/Release/pkcs11.node'))) {
  spawnSync('npm', ['rebuild', 'pkcs11js'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' })
}

const at = process.argv.indexOf('--cases')
const cases = at < 0 ? '10000' : process.argv[at + 1]
// Mail servers wait for each other, and the other programs are asked one at a time: two cores are in use with both lanes side by side.
const LANES = [
  [['test/interop/transport.ts', ...process.argv.filter(word => word === '--write')]],
  [['test/interop/run.ts'], ['test/interop/encrypted.ts'], ['test/interop/made.ts'], ['test/interop/token.ts'], ['test/differential/run.ts', cases]],
]
const total = { passed: 0, failed: 0, skipped: 0 }
if (isThere('openssl')) await Promise.all(LANES.map(runLane))
else total.skipped = LANES.flat().length
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 ? 1 : 0

async function runLane(parts) {
  for (const part of parts) await runPart(part)
}

/** A part's last line has the same form as ours; its lines are shown together when it has ended. */
async function runPart([file, ...words]) {
  const begun = performance.now()
  const { stdout, status } = await outputOf(['--import', 'tsx', join(root, file), ...words])
  const counts = /^(\d+) passed, (\d+) failed, (\d+) skipped$/m.exec(stdout)
  if (counts === null) total.failed++
  else ['passed', 'failed', 'skipped'].forEach((name, i) => (total[name] += Number(counts[i + 1])))
  if (status !== 0 && counts !== null && counts[2] === '0') total.failed++
  console.log(`${stdout.trimEnd()}\n${file}: ${Math.round((performance.now() - begun) / 1000)} s${counts === null ? `, ended with ${status}` : ''}\n`)
}

function outputOf(words) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    const chunks = []
    child.stdout.on('data', chunk => chunks.push(chunk))
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ stdout: Buffer.concat(chunks).toString(), status: code ?? signal }))
  })
}
