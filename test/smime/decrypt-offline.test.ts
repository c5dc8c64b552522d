/** A library that does not load leaves the message closed, and says that it is the method. */
import { writeFileSync } from 'node:fs'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { createInProcessEngine } from '../../src/engine/in-process.ts'
import { anOpensslAuthority, readBytes } from '../make/openssl-authority.ts'
import { bytesOf } from '../make/signed-message.ts'

vi.mock('@noble/ciphers/aes.js', () => { throw new Error('offline') })

const authority = anOpensslAuthority()
const bob = authority.issue('bob', 'bob@example.com', 'rsa')
writeFileSync(authority.file('in.eml'), bytesOf('Content-Type: text/plain\r\n\r\nhello\r\n'))
afterAll(() => {
  authority.remove()
})
afterEach(() => void vi.restoreAllMocks())

/** As Chromium does. */
function refuse192() {
  const native = crypto.subtle.importKey.bind(crypto.subtle) as (...given: readonly unknown[]) => Promise<CryptoKey>
  vi.spyOn(crypto.subtle, 'importKey').mockImplementation((...given: readonly unknown[]) =>
    (given[1] as Uint8Array).length === 24 ? Promise.reject(new DOMException('192-bit AES keys are not supported', 'OperationError')) : native(...given),
  )
}

async function reasonsOf(cipher: string) {
  authority.run('cms', '-encrypt', '-binary', '-outform', 'DER', `-${cipher}`, '-in', 'in.eml', '-recip', bob.certificateFile, '-out', 'in.p7m')
  const { verdict } = await createInProcessEngine().ask({
    kind: 'open', bytes: readBytes(authority.file('in.p7m')), form: 'cms', content: null, host: null, at: new Date().toISOString(), extraCertificates: [bob.certificate],
    revocation: 'off', crls: [], ocspResponses: [], keyFiles: [{ bytes: bob.pkcs8, passphrase: null }],
  })
  return verdict.reasons
}

describe('offline', () => {
  it('AES-192, which the browser has not, is a method that cannot be computed', async () => {
    refuse192()
    expect(await reasonsOf('aes-192-cbc')).toEqual(['webcrypto/cipher-unsupported'])
  })
  it('AES-256 opens as ever', async () => {
    refuse192()
    expect(await reasonsOf('aes-256-cbc')).not.toContain('webcrypto/cipher-unsupported')
  })
})
