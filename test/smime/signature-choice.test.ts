/** RSASSA-PSS signatures that we make: OpenSSL verifies them with the parameters that the certificate demands. */
import { writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { concatBytes } from '../../src/bytes/bytes.ts'
import { encryptEntity } from '../../src/smime/encrypt-message.ts'
import { messageParts } from '../../src/smime/made-entity.ts'
import { preparePayload } from '../../src/smime/outgoing-payload.ts'
import { type SigningChoice, signEntity } from '../../src/smime/sign-message.ts'
import { openSigningKey } from '../../src/webcrypto/signing-key.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { anOpensslAuthority, type OpensslPerson, readBytes } from '../make/openssl-authority.ts'
import { bytesOf } from '../make/signed-message.ts'
import { judgeMessage } from '../support/judge.ts'

const authority = anOpensslAuthority()
afterAll(() => {
  authority.remove()
})

const MESSAGE = bytesOf(
  `From: alice@example.com\r\nTo: bob@example.com\r\nSubject: Offer\r\nDate: ${new Date().toUTCString().replace('GMT', '+0000')}\r\nContent-Type: text/plain\r\n\r\nThe offer stands.\r\n`,
)

const plain = authority.issue('plain', 'alice@example.com', 'rsa')

/** A key that openssl binds to RSASSA-PSS, with parameters or without. */
function aPssPerson(name: string, ...options: readonly string[]): Person {
  const run = (...words: readonly string[]) => authority.run(...words)
  run('genpkey', '-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048', ...options.flatMap(option => ['-pkeyopt', option]), '-out', `${name}.key`)
  run('req', '-new', '-key', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`)
  run('x509', '-req', '-in', `${name}.csr`, '-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-days', '20', '-extfile', 'plain.cnf', '-extensions', 'v3', '-out', `${name}.pem`)
  return {
    certificate: new Uint8Array(run('x509', '-in', `${name}.pem`, '-outform', 'DER')),
    pkcs8: new Uint8Array(run('pkcs8', '-topk8', '-nocrypt', '-in', `${name}.key`, '-outform', 'DER')),
  }
}

type Person = Pick<OpensslPerson, 'certificate' | 'pkcs8'>

async function signedBy(person: Person, choice: Partial<SigningChoice>): Promise<Uint8Array> {
  const key = await openSigningKey(person.pkcs8)
  if (!key) throw new Error('no signing key')
  const signer = { key, certificate: parseCertificate(person.certificate), chain: [], encryptionCertificate: undefined }
  const { outer, payload } = preparePayload(MESSAGE, { protection: 'clear', hidesSubject: false })
  const entity = await signEntity(payload, signer, { form: 'detached', digest: undefined, naming: 'issuer-and-serial', at: Date.now(), ...choice })
  return concatBytes(messageParts(outer, entity))
}

/** What openssl shows of the signature's algorithm, after it verified the message. */
function opensslVerifies(message: Uint8Array): string {
  writeFileSync(authority.file('in.eml'), message)
  authority.run('cms', '-verify', '-in', 'in.eml', '-CAfile', authority.rootFile, '-out', 'content.txt')
  expect(new TextDecoder().decode(readBytes(authority.file('content.txt')))).toContain('The offer stands.')
  const shown = authority.run('cms', '-cmsout', '-print', '-noout', '-in', 'in.eml').toString()
  return shown.slice(shown.indexOf('signatureAlgorithm:')).replaceAll(/\s+/gu, ' ')
}

async function isValidWithUs(message: Uint8Array): Promise<string> {
  const { verdict } = await judgeMessage(message, { anchors: [authority.root], at: new Date(Date.now() + 60_000), host: { ownAddress: 'bob@example.com' } })
  expect(verdict).toMatchObject({ standing: 'valid', reasons: [] })
  return verdict.signers[0]?.signatureAlgorithm ?? ''
}

describe('RSASSA-PSS', () => {
  it.each([
    ['SHA-256', 'sha256', '20'],
    ['SHA-384', 'sha384', '30'],
    ['SHA-512', 'sha512', '40'],
  ] as const)('with %s, when it is wished for, has a salt as long as the digest', async (digest, name, salt) => {
    for (const form of ['detached', 'opaque'] as const) {
      const message = await signedBy(plain, { rsa: 'pss', digest, form })
      expect(opensslVerifies(message)).toMatch(new RegExp(`rsassaPss.*${name}.*mgf1.*${name}.*INTEGER :${salt} `, 'iu'))
      expect(await isValidWithUs(message)).toContain(`PSS with ${digest}`)
    }
  })

  it('is not taken unless it is wished for', async () => {
    for (const rsa of ['pkcs1', undefined] as const) expect(opensslVerifies(await signedBy(plain, { rsa }))).toMatch(/^signatureAlgorithm: algorithm: rsaEncryption/u)
  })

  it('is always taken for a key that is bound to it', async () => {
    const bound = aPssPerson('bound')
    for (const rsa of ['pkcs1', 'pss', undefined] as const) {
      const message = await signedBy(bound, { rsa, digest: 'SHA-384' })
      expect(opensslVerifies(message)).toMatch(/rsassaPss.*sha384.*INTEGER :30 /iu)
      await isValidWithUs(message)
    }
  })

  it('has the digest and the salt that the certificate demands', async () => {
    const bound = aPssPerson('demanding', 'rsa_pss_keygen_md:sha512', 'rsa_pss_keygen_mgf1_md:sha512', 'rsa_pss_keygen_saltlen:80')
    const message = await signedBy(bound, { digest: 'SHA-256' })
    expect(opensslVerifies(message)).toMatch(/rsassaPss.*sha512.*mgf1.*sha512.*INTEGER :50 /iu)
    await isValidWithUs(message)
    const shorter = aPssPerson('shorter', 'rsa_pss_keygen_md:sha256', 'rsa_pss_keygen_mgf1_md:sha256', 'rsa_pss_keygen_saltlen:16')
    expect(opensslVerifies(await signedBy(shorter, {}))).toMatch(/rsassaPss.*sha256.*INTEGER :20 /iu)
  })

  it.each([
    ['two digests', ['rsa_pss_keygen_md:sha256', 'rsa_pss_keygen_mgf1_md:sha512']],
    ['SHA-1', ['rsa_pss_keygen_md:sha1', 'rsa_pss_keygen_mgf1_md:sha1']],
  ])('is refused for a key that is bound to %s', async (story, options) => {
    const bound = aPssPerson(story.replaceAll(/\W/gu, ''), ...options)
    await expect(signedBy(bound, {})).rejects.toMatchObject({ code: 'smime/key-cannot-sign' })
  })

  it('is all that a key does which was opened for it alone', async () => {
    const message = bytesOf('x')
    const pss = { family: 'rsa-pss', digest: 'SHA-256', maskDigest: 'SHA-256', saltLength: 32 } as const
    const others = [{ family: 'rsa-pkcs1', digest: 'SHA-256' }, { ...pss, digest: 'SHA-384' }, { family: 'ed25519' }] as const
    const key = await openSigningKey(plain.pkcs8, pss)
    expect((await key?.sign(pss, message))?.length).toBe(256)
    for (const other of others) expect(await key?.sign(other, message)).toBeUndefined()
    const all = await openSigningKey(plain.pkcs8)
    for (const scheme of [pss, others[0], others[1]]) expect((await all?.sign(scheme, message))?.length).toBe(256)
  })

  it('is the only thing that a key bound to it does: nothing is encrypted to it', async () => {
    const recipient = parseCertificate(aPssPerson('signs-only').certificate)
    for (const transport of ['pkcs1', 'oaep-sha256'] as const) {
      const made = encryptEntity([MESSAGE], [recipient], { cipher: { mode: 'cbc', keyLength: 32 }, naming: 'issuer-and-serial', transport })
      await expect(made).rejects.toMatchObject({ code: 'smime/recipient-key-unusable' })
    }
  })
})
