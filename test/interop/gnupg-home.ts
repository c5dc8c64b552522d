/** GnuPG's `gpgsm` with a home of its own for one piece of work: the authority trusted, Alice's RSA key imported. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Material } from '../bench/material.ts'
import { run, writeKeyFile } from './programs.ts'

/** Runs gpgsm in the material's folder. @throws The program's own words when it ends with an error. */
export type Gpgsm = (...words: readonly string[]) => Buffer

const WORDS = ['--batch', '--quiet', '--no-tty', '--disable-crl-checks', '--pinentry-mode', 'loopback', '--passphrase-fd', '0', '--yes']

export function inGnupgHome<T>(material: Material, work: (gpgsm: Gpgsm) => T): T {
  const { folder, file } = material
  const home = mkdtempSync(join(tmpdir(), 'sp-gpg-'))
  const gpgsm: Gpgsm = (...words) => execFileSync('gpgsm', ['--homedir', home, ...WORDS, ...words], { cwd: folder, input: 'x\n', stdio: ['pipe', 'pipe', 'pipe'] })
  const fingerprint = run(folder, 'openssl', ['x509', '-in', 'root.crt', '-noout', '-fingerprint', '-sha1']).toString().split('=')[1]?.trim() ?? ''
  writeFileSync(join(home, 'trustlist.txt'), `${fingerprint} S relax\n`)
  writeFileSync(join(home, 'gpg-agent.conf'), 'allow-loopback-pinentry\n')
  try {
    for (const name of ['root.crt', 'int.crt']) gpgsm('--import', file(name))
    importKey(material, gpgsm)
    return work(gpgsm)
  } finally {
    spawnSync('gpgconf', ['--homedir', home, '--kill', 'all'], { stdio: 'ignore' })
    rmSync(home, { recursive: true, force: true })
  }
}

/**
 * QUIRK: gpgsm 2.2 cannot open one PKCS #12 file in some sixty, and that file never; it depends on the salt alone (5 of 300 files of one
 * key and one passphrase). So a file that it refuses is written once more, with another salt.
 *
 * @throws What gpgsm says when it refuses five in a row: then the reason is another.
 */
function importKey(material: Material, gpgsm: Gpgsm, tries = 5): void {
  try {
    gpgsm('--import', material.file('rsa.p12'))
  } catch (error) {
    if (tries <= 1) throw error
    writeKeyFile(material.folder, 'rsa')
    importKey(material, gpgsm, tries - 1)
  }
}
