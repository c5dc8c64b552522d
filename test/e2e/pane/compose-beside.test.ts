/** What writing needs beside the straight way: forwarding, several certificates, asking for one, groups, a file to send oneself, and a pane opened again. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Frame } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodePem } from '../../../src/x509/pem.ts'
import type { DraftContent } from '../../emulator/compose/compose-draft.ts'
import type { Identity } from '../../emulator/server/identity.ts'
import { anEndEntity, aRootCa, keyUsage, type Holder } from '../../make/certificate-authority.ts'
import { startDemo, type RunningDemo, type Visit } from '../support/demo.ts'
import { demoIdentity, importKey } from '../support/keys.ts'
import { ended, HANAKO, protectBoth, send, startWriting, writerAtWork, YUKI } from '../support/writing.ts'
import { settled, violations } from './pane-probes.ts'

const LI = 'li.wei@northwind.example'
const MARIA = 'maria.keller@litware.example'

let demo: RunningDemo
let identity: Identity
/** Two of Li Wei's, each of another authority. */
let ofLi: readonly Holder[]

const lasting = { keyKind: 'RSA-2048', notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2045-01-01T00:00:00Z') } as const
const pem = ({ certificate }: Holder) => encodePem('CERTIFICATE', certificate)

beforeAll(async () => {
  identity = await demoIdentity()
  const authorities = await Promise.all(['Northwind CA East', 'Northwind CA West'].map(commonName => aRootCa({ ...lasting, commonName })))
  ofLi = await Promise.all(authorities.map(authority => anEndEntity(authority, { ...lasting, commonName: 'Li Wei', mailboxes: [LI], extensions: { keyUsage: keyUsage(0, 2) } })))
  // Without Graph, so that what has no item in Outlook becomes a file.
  demo = await startDemo({ identity, organisation: { graph: null, anchors: [identity.anchor, ...authorities.map(pem)] } })
})
afterAll(async () => { await demo.close() })

const noProblems = { console: [], pageErrors: [], foreignRequests: [], failedRequests: [] }
const plain = (text: string | null) => (text ?? '').replace(/[\u2068\u2069]/gu, '')

/** What the command line says of a message, opened with Hanako's key. */
async function openedByHanako(message: Buffer): Promise<{ readonly standing: string; readonly signers: readonly { readonly address: string }[]; readonly inner: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'sealpane-saved-'))
  try {
    const at = (name: string) => join(folder, name)
    await writeFile(at('message.eml'), message)
    await writeFile(at('anchor.pem'), identity.anchor)
    const root = fileURLToPath(new URL('../../../', import.meta.url))
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', 'src/cli/sealpane.ts', 'open', at('message.eml'), '--key', join(identity.folder, 'hanako-sato.p12'), '--passphrase', identity.keys.password, '--anchors', at('anchor.pem'), '--out', at('inner.eml')],
      { cwd: root },
    )
    return { ...(JSON.parse(stdout) as Awaited<ReturnType<typeof openedByHanako>>), inner: await readFile(at('inner.eml'), 'latin1') }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Yuki has read a letter of Hanako's, and has one of Kenji's open. */
async function readLetters(): Promise<{ readonly visit: Visit; readonly frame: Frame }> {
  const visit = await demo.open({ item: 'encrypted-japanese' })
  const frame = await visit.clickVerify()
  await settled(frame)
  await importKey(frame, identity)
  await frame.click('#tab-message')
  for (const [item, signer] of [['encrypted-japanese', HANAKO], ['signed-encrypted', 'kenji.tanaka@contoso.co.jp']] as const) {
    await visit.choose(item)
    await frame.waitForFunction(address => document.querySelector('[data-standing="valid"] h1')?.textContent === address && document.querySelector('[data-answer="forward"]') !== null, signer)
  }
  return { visit, frame }
}

async function forward(frame: Frame, to: string): Promise<void> {
  await frame.click('[data-answer="forward"]')
  await frame.waitForSelector('[data-editor] [data-quote]', { timeout: 20_000 })
  await frame.fill('[data-form="recipient"] input', to)
  await frame.click('[data-form="recipient"] [type=submit]')
}

describe('a message that is forwarded', () => {
  it('takes its files along, goes to the certificate that was chosen, and comes as a file that the command line opens; who has none is asked', async () => {
    const { visit, frame } = await readLetters()
    await forward(frame, `${HANAKO}, ${LI}`)
    expect(await frame.getAttribute('[data-files]', 'data-files')).toBe('1')
    expect(await frame.textContent('[data-files]')).toContain('offer-osaka.csv')
    expect(await frame.getAttribute('[data-switch="encrypt"]', 'aria-checked')).toBe('true')

    const row = frame.locator(`[data-address="${LI}"]`)
    await row.locator('input[type=file]').setInputFiles({ name: 'li-wei.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from(ofLi.map(pem).join('')) })
    await frame.waitForSelector('[data-notice="certificates-added"]')
    await protectBoth(frame, 2)
    await row.locator('.row-actions button').click()
    expect(await row.locator('[data-choices] li').count()).toBe(2)
    expect(await violations(frame)).toEqual([])
    const other = row.locator('[data-choices] li', { has: frame.locator('button') })
    const chosen = (await other.textContent())?.includes('East') === true ? 'East' : 'West'
    const left = chosen === 'East' ? 'West' : 'East'
    expect(await row.textContent()).toContain(`Northwind CA ${left} · until`)
    await other.locator('button').click()
    await row.locator('[data-choices]').waitFor({ state: 'detached' })
    await frame.waitForFunction(([address, name]) => document.querySelector(`[data-address="${address}"]`)?.textContent.includes(name), [LI, `Northwind CA ${chosen}`] as const)
    expect(await row.textContent()).not.toContain(left)

    expect(await frame.getAttribute('.foot', 'data-route')).toBe('file')
    const coming = visit.page.waitForEvent('download')
    await send(frame)
    const download = await coming
    expect(download.suggestedFilename()).toMatch(/^message-[\da-z]{1,8}\.eml$/u)
    expect(await ended(frame)).toBe('handed-over')
    const file = await readFile(await download.path())
    const { standing, signers, inner } = await openedByHanako(file)
    expect([standing, signers.map(({ address }) => address)]).toEqual(['valid', [YUKI]])
    expect(inner).toContain('offer-osaka.csv')
    // The envelope names its recipients by issuer: the chosen one, and no longer the first.
    const envelope = Buffer.from(/\r\n\r\n([\s\S]+)$/u.exec(file.toString('latin1'))?.[1] ?? '', 'base64').toString('latin1')
    expect(envelope).toContain(`Northwind CA ${chosen}`)
    expect(envelope).not.toContain(`Northwind CA ${left}`)

    await frame.click('[data-leave]')
    await forward(frame, MARIA)
    await frame.click(`[data-address="${MARIA}"] [data-ask]`)
    await visit.page.waitForSelector('#compose')
    expect(await visit.page.inputValue('#compose-to')).toBe(MARIA)
    expect(await visit.page.inputValue('#compose-subject')).toBe('Please send me a signed message / 署名付きメールのお願い')
    const words = await visit.page.innerText('#compose-body')
    expect(words).toContain('answer this message with a digitally signed one')
    expect(words).toContain('デジタル署名を付けてご返信ください')
    expect(words).not.toMatch(/<|osaka/iu)
    // The window took the pane's place; what was written is offered back.
    await visit.page.click('#verify')
    await (await visit.pane()).waitForSelector('[data-switch="encrypt"]')
    expect(visit.problems).toEqual(noProblems)
    expect(await visit.unimplemented()).toEqual([])
    await visit.close()
  })
})

const toProject: Partial<DraftContent> = {
  to: [{ name: 'Project Osaka', address: 'project@contoso.co.jp', kind: 1 }, { name: 'Li Wei', address: LI, kind: 3 }],
  subject: 'Schedule',
  body: '<p>Canary 3307-siskin.</p>',
}

describe('a group among the recipients', () => {
  it('is its members where Exchange names them, and keeps the message where nobody does; the draft remembers what was switched on', async () => {
    const { visit, frame: onPremises } = await writerAtWork(demo, identity, { lang: 'ja-JP', profile: 'onprem' }, toProject)
    await protectBoth(onPremises, 2)
    expect(await onPremises.getAttribute('[data-recipients]', 'data-recipients')).toBe('3')
    for (const member of [HANAKO, YUKI]) expect(plain(await onPremises.textContent(`[data-address="${member}"]`)), member).toContain('Project Osaka のメンバー')
    expect(await onPremises.locator('[data-address="project@contoso.co.jp"]').count()).toBe(0)
    expect(await violations(onPremises)).toEqual([])
    // While one writes, Outlook opens no other window: the words are there to be copied.
    const row = onPremises.locator(`[data-address="${LI}"]`)
    await row.locator('[data-ask]').click()
    expect(await row.locator('[data-request="words"] textarea').nth(0).inputValue()).toBe('署名付きメールのお願い / Please send me a signed message')
    expect(await row.locator('textarea').nth(1).inputValue()).toMatch(/^暗号化したメール[\s\S]+\n\nI would like/u)
    await row.locator('[data-copy="text"]').click()
    expect(await row.locator('[data-copied="copied"]').textContent()).toBe('コピーしました')
    await row.locator('[data-ask]').click()
    expect(await row.locator('textarea').count()).toBe(0)

    await visit.page.selectOption('#profile', 'web')
    const cloud = await startWriting(visit, toProject)
    await cloud.click('[data-switch="encrypt"]')
    await cloud.waitForSelector('[data-address="project@contoso.co.jp"][data-problem="outlook/group-unknown"]')
    const group = cloud.locator('[data-address="project@contoso.co.jp"]')
    expect(plain(await group.textContent())).toContain('「Project Osaka」のメンバーを確認できません')
    expect(await group.locator('button').count()).toBe(0)
    expect(await cloud.getAttribute('.foot', 'data-why')).toMatch(/^why(?:Group|Missing)/u)
    expect(await cloud.getAttribute('[data-send]', 'aria-disabled')).toBe('true')

    await visit.page.waitForFunction(() => JSON.stringify(window.outlookEmulator?.draft?.content.internetHeaders) === '{"x-sealpane-protection":"demanded-encrypt"}')
    await visit.page.click('#verify')
    const again = await visit.pane()
    await again.waitForSelector('[data-switch="encrypt"][aria-checked="true"]', { timeout: 20_000 })
    expect(await again.getAttribute('[data-switch="sign"]', 'aria-checked')).toBe('false')
    expect(visit.problems).toEqual(noProblems)
    await visit.close()
  })
})
