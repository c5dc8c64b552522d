/** Part of `npm run interop`: keys in a PKCS #11 token (SoftHSM) open what OpenSSL encrypted, and never leave it. */
import { spawnSync } from 'node:child_process'
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type * as pkcs11js from 'pkcs11js'
import { makeAuthority } from '../bench/material.ts'
import { ENTITY } from '../make/signed-message.ts'
import { prepareKeys } from './keys.ts'
import { run } from './programs.ts'
import { Tally } from './tally.ts'

const LIBRARY = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so', '/usr/local/lib/softhsm/libsofthsm2.so'].find(existsSync)
const PIN = '4321'
const tally = new Tally()

type Binding = typeof pkcs11js

async function loadBinding(): Promise<Binding | undefined> {
  try {
    const loaded = (await import('pkcs11js')) as Binding & { readonly default?: Binding }
    return loaded.default ?? loaded
  } catch {
    return undefined
  }
}

const binding = await loadBinding()
if (LIBRARY === undefined || !binding) tally.skip('PKCS #11 token', LIBRARY === undefined ? 'softhsm2' : 'the binding (npm rebuild pkcs11js)')
else {
  const folder = mkdtempSync(join(tmpdir(), 'sealpane-token-'))
  try {
    checkToken(folder, LIBRARY, binding)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
tally.finish()

function checkToken(folder: string, library: string, pkcs11: Binding): void {
  const material = makeAuthority(folder)
  prepareKeys(material)
  writeFileSync(material.file('content.msg'), ENTITY)
  mkdirSync(material.file('tokens'))
  writeFileSync(material.file('softhsm2.conf'), `directories.tokendir = ${material.file('tokens')}\n`)
  process.env['SOFTHSM2_CONF'] = material.file('softhsm2.conf')
  run(folder, 'softhsm2-util', ['--init-token', '--free', '--label', 'work shop', '--pin', PIN, '--so-pin', '8765'])
  run(folder, 'openssl', ['pkcs8', '-topk8', '-nocrypt', '-in', 'rsa.key', '-out', 'rsa.pem'])
  run(folder, 'softhsm2-util', ['--import', 'rsa.pem', '--token', 'work shop', '--label', 'rsa', '--id', 'a1', '--pin', PIN])
  for (const name of ['rsa', 'ec']) run(folder, 'openssl', ['x509', '-in', `${name}.crt`, '-outform', 'DER', '-out', `${name}.der`])
  const certificates = { a1: readFileSync(material.file('rsa.der')), a2: readFileSync(material.file('ec.der')) }
  store(pkcs11, library, certificates, createPrivateKey(readFileSync(material.file('ec.key'))))
  const uri = `pkcs11:token=work%20shop?module-path=${library}`
  const ways = { 'rsa-pkcs1': ['rsa.crt'], 'rsa-oaep': ['rsa.crt', '-keyopt', 'rsa_padding_mode:oaep'], 'ec-sha256': ['ec.crt', '-keyopt', 'ecdh_kdf_md:sha256'] }
  for (const [way, words] of Object.entries(ways)) {
    for (const cipher of ['aes256', 'aes-256-gcm']) {
      const name = `${way}-${cipher}`
      run(folder, 'openssl', ['cms', '-encrypt', '-binary', '-outform', 'DER', '-in', 'content.msg', '-out', `${name}.p7m`, `-${cipher}`, '-recip', ...words])
      const { status, stdout } = sealpane('open', '--key', `${uri}&pin-value=${PIN}`, '--out', material.file('out'), material.file(`${name}.p7m`))
      const isSame = status === 0 && readFileSync(material.file('out'), 'utf8') === ENTITY
      tally.record(`token, ${name}`, isSame, stdout)
    }
  }
  const byFile = sealpane('open', '--key', uri, '--passphrase', PIN, material.file('rsa-pkcs1-aes256.p7m'))
  tally.record('the PIN as passphrase', byFile.status === 0, byFile.stdout)
  for (const [what, wrong] of [['another PIN', `${uri}&pin-value=0000`], ['no such token', uri.replace('work', 'play')], ['no such library', `pkcs11:?module-path=${folder}/none.so`]] as const) {
    const { status, stderr } = sealpane('open', '--key', wrong, material.file('rsa-pkcs1-aes256.p7m'))
    tally.record(what, status === 64 && stderr.startsWith('sealpane: --key pkcs11:'), stderr)
  }
}

/**
 * As a card's maker would have stored them.
 *
 * QUIRK: `softhsm2-util` imports EC keys that may only sign, so this one is written object by object.
 */
function store(pkcs11: Binding, library: string, certificates: Readonly<Record<string, Buffer>>, ecKey: KeyObject): void {
  const module = new pkcs11.PKCS11()
  module.load(library)
  module.C_Initialize()
  const slot = module.C_GetSlotList(true).find(candidate => module.C_GetTokenInfo(candidate).label.trimEnd() === 'work shop')
  if (!slot) throw new Error('the token is not there')
  const session = module.C_OpenSession(slot, pkcs11.CKF_SERIAL_SESSION | pkcs11.CKF_RW_SESSION)
  module.C_Login(session, pkcs11.CKU_USER, PIN)
  for (const [id, value] of Object.entries(certificates)) {
    module.C_CreateObject(session, [
      { type: pkcs11.CKA_CLASS, value: pkcs11.CKO_CERTIFICATE },
      { type: pkcs11.CKA_CERTIFICATE_TYPE, value: pkcs11.CKC_X_509 },
      { type: pkcs11.CKA_TOKEN, value: true },
      { type: pkcs11.CKA_ID, value: Buffer.from(id, 'hex') },
      { type: pkcs11.CKA_SUBJECT, value: Buffer.alloc(0) },
      { type: pkcs11.CKA_VALUE, value },
    ])
  }
  module.C_CreateObject(session, [
    { type: pkcs11.CKA_CLASS, value: pkcs11.CKO_PRIVATE_KEY },
    { type: pkcs11.CKA_KEY_TYPE, value: pkcs11.CKK_EC },
    { type: pkcs11.CKA_TOKEN, value: true },
    { type: pkcs11.CKA_PRIVATE, value: true },
    { type: pkcs11.CKA_SENSITIVE, value: true },
    { type: pkcs11.CKA_EXTRACTABLE, value: false },
    { type: pkcs11.CKA_DERIVE, value: true },
    { type: pkcs11.CKA_ID, value: Buffer.from('a2', 'hex') },
    { type: pkcs11.CKA_EC_PARAMS, value: Buffer.from('06082a8648ce3d030107', 'hex') },
    { type: pkcs11.CKA_VALUE, value: Buffer.from(ecKey.export({ format: 'jwk' }).d ?? '', 'base64url') },
  ])
  module.C_Finalize()
  module.close()
}

function sealpane(...words: readonly string[]) {
  const program = fileURLToPath(new URL('../../src/cli/sealpane.ts', import.meta.url))
  return spawnSync(process.execPath, ['--import', 'tsx', program, ...words], { encoding: 'utf8' })
}
