import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { ReactNode } from 'react'
import type { ShownPart } from '../../src/engine/protocol.ts'
import type { MessageVerdict } from '../../src/smime/verdict.ts'
import { announcement } from '../../src/taskpane/message/Announcer.tsx'
import { answersOf } from '../../src/taskpane/message/answers.ts'
import { MessageContent } from '../../src/taskpane/message/MessageContent.tsx'
import { TechnicalDetails } from '../../src/taskpane/message/TechnicalDetails.tsx'
import { VerdictView } from '../../src/taskpane/message/VerdictView.tsx'
import { reportOf } from '../../src/taskpane/message/report.ts'
import type { Language } from '../../src/taskpane/sentences/sentence.ts'
import { SpeechContext, speechOf } from '../../src/taskpane/speech.ts'
import { loadWords } from '../../src/taskpane/words.ts'
import { altered, alteredSigner, AT, certificate, mismatched, opened, signer, unsigned, verdict } from './verdicts.ts'

await Promise.all([loadWords('en'), loadWords('ja')])

const draw = (node: ReactNode, language: Language = 'en') =>
  renderToStaticMarkup(<SpeechContext value={speechOf(language)}>{node}</SpeechContext>)

const stateOf = (of: MessageVerdict) =>
  ({ phase: 'verdict', run: 1, trail: [], source: { kind: 'item' }, result: opened(of), route: 'attachment', attempts: [], kept: null, focus: null }) as const

const screen = (of: MessageVerdict, language: Language = 'en') =>
  draw(<VerdictView state={stateOf(of)} now={() => new Date(AT)} {...NO_ACTIONS} />, language)

type PartNotes = NonNullable<ShownPart['notes']>

const content = (part: Pick<ShownPart, 'mediaType' | 'text' | 'size'> & { readonly notes?: PartNotes }) =>
  draw(<MessageContent result={{ ...opened(verdict()), parts: [{ ...BODY, ...part }] }} isDecrypted={false} outerSubject={null} loadPart={NO_ACTIONS.loadPart} onOpenMessage={() => undefined} focus={null} />)

const BODY = { name: '', contentId: null, isAttachment: false, isMessage: false }

/** What a screen asks its surroundings for. */
const NO_ACTIONS = {
  outerSubject: null,
  onCheckAgain: () => undefined,
  onImportKey: () => undefined,
  onWrite: () => undefined,
  onOpenPart: () => undefined,
  loadPart: () => Promise.resolve(new Uint8Array()),
} as const

const textOf = (html: string) => html.replace(/<wbr\/?>/gu, '').replace(/<[^>]*>/gu, '')
const isGreen = (html: string) => /class="(?:[^"]* )?(?:is-valid|good)\b/u.test(html)

describe('the verdict card', () => {
  it("has the signer's address as its heading when all holds", () => {
    expect(textOf(/<h1[^>]*>(.*?)<\/h1>/u.exec(screen(verdict()))?.[1] ?? '')).toBe('aiko.tanaka@contoso.co.jp')
    expect(textOf(screen(verdict(), 'ja'))).toContain('有効 · 署名者')
  })

  it('shows both addresses when they differ', () => {
    const text = textOf(screen(mismatched))
    expect(text).toContain('m.okabe@litware.example')
    expect(text).toContain('accounts@contoso.co.jp')
  })

  it('says of an altered message that the certificate alone is described', () => {
    expect(textOf(screen(altered))).toContain('The message was changed after signing')
  })

  it('names no common signer of several', () => {
    const two = verdict({ standing: 'attention', reasons: ['smime/several-signers'], signers: [signer(), signer({ address: 'b@contoso.co.jp' })] })
    const text = textOf(screen(two))
    expect(text).toContain('This message has 2 signatures')
    expect(text).toMatch(/Checks of .?aiko\.tanaka@contoso\.co\.jp/u)
    expect(text).toMatch(/Checks of .?b@contoso\.co\.jp/u)
    expect(isGreen(screen(two))).toBe(false)
  })

  it('puts green on the screen only for a valid verdict', () => {
    expect(isGreen(screen(verdict()))).toBe(true)
    for (const other of [altered, mismatched, unsigned, verdict({ standing: 'unchecked', signers: [signer()] })]) expect(isGreen(screen(other))).toBe(false)
  })

  it('leaves every passed check grey in a verdict that is not valid', () => {
    expect(answersOf(alteredSigner, altered, 'en').map(answer => answer.tone)).toEqual(['bad', 'ok', 'off', 'ok'])
    expect(answersOf(signer(), verdict(), 'en').map(answer => answer.tone)).toEqual(['good', 'good', 'off', 'good'])
  })
})

describe('what a mail can put into the pane', () => {
  it('is never markup', () => {
    const evil = '<img src=x onerror=alert(1)>'
    const of = verdict({
      signers: [signer({ certificate: certificate({ label: evil, organization: evil }), address: `"${evil}"@contoso.co.jp` })],
    })
    expect(screen(of)).not.toContain('<img')
    expect(content({ mediaType: 'text/plain', text: evil, size: 1 })).not.toContain('<img')
  })

  it('stays inside a frame of its own', () => {
    const html = content({ mediaType: 'text/plain', text: 'Hello\nthere', size: 1 })
    expect(html).toMatch(/class="frame".*class="mail"[^>]*>Hello\nthere<\/div><\/section>/su)
  })

  it('in an unknown charset is named beside the frame, and the name is text', () => {
    const notes = [{ code: 'mime/charset-unknown' as const, values: { charset: '<b>x</b>' } }]
    const html = content({ mediaType: 'text/plain', text: 'caf\u00e9', size: 1, notes })
    expect(html).toMatch(/<\/form><p class="cap"><b>Some characters/u)
    expect(textOf(html)).toContain('unknown character set (&lt;b&gt;x&lt;/b&gt;)')
  })

  it('carries no hidden characters in a name', () => {
    expect(screen(verdict({ signers: [signer({ certificate: certificate({ label: 'Bank\u202etseT' }) })] }))).toContain('Bank□tseT')
  })
})

describe('beside the screen', () => {
  it('a finished verdict is spoken once, as standing, title and secrecy', () => {
    const spoken = announcement(stateOf(verdict()), speechOf('en'), false).replace(/[\u2068\u2069]/gu, '')
    expect(spoken).toBe('Valid. Signed by aiko.tanaka@contoso.co.jp. Not encrypted.')
  })

  it('codes stand in the technical details', () => {
    expect(draw(<TechnicalDetails verdict={altered} route="attachment" />)).toContain('smime/content-altered')
  })

  it('the report has the verdict and no bytes', () => {
    const report = JSON.parse(reportOf(opened(verdict()), [])) as { verdict: { standing: string; signers: { certificate: object }[] } }
    expect(report.verdict.standing).toBe('valid')
    expect(report.verdict.signers[0]?.certificate).not.toHaveProperty('der')
  })
})
