/** CMS objects of the demo's letters, all made by the `openssl` program. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openssl, pemOf } from './certificate-authority.mjs'

/**
 * SignedData over the exact bytes of `entity`.
 *
 * @param workshop folder with `NAME.pem` and `NAME.key` of every signer.
 * @param issuers names of the certificates put in beside the signers' own.
 */
export function sign(workshop, entity, signers, { opaque = false, issuers = ['issuing'] } = {}) {
  writeFileSync(join(workshop, 'entity'), entity, 'latin1')
  writeFileSync(join(workshop, 'issuers.pem'), issuers.map(name => pemOf(workshop, name)).join(''))
  const keys = signers.flatMap(name => ['-signer', `${name}.pem`, '-inkey', `${name}.key`])
  const form = opaque ? ['-nodetach'] : []
  openssl(workshop, 'cms', '-sign', '-binary', '-in', 'entity', ...keys, '-certfile', 'issuers.pem', '-md', 'sha256', ...form, '-outform', 'DER', '-out', 'cms')
  return readFileSync(join(workshop, 'cms'))
}

/**
 * EnvelopedData, or AuthEnvelopedData for a cipher with a tag, of the exact bytes of `entity`.
 *
 * @param recipients names of certificates in `workshop`.
 * @param cipher as openssl spells it: `aes-256-cbc`, `aes-256-gcm`.
 * @param padding of the key transport: `pkcs1` or `oaep`.
 */
export function encrypt(workshop, entity, recipients, { cipher = 'aes-256-cbc', padding = 'pkcs1' } = {}) {
  writeFileSync(join(workshop, 'entity'), entity, 'latin1')
  const each = recipients.flatMap(name => ['-recip', `${name}.pem`, ...(padding === 'oaep' ? ['-keyopt', 'rsa_padding_mode:oaep'] : [])])
  openssl(workshop, 'cms', '-encrypt', '-binary', `-${cipher}`, '-in', 'entity', '-outform', 'DER', '-out', 'cms', ...each)
  return readFileSync(join(workshop, 'cms'))
}
