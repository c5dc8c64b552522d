import { Linter } from 'eslint'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { projectRoot } from '../architecture/check-rooms.ts'
import { guardSentences, refusal } from '../../src/commands/guard-sentences.ts'
import type { Complaint } from '../../src/commands/send-guard.ts'
import { sealedNotices } from '../../src/outlook/compose/sealed-notice.ts'
import type { SendingAnswer } from '../../src/outlook/guard/sending-event.ts'
import { STRICTEST_POLICY, USUAL_POLICY, type Demand } from '../../src/smime/compose-policy.ts'
import { builtGuard, CALLS, guardPage, sendWith, type Call, type Fault, type Outcome, type Sent } from './guard-realm.ts'

let script: string

beforeAll(async () => {
  script = await builtGuard()
})

const send = (sent: Sent) => sendWith(script, sent)
const said = (complaint: Complaint): SendingAnswer => refusal(complaint, 'en')
const only = ({ answers }: Outcome): SendingAnswer | undefined => (answers.length === 1 ? answers[0] : undefined)
const ALLOWED: SendingAnswer = { allowEvent: true }

const organisation = (compose?: object) => JSON.stringify({ name: 'Contoso', anchors: [], ...(compose === undefined ? {} : { compose }) })
const part = { id: '1', name: 'smime.p7m', size: 2048, attachmentType: 'file', isInline: false }
const sealed: Sent = { mark: 'sealed', attachments: [part], text: sealedNotices.en }

describe('the built script', () => {
  it('is written in the language of 2016', () => {
    const messages = new Linter().verify(script, { languageOptions: { ecmaVersion: 2016, sourceType: 'script' } })
    expect(messages.filter(message => message.fatal)).toEqual([])
    // The check would see the younger language.
    for (const young of ['async () => 1', 'a?.b', 'a ?? b', '({ ...a })', 'import("a")']) {
      expect(new Linter().verify(young, { languageOptions: { ecmaVersion: 2016, sourceType: 'script' } }), young).toMatchObject([{ fatal: true }])
    }
  })

  it('holds ASCII only and speaks of no mathematics, no page and no storage', () => {
    expect(script).toMatch(/^[\n\x20-\x7e]*$/u)
    expect(script).not.toMatch(/\b(?:crypto|subtle|window|localStorage|indexedDB|XMLHttpRequest|Worker|require|import)\b/u)
  })

  it('stays small', () => {
    expect(script.length).toBeLessThan(24 * 1024)
  })

  it('is carried by a page without a script of its own', () => {
    const page = guardPage()
    expect([...page.matchAll(/<script\b([^>]*)>(.*?)<\/script>/gsu)].map(match => [match[1], match[2]])).toEqual([
      [' src="https://appsforoffice.microsoft.com/lib/1/hosted/office.js"', ''],
      [' src="commands.js"', ''],
    ])
    expect(page).toMatch(/default-src 'none';.*connect-src 'self';/u)
  })
})

const DEMANDS: readonly Demand[] = ['offer', 'on', 'always']

describe('a message without protection', () => {
  it.each(DEMANDS.flatMap(sign => DEMANDS.map(encrypt => ({ sign, encrypt }))))('under sign $sign and encrypt $encrypt', async compose => {
    const demands = compose.sign === 'always' || compose.encrypt === 'always'
    expect(only(await send({ file: organisation(compose) }))).toEqual(demands ? said('organisation') : ALLOWED)
    expect(only(await send({ file: 503, kept: JSON.stringify({ ...USUAL_POLICY, ...compose }) }))).toEqual(demands ? said('organisation') : ALLOWED)
  })

  it('goes where the organisation says nothing, or has no file', async () => {
    expect(only(await send({ file: organisation() }))).toEqual(ALLOWED)
    expect(only(await send({ file: 404, kept: JSON.stringify(STRICTEST_POLICY) }))).toEqual(ALLOWED)
  })

  it('goes at once, without a look at its words and files', async () => {
    const { after, asked } = await send({ file: organisation() })
    expect(after).toBe(0)
    expect(asked).toEqual(['headers', 'https://localhost:3000/taskpane/organisation.json', 'file', 'file text'])
  })

  it.each<[story: string, file: string]>([
    ['a wish that nobody knows', organisation({ sgin: 'always' })],
    ['a value that nobody knows', organisation({ encrypt: 'yes' })],
    ['no wish where one stands', '{"name":"","anchors":[],"compose":null}'],
    ['a list', '[]'],
    ['a page of an error', '<!doctype html>'],
    ['nothing', ''],
  ])('stays when the file holds %s, whatever was kept', async (_story, file) => {
    expect(only(await send({ file, kept: JSON.stringify(USUAL_POLICY) }))).toEqual(said('policy-unknown'))
  })

  it.each<[story: string, kept: string | undefined]>([
    ['nothing was kept', undefined],
    ['what was kept is no JSON', '{'],
    ['what was kept is no policy', '{"sign":"never"}'],
  ])('stays when the file cannot be reached and %s', async (_story, kept) => {
    expect(only(await send({ file: 500, ...(kept === undefined ? {} : { kept }) }))).toEqual(said('policy-unknown'))
    expect(only(await send({ faults: { file: 'refuses' }, ...(kept === undefined ? {} : { kept }) }))).toEqual(said('policy-unknown'))
  })

  it('stays when its writer asked for protection, whatever the organisation says', async () => {
    expect(only(await send({ mark: 'demanded', file: organisation() }))).toEqual(said('demanded'))
    expect(only(await send({ ...sealed, mark: 'demanded' }))).toEqual(said('demanded'))
    for (const mark of ['demanded-sign', 'demanded-encrypt']) expect(only(await send({ ...sealed, mark }))).toEqual(said('demanded'))
    expect(only(await send({ mark: 'something of a later version', file: organisation() }))).toEqual(said('demanded'))
  })

  it('is recognised however Outlook spells the name of the mark', async () => {
    expect(only(await send({ mark: ' demanded\r\n', markName: 'X-Sealpane-Protection', file: organisation() }))).toEqual(said('demanded'))
  })
})

describe('a sealed message', () => {
  it('goes under every policy, known or not', async () => {
    for (const file of [organisation(), organisation({ sign: 'always', encrypt: 'always' }), 'unreadable', 503]) {
      expect(only(await send({ ...sealed, file }))).toEqual(ALLOWED)
    }
  })

  it('goes with the notice in Japanese, and with lines broken anew', async () => {
    expect(only(await send({ ...sealed, text: sealedNotices.ja.replace('、', '、\r\n') }))).toEqual(ALLOWED)
    expect(only(await send({ ...sealed, text: `\r\n${sealedNotices.en.replaceAll(' ', '\u00a0')}\r\n\r\n` }))).toEqual(ALLOWED)
  })

  it.each<[story: string, change: Sent]>([
    ['the quoted original behind the notice', { text: `${sealedNotices.en}\n\nFrom: Bob\nThe secret` }],
    ['words before the notice', { text: `Hello ${sealedNotices.en}` }],
    ['half a notice', { text: sealedNotices.en.slice(0, 60) }],
    ['no words at all', { text: '' }],
    ['a second file', { attachments: [part, { ...part, id: '2', name: 'plan.pdf' }] }],
    ['a second part of the same name', { attachments: [part, { ...part, id: '2' }] }],
    ['no file', { attachments: [] }],
    ['another file', { attachments: [{ ...part, name: 'plan.pdf' }] }],
    ['an empty file', { attachments: [{ ...part, size: 0 }] }],
    ['a file in the cloud', { attachments: [{ ...part, attachmentType: 'cloud' }] }],
    ['an attached message', { attachments: [{ ...part, attachmentType: 'item' }] }],
    ['a picture of that name', { attachments: [{ ...part, isInline: true }] }],
  ])('stays with %s', async (_story, change) => {
    expect(only(await send({ ...sealed, ...change, file: organisation() }))).toEqual(said('changed'))
  })
})

/** Each demands protection in its own way; none may ever go as it is. */
const demanding: readonly (readonly [story: string, sent: Sent])[] = [
  ['demanded by its writer', { mark: 'demanded', file: organisation() }],
  ['demanded by the organisation', { file: organisation({ encrypt: 'always' }), kept: JSON.stringify(STRICTEST_POLICY) }],
  ['demanded by the organisation, with nothing kept', { file: organisation({ sign: 'always' }) }],
  ['sealed and changed', { ...sealed, text: 'The secret', file: organisation() }],
  ['with nobody knowing', { file: 500 }],
]
const FAULTS: readonly Fault[] = ['silent', 'throws', 'refuses']
const broken = CALLS.flatMap(call => FAULTS.map(fault => ({ call, fault })))

describe('fails closed (SEC-81): a message', () => {
  it.each(demanding)('%s never goes, whichever call breaks and however', async (_story, sent) => {
    for (const { call, fault } of broken) {
      for (const second of [...broken, null]) {
        const faults: Partial<Record<Call, Fault>> = { [call]: fault, ...(second === null ? {} : { [second.call]: second.fault }) }
        const { answers, after } = await send({ ...sent, faults })
        expect(answers.map(answer => answer.allowEvent), JSON.stringify(faults)).toEqual([false])
        expect(after).toBeLessThanOrEqual(30_000)
      }
    }
  })

  it.each(demanding)('%s never goes where the runtime has no timers and is ended at a call', async (_story, sent) => {
    for (const call of CALLS) {
      const { answers } = await send({ ...sent, faults: { [call]: 'silent' }, without: ['setTimeout'] })
      // Silence is Outlook's to end: after five minutes it blocks.
      expect(answers.filter(answer => answer.allowEvent), call).toEqual([])
    }
  })

  it('that is sealed goes only when it could be looked at', async () => {
    for (const { call, fault } of broken) {
      const answer = only(await send({ ...sealed, faults: { [call]: fault } }))
      const isLookedAt = !['headers', 'attachments', 'body'].includes(call)
      expect(answer, `${call} ${fault}`).toEqual(isLookedAt ? ALLOWED : said('unchecked'))
    }
  })

  it('that nobody demanded to protect waits for whoever can say so', async () => {
    for (const { call, fault } of broken) {
      const answer = only(await send({ file: organisation(), kept: JSON.stringify(USUAL_POLICY), faults: { [call]: fault } }))
      expect(answer, `${call} ${fault}`).toEqual(call === 'headers' ? said('unchecked') : ALLOWED)
    }
  })

  it('is not there: nothing goes', async () => {
    expect(only(await send({ hasNoItem: true, file: organisation() }))).toEqual(said('unchecked'))
  })

  it('stays in an Outlook without internet headers', async () => {
    expect(only(await send({ without: ['internetHeaders'], file: organisation() }))).toEqual(said('unchecked'))
  })

  it('is judged by what was kept where there is no fetch, and stays where there are no settings either', async () => {
    expect(only(await send({ without: ['fetch'], kept: JSON.stringify(USUAL_POLICY) }))).toEqual(ALLOWED)
    expect(only(await send({ without: ['fetch'], kept: JSON.stringify(STRICTEST_POLICY) }))).toEqual(said('organisation'))
    expect(only(await send({ without: ['fetch', 'roamingSettings'] }))).toEqual(said('policy-unknown'))
  })

  it('is answered for even where there are no timers', async () => {
    expect(only(await send({ without: ['setTimeout'], mark: 'demanded' }))).toEqual(said('demanded'))
    expect(only(await send({ without: ['setTimeout'], file: organisation() }))).toEqual(ALLOWED)
  })
})

describe("the organisation's file", () => {
  it('is asked for beside the page that carries the script', async () => {
    const { asked } = await send({ file: organisation(), location: { origin: 'https://addin.example', pathname: '/seal/commands/commands.html' } })
    expect(asked).toContain('https://addin.example/seal/taskpane/organisation.json')
  })

  it('is asked for where it was deployed when the page is not ours', async () => {
    const { asked } = await send({ file: organisation(), location: { origin: 'https://outlook.example', pathname: '/mail/' } })
    expect(asked).toContain('https://localhost:3000/taskpane/organisation.json')
  })
})

describe('what the dialog says', () => {
  const sentences = Object.entries(guardSentences).flatMap(([complaint, both]) => Object.entries(both).map(([language, text]) => ({ complaint, language, text })))

  it.each(sentences)('fits: $complaint in $language', ({ text }) => {
    expect(text.length).toBeLessThanOrEqual(500)
    expect(text.match(/\*\*/gu)?.length).toBe(2)
  })

  it('follows the language of Outlook', async () => {
    expect(only(await send({ mark: 'demanded', language: 'ja-JP' }))).toEqual(refusal('demanded', 'ja'))
    expect(only(await send({ mark: 'demanded', language: 'de-DE' }))).toEqual(said('demanded'))
    expect(said('demanded').errorMessage).not.toContain('*')
  })

  it('offers a button that the manifest has, in words that fit', () => {
    const manifest = readFileSync(join(projectRoot, 'manifest.xml'), 'utf8')
    for (const language of ['en', 'ja']) {
      const { commandId, cancelLabel } = refusal('demanded', language)
      expect(manifest).toContain(`<Control xsi:type="Button" id="${commandId ?? ''}">`)
      expect(cancelLabel?.length).toBeLessThanOrEqual(20)
    }
  })
})
