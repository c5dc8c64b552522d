/** The keys that everybody gets, all below the bench's authority, as PEM, PKCS #12 and PKCS #8. */
import { existsSync, writeFileSync } from 'node:fs'
import type { Material } from '../bench/material.ts'
import { run } from './programs.ts'

/** Alice's: RSA with 2048 bits, P-256, P-384, Ed25519 (signs only), X25519 (opens only). Bob's: RSA with 2048 bits. */
export type Key = 'rsa' | 'ec' | 'ec384' | 'ed25519' | 'x25519' | 'bob'
export const KEYS: readonly Key[] = ['rsa', 'ec', 'ec384', 'ed25519', 'x25519', 'bob']
export const RSA_KEYS: readonly Key[] = ['rsa', 'bob']

/** QUIRK: gpgsm 2.2 reads no PKCS #12 of PBES2. */
const OLD_PROTECTION = ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']

/** RFC 8410 section 5: such a key does one thing. */
const section = (name: string, usage: string, address: string) =>
  `[${name}]\nbasicConstraints=CA:FALSE\nkeyUsage=critical,${usage}\nextendedKeyUsage=emailProtection\nsubjectAltName=email:${address}\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n`

const SECTIONS = [
  section('both', 'digitalSignature,keyEncipherment,keyAgreement', 'alice@example.com'),
  section('signs', 'digitalSignature', 'alice@example.com'),
  section('agrees', 'keyAgreement', 'alice@example.com'),
  section('bob', 'digitalSignature,keyEncipherment', 'bob@example.com'),
].join('')

const curve = (name: string) => ['-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${name}`]
const RSA = ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048']

/** Besides the bench's RSA key. `ec2` is somebody who shares recipient structures with Alice. */
const MADE: readonly (readonly [name: Key | 'ec2', subject: string, section: string, algorithm: readonly string[]])[] = [
  ['ec', '/CN=Alice', 'both', curve('P-256')],
  ['ec2', '/CN=Other', 'both', curve('P-256')],
  ['ec384', '/CN=Alice', 'both', curve('P-384')],
  ['ed25519', '/CN=Alice', 'signs', ['-algorithm', 'ED25519']],
  ['x25519', '/CN=Alice', 'agrees', ['-algorithm', 'X25519']],
  ['bob', '/CN=Bob/emailAddress=bob@example.com', 'bob', RSA],
]

/** Does nothing where they are made already. */
export function prepareKeys(material: Material): void {
  const { folder, file } = material
  if (existsSync(file('rsa.pk8'))) return
  const openssl = (...words: readonly string[]) => run(folder, 'openssl', words)
  writeFileSync(file('leaves.cnf'), SECTIONS)
  for (const [name, subject, extensions, algorithm] of MADE) {
    openssl('genpkey', ...algorithm, '-out', `${name}.key`)
    openssl('pkey', '-in', `${name}.key`, '-pubout', '-out', `${name}.pub`)
    // A request is signed, which a key that only agrees cannot do: Alice's RSA key asks for all.
    openssl('req', '-new', '-key', 'rsa.key', '-subj', subject, '-out', `${name}.csr`)
    const issuer = ['-CA', 'int.crt', '-CAkey', 'int.key', '-CAcreateserial', '-days', '3000', '-extfile', 'leaves.cnf', '-extensions', extensions]
    openssl('x509', '-req', '-in', `${name}.csr`, '-force_pubkey', `${name}.pub`, ...issuer, '-out', `${name}.crt`)
  }
  for (const name of KEYS) {
    writeKeyFile(folder, name)
    openssl('pkcs8', '-topk8', '-nocrypt', '-outform', 'DER', '-in', `${name}.key`, '-out', `${name}.pk8`)
  }
}

/** `<name>.p12` with the passphrase `x`, of a new salt each time. */
export function writeKeyFile(folder: string, name: Key): void {
  const words = ['-inkey', `${name}.key`, '-in', `${name}.crt`, '-certfile', 'int.crt', '-name', name, ...OLD_PROTECTION, '-passout', 'pass:x', '-out', `${name}.p12`]
  run(folder, 'openssl', ['pkcs12', '-export', ...words])
}
