/** The demo's certificate authorities and signers, made by the `openssl` program in a folder that is thrown away. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const extensions = {
  root: 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n',
  issuing:
    'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\n' +
    'extendedKeyUsage=emailProtection\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid:always\n',
  person: address => endEntity('digitalSignature,nonRepudiation', address),
  /** Somebody whom others encrypt to. */
  reader: address => endEntity('digitalSignature,keyEncipherment', address),
}

function endEntity(keyUsage, address) {
  return (
    `basicConstraints=critical,CA:FALSE\nkeyUsage=critical,${keyUsage}\n` +
    'extendedKeyUsage=emailProtection\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid:always\n' +
    `subjectAltName=email:${address}\n`
  )
}

const configuration = `
[ca]
default_ca = demo
[demo]
dir = .
database = index.txt
new_certs_dir = .
rand_serial = yes
serial = unused
default_md = sha256
policy = any
unique_subject = no
string_mask = utf8only
[any]
countryName = optional
organizationName = optional
organizationalUnitName = optional
commonName = supplied
[req]
distinguished_name = dn
utf8 = yes
string_mask = utf8only
[dn]
`

/** Runs openssl with arguments, never through a shell. Its error text is shown when it fails. */
export function openssl(folder, ...parameters) {
  return execFileSync('openssl', parameters, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 })
}

/** An empty workshop for certificates. `folder` must exist. */
export function prepare(folder) {
  writeFileSync(join(folder, 'demo.cnf'), configuration)
  writeFileSync(join(folder, 'index.txt'), '')
}

/**
 * Makes a key and a certificate named `name`.
 *
 * @param kind 'root' | 'issuing' | 'person' | 'reader'
 * @param from, until UTC times as `YYYYMMDDHHMMSSZ`.
 * @param key what `openssl genpkey` takes: ['RSA', 'rsa_keygen_bits:2048'] or ['EC', 'ec_paramgen_curve:P-256'].
 */
export function certify(folder, { name, kind, subject, address, issuer, from, until, key }) {
  openssl(folder, 'genpkey', '-algorithm', key[0], '-pkeyopt', key[1], '-out', `${name}.key`)
  openssl(folder, 'req', '-new', '-utf8', '-config', 'demo.cnf', '-key', `${name}.key`, '-subj', subject, '-out', `${name}.csr`)
  const extension = extensions[kind]
  writeFileSync(join(folder, `${name}.ext`), typeof extension === 'function' ? extension(address) : extension)
  const signer = issuer === null ? ['-selfsign', '-keyfile', `${name}.key`] : ['-cert', `${issuer}.pem`, '-keyfile', `${issuer}.key`]
  openssl(
    folder, 'ca', '-batch', '-notext', '-utf8', '-config', 'demo.cnf', ...signer, '-in', `${name}.csr`, '-extfile', `${name}.ext`,
    '-startdate', from, '-enddate', until, '-out', `${name}.pem`,
  )
}

/** Key, certificate and issuers of `name` as a password-protected file, as an authority hands it out. */
export function keyFile(folder, name, { issuers, password, label }) {
  writeFileSync(join(folder, 'issuers.pem'), issuers.map(issuer => pemOf(folder, issuer)).join(''))
  openssl(
    folder, 'pkcs12', '-export', '-inkey', `${name}.key`, '-in', `${name}.pem`, '-certfile', 'issuers.pem', '-name', label,
    '-passout', `pass:${password}`, '-out', `${name}.p12`,
  )
  return readFileSync(join(folder, `${name}.p12`))
}

/** One certificate as PEM text without anything around it. */
export function pemOf(folder, name) {
  const text = readFileSync(join(folder, `${name}.pem`), 'latin1')
  return text.slice(text.indexOf('-----BEGIN CERTIFICATE-----')).trim() + '\n'
}
