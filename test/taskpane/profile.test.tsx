/** Class and profile of the signer's certificate in the technical details. */
import { renderToReadableStream } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { ProfileFinding } from '../../src/certpath/verdict.ts'
import { TechnicalDetails } from '../../src/taskpane/message/TechnicalDetails.tsx'
import { generationWords, profileLabels, profileSentences, validationWords } from '../../src/taskpane/sentences/profile.ts'
import type { Language } from '../../src/taskpane/sentences/sentence.ts'
import { SpeechContext, speechOf } from '../../src/taskpane/speech.ts'
import { loadWords } from '../../src/taskpane/words.ts'
import { certificate, signer, verdict } from './verdicts.ts'

await Promise.all([loadWords('en'), loadWords('ja')])

/** The details as they stand once their late chunk has come. */
async function details(of: Parameters<typeof certificate>[0], language: Language = 'en'): Promise<string> {
  const shown = verdict({ signers: [signer({ certificate: certificate(of) })] })
  const stream = await renderToReadableStream(
    <SpeechContext value={speechOf(language)}><TechnicalDetails verdict={shown} route="attachment" /></SpeechContext>,
  )
  await stream.allReady
  return new Response(stream).text()
}

const textOf = (html: string) => html.replace(/<[^>]*>/gu, '')
const finding: ProfileFinding = { code: 'certpath/profile-validity', section: '6.3.2', detail: '1095' }

describe('the technical details', () => {
  it('say what the issuer claims to have checked', async () => {
    const identityClass = { validation: 'sponsor', generation: 'strict' } as const
    expect(textOf(await details({ identityClass }))).toContain('Issuer says it checkedthe mail address, the person and their organisation, by the strict rules (Strict)')
    expect(textOf(await details({ identityClass }, 'ja'))).toContain('メールアドレス、個人、所属組織、厳格な基準 (Strict)')
  })
  it('say nothing of it without a claim', async () => {
    const text = textOf(await details({ identityClass: null, profile: [] }))
    expect(text).not.toContain('Issuer says')
    expect(text).not.toContain('S/MIME profile')
  })
  it('say nothing of it for an authority, whose policies are about what it issues', async () => {
    const identityClass = { validation: 'mailbox', generation: 'legacy' } as const
    expect(textOf(await details({ identityClass, isCertificateAuthority: true }))).not.toContain('Issuer says')
  })
  it('tell each departure from the profile in a line with its section, and that it changes nothing', async () => {
    const text = textOf(await details({ profile: [finding, { code: 'certpath/profile-san-missing', section: '7.1.2.3 (h)', detail: '' }] }))
    expect(text).toContain('It is valid for 1095 days, longer than allowed (6.3.2)')
    expect(text).toContain('It has no list of alternative names (7.1.2.3 (h))')
    expect(text).toContain('doesn’t change the result')
    expect(textOf(await details({ profile: [finding] }, 'ja'))).toContain('有効期間が 1095 日で、上限を超えています')
  })
  it('take no markup and no hidden characters out of a certificate', async () => {
    const html = await details({ profile: [{ ...finding, code: 'certpath/profile-common-name', detail: '<img src=x>\u202eevil' }] })
    expect(html).not.toContain('<img')
    expect(html).toContain('□evil')
  })
  it('leave the colours alone', async () => {
    const plain = await details({ profile: [] })
    const departed = await details({ profile: [finding] })
    const classes = (html: string) => [...html.matchAll(/class="([^"]*)"/gu)].map(match => match[1]).filter(name => name !== 'cap')
    expect(classes(departed)).toEqual(classes(plain))
  })
})

describe('the sentences of the profile', () => {
  const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/gu)].map(match => match[1]).sort()
  const all = Object.entries({ ...profileSentences, ...profileLabels, ...validationWords, ...generationWords })
  it('have the same placeholders in both languages', () => {
    for (const [name, { en, ja }] of all) expect(placeholders(ja), name).toEqual(placeholders(en))
  })
  it('are one short line each, without a full stop', () => {
    for (const [code, { en, ja }] of Object.entries(profileSentences)) {
      expect(en.replace(/\{\w+\}/gu, ''), code).not.toMatch(/[.!]$/u)
      expect(en.length, code).toBeLessThanOrEqual(90)
      expect(ja, code).toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u)
      expect(ja, code).not.toMatch(/。$/u)
    }
  })
})
