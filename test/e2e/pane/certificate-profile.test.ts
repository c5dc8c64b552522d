/** The class and profile of a signer's certificate: a late chunk of the pane that has to come, fit and stay quiet. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { extension } from '../../make/certificate-authority.ts'
import { oid, sequence } from '../../make/der.ts'
import { startDemo, type RunningDemo } from '../support/demo.ts'
import { makeStationery, textEntity } from './letters.ts'
import { overflowing, settled } from './pane-probes.ts'

let demo: RunningDemo
beforeAll(async () => {
  const stationery = await makeStationery()
  const extensions = { extra1: extension('2.5.29.32', sequence(sequence(oid('2.23.140.1.5.3.2')))) }
  demo = await startDemo({
    extraMessages: [
      { id: 'claims', bytes: await stationery.write({ entity: textEntity('Hello.'), certificate: { commonName: 'Alice', extensions } }) },
      { id: 'silent', bytes: await stationery.write({ entity: textEntity('Hello.'), certificate: { commonName: 'Alice' } }) },
    ],
  })
})
afterAll(() => demo.close())

/** Text of the technical details, opened. */
async function details(item: string, lang: 'en-US' | 'ja-JP', expected?: string) {
  const visit = await demo.open({ item, lang, profile: 'web', width: 320 })
  const frame = await visit.clickVerify()
  const standing = await settled(frame)
  await frame.click(lang === 'ja-JP' ? 'text=階層と技術情報' : 'text=Layers and technical details')
  if (expected !== undefined) await frame.waitForSelector(`text=${expected}`)
  const text = await frame.textContent('main')
  const wide = await overflowing(frame)
  expect(visit.problems).toEqual({ console: [], pageErrors: [], foreignRequests: [], failedRequests: [] })
  await visit.close()
  return { standing, text, wide }
}

describe('the technical details in a browser', () => {
  it.each([
    ['en-US', 'Issuer says it checked', 'the mail address, the person and their organisation', 'It doesn’t say where to find the revocation list'],
    ['ja-JP', '認証局の申告による確認', 'メールアドレス、個人、所属組織', '失効リスト (CRL) の場所が書かれていません'],
  ] as const)('tell class and profile (%s)', async (lang, heading, words, finding) => {
    const { text, wide, standing } = await details('claims', lang, heading)
    expect(text).toContain(words)
    expect(text).toContain(finding)
    expect(wide).toEqual([])
    expect(standing).toBe((await details('silent', lang)).standing)
  })
  it('are silent about a certificate that claims nothing', async () => {
    expect((await details('silent', 'en-US')).text).not.toContain('Issuer says it checked')
  })
})
