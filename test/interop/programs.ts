/** The other programs, and the keys that all of them get. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Material } from '../bench/material.ts'

export const has = (program: string): boolean => spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined

export const missingProgram =
  (...programs: readonly string[]) =>
  (): string | undefined =>
    programs.find(program => !has(program))

export const run = (folder: string, program: string, words: readonly string[], env: NodeJS.ProcessEnv = process.env): Buffer =>
  execFileSync(program, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env })

export const JARS: readonly string[] = ['bcprov.jar', 'bcpkix.jar', 'bcutil.jar'].map(name => join('/usr/share/java', name))

/** QUIRK: gpgsm 2.2 reads no PKCS #12 of PBES2. */
const OLD_PROTECTION = ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']

/** RSA with 2048 bits, P-256, P-384. */
export type Key = 'rsa' | 'ec' | 'ec384'
export const KEYS: readonly Key[] = ['rsa', 'ec', 'ec384']

/** Further keys besides the bench's RSA one, and all of them as PKCS #12 and PKCS #8. */
export function prepareKeys(material: Material): void {
  const { folder } = material
  if (existsSync(material.file('rsa.pk8'))) return
  for (const [name, curve] of [['ec', 'P-256'], ['ec384', 'P-384']] as const) {
    run(folder, 'openssl', ['req', '-new', '-newkey', 'ec', '-pkeyopt', `ec_paramgen_curve:${curve}`, '-nodes', '-keyout', `${name}.key`, '-subj', '/CN=Alice', '-out', `${name}.csr`])
    run(folder, 'openssl', ['x509', '-req', '-in', `${name}.csr`, '-CA', 'int.crt', '-CAkey', 'int.key', '-CAcreateserial', '-days', '3000', '-extfile', 'x.cnf', '-extensions', 'leaf', '-out', `${name}.crt`])
  }
  for (const name of KEYS) {
    writeKeyFile(folder, name)
    run(folder, 'openssl', ['pkcs8', '-topk8', '-nocrypt', '-outform', 'DER', '-in', `${name}.key`, '-out', `${name}.pk8`])
  }
}

/** `<name>.p12` with the passphrase `x`, of a new salt each time. */
export function writeKeyFile(folder: string, name: Key): void {
  const words = ['-inkey', `${name}.key`, '-in', `${name}.crt`, '-certfile', 'int.crt', '-name', name, ...OLD_PROTECTION, '-passout', 'pass:x', '-out', `${name}.p12`]
  run(folder, 'openssl', ['pkcs12', '-export', ...words])
}

/** Counts, and prints what failed; the last line is what `scripts/interop.mjs` reads. */
export class Tally {
  private passed = 0
  private failed = 0
  private skipped = 0

  record(name: string, isGood: boolean, answer: string): void {
    if (isGood) this.passed++
    else {
      this.failed++
      console.log(`  failed: ${name}: ${answer}`)
    }
  }

  get isGood(): boolean {
    return this.failed === 0 && this.skipped === 0
  }

  /** Something that is not installed here. */
  skip(name: string, missing: string): void {
    this.skipBecause(name, `${missing} is not installed`)
  }

  skipBecause(name: string, reason: string): void {
    console.log(`${name}: skipped, ${reason}`)
    this.skipped++
  }

  finish(): void {
    console.log(`${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`)
    process.exitCode = this.failed > 0 ? 1 : 0
  }
}
