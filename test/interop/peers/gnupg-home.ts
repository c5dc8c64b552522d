/** A home of its own for GnuPG's `gpgsm`: the authority trusted, the RSA keys imported. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Material } from '../../bench/material.ts'
import { type Key, writeKeyFile } from '../keys.ts'
import { run, start } from '../programs.ts'

export interface GnupgHome {
  /** Runs gpgsm in the material's folder. @throws The program's own words when it ends with an error. */
  readonly gpgsm: (...words: readonly string[]) => Buffer
  /** The same without waiting. */
  readonly start: (...words: readonly string[]) => Promise<unknown>
  /** Ends the agent too. */
  readonly end: () => void
}

const WORDS = ['--batch', '--quiet', '--no-tty', '--disable-crl-checks', '--pinentry-mode', 'loopback', '--passphrase-fd', '0', '--yes']

/** @throws The program's own words. */
export function openGnupgHome(material: Material, keys: readonly Key[]): GnupgHome {
  const { folder, file } = material
  const place = mkdtempSync(join(tmpdir(), 'sp-gpg-'))
  const home: GnupgHome = {
    gpgsm: (...words) => execFileSync('gpgsm', ['--homedir', place, ...WORDS, ...words], { cwd: folder, input: 'x\n', stdio: ['pipe', 'pipe', 'pipe'] }),
    start: (...words) => start(folder, 'gpgsm', ['--homedir', place, ...WORDS, ...words], 'x\n'),
    end: () => {
      spawnSync('gpgconf', ['--homedir', place, '--kill', 'all'], { stdio: 'ignore' })
      rmSync(place, { recursive: true, force: true })
    },
  }
  const fingerprint = run(folder, 'openssl', ['x509', '-in', 'root.crt', '-noout', '-fingerprint', '-sha1']).toString().split('=')[1]?.trim() ?? ''
  writeFileSync(join(place, 'trustlist.txt'), `${fingerprint} S relax\n`)
  // Keys that are thrown away need no passphrase that is slow to try, which the agent does each time it uses one.
  writeFileSync(join(place, 'gpg-agent.conf'), 'allow-loopback-pinentry\ns2k-count 1024\n')
  try {
    for (const name of ['root.crt', 'int.crt']) home.gpgsm('--import', file(name))
    for (const key of keys) importKey(material, key, home)
    return home
  } catch (error) {
    home.end()
    throw error
  }
}

/**
 * QUIRK: gpgsm 2.2 cannot open one PKCS #12 file in some sixty, and that file never; it depends on the salt alone (5 of 300 files of one
 * key and one passphrase). So a file that it refuses is written once more, with another salt.
 *
 * @throws What gpgsm says when it refuses five in a row: then the reason is another.
 */
function importKey(material: Material, key: Key, home: GnupgHome, tries = 5): void {
  try {
    home.gpgsm('--import', material.file(`${key}.p12`))
  } catch (error) {
    if (tries <= 1) throw error
    writeKeyFile(material.folder, key)
    importKey(material, key, home, tries - 1)
  }
}
