/** GnuPG's `gpgsm`. */
import { RSA_KEYS } from '../keys.ts'
import { missingProgram } from '../programs.ts'
import { openGnupgHome } from './gnupg-home.ts'
import { firstOf, type Job, oneByOne, type Peer, type SignedFile, signs } from './peer.ts'

const ALICE = 'alice@example.com'

/** QUIRK: gpgsm 2.2 has neither key agreement, nor Ed25519, nor AES-GCM, nor RSAES-OAEP, nor recipients named by key identifier. */
export const gnupg: Peer = {
  name: 'GnuPG',
  missing: missingProgram('gpgsm', 'gpg-agent'),
  can: ({ how, key }) => key === 'rsa' && how !== 'gcm',
  cannot: ({ key, kind, isAuthenticated, isByKey, isOaep }) =>
    firstOf({
      'GnuPG 2.2 has no key agreement': kind === 'enveloped' && !RSA_KEYS.includes(key),
      'GnuPG 2.2 reads no AuthEnvelopedData': isAuthenticated,
      'GnuPG 2.2 finds no recipient by key identifier': kind === 'enveloped' && isByKey,
      'GnuPG 2.2 has no RSAES-OAEP': kind === 'enveloped' && isOaep,
      'GnuPG 2.2 has no Ed25519 in CMS': kind !== 'enveloped' && key === 'ed25519',
    }),
  begin: material => {
    const { gpgsm, start, end } = openGnupgHome(material, RSA_KEYS)
    const sign = (digest: string, isDetached: boolean, input: string, output: string) =>
      gpgsm('--digest-algo', digest, '--include-certs', '-1', '--local-user', ALICE, '--output', output, isDetached ? '--detach-sign' : '--sign', input)
    const encrypt = (cipher: string, input: string, output: string) => gpgsm('--cipher-algo', cipher, '--recipient', ALICE, '--output', output, '--encrypt', input)
    const signatures = ['SHA256', 'SHA512'].flatMap(digest =>
      [true, false].map((isDetached): SignedFile & Job => {
        const name = `gpgsm-${isDetached ? 'detached' : 'opaque'}-${digest}.der`
        return { name, isDetached, make: () => sign(digest, isDetached, 'content.msg', name) }
      }),
    )
    return oneByOne(material, {
      signatures,
      encryptions: ['AES', 'AES192', 'AES256', '3DES'].map(cipher => ({ name: `gpge-rsa-${cipher}.der`, make: () => encrypt(cipher, 'content.msg', `gpge-rsa-${cipher}.der`) })),
      make: ({ how, input, output }) => (signs(how) ? sign('SHA256', how === 'detached', input, output) : encrypt('AES256', input, output)),
      open: ({ name, kind }) => (kind === 'detached' ? start('--verify', name, `${name}.content`) : start('--output', `${name}.out`, kind === 'signed' ? '--verify' : '--decrypt', name)),
      end,
    })
  },
}
