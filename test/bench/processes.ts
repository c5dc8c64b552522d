/** Other programs as contenders: started, timed from outside, their memory watched. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Material, MESSAGE_OF } from './material.ts'
import { isDecryption, isMaking, type MakingOperation, type Operation } from './options.ts'

export interface CommandLine {
  readonly name: string
  readonly program: string
  readonly words: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

const has = (program: string) => spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined

/** What each program is asked, for one operation on the messages called `name`. Programs that are not installed are left out. */
export function commandLines(material: Material, operation: Operation, name: string): CommandLine[] {
  const { file, root } = material
  const message = file(`${name}.${MESSAGE_OF[operation]}`)
  if (isMaking(operation)) return makers(material, operation, name)
  if (isDecryption(operation)) return [decryption(material, operation, message)]
  const verify = ['cms', '-verify', '-CAfile', root, '-purpose', 'smimesign', '-out', '/dev/null']
  const detached = operation === 'verify-detached'
  const list: CommandLine[] = [{ name: 'openssl', program: 'openssl', words: [...verify, '-in', message] }]
  if (operation === 'verify-opaque-ber') return list
  list.push({
    name: 'openssl-der',
    program: 'openssl',
    words: [...verify, '-binary', '-inform', 'DER', ...(detached ? ['-in', file(`${name}.p7s`), '-content', file(`${name}.msg`)] : ['-in', file(`${name}.b.der`)])],
  })
  if (has('cmsutil') && has('certutil')) {
    const words = detached ? ['-i', file(`${name}.p7s`), '-c', file(`${name}.msg`)] : ['-i', file(`${name}.b.der`)]
    list.push({ name: 'nss', program: 'cmsutil', words: ['-D', '-d', nssStore(material), '-u', '4', ...words, '-o', '/dev/null'] })
  }
  if (has('gpgsm')) {
    const words = detached ? ['--verify', file(`${name}.p7s`), file(`${name}.msg`)] : ['--output', '/dev/null', '--yes', '--verify', file(`${name}.b.der`)]
    list.push({ name: 'gpgsm', program: 'gpgsm', words: ['--batch', '--quiet', '--no-tty', '--homedir', gpgHome(material), '--disable-crl-checks', ...words] })
  }
  return list
}

/** The same octets signed or encrypted. NSS writes DER, encrypts with AES-128-CBC only, and knows no GCM; gpgsm encrypts to DER. */
function makers(material: Material, operation: MakingOperation, name: string): CommandLine[] {
  const { file } = material
  const content = file(`${name}.s.msg`)
  const smime = ['-in', content, '-binary', '-outform', 'SMIME', '-out', '/dev/null']
  const signs = operation === 'sign'
  const words = signs
    ? ['cms', '-sign', ...smime, '-signer', file('rsa.crt'), '-inkey', file('rsa.key'), '-certfile', file('int.crt'), '-md', 'sha256']
    : ['cms', '-encrypt', ...smime, operation === 'encrypt-gcm' ? '-aes-256-gcm' : '-aes-256-cbc', '-recip', file('rsa.crt')]
  const list: CommandLine[] = [
    { name: 'openssl', program: 'openssl', words },
    { name: 'openssl-stream', program: 'openssl', words: [...words, '-stream'] },
  ]
  if (operation === 'encrypt-gcm') return list
  if (has('cmsutil') && has('certutil') && has('pk12util')) {
    const way = signs ? ['-S', '-T', '-G', '-H', 'SHA256', '-N', 'alice'] : ['-E', '-r', 'alice@example.com']
    list.push({ name: 'nss', program: 'cmsutil', words: [...way, '-d', nssKeyStore(material), '-i', content, '-o', '/dev/null'] })
  }
  if (!signs && has('gpgsm')) {
    const home = gpgHome(material)
    spawnSync('gpgsm', ['--batch', '--quiet', '--homedir', home, '--import', file('rsa.crt')], { stdio: 'ignore' })
    const way = ['--disable-crl-checks', '--cipher-algo', 'AES256', '--recipient', 'alice@example.com', '--output', '/dev/null', '--yes', '--encrypt', content]
    list.push({ name: 'gpgsm', program: 'gpgsm', words: ['--batch', '--quiet', '--no-tty', '--homedir', home, ...way] })
  }
  return list
}

/** With the signer's key too. */
function nssKeyStore(material: Material): string {
  const folder = material.file('nss-keys')
  const store = `sql:${folder}`
  if (existsSync(folder)) return store
  mkdirSync(folder)
  const { file, root } = material
  execFileSync('certutil', ['-N', '-d', store, '--empty-password'])
  execFileSync('certutil', ['-A', '-d', store, '-n', 'root', '-t', 'C,C,C', '-i', root])
  execFileSync('certutil', ['-A', '-d', store, '-n', 'int', '-t', ',,', '-i', file('int.crt')])
  execFileSync('openssl', ['pkcs12', '-export', '-in', file('rsa.crt'), '-inkey', file('rsa.key'), '-name', 'alice', '-passout', 'pass:x', '-out', file('alice.p12')])
  execFileSync('pk12util', ['-i', file('alice.p12'), '-d', store, '-W', 'x', '-K', ''], { stdio: 'ignore' })
  return store
}

/** openssl decrypts and verifies in two runs, with a file between them. */
function decryption({ file, root }: Material, operation: Operation, message: string): CommandLine {
  const words = ['cms', '-decrypt', '-in', message, '-recip', file('rsa.crt'), '-inkey', file('rsa.key'), '-out']
  if (operation !== 'decrypt-verify') return { name: 'openssl', program: 'openssl', words: [...words, '/dev/null'] }
  const decrypted = file('decrypted.tmp')
  const verify = ['cms', '-verify', '-CAfile', root, '-purpose', 'smimesign', '-in', decrypted, '-out', '/dev/null']
  return { name: 'openssl', program: 'sh', words: ['-c', [[...words, decrypted], verify].map(run => `openssl ${run.map(word => `'${word}'`).join(' ')}`).join(' && ')] }
}

function nssStore(material: Material): string {
  const folder = material.file('nss')
  if (existsSync(folder)) return `sql:${folder}`
  mkdirSync(folder)
  execFileSync('certutil', ['-N', '-d', `sql:${folder}`, '--empty-password'])
  execFileSync('certutil', ['-A', '-d', `sql:${folder}`, '-n', 'root', '-t', 'C,C,C', '-i', material.root])
  return `sql:${folder}`
}

const homes = new Map<string, string>()

/** Under the system's temporary folder: the agent's socket has a path of limited length. */
function gpgHome(material: Material): string {
  const known = homes.get(material.folder)
  if (known !== undefined) return known
  const home = mkdtempSync(join(tmpdir(), 'sp-gpg-'))
  const fingerprint = execFileSync('openssl', ['x509', '-in', material.root, '-noout', '-fingerprint', '-sha1']).toString().split('=')[1]?.trim() ?? ''
  writeFileSync(join(home, 'trustlist.txt'), `${fingerprint} S relax\n`)
  for (const name of ['root.crt', 'int.crt']) spawnSync('gpgsm', ['--batch', '--quiet', '--homedir', home, '--import', material.file(name)], { stdio: 'ignore' })
  homes.set(material.folder, home)
  return home
}

/** Ends the agents that gpgsm left behind. */
export function closeHomes(): void {
  for (const home of homes.values()) spawnSync('gpgconf', ['--homedir', home, '--kill', 'all'], { stdio: 'ignore' })
  homes.clear()
}

export interface Run {
  readonly ms: number
  readonly ok: boolean
  readonly peakMB: number
  readonly words: string
}

/** Runs once. `watch` reads the most memory it held from /proc (Linux only). */
export function runOnce(command: CommandLine, watch = false): Promise<Run> {
  return new Promise(resolve => {
    let peak = 0
    const words: string[] = []
    const began = performance.now()
    const child = spawn(command.program, command.words, { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => words.push(chunk.toString()))
    const look = () => {
      peak = Math.max(peak, highWaterMark(child.pid))
      if (child.exitCode === null && child.signalCode === null) setImmediate(look)
    }
    if (watch) look()
    child.on('close', code => {
      resolve({ ms: performance.now() - began, ok: code === 0, peakMB: peak, words: words.join('') })
    })
  })
}

/** Most memory the process held so far, in MB; 0 where the system does not say. */
export function highWaterMark(pid: number | undefined, field = 'VmHWM'): number {
  try {
    return Number(new RegExp(`${field}:\\s+(\\d+)`, 'u').exec(readFileSync(`/proc/${pid ?? 0}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}
