/** Requests for certificates, as OpenSSL reads them: signature, subject, mailbox, what the key is for. */
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { createKeyStore } from '../../src/engine/key-store/key-store.ts'
import { createMemoryStorage } from '../../src/engine/key-store/memory-storage.ts'
import { LEAST_COST } from '../../src/engine/key-store/passphrase-lock.ts'
import type { KeysCreateResult, NewKeyAlgorithm } from '../../src/engine/key-protocol.ts'
import { assertRequestable } from '../../src/x509/certification-request.ts'
import { X509Error } from '../../src/x509/errors.ts'

const AT = '2026-06-15T12:00:00Z'

async function aRequest(algorithm: NewKeyAlgorithm, name = '青井 愛子', address = 'aiko@example.com'): Promise<string> {
  const store = createKeyStore(createMemoryStorage(), { cost: LEAST_COST })
  const made = await store.answer({ kind: 'keys-create', at: AT, algorithm, name, address, passphrase: 'four ordinary words together' })
  return (made as KeysCreateResult).request
}

/** `openssl req -verify -text`: what it says on both channels. */
function opensslSays(request: string): string {
  return execFileSync('sh', ['-c', 'openssl req -verify -noout -text -nameopt utf8,sep_comma_plus 2>&1'], { input: request }).toString()
}

describe('a certification request', () => {
  it.each([
    ['rsa-2048', 'Public-Key: (2048 bit)', 'sha256WithRSAEncryption', 'Key Encipherment'],
    ['rsa-3072', 'Public-Key: (3072 bit)', 'sha256WithRSAEncryption', 'Key Encipherment'],
    ['rsa-4096', 'Public-Key: (4096 bit)', 'sha256WithRSAEncryption', 'Key Encipherment'],
    ['p-256', 'ASN1 OID: prime256v1', 'ecdsa-with-SHA256', 'Key Agreement'],
    ['p-384', 'ASN1 OID: secp384r1', 'ecdsa-with-SHA256', 'Key Agreement'],
  ] as const)('for %s verifies, and names its key, holder and purpose', async (algorithm, key, signature, usage) => {
    const said = opensslSays(await aRequest(algorithm))
    expect(said).toContain('self-signature verify OK')
    for (const part of [key, signature, `Digital Signature, ${usage}`, 'E-mail Protection', 'email:aiko@example.com', 'CN=青井 愛子']) expect(said).toContain(part)
  }, 120_000)
  it('without a name has an empty subject', async () => {
    expect(opensslSays(await aRequest('p-256', ''))).toMatch(/Subject: *\n/u)
  })
  it('for a mailbox beyond ASCII names it as RFC 9598 does', async () => {
    const said = opensslSays(await aRequest('p-256', 'Aiko', '愛子@example.com'))
    expect(said).toContain('self-signature verify OK')
    expect(said).toMatch(/othername: *(?:SmtpUTF8Mailbox|1\.3\.6\.1\.5\.5\.7\.8\.9):/iu)
  })
  it('is not written for a name too long for any certificate, nor for an address that is none', () => {
    const asked = { commonName: 'Aiko', address: 'aiko@example.com' }
    expect(() => assertRequestable({ ...asked, commonName: 'あ'.repeat(65) })).toThrow(X509Error)
    expect(() => assertRequestable({ ...asked, commonName: 'あ'.repeat(64) })).not.toThrow()
    for (const address of ['aiko', '@example.com', 'aiko@', 'a b@example.com']) expect(() => assertRequestable({ ...asked, address })).toThrow(X509Error)
  })
})
