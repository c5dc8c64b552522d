/** What a browser keeps of the keys: nothing in its profile (SEC-89), nothing in the page's memory once locked (SEC-91). */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anIdentity, type Identity, packPkcs12 } from '../../make/key-files.ts'
import { launchPersistentChromium } from '../support/chromium.ts'
import { serveKeyStorePage, type ServedPage } from './key-store-page.ts'

const passphrase = 'vier gewöhnliche Wörter, sorgsam gewählt'
const filePassword = 'mitgeliefert, in einem Umschlag'

let served: ServedPage
let rsa: Identity
let ec: Identity
let profile: string
let context: BrowserContext
beforeAll(async () => {
  served = await serveKeyStorePage()
  rsa = await anIdentity('aiko@example.com', { algorithm: 'rsa' })
  ec = await anIdentity('aiko@example.org')
  // Fetched by the page, so that neither a script nor a call of the test holds them.
  served.texts.set('/passphrase', passphrase)
  served.texts.set('/file-password', filePassword)
  for (const [name, identity] of [['rsa', rsa], ['ec', ec]] as const) {
    served.texts.set(`/${name}.p12`, Buffer.from(packPkcs12(identity, { password: filePassword })).toString('base64'))
  }
  profile = mkdtempSync(join(tmpdir(), 'sealpane-profile-'))
  context = await launchPersistentChromium(profile)
}, 120_000)
afterAll(async () => {
  await context.close()
  await served.close()
  rmSync(profile, { recursive: true, force: true })
})

/** The numbers and forms of the private keys that nobody may find. */
function secretsOf(): Map<string, Buffer> {
  const numbers = (name: string, { privateKey }: Identity) =>
    (['d', 'p', 'q', 'dp', 'dq', 'qi'] as const).flatMap(member => {
      const text = privateKey.export({ format: 'jwk' })[member]
      return text === undefined ? [] : [[`${name} ${member}`, Buffer.from(text, 'base64url')] as const]
    })
  return new Map([
    ...numbers('rsa', rsa),
    ...numbers('ec', ec),
    // The head of PKCS #8 with the first octets of the modulus: longer than what all RSA keys have in common.
    ['rsa PKCS #8', Buffer.from(rsa.pkcs8.subarray(0, 64))],
    ['ec PKCS #8', Buffer.from(ec.pkcs8.subarray(0, 64))],
  ])
}

const PASSWORDS = new Map([['passphrase', passphrase], ['file password', filePassword]])

/** Imports both keys, unlocks, uses them, locks: in the page itself, whose memory can be looked into. */
interface Probe {
  store: { answer: (request: object) => Promise<unknown>; keys: (at: number) => Promise<readonly { operations: object }[]> }
  createWorkerKeyStore: () => Probe['store']
  fromBase64: (text: string) => Uint8Array
  operations: WeakRef<object>[]
  decrypted: ArrayBuffer[]
  sequences: number
  held: unknown
}

async function useKeys(page: Page): Promise<{ readonly keys: number }> {
  return page.evaluate(async () => {
    const probe = globalThis as unknown as Probe
    const text = async (path: string) => (await fetch(path)).text()
    const at = '2026-06-15T12:00:00Z'
    probe.store = probe.createWorkerKeyStore()
    for (const name of ['rsa', 'ec']) {
      await probe.store.answer({
        kind: 'keys-import', at, bytes: probe.fromBase64(await text(`/${name}.p12`)), filePassword: await text('/file-password'), passphrase: await text('/passphrase'),
      })
    }
    await probe.store.answer({ kind: 'keys-unlock', at, passphrase: await text('/passphrase') })
    const keys = await probe.store.keys(Date.parse(at))
    probe.operations = keys.map(key => new WeakRef(key.operations))
    return { keys: keys.length }
  })
}

const lock = (page: Page) =>
  page.evaluate(async () => {
    await (globalThis as unknown as Probe).store.answer({ kind: 'keys-lock', at: '2026-06-15T12:00:00Z' })
  })

/** Every string that is reachable. */
async function stringsIn(session: CDPSession): Promise<string> {
  const chunks: string[] = []
  const collect = ({ chunk }: { readonly chunk: string }) => { chunks.push(chunk) }
  session.on('HeapProfiler.addHeapSnapshotChunk', collect)
  await session.send('HeapProfiler.takeHeapSnapshot', { captureNumericValue: true })
  session.off('HeapProfiler.addHeapSnapshotChunk', collect)
  return (JSON.parse(chunks.join('')) as { readonly strings: readonly string[] }).strings.join('\n')
}

/** From now on the page keeps every buffer that WebCrypto decrypts into, and how many of them held a SEQUENCE at first. */
const watchDecryption = (page: Page) =>
  page.evaluate(() => {
    const probe = globalThis as unknown as Probe
    const decrypt: SubtleCrypto['decrypt'] = crypto.subtle.decrypt.bind(crypto.subtle)
    probe.decrypted = []
    probe.sequences = 0
    crypto.subtle.decrypt = async (...given) => {
      const buffer = await decrypt(...given)
      probe.decrypted.push(buffer)
      if (new Uint8Array(buffer)[0] === 0x30) probe.sequences++
      return buffer
    }
  })

/** Which of the secrets still lie in what was decrypted. */
async function secretsInDecrypted(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() =>
    (globalThis as unknown as Probe).decrypted.map(buffer => Array.from(new Uint8Array(buffer), octet => octet.toString(16).padStart(2, '0')).join('')))
  return [...secretsOf()].filter(([, secret]) => texts.some(text => text.includes(secret.toString('hex')))).map(([name]) => name)
}

describe('the page’s memory', () => {
  it('holds no key and no passphrase once locked, three times over', async () => {
    const page = await context.newPage()
    await page.goto(served.address)
    const session = await context.newCDPSession(page)
    await session.send('HeapProfiler.enable')
    const passwordsIn = async () => {
      const strings = await stringsIn(session)
      return [...PASSWORDS].filter(([, text]) => strings.includes(text)).map(([name]) => name)
    }
    for (let round = 0; round < 3; round++) {
      await watchDecryption(page)
      expect(await useKeys(page)).toEqual({ keys: 2 })
      await lock(page)
      expect(await passwordsIn()).toEqual([])
      // Two keys from their files, two at the unlocking, and all of them wiped.
      expect(await page.evaluate(() => (globalThis as unknown as Probe).sequences)).toBeGreaterThanOrEqual(4)
      expect(await secretsInDecrypted(page)).toEqual([])
      await session.send('HeapProfiler.collectGarbage')
      expect(await page.evaluate(() => (globalThis as unknown as Probe).operations.map(reference => reference.deref() === undefined))).toEqual([true, true])
    }
    // The search finds what is there.
    await page.evaluate(async () => {
      const probe = globalThis as unknown as Probe
      probe.held = await (await fetch('/passphrase')).text()
    })
    expect(await passwordsIn()).toEqual(['passphrase'])
    await page.evaluate(text => {
      const probe = globalThis as unknown as Probe
      probe.decrypted = [probe.fromBase64(text).buffer as ArrayBuffer]
    }, Buffer.from(rsa.pkcs8).toString('base64'))
    expect(await secretsInDecrypted(page)).toEqual(['rsa d', 'rsa p', 'rsa q', 'rsa dp', 'rsa dq', 'rsa qi', 'rsa PKCS #8'])
    await page.close()
  }, 300_000)
})

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap(entry => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []))
}

describe('the browser’s profile', () => {
  it('holds nothing of the keys after import, unlock, lock and close', async () => {
    const page = await context.newPage()
    await page.goto(served.address)
    expect(await useKeys(page)).toEqual({ keys: 2 })
    await lock(page)
    await context.close()
    const files = filesBelow(profile).map(path => ({ path, octets: readFileSync(path) }))
    const forms = (text: string) => [Buffer.from(text), Buffer.from(text, 'utf16le')]
    const needles = [
      ...[...secretsOf()].flatMap(([name, secret]) => [
        [name, secret] as const,
        [`${name} as text`, Buffer.from(secret.toString('hex'))] as const,
        [`${name} as base64`, Buffer.from(secret.toString('base64').slice(0, -4))] as const,
      ]),
      ...[...PASSWORDS].flatMap(([name, text]) => forms(text).map(octets => [name, octets] as const)),
    ]
    const found = needles.flatMap(([name, needle]) => files.filter(({ octets }) => octets.includes(needle)).map(({ path }) => `${name} in ${path}`))
    expect(found).toEqual([])
    // The search finds what is there: the certificate, which is no secret.
    expect(files.filter(({ octets }) => octets.includes(Buffer.from(rsa.certificate.subarray(0, 200)))).length).toBeGreaterThan(0)
  }, 120_000)
})
