/** `openssl cms`. */
import { missingProgram, run, start } from '../programs.ts'
import { firstOf, type Job, oneByOne, type Peer, type SignedFile, signs } from './peer.ts'

/** What recipients of the other kinds have: a password, a key-encryption key. */
export const PASSWORD = 'correct horse'
export const SHARED_KEY = new Uint8Array(32)

type Words = Readonly<Record<string, readonly string[]>>

const FORMS: Words = { detached: [], opaque: ['-nodetach'], ber: ['-nodetach', '-stream'] }

const SIGNATURES: Words = {
  'sha256': ['-md', 'sha256'], 'sha384': ['-md', 'sha384'], 'sha512': ['-md', 'sha512'], 'keyid': ['-keyid'], 'cades': ['-cades'],
  'nosmimecap': ['-nosmimecap'], 'pss': ['-keyopt', 'rsa_padding_mode:pss'], 'pss-sha512': ['-md', 'sha512', '-keyopt', 'rsa_padding_mode:pss'],
}

const RECIPIENTS: Words = {
  'rsa-pkcs1': ['-recip', 'rsa.crt'],
  'rsa-keyid': ['-keyid', '-recip', 'rsa.crt'],
  'rsa-oaep': ['-recip', 'rsa.crt', '-keyopt', 'rsa_padding_mode:oaep'],
  'rsa-oaep_sha256': ['-recip', 'rsa.crt', '-keyopt', 'rsa_padding_mode:oaep', '-keyopt', 'rsa_oaep_md:sha256', '-keyopt', 'rsa_mgf1_md:sha256'],
  'rsa-oaep_mixed_label': ['-recip', 'rsa.crt', '-keyopt', 'rsa_padding_mode:oaep', '-keyopt', 'rsa_oaep_md:sha512', '-keyopt', 'rsa_mgf1_md:sha1', '-keyopt', 'rsa_oaep_label:0011223344'],
  'rsa-last_of_two': ['-recip', 'ec2.crt', '-recip', 'rsa.crt'],
  'ec-default': ['-recip', 'ec.crt'],
  'ec-keyid': ['-keyid', '-recip', 'ec.crt'],
  'ec-sha256': ['-recip', 'ec.crt', '-keyopt', 'ecdh_kdf_md:sha256'],
  'ec-sha384': ['-recip', 'ec.crt', '-keyopt', 'ecdh_kdf_md:sha384'],
  'ec-sha512_cofactor': ['-recip', 'ec.crt', '-keyopt', 'ecdh_kdf_md:sha512', '-keyopt', 'ecdh_cofactor_mode:1'],
  'kek': ['-secretkey', Buffer.from(SHARED_KEY).toString('hex'), '-secretkeyid', '6964'],
  'password': ['-pwri_password', PASSWORD],
}

/** QUIRK: OpenSSL 3.0 has RC2 in its legacy provider only. */
const CIPHERS: Words = {
  ...Object.fromEntries(['aes128', 'aes192', 'aes256', 'des3'].map(name => [name, [`-${name}`]])),
  ...Object.fromEntries(['128', '192', '256'].map(bits => [`aes${bits}-gcm`, [`-aes-${bits}-gcm`]])),
  ...Object.fromEntries(['rc2-40-cbc', 'rc2-64-cbc', 'rc2-cbc'].map(name => [name, [`-${name}`, '-provider', 'legacy', '-provider', 'default']])),
}

interface Call {
  readonly folder: string
  readonly input: string
  readonly output: string
  readonly words: readonly string[]
}

const sign = ({ folder, input, output, words }: Call, key: string) =>
  run(folder, 'openssl', ['cms', '-sign', '-binary', '-outform', 'DER', '-in', input, '-out', output, '-signer', `${key}.crt`, '-inkey', `${key}.key`, '-certfile', 'int.crt', ...words])

const encrypt = ({ folder, input, output, words }: Call) => run(folder, 'openssl', ['cms', '-encrypt', '-binary', '-outform', 'DER', '-in', input, '-out', output, ...words])

/** QUIRK: OpenSSL 3.0 cannot write PSS parameters while it streams. */
const signatures = (folder: string): (SignedFile & Job)[] =>
  Object.entries(FORMS).flatMap(([form, formWords]) =>
    Object.entries(SIGNATURES).flatMap(([kind, kindWords]) =>
      ['rsa', 'ec'].filter(key => !kind.startsWith('pss') || (key === 'rsa' && form !== 'ber')).map(key => {
        const name = `openssl-${form}-${kind}-${key}.der`
        return { name, isDetached: form === 'detached', make: () => sign({ folder, input: 'content.msg', output: name, words: [...formWords, ...kindWords] }, key) }
      }),
    ),
  )

/**
 * AES Key Wrap takes content keys of at least two blocks of 64 bits (RFC 3394 section 2), which those of RC2 with 40 and 64 bits are not.
 * QUIRK: OpenSSL 3.0 wraps under a password with the message's own cipher, and cannot write GCM's parameters for that.
 */
function exists(recipient: string, cipher: string): boolean {
  const isWrapped = recipient === 'kek' || recipient.startsWith('ec-') || recipient === 'rsa-last_of_two'
  return !(isWrapped && /^rc2-\d/u.test(cipher)) && !(recipient === 'password' && cipher.endsWith('gcm'))
}

const encryptions = (folder: string): Job[] =>
  Object.entries(RECIPIENTS).flatMap(([recipient, recipientWords]) =>
    Object.entries(CIPHERS).filter(([cipher]) => exists(recipient, cipher)).flatMap(([cipher, cipherWords]) =>
      (cipher.endsWith('gcm') ? [[]] : [[], ['-stream']]).map(form => {
        const name = `ossl-${recipient}-${cipher}${form.length > 0 ? '-ber' : ''}.der`
        return { name, make: () => encrypt({ folder, input: 'content.msg', output: name, words: [...cipherWords, ...form, ...recipientWords] }) }
      }),
    ),
  )

export const openssl: Peer = {
  name: 'OpenSSL',
  missing: missingProgram('openssl'),
  can: ({ key }) => key !== 'ed25519' && key !== 'x25519',
  cannot: ({ key, kind }) => firstOf({ 'OpenSSL 3.0 has no Ed25519 in CMS': kind !== 'enveloped' && key === 'ed25519', 'OpenSSL 3.0 has no X25519 in CMS': kind === 'enveloped' && key === 'x25519' }),
  begin: material => {
    const { folder } = material
    return oneByOne(material, {
      signatures: signatures(folder),
      encryptions: encryptions(folder),
      make: ({ how, key, input, output }) =>
        signs(how)
          ? sign({ folder, input, output, words: how === 'opaque' ? ['-nodetach'] : [] }, key)
          : encrypt({ folder, input, output, words: [how === 'gcm' ? '-aes-256-gcm' : '-aes-256-cbc', '-recip', `${key}.crt`] }),
      open: ({ name, kind, key }) => {
        const words = kind === 'enveloped' ? ['-decrypt', '-recip', `${key}.crt`, '-inkey', `${key}.key`] : ['-verify', '-CAfile', 'root.crt', ...(kind === 'detached' ? ['-content', `${name}.content`] : [])]
        return start(folder, 'openssl', ['cms', ...words, '-binary', '-inform', 'DER', '-in', name, '-out', `${name}.out`])
      },
      end: () => undefined,
    })
  },
}
