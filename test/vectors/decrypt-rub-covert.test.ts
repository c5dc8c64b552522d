/** Covert content ("Re: What's Up Johnny?"): a part that is encrypted is never opened inside a message that is not (SEC-24). */
import { expect, it } from 'vitest'
import { HAS_CORPORA, readCorpusFile, runCorpus } from './corpus.ts'
import { keysOf, openWith } from './decrypt-answer.ts'

const SET = 'rub-covert'
const manager = () => keysOf(SET, ['assets/secret-keys/manager@bigcorporation.pfx'], 'test12345678')
const ORIGINAL = '01-enc/smime/00-original-mail.eml'

runCorpus({
  set: SET,
  ledger: 'decrypt-exceptions',
  applies: item => item.operation === 'decrypt',
  expectation: item => (item.file === ORIGINAL ? 'decrypts' : 'shows nothing of the secret'),
  answer: async item => {
    const opening = await openWith(readCorpusFile(SET, item.file), manager())
    if (opening.answer.startsWith('decrypts')) return opening.answer
    const secret = (await openWith(readCorpusFile(SET, ORIGINAL), manager())).result?.parts[0]?.text?.trim() ?? ''
    expect(secret.length).toBeGreaterThan(10)
    const shown = JSON.stringify(opening.result?.parts.map(part => part.text))
    const lines = secret.split(/\r?\n/u).filter(line => line.length > 5)
    return lines.some(line => shown.includes(line) || opening.text.includes(line)) ? 'shows the secret' : 'shows nothing of the secret'
  },
})

it.skipIf(!HAS_CORPORA)('the nested part is listed as a file, and not opened', async () => {
  const { result } = await openWith(readCorpusFile(SET, '01-enc/smime/01-reply-mix-css.eml'), manager())
  expect(result?.verdict).toMatchObject({ encrypted: false, standing: 'none', reasons: ['smime/inner-part-signed'] })
})
