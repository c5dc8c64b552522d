/** SEC-34: two hundred letters in CBC that somebody without the key has altered. Each says so, has no link that leads anywhere, and asks for nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenResult } from '../../src/engine/protocol.ts'
import { Chance } from '../differential/random.ts'
import { anEndEntity, aRootCa, type Holder } from '../make/certificate-authority.ts'
import { aCmsEntity, anEncryptedMessage, anEnvelope, aRecipient, byTransport, type Recipient } from '../make/enveloped-message.ts'
import { type Malleation, malleated } from '../make/malleated.ts'
import { aSignedData, bytesOf } from '../make/signed-message.ts'
import { judgeMessage } from '../support/judge.ts'
import { carriedMessage } from './mail/carried-message.ts'
import { isErrand, openStage, type Stage } from './mail/stage.ts'

const MAILS = 200
const WAYS: readonly Malleation[] = ['gadget', 'gadget', 'gadget', 'bits of a block', 'bits of the vector', 'a block twice', 'blocks in another order', 'blocks left out']

const HEAD = 'Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
const letter = (chance: Chance) => {
  const lines = Array.from({ length: 8 + chance.below(12) }, (_, line) => `<p>Line ${line}: the code is ${chance.below(1e9)}, <a href="https://partner.example/${line}">read on</a></p>`)
  return `${HEAD}<html><body>\r\n${lines.join('\r\n')}\r\n</body></html>\r\n`
}

interface Altered {
  readonly name: string
  readonly isSigned: boolean
  readonly result: OpenResult
}

let root: Holder
let bob: Recipient
let mails: readonly Altered[] = []

async function signedInside(text: string, signer: Holder): Promise<Uint8Array> {
  const content = bytesOf(text)
  return aCmsEntity(await aSignedData({ content, encapsulated: content, signers: [{ holder: signer }] }), [], 'signed-data')
}

beforeAll(async () => {
  root = await aRootCa()
  bob = await aRecipient('rsa', { authority: root })
  const alice = await anEndEntity(root)
  const chance = new Chance(20261124)
  const made: Altered[] = []
  for (let number = 0; number < MAILS; number++) {
    const way = WAYS[number % WAYS.length] ?? 'gadget'
    const isSigned = number % 5 === 4
    const content = isSigned ? await signedInside(letter(chance), alice) : bytesOf(letter(chance))
    const { name, cms } = malleated(content, way, byTransport(bob), chance)
    const result = await judgeMessage(anEncryptedMessage(cms), { anchors: [root.certificate], keys: [bob.keyFile] })
    made.push({ name: `${number} ${way}: ${name}`, isSigned, result })
  }
  mails = made
}, 120_000)

const notesOf = ({ verdict }: OpenResult) => verdict.layers.flatMap(layer => (layer.kind === 'enveloped' ? (layer.notes ?? []).map(({ code }) => code) : []))

describe('two hundred letters altered in CBC', () => {
  it('are opened, all of them, and say that somebody could have changed them; none is valid', () => {
    expect(mails).toHaveLength(MAILS)
    for (const { name, result } of mails) {
      expect([name, result.verdict.layers[0]]).toEqual([name, expect.objectContaining({ kind: 'enveloped', opened: true })])
      expect([name, notesOf(result).includes('smime/cbc-unsigned')]).toEqual([name, true])
      expect([name, result.verdict.standing]).not.toEqual([name, 'valid'])
    }
  })

  it('do carry what the attacker put in: the gadgets come out of the decryption whole', () => {
    const texts = mails.flatMap(({ result }) => result.parts.map(({ text }) => text ?? '')).filter(text => text.includes('e.te'))
    expect(texts.length).toBeGreaterThan(40)
    for (const gadget of [/<img alt=" {6}/u, /<iframe title=" /u, /@import/u, /http-equiv=refre/u]) expect(texts.some(text => gadget.test(text))).toBe(true)
  })

  it('would have their links in a form that notices changes', async () => {
    const cms = anEnvelope({ content: bytesOf(letter(new Chance(1))), recipients: [byTransport(bob)], cipher: 'aes-256-gcm' })
    const result = await judgeMessage(anEncryptedMessage(cms), { anchors: [], keys: [bob.keyFile] })
    const stage = await openStage({ network: 'proxy' })
    await stage.page.evaluate(given => window.stage?.showMessage(given), await carriedMessage(result))
    expect((await linksOf(stage))[1]).toBeGreaterThan(7)
    await stage.close()
  })

  it.each(['proxy', 'direct'] as const)('have no link and ask for nothing on a network that is %s', { timeout: 300_000 }, async network => {
    const stage = await openStage({ network })
    const live: string[] = []
    let frames = 0
    for (const { name, result } of mails) {
      await stage.page.evaluate(given => window.stage?.showMessage(given), await carriedMessage(result))
      const counts = await linksOf(stage)
      frames += counts.length - 1
      if (counts.some(count => count > 0)) live.push(name)
    }
    await stage.page.waitForTimeout(500)
    const { names, addresses } = await stage.close()
    expect(live).toEqual([])
    expect(frames).toBeGreaterThan(100)
    expect([...stage.requests, ...names, ...addresses].filter(each => !isErrand(each))).toEqual([])
  })
})

/** In the pane and in each of its frames, what a click could follow or send. */
async function linksOf({ page }: Stage): Promise<number[]> {
  const count = () => document.querySelectorAll('[href]:not(link), form:not([role=search]), [action], [ping]').length
  const counts = [await page.evaluate(count)]
  for (const element of await page.locator('iframe').elementHandles()) {
    const frame = (await element.contentFrame()) ?? expect.fail('a frame without a document')
    await frame.waitForLoadState()
    counts.push(await frame.evaluate(count))
  }
  return counts
}

afterAll(() => { mails = [] })
