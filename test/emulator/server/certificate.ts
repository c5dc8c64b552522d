/** A key and certificate for https://localhost that no system trusts, made once and kept in `.cache/`. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { X509Certificate } from 'node:crypto'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import devCerts from 'office-addin-dev-certs'

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '.cache', 'certificate')

export interface ServerCertificate {
  readonly key: Buffer
  readonly cert: Buffer
}

/**
 * Gives the kept certificate, or makes a new one when there is none or it ends within a day. Installs nothing. Two processes that find none
 * at the same time make one each, in folders of their own, and both use the one that is kept first.
 */
export async function localCertificate(): Promise<ServerCertificate> {
  const kept = lasting(folder)
  if (kept) return kept
  const own = `${folder}-${process.pid}`
  mkdirSync(own, { recursive: true })
  const path = (name: string): string => join(own, name)
  await devCerts.generateCertificates(path('ca.crt'), path('localhost.crt'), path('localhost.key'), 90)
  const made = read(own)
  if (!lasting(folder)) {
    rmSync(folder, { recursive: true, force: true })
    try {
      renameSync(own, folder)
      return made
    } catch {
      // Somebody else's came first.
    }
  }
  rmSync(own, { recursive: true, force: true })
  return lasting(folder) ?? made
}

const read = (from: string): ServerCertificate => ({ key: readFileSync(join(from, 'localhost.key')), cert: readFileSync(join(from, 'localhost.crt')) })

/** The certificate in a folder, when a whole one stands there that lasts a day more. */
function lasting(from: string): ServerCertificate | undefined {
  if (!['ca.crt', 'localhost.crt', 'localhost.key'].every(name => existsSync(join(from, name)))) return undefined
  const found = read(from)
  return Date.parse(new X509Certificate(found.cert).validTo) < Date.now() + 86_400_000 ? undefined : found
}

/**
 * A certificate that this computer's browsers trust. On Windows and macOS the system asks its user once whether to trust it.
 *
 * @throws when the user says no or the tools of the system are missing.
 */
export async function trustedCertificate(): Promise<ServerCertificate> {
  const options = await devCerts.getHttpsServerOptions()
  return { key: options.key, cert: options.cert }
}
