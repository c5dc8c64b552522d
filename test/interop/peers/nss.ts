/** `cmsutil` of NSS, with a certificate store of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Key } from '../keys.ts'
import { missingProgram, run, start } from '../programs.ts'
import { firstOf, type Job, oneByOne, type Peer, type SignedFile, signs } from './peer.ts'

const KEYS: readonly Key[] = ['rsa', 'ec', 'ec384', 'bob']

/** QUIRK: `cmsutil` of NSS 3.87 writes and opens neither AuthEnvelopedData nor key agreement, and opens no RSAES-OAEP. */
export const nss: Peer = {
  name: 'NSS',
  missing: missingProgram('cmsutil', 'certutil', 'pk12util'),
  can: ({ how, key }) => KEYS.includes(key) && (signs(how) || (how === 'cbc' && key === 'rsa')),
  cannot: ({ kind, key, isAuthenticated, isOaep, hasAgreement }) =>
    firstOf({
      'NSS cmsutil 3.87 reads no AuthEnvelopedData': isAuthenticated,
      'NSS cmsutil 3.87 has no RSAES-OAEP': kind === 'enveloped' && isOaep,
      'NSS cmsutil 3.87 reads nothing that has a recipient by key agreement, be it another one': kind === 'enveloped' && hasAgreement,
      'NSS cmsutil 3.87 has no Ed25519 in CMS': kind !== 'enveloped' && key === 'ed25519',
    }),
  begin: material => {
    const { folder } = material
    const store = `sql:${mkdtempSync(join(tmpdir(), 'sp-nss-'))}`
    const end = () => rmSync(store.slice(4), { recursive: true, force: true })
    const words = (input: string, output: string, more: readonly string[]) => [...more, '-d', store, '-i', input, '-o', output]
    const cmsutil = (input: string, output: string, ...more: readonly string[]) => run(folder, 'cmsutil', words(input, output, more))
    const sign = (key: string, digest: string, isDetached: boolean, input: string, output: string) => cmsutil(input, output, '-S', '-N', key, '-H', digest, '-G', ...(isDetached ? ['-T'] : []))
    const encrypt = (key: string, input: string, output: string) => cmsutil(input, output, '-E', '-r', key)
    try {
      run(folder, 'certutil', ['-N', '-d', store, '--empty-password'])
      run(folder, 'certutil', ['-A', '-d', store, '-n', 'root', '-t', 'C,C,C', '-i', 'root.crt'])
      for (const key of KEYS) run(folder, 'pk12util', ['-d', store, '-i', `${key}.p12`, '-W', 'x', '-K', ''])
    } catch (error) {
      end()
      throw error
    }
    const signatures = ['rsa', 'ec'].flatMap(key =>
      ['SHA256', 'SHA384', 'SHA512'].flatMap(digest =>
        [true, false].map((isDetached): SignedFile & Job => {
          const name = `nss-${isDetached ? 'detached' : 'opaque'}-${digest}-${key}.der`
          return { name, isDetached, make: () => sign(key, digest, isDetached, 'content.msg', name) }
        }),
      ),
    )
    return oneByOne(material, {
      signatures,
      encryptions: [{ name: 'nsse-rsa.der', make: () => encrypt('rsa', 'content.msg', 'nsse-rsa.der') }],
      make: ({ how, key, input, output }) => (signs(how) ? sign(key, 'SHA256', how === 'detached', input, output) : encrypt(key, input, output)),
      open: ({ name, kind }) => start(folder, 'cmsutil', words(name, `${name}.out`, ['-D', ...(kind === 'detached' ? ['-c', `${name}.content`] : [])])),
      end,
    })
  },
}
