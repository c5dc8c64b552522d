/** Whose certificate is used: kept out of valid messages and files, chosen by people, never exchanged behind their backs (SEC-27). */
import { beforeAll, describe, expect, it } from 'vitest'
import { anEndEntity, aRootCa, emailName, extKeyUsage, keyUsage, NOW, subjectAltName } from '../../make/certificate-authority.ts'
import { aVisibleKey, type Identity, opensslP7b } from '../../make/key-files.ts'
import { aCertificateList } from '../../make/revocation.ts'
import { bytesOf } from '../../make/signed-message.ts'
import { concatBytes } from '../../../src/bytes/bytes.ts'
import { createInProcessEngine } from '../../../src/engine/in-process.ts'
import type { KeyDoor } from '../../../src/engine/key-store/key-store.ts'
import { plainMessage, writeMessage } from '../../../src/mime/message-writer.ts'
import { aDesk, aMessage, aKeyStore, aPerson, AT, certificateFile, type Desk, keyFile, mailbox } from './writing-support.ts'

const DAY = 86_400_000
const after = (days: number) => new Date(NOW.getTime() + days * DAY)

let alice: Identity
let alicesKeys: KeyDoor
beforeAll(async () => {
  alice = await aPerson('alice@example.com')
  alicesKeys = await aKeyStore(alice)
})

/** A signed message of somebody. */
async function letterOf(person: Identity, from: string, protectsHeader = true): Promise<Uint8Array> {
  let count = 0
  const message = concatBytes(plainMessage(writeMessage(aMessage({ from: mailbox(from), to: [mailbox('alice@example.com')] }), () => `=_${++count}`)))
  return (await createInProcessEngine().ask({ kind: 'sign', message, at: AT, protectsHeader, signing: { key: keyFile(person), certificates: [], form: 'detached' } })).bytes
}

/** Another authority than everybody's. */
async function aStranger(address: string, options: Parameters<typeof anEndEntity>[1] = {}): Promise<Identity> {
  const authority = await aRootCa({ commonName: 'Another Root' })
  const { key, pkcs8, privateKey } = aVisibleKey()
  const holder = await anEndEntity(authority, { commonName: address, mailboxes: [address], key, ...options, extensions: { keyUsage: keyUsage(0, 4), ...options.extensions } })
  return { ...holder, authority, pkcs8, privateKey }
}

const aliceDesk = (...anchors: readonly Identity[]) => aDesk({ owners: [alice], keyStore: alicesKeys, anchors: [alice, ...anchors].map(({ authority }) => authority.certificate) })
const fingerprints = async (desk: Desk, address: string) => (await desk.recipients(address))[0]?.certificates.map(({ fingerprint, problem }) => [fingerprint, problem]) ?? []

describe('a certificate out of mail', () => {
  it('is kept when the message is valid, and used', async () => {
    const bob = await aPerson('bob@example.com')
    const desk = await aliceDesk()
    expect((await desk.recipients('bob@example.com'))[0]).toEqual({ address: 'bob@example.com', certificates: [], chosen: null, problem: 'smime/recipient-no-certificate' })
    expect((await desk.open(await letterOf(bob, 'bob@example.com'))).verdict.standing).toBe('valid')
    const [answer] = await desk.recipients('Bob@EXAMPLE.com')
    expect(answer).toMatchObject({ address: 'Bob@EXAMPLE.com', problem: null, certificates: [{ sources: ['mail'], problem: null, weakBits: null, keptAt: AT, announces: { gcm: true } }] })
    expect(answer?.chosen).toBe(answer?.certificates[0]?.fingerprint)
    expect(answer?.certificates[0]?.certificate.sha256Fingerprint.toLowerCase()).toBe(answer?.chosen)
  })

  it('of an encrypted one as well', async () => {
    const bob = await aPerson('bob@example.com')
    const theirs = await aDesk({ owners: [bob] })
    await theirs.add(alice)
    const { copies: [copy] } = await theirs.compose(aMessage({ from: mailbox('bob@example.com'), to: [mailbox('alice@example.com')] }))
    const desk = await aliceDesk()
    await desk.open(copy?.bytes ?? new Uint8Array())
    expect(await fingerprints(desk, 'bob@example.com')).toHaveLength(1)
  })

  it.each<[story: string, letter: () => Promise<{ bytes: Uint8Array; crls?: Uint8Array[] }>]>([
    ['of an authority that nobody trusts', async () => ({ bytes: await letterOf(await aStranger('bob@example.com'), 'bob@example.com') })],
    ['of somebody else than From', async () => {
      const bytes = new TextDecoder().decode(await letterOf(await aPerson('eve@example.com'), 'eve@example.com', false))
      return { bytes: bytesOf(bytes.replace('From: eve@', 'From: bob@')) }
    }],
    ['of a message that was altered', async () => {
      const bytes = new TextDecoder().decode(await letterOf(await aPerson('bob@example.com'), 'bob@example.com'))
      return { bytes: bytesOf(bytes.replace('As we said', 'As I said')) }
    }],
    ['that is revoked', async () => {
      const bob = await aPerson('bob@example.com')
      return { bytes: await letterOf(bob, 'bob@example.com'), crls: [await aCertificateList(bob.authority, { revoked: [{ serial: bob.serial }] })] }
    }],
    ['that is only for signing', async () => ({ bytes: await letterOf(await aPerson('bob@example.com', { extensions: { keyUsage: keyUsage(0) } }), 'bob@example.com') })],
  ])('%s is not kept', async (_story, letter) => {
    const desk = await aliceDesk()
    const { bytes, crls = [] } = await letter()
    await desk.open(bytes, { crls })
    for (const address of ['bob@example.com', 'eve@example.com']) expect(await fingerprints(desk, address)).toEqual([])
  })

  it('that names several mailboxes is kept for the one in From', async () => {
    const both = await aPerson('both', { mailboxes: ['bob@example.com', 'sales@example.com'] })
    const desk = await aliceDesk()
    await desk.open(await letterOf(both, 'sales@example.com'))
    expect(await fingerprints(desk, 'sales@example.com')).toHaveLength(1)
    expect(await fingerprints(desk, 'bob@example.com')).toEqual([])
  })

  it('that comes second waits, until a person chooses it', async () => {
    const first = await aPerson('bob@example.com')
    const second = await aStranger('bob@example.com')
    const desk = await aliceDesk(second)
    await desk.open(await letterOf(first, 'bob@example.com'))
    const [before] = await desk.recipients('bob@example.com')
    expect((await desk.open(await letterOf(second, 'bob@example.com'))).verdict.standing).toBe('valid')
    const [answer] = await desk.recipients('bob@example.com')
    expect(answer?.chosen).toBe(before?.chosen)
    expect(answer?.certificates.map(({ problem }) => problem)).toEqual([null, 'smime/recipient-unaccepted'])
    const waiting = answer?.certificates[1]?.fingerprint ?? ''
    const preferred = await desk.engine.ask({ kind: 'certificates-prefer', address: 'BOB@example.com', fingerprint: waiting, at: AT })
    expect(preferred.recipient).toMatchObject({ chosen: waiting, problem: null })
    // And the first one is still there to go back to.
    expect((await desk.engine.ask({ kind: 'certificates-prefer', address: 'bob@example.com', fingerprint: before?.chosen ?? '', at: AT })).recipient.chosen).toBe(before?.chosen)
  })

  it('waits as well where a file or an own key was first', async () => {
    const filed = await aPerson('bob@example.com')
    const mailed = await aPerson('bob@example.com', { notAfter: after(200) })
    const desk = await aliceDesk()
    await desk.add(filed)
    await desk.open(await letterOf(mailed, 'bob@example.com'))
    expect((await fingerprints(desk, 'bob@example.com')).map(([, problem]) => problem)).toEqual([null, 'smime/recipient-unaccepted'])
    const other = await aPerson('alice@example.com', { notAfter: after(100) })
    await desk.open(await letterOf(other, 'alice@example.com'))
    expect((await fingerprints(desk, 'alice@example.com')).map(([, problem]) => problem)).toEqual([null, 'smime/recipient-unaccepted'])
  })

  it('that renews the one before, by the same authority and for longer, is used at once; one for shorter waits', async () => {
    const old = await aPerson('bob@example.com', { notBefore: after(-300), notAfter: after(60) })
    const renewed = await aPerson('bob@example.com', { notBefore: after(-10), notAfter: after(400) })
    const shorter = await aPerson('bob@example.com', { notBefore: after(-5), notAfter: after(30) })
    const desk = await aliceDesk()
    for (const person of [old, renewed, shorter]) await desk.open(await letterOf(person, 'bob@example.com'))
    const [answer] = await desk.recipients('bob@example.com')
    const serials = answer?.certificates.map(({ certificate, problem }) => [parseInt(certificate.serialNumber, 16), problem])
    expect(serials).toEqual([[renewed.serial, null], [old.serial, null], [shorter.serial, 'smime/recipient-unaccepted']])
    expect(answer?.chosen).toBe(answer?.certificates[0]?.fingerprint)
  })

  it('of a namesake of the authority is no renewal', async () => {
    const bob = await aPerson('bob@example.com', { notAfter: after(60) })
    const authority = await aRootCa()
    const { key, pkcs8, privateKey } = aVisibleKey()
    const holder = await anEndEntity(authority, { mailboxes: ['bob@example.com'], key, notAfter: after(360), extensions: { keyUsage: keyUsage(0, 4) } })
    const namesake: Identity = { ...holder, authority, pkcs8, privateKey }
    const desk = await aliceDesk(namesake)
    await desk.open(await letterOf(bob, 'bob@example.com'))
    expect((await desk.open(await letterOf(namesake, 'bob@example.com'))).verdict.standing).toBe('valid')
    expect((await fingerprints(desk, 'bob@example.com')).map(([, problem]) => problem)).toEqual([null, 'smime/recipient-unaccepted'])
  })

  it('stops being kept when a correspondent sends too many', async () => {
    const desk = await aliceDesk()
    for (let count = 0; count < 34; count++) await desk.open(await letterOf(await aPerson('bob@example.com', { notAfter: after(10 + count) }), 'bob@example.com'))
    expect(await fingerprints(desk, 'bob@example.com')).toHaveLength(32)
    const one = await aPerson('bob@example.com')
    await expect(desk.add(one)).rejects.toMatchObject({ code: 'engine/storage-full' })
  }, 240_000)
})

describe('a certificate out of a file', () => {
  it('counts at once, for every mailbox it names', async () => {
    const desk = await aliceDesk()
    const both = await aPerson('both', { mailboxes: ['bob@example.com', 'sales@example.com'] })
    const added = await desk.engine.ask({ kind: 'certificates-add', bytes: certificateFile(both), at: AT })
    expect(added).toMatchObject({ addresses: ['bob@example.com', 'sales@example.com'], added: [{ sources: ['file'], problem: null, announces: { gcm: false, oaep: false } }] })
    expect((await desk.recipients('bob@example.com', 'sales@example.com', 'bob@example.com')).map(({ chosen }) => chosen)).toEqual(Array(3).fill(added.added[0]?.fingerprint))
  })
  it('in PKCS #7 brings its authorities with it', async () => {
    const desk = await aliceDesk()
    const bob = await aPerson('bob@example.com')
    await desk.engine.ask({ kind: 'certificates-add', bytes: opensslP7b([bob.certificate, bob.authority.certificate]), at: AT })
    expect((await fingerprints(desk, 'bob@example.com')).map(([, problem]) => problem)).toEqual([null])
  })
  it('that came by mail before is the same one, accepted', async () => {
    const first = await aPerson('bob@example.com')
    const second = await aStranger('bob@example.com')
    const desk = await aliceDesk(second)
    for (const person of [first, second]) await desk.open(await letterOf(person, 'bob@example.com'))
    await desk.add(second)
    expect((await desk.recipients('bob@example.com'))[0]?.certificates.map(({ sources, problem }) => [sources.join(), problem]).sort()).toEqual([['mail', null], ['mail,file', null]])
  })
  it('is refused when nobody is named in it, or there is none', async () => {
    const desk = await aliceDesk()
    for (const bytes of [bytesOf('no certificate'), new Uint8Array(), alice.authority.certificate]) {
      await expect(desk.engine.ask({ kind: 'certificates-add', bytes, at: AT })).rejects.toMatchObject({ code: 'engine/unreadable-file' })
    }
  })
})

describe('a certificate that cannot be used says why', () => {
  it.each<[problem: string, person: () => Promise<Identity>]>([
    ['smime/recipient-expired', () => aPerson('bob@example.com', { notAfter: after(-1) })],
    ['smime/recipient-expired', () => aPerson('bob@example.com', { notBefore: after(1) })],
    ['smime/recipient-untrusted', () => aStranger('bob@example.com')],
    ['smime/recipient-untrusted', () => aPerson('bob@example.com', { forged: true })],
    ['smime/recipient-untrusted', () => aStranger('bob@example.com', { notAfter: after(-1) })],
    ['smime/recipient-unfit', () => aPerson('bob@example.com', { extensions: { keyUsage: keyUsage(0) } })],
    ['smime/recipient-unfit', () => aPerson('bob@example.com', { extensions: { extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.1') } })],
    ['smime/recipient-unfit', async () => {
      const authority = alice.authority
      const holder = await anEndEntity(authority, { mailboxes: ['bob@example.com'], keyKind: 'Ed25519', extensions: { keyUsage: keyUsage(0, 4) } })
      return { ...holder, authority, pkcs8: new Uint8Array(), privateKey: alice.privateKey }
    }],
  ])('%s', async (problem, make) => {
    const desk = await aliceDesk()
    await desk.add(await make())
    const [answer] = await desk.recipients('bob@example.com')
    expect(answer).toMatchObject({ chosen: null, problem, certificates: [{ problem }] })
    await expect(desk.compose(aMessage())).rejects.toMatchObject({ code: 'engine/recipient-changed' })
  })

  it('and one that can be is taken instead', async () => {
    const desk = await aliceDesk()
    const good = await aPerson('bob@example.com', { notBefore: after(-300) })
    await desk.add(await aPerson('bob@example.com', { notAfter: after(-1) }), good, await aStranger('bob@example.com'))
    const [answer] = await desk.recipients('bob@example.com')
    expect(answer?.certificates.map(({ problem }) => problem)).toEqual([null, 'smime/recipient-expired', 'smime/recipient-untrusted'])
    expect(parseInt(answer?.certificates[0]?.certificate.serialNumber ?? '', 16)).toBe(good.serial)
  })

  it('tells a short key besides, which can be used', async () => {
    const holder = await anEndEntity(alice.authority, { mailboxes: ['bob@example.com'], keyKind: 'RSA-1024', extensions: { keyUsage: keyUsage(0, 2) } })
    const desk = await aliceDesk()
    await desk.add({ ...holder, authority: alice.authority, pkcs8: new Uint8Array(), privateKey: alice.privateKey })
    expect((await desk.recipients('bob@example.com'))[0]?.certificates).toMatchObject([{ problem: null, weakBits: 1024 }])
  })

  it('the newest is taken, unless another one was preferred', async () => {
    const desk = await aliceDesk()
    const older = await aPerson('bob@example.com', { notBefore: after(-300) })
    const newer = await aPerson('bob@example.com', { notBefore: after(-30) })
    await desk.add(newer, older)
    const [answer] = await desk.recipients('bob@example.com')
    expect(answer?.certificates.map(({ certificate }) => parseInt(certificate.serialNumber, 16))).toEqual([newer.serial, older.serial])
    const wanted = answer?.certificates[1]?.fingerprint ?? ''
    await desk.engine.ask({ kind: 'certificates-prefer', address: 'bob@example.com', fingerprint: wanted, at: AT })
    expect((await desk.recipients('bob@example.com'))[0]?.chosen).toBe(wanted)
  })

  it('nobody can prefer one that is not here, or is somebody else\'s', async () => {
    const desk = await aliceDesk()
    const [bob, carol] = await Promise.all([aPerson('bob@example.com'), aPerson('carol@example.com')])
    await desk.add(bob, carol)
    const fingerprint = (await desk.recipients('carol@example.com'))[0]?.chosen ?? ''
    for (const address of ['bob@example.com', 'nobody']) {
      await expect(desk.engine.ask({ kind: 'certificates-prefer', address, fingerprint, at: AT })).rejects.toMatchObject({ code: 'engine/bad-request' })
    }
  })

  it('own keys are recipients too, and their owner may prefer one of them', async () => {
    const desk = await aliceDesk()
    const [answer] = await desk.recipients('alice@example.com')
    expect(answer?.certificates).toMatchObject([{ sources: ['own'], problem: null, announces: { gcm: true, oaep: true } }])
    const fingerprint = answer?.chosen ?? ''
    expect((await desk.engine.ask({ kind: 'certificates-prefer', address: 'alice@example.com', fingerprint, at: AT })).recipient.chosen).toBe(fingerprint)
  })
})

describe('addresses that a certificate names beside others', () => {
  it('are not mixed up with those that look alike', async () => {
    const desk = await aliceDesk()
    const bob = await aPerson('bob', { extensions: { keyUsage: keyUsage(0, 4), subjectAltName: subjectAltName(emailName('bob@xn--bcher-kva.example')) } })
    await desk.add(bob)
    expect(await fingerprints(desk, 'bob@bücher.example')).toHaveLength(1)
    expect(await fingerprints(desk, 'bob@bucher.example')).toEqual([])
    expect(await fingerprints(desk, 'not an address')).toEqual([])
  })
})
