/** A key and certificate for https://localhost that no system trusts, made once and kept in `.cache/`. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { X509Certificate } from 'node:crypto'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import devCerts from 'office-addin-dev-certs'

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '.cache', 'certificate')

export interface ServerCertificate {
  readonly key: Buffer
  readonly cert: Buffer
}

/** Gives the kept certificate, or makes a new one when there is none or it ends within a day. Installs nothing. */
export async function localCertificate(): Promise<ServerCertificate> {
  const path = (name: string): string => join(folder, name)
  const kept = ['ca.crt', 'localhost.crt', 'localhost.key'].every(name => existsSync(path(name)))
  const ends = kept ? Date.parse(new X509Certificate(readFileSync(path('localhost.crt'))).validTo) : 0
  if (ends < Date.now() + 86_400_000) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    await devCerts.generateCertificates(path('ca.crt'), path('localhost.crt'), path('localhost.key'), 90)
  }
  return { key: readFileSync(path('localhost.key')), cert: readFileSync(path('localhost.crt')) }
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
