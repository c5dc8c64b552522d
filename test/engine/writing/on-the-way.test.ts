/** Made messages after what relays do to them, and opened by OpenSSL. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Identity, inFolder, pemOf } from '../../make/key-files.ts'
import { bytesOf } from '../../make/signed-message.ts'
import { aDesk, aMessage, aPerson, type Composing, type Desk, mailbox } from './writing-support.ts'

const textOf = (octets: Uint8Array) => new TextDecoder().decode(octets)

let alice: Identity
let people: Readonly<Record<'rsa' | 'ec', Identity>>
let desk: Desk
beforeAll(async () => {
  alice = await aPerson('alice@example.com', { algorithm: 'rsa' })
  people = { rsa: await aPerson('rsa@example.com', { algorithm: 'rsa' }), ec: await aPerson('ec@example.com') }
  desk = await aDesk({ owners: [alice] })
  await desk.add(people.rsa, people.ec)
})

const LONG = aMessage({
  to: [mailbox('rsa@example.com', '長い名前の受取人 with a name that goes on and on and on'), mailbox('ec@example.com')],
  subject: `${'A subject that is longer than a line '.repeat(4)}議事録`,
  text: `${'One long line without an end '.repeat(40)}\n${'終わりのない行'.repeat(60)}\n.\nFrom here\nblank at the end \n`,
  html: `<p style="${'color:red;'.repeat(40)}">${'漢字'.repeat(200)}</p>`,
  references: Array.from({ length: 12 }, (_, index) => `<${'x'.repeat(30)}${index}@mail.example.com>`),
  attachments: [{ name: `${'とても長い名前'.repeat(10)}.pdf`, mediaType: 'application/pdf', content: Uint8Array.from({ length: 5000 }, (_, index) => (index * 7) & 255), contentId: null }],
})

async function made(composing: Composing = {}): Promise<Uint8Array> {
  const { copies: [copy] } = await desk.compose(LONG, composing)
  return copy?.bytes ?? new Uint8Array()
}

/** What postfix does with `lmtp_line_length_limit = 70`: the rest of a longer line goes to the next one, behind a blank. */
function rewrapped(message: Uint8Array, limit = 70): Uint8Array {
  const lines = textOf(message).split('\r\n').flatMap(line => {
    const pieces: string[] = []
    for (let rest = line; ; rest = ` ${rest.slice(limit)}`) {
      if (rest.length <= limit) return [...pieces, rest]
      pieces.push(rest.slice(0, limit))
    }
  })
  return bytesOf(lines.join('\r\n'))
}

describe('a relay that wraps lines at 70', () => {
  it.each<[string, number, Composing]>([
    ['signed', 70, { protection: { sign: true, encrypt: false } }],
    ['signed opaquely, and one that wraps at 50 too', 50, { protection: { sign: true, encrypt: false }, policy: { form: 'opaque' } }],
    ['signed and encrypted, and one that wraps at 50 too', 50, {}],
    ['signed, encrypted and signed again', 70, { policy: { tripleWrap: true } }],
  ])('leaves a message valid that is %s', async (_story, limit, composing) => {
    const message = await made(composing)
    const relayed = rewrapped(message, limit)
    expect(relayed).not.toEqual(message)
    expect((await desk.open(relayed)).verdict).toMatchObject({ standing: 'valid' })
  })
  it('would break what stands in longer lines', async () => {
    const { verdict } = await desk.open(rewrapped(await made({ protection: { sign: true, encrypt: false } }), 40))
    expect(verdict.standing).toBe('invalid')
  })
})

describe('OpenSSL', () => {
  const run = (folder: string, ...words: readonly string[]) => execFileSync('openssl', words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })

  it.each([['detached'], ['opaque']] as const)('verifies what we sign, %s', async form => {
    const message = await made({ protection: { sign: true, encrypt: false }, policy: { form } })
    inFolder(folder => {
      writeFileSync(join(folder, 'in.eml'), message)
      writeFileSync(join(folder, 'root.pem'), pemOf('CERTIFICATE', alice.authority.certificate))
      const content = textOf(new Uint8Array(run(folder, 'cms', '-verify', '-in', 'in.eml', '-CAfile', 'root.pem', '-attime', String(Date.parse('2026-06-15T12:00:00Z') / 1000))))
      expect(content).toContain('Message-ID: <main@example.com>')
      expect(content).not.toContain('\r\nBcc:')
    })
  })
  it.each([['rsa'], ['ec']] as const)('decrypts what we encrypt to a key of the kind %s, and finds our signature inside', async kind => {
    const message = await made()
    inFolder(folder => {
      const { pkcs8, certificate } = people[kind]
      writeFileSync(join(folder, 'in.eml'), message)
      writeFileSync(join(folder, 'key.pem'), pemOf('PRIVATE KEY', pkcs8))
      writeFileSync(join(folder, 'certificate.pem'), pemOf('CERTIFICATE', certificate))
      writeFileSync(join(folder, 'root.pem'), pemOf('CERTIFICATE', alice.authority.certificate))
      run(folder, 'cms', '-decrypt', '-in', 'in.eml', '-inkey', 'key.pem', '-recip', 'certificate.pem', '-out', 'inner.eml')
      const content = textOf(new Uint8Array(run(folder, 'cms', '-verify', '-in', 'inner.eml', '-CAfile', 'root.pem', '-attime', String(Date.parse('2026-06-15T12:00:00Z') / 1000))))
      expect(content).toContain('Message-ID: <main@example.com>')
    })
  })
})
