/** Messages that we make: OpenSSL opens them, and so do we, with the verdict that they deserve. */
import { writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { concatBytes } from '../../src/bytes/bytes.ts'
import type { CertificateNaming } from '../../src/cms/issuer-and-serial.ts'
import { encryptEntity, encryptMessage } from '../../src/smime/encrypt-message.ts'
import { entityParts, messageParts } from '../../src/smime/made-entity.ts'
import { type HeaderPolicy, preparePayload } from '../../src/smime/outgoing-payload.ts'
import { signEntity, signMessage } from '../../src/smime/sign-message.ts'
import { openSigningKey } from '../../src/webcrypto/signing-key.ts'
import { type Certificate, parseCertificate } from '../../src/x509/certificate.ts'
import { anOpensslAuthority, type OpensslPerson, readBytes } from '../make/openssl-authority.ts'
import { bytesOf } from '../make/signed-message.ts'
import { judgeMessage } from '../support/judge.ts'

const authority = anOpensslAuthority()
const people = {
  rsa: authority.issue('rsa', 'alice@example.com', 'rsa'),
  'p-256': authority.issue('p256', 'alice@example.com', 'p-256'),
  'p-384': authority.issue('p384', 'alice@example.com', 'p-384'),
  'p-521': authority.issue('p521', 'alice@example.com', 'p-521'),
  ed25519: authority.issue('ed25519', 'alice@example.com', 'ed25519'),
}
afterAll(() => {
  authority.remove()
})

const MESSAGE = bytesOf(
  'From: Alice <alice@example.com>\r\nTo: bob@example.com\r\nBcc: carol@example.com\r\nSubject: =?utf-8?B?6KuL5rGC5pu4?=\r\n' +
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}\r\n` +
    'MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n' +
    'Blanks at the end  \r\nFrom the mailbox\r\nこんにちは\r\n.\r\n',
)

const soon = () => new Date(Date.now() + 60_000)

async function signerOf(person: OpensslPerson) {
  const key = await openSigningKey(person.pkcs8)
  if (!key) throw new Error('no signing key')
  return { key, certificate: parseCertificate(person.certificate), chain: [], encryptionCertificate: undefined }
}

interface Making {
  readonly form?: 'detached' | 'opaque'
  readonly naming?: CertificateNaming
  readonly policy?: HeaderPolicy
  readonly message?: Uint8Array
}

async function aSignedMessage(person: OpensslPerson, making: Making = {}): Promise<Uint8Array> {
  const { form = 'detached', naming = 'issuer-and-serial', policy = { protection: 'clear', hidesSubject: false }, message = MESSAGE } = making
  const { outer, payload } = preparePayload(message, policy)
  return concatBytes(messageParts(outer, await signEntity(payload, await signerOf(person), { form, digest: undefined, naming, at: Date.now() })))
}

const textOf = (octets: Uint8Array) => new TextDecoder().decode(octets)

function opensslVerifies(message: Uint8Array): string {
  writeFileSync(authority.file('in.eml'), message)
  authority.run('cms', '-verify', '-in', 'in.eml', '-CAfile', authority.rootFile, '-out', 'content.txt')
  return textOf(readBytes(authority.file('content.txt')))
}

describe('a message that we sign', () => {
  for (const [kind, person] of Object.entries(people)) {
    for (const form of ['detached', 'opaque'] as const) {
      it(`with a key of the kind ${kind}, ${form}, is valid with us`, async () => {
        const { verdict } = await judgeMessage(await aSignedMessage(person, { form }), { anchors: [authority.root], at: soon(), host: { ownAddress: 'bob@example.com' } })
        expect(verdict).toMatchObject({ standing: 'valid', reasons: [] })
        expect(verdict.signers[0]).toMatchObject({ address: 'alice@example.com', content: { outcome: 'intact', weaknesses: [] }, path: { outcome: 'valid' } })
        expect(verdict.headers.subject).toBe('請求書')
        expect(verdict.headerProtection).toMatchObject({ form: 'hp-clear', changed: [] })
      })
      // OpenSSL 3.0 does not know Ed25519 in CMS.
      if (kind === 'ed25519') continue
      it(`with a key of the kind ${kind}, ${form}, is verified by OpenSSL`, async () => {
        expect(opensslVerifies(await aSignedMessage(person, { form }))).toContain('=E3=81=93=E3=82=93')
        expect(opensslVerifies(await aSignedMessage(person, { form, naming: 'key-identifier' }))).toContain('=46rom the mailbox')
      })
    }
  }

  it('is broken by any change to the text', async () => {
    const message = textOf(await aSignedMessage(people.rsa)).replace('mailbox', 'Mailbox')
    const { verdict } = await judgeMessage(bytesOf(message), { anchors: [authority.root], at: soon() })
    expect(verdict).toMatchObject({ standing: 'invalid', reasons: ['smime/content-altered'] })
  })

  it('holds nothing that a relay would change', async () => {
    const lines = textOf(await aSignedMessage(people.rsa)).split('\r\n')
    expect(lines.filter(line => /[^\x20-\x7e\t]|[ \t]$|^From /u.test(line))).toEqual([])
    expect(Math.max(...lines.map(line => line.length))).toBeLessThan(999)
  })

  it('never tells a blind copy inside', async () => {
    const message = textOf(await aSignedMessage(people.rsa))
    expect(message.indexOf('carol@example.com')).toBeLessThan(message.indexOf('multipart/signed'))
    expect(message.lastIndexOf('carol@example.com')).toBe(message.indexOf('carol@example.com'))
  })

  it('refuses a key of another kind than its certificate', async () => {
    const signer = { ...(await signerOf(people.rsa)), certificate: parseCertificate(people['p-256'].certificate) }
    const signing = signEntity([MESSAGE], signer, { form: 'opaque', digest: undefined, naming: 'issuer-and-serial', at: Date.now() })
    await expect(signing).rejects.toMatchObject({ code: 'smime/key-cannot-sign' })
  })

  it('leaves a message inside that is signed already as it is', async () => {
    const inner = await aSignedMessage(people['p-256'])
    const forward = concatBytes([
      bytesOf('From: alice@example.com\r\nSubject: Fwd\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nsee below ä\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n'),
      inner,
      bytesOf('\r\n--b--\r\n'),
    ])
    const sent = textOf(await aSignedMessage(people.rsa, { message: forward }))
    expect(sent).toContain(textOf(inner))
  })
})

describe('a message that we encrypt', () => {
  const ciphers = [
    { mode: 'cbc', keyLength: 16 },
    { mode: 'cbc', keyLength: 32 },
    { mode: 'gcm', keyLength: 16 },
    { mode: 'gcm', keyLength: 32 },
  ] as const
  for (const kind of ['rsa', 'p-256', 'p-384', 'p-521'] as const) {
    for (const cipher of ciphers) {
      for (const naming of ['issuer-and-serial', 'key-identifier'] as const) {
        it(`to a key of the kind ${kind} with AES-${cipher.keyLength * 8}-${cipher.mode.toUpperCase()}, named by ${naming}, is opened by OpenSSL`, async () => {
          const { outer, payload } = preparePayload(MESSAGE, { protection: 'cipher', hidesSubject: true })
          const recipients = [people['p-256'], people[kind]].map(person => parseCertificate(person.certificate))
          const entity = await encryptEntity(payload, recipients, { cipher, naming, transport: cipher.mode === 'gcm' ? 'oaep-sha256' : 'pkcs1' })
          const message = concatBytes(messageParts(outer, entity))
          expect(textOf(message)).not.toContain('6KuL5rGC5pu4')
          writeFileSync(authority.file('enc.eml'), message)
          authority.run('cms', '-decrypt', '-in', 'enc.eml', '-recip', people[kind].certificateFile, '-inkey', people[kind].keyFile, '-out', 'open.txt')
          const opened = textOf(readBytes(authority.file('open.txt')))
          expect(opened).toContain('Subject: =?utf-8?B?6KuL5rGC5pu4?=')
          expect(opened).toContain('HP-Outer: Subject: [...]')
          expect(opened).toContain('hp="cipher"')
        })
      }
    }
  }

  it('brings its key to each recipient in the way chosen for that one', async () => {
    const modern = authority.issue('modern', 'bob@example.com', 'rsa')
    const recipients = [people.rsa, modern].map(person => parseCertificate(person.certificate))
    const transport = (recipient: Certificate) => (recipient === recipients[1] ? 'oaep-sha256' : 'pkcs1')
    const entity = await encryptEntity([MESSAGE], recipients, { cipher: { mode: 'cbc', keyLength: 32 }, naming: 'issuer-and-serial', transport })
    writeFileSync(authority.file('each.eml'), concatBytes(messageParts([], entity)))
    const shown = authority.run('cms', '-cmsout', '-print', '-noout', '-in', 'each.eml').toString()
    expect([...shown.matchAll(/keyEncryptionAlgorithm:\s+algorithm: (\w+)/gu)].map(([, name]) => name).sort()).toEqual(['rsaEncryption', 'rsaesOaep'])
    for (const { certificateFile, keyFile } of [people.rsa, modern]) {
      authority.run('cms', '-decrypt', '-in', 'each.eml', '-recip', certificateFile, '-inkey', keyFile, '-out', 'open.txt')
      expect(readBytes(authority.file('open.txt'))).toEqual(MESSAGE)
    }
  })

  it('is not made for a part of the recipients', async () => {
    const recipients = [people.rsa, people.ed25519].map(person => parseCertificate(person.certificate))
    const made = encryptEntity([MESSAGE], recipients, { cipher: { mode: 'cbc', keyLength: 32 }, naming: 'issuer-and-serial', transport: 'pkcs1' })
    await expect(made).rejects.toMatchObject({ code: 'smime/recipient-key-unusable' })
  })

  it('signed first, is verified by OpenSSL after opening', async () => {
    const { outer, payload } = preparePayload(MESSAGE, { protection: 'cipher', hidesSubject: false })
    const signed = await signEntity(payload, await signerOf(people.rsa), { form: 'detached', digest: 'SHA-512', naming: 'issuer-and-serial', at: Date.now() })
    const choice = { cipher: { mode: 'gcm', keyLength: 32 }, naming: 'issuer-and-serial', transport: 'pkcs1' } as const
    const entity = await encryptEntity(entityParts(signed), [parseCertificate(people.rsa.certificate)], choice)
    writeFileSync(authority.file('both.eml'), concatBytes(messageParts(outer, entity)))
    authority.run('cms', '-decrypt', '-in', 'both.eml', '-recip', people.rsa.certificateFile, '-inkey', people.rsa.keyFile, '-out', 'in.eml')
    expect(opensslVerifies(readBytes(authority.file('in.eml')))).toContain('hp="cipher"')
  })
})

describe('a message of some size', () => {
  /** Lines of all lengths, over many windows and chunks. */
  const text = Array.from({ length: 12_000 }, (_, i) => 'The quick brown fox jumps over the lazy dog. '.repeat(1 + (i % 5)).slice(0, 30 + (i % 200)).trim()).join('\r\n')
  const large = bytesOf(`From: alice@example.com\r\nTo: bob@example.com\r\nSubject: Long\r\nContent-Type: text/plain\r\n\r\n${text}\r\n`)
  const choice = { digest: undefined, naming: 'issuer-and-serial', at: Date.now() } as const
  const bodyOf = (entity: string) => entity.slice(entity.indexOf('\r\n\r\n') + 4)

  for (const form of ['detached', 'opaque'] as const) {
    it(`signed ${form} in one go, is verified by OpenSSL, and so are its pieces`, async () => {
      const { outer, payload } = preparePayload(large, { protection: 'clear', hidesSubject: false })
      const signer = await signerOf(people.rsa)
      const whole = await signMessage(outer, payload, signer, { ...choice, form })
      const pieces = concatBytes(messageParts(outer, await signEntity(payload, signer, { ...choice, form })))
      for (const message of [whole, pieces]) expect(bodyOf(opensslVerifies(message))).toBe(`${text}\r\n`)
      // The boundary is another one each time, and as long.
      expect(whole.length).toBe(pieces.length)
    })
  }

  it('is signed over its own header where that fits, and only when it may be written over', async () => {
    const signer = await signerOf(people.rsa)
    const short = bytesOf(`From: a@b\r\nContent-Type: text/plain\r\n\r\n${text}\r\n`)
    const fits = bytesOf(`From: a@b\r\nReceived: by nobody who is named inside, at a time of no interest\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n${text}\r\n`)
    for (const [message, mayOverwrite, isOnePiece] of [[fits, 'message', true], [fits, 'nothing', false], [short, 'message', false]] as const) {
      const copy = message.slice()
      const { outer, payload } = preparePayload(copy, { protection: 'clear', hidesSubject: false }, mayOverwrite)
      expect([payload.length === 1 && payload[0]?.buffer === copy.buffer, Buffer.compare(copy, message) === 0]).toEqual([isOnePiece, !isOnePiece])
      expect(concatBytes(payload)).toEqual(concatBytes(preparePayload(message, { protection: 'clear', hidesSubject: false }).payload))
      for (const form of ['detached', 'opaque'] as const) {
        expect(bodyOf(opensslVerifies(await signMessage(outer, payload, signer, { ...choice, form })))).toBe(`${text}\r\n`)
      }
    }
  })

  /** The same message with `room` octets around it in a buffer of its own. */
  const inRoom = (message: Uint8Array, room: { readonly front: number; readonly behind: number }) => {
    const view = new Uint8Array(new ArrayBuffer(room.front + message.length + room.behind), room.front, message.length)
    view.set(message)
    return view
  }

  it('is signed where it lies when there is room around it, and elsewhere when there is too little', async () => {
    const signer = await signerOf(people.rsa)
    const front = { front: 2000, behind: 0 }
    for (const [room, isThere] of [[{ front: 2000, behind: 8000 }, true], [front, false], [{ front: 0, behind: 8000 }, false]] as const) {
      const message = inRoom(large, room)
      const { outer, payload } = preparePayload(message, { protection: 'clear', hidesSubject: false }, 'around')
      const signed = await signMessage(outer, payload, signer, { ...choice, form: 'detached' }, true)
      expect(signed.buffer === message.buffer).toBe(isThere)
      expect(bodyOf(opensslVerifies(signed))).toBe(bodyOf(Buffer.from(large).toString('latin1')))
      const again = preparePayload(large, { protection: 'clear', hidesSubject: false })
      expect(signed.length).toBe((await signMessage(again.outer, again.payload, signer, { ...choice, form: 'detached' })).length)
    }
  })

  for (const mode of ['cbc', 'gcm'] as const) {
    it(`is encrypted in ${mode} mode over itself when there is room before it, never over what is still to be read`, async () => {
      const recipients = [parseCertificate(people.rsa.certificate)]
      const encryption = { cipher: { mode, keyLength: 32 }, naming: 'issuer-and-serial', transport: 'pkcs1' } as const
      const reference = preparePayload(large, { protection: 'cipher', hidesSubject: false })
      const plain = concatBytes(reference.payload)
      const { length } = await encryptMessage(reference.outer, reference.payload, recipients, encryption)
      // The least that is enough, with a line to spare, and one octet less.
      for (const [spare, isThere] of [[66, true], [65, false]] as const) {
        const message = inRoom(large, { front: length + spare - large.length, behind: 0 })
        const { outer, payload } = preparePayload(message, { protection: 'cipher', hidesSubject: false }, 'around')
        expect(payload.length).toBe(1)
        const made = await encryptMessage(outer, payload, recipients, encryption, true)
        expect(made.buffer === message.buffer).toBe(isThere)
        writeFileSync(authority.file('room.eml'), made)
        authority.run('cms', '-decrypt', '-in', 'room.eml', '-recip', people.rsa.certificateFile, '-inkey', people.rsa.keyFile, '-out', 'room.txt')
        expect(Buffer.compare(readBytes(authority.file('room.txt')), plain)).toBe(0)
      }
    })
  }

  it('has room for a signature with many certificates and the longest key', async () => {
    const longest = authority.issue('longest', 'alice@example.com', 'rsa-4096')
    const chain = Object.values(people).map(person => parseCertificate(person.certificate))
    const signer = { ...(await signerOf(longest)), chain, encryptionCertificate: chain[1] }
    for (const form of ['detached', 'opaque'] as const) {
      const { outer, payload } = preparePayload(MESSAGE, { protection: 'clear', hidesSubject: false })
      expect(opensslVerifies(await signMessage(outer, payload, signer, { ...choice, form, digest: 'SHA-512' }))).toContain('=46rom the mailbox')
    }
  })

  for (const mode of ['cbc', 'gcm'] as const) {
    it(`encrypted in ${mode} mode in one go, is opened by OpenSSL, and so are its pieces`, async () => {
      const { outer, payload } = preparePayload(large, { protection: 'cipher', hidesSubject: false })
      const recipients = [parseCertificate(people.rsa.certificate)]
      const encryption = { cipher: { mode, keyLength: 32 }, naming: 'issuer-and-serial', transport: 'pkcs1' } as const
      const whole = await encryptMessage(outer, payload, recipients, encryption)
      const pieces = concatBytes(messageParts(outer, await encryptEntity(payload, recipients, encryption)))
      expect(whole.length).toBe(pieces.length)
      for (const message of [whole, pieces]) {
        writeFileSync(authority.file('enc.eml'), message)
        authority.run('cms', '-decrypt', '-in', 'enc.eml', '-recip', people.rsa.certificateFile, '-inkey', people.rsa.keyFile, '-out', 'open.txt')
        expect(readBytes(authority.file('open.txt'))).toEqual(concatBytes(payload))
      }
    })
  }
})
