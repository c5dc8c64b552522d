/**
 * Makes what a demo of encrypted mail needs: the reader's keys as files to import, and letters that were encrypted for them.
 *
 * It is made on each computer at the first start and kept outside the repository, so that no private key is ever published. Everything comes
 * from the `openssl` program (3.0 or later): the demo never shows our own code agreeing with itself.
 */
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { certify, keyFile, pemOf, prepare } from './certificate-authority.mjs'
import { encrypt, sign } from './cms.mjs'
import { clearSigned, encrypted, filePart, inlinePart, message, messagePart, multipart, opaqueSigned, textPart, withProtectedHeader } from './compose.mjs'
import { correspondents, person, reader, secondReader } from './people.mjs'
import { chart } from './picture.mjs'
import * as texts from './texts.mjs'

const tanaka = person('tanaka', 'Kenji Tanaka')
const keller = person('keller', 'Maria Keller')
const sato = person('sato', '佐藤 花子')
const personnel = { name: 'Personnel', address: 'personnel@contoso.co.jp' }
const gcm = { cipher: 'aes-256-gcm' }

/** Letters of the demo, each with what it teaches. `needs` is the key file that opens it, null when none does. */
function makeLetters(workshop) {
  const made = new Date()
  const minutesAgo = minutes => new Date(made.getTime() - minutes * 60000).toUTCString().replace('GMT', '+0000')
  const envelope = (id, minutes, from, subject, to = [reader]) => ({ id, from, to, subject, date: minutesAgo(minutes) })
  const clear = (boundary, entity, signer) => clearSigned(boundary, entity, sign(workshop, entity, [signer]))
  const closed = (entity, recipients, options = {}) =>
    encrypted(encrypt(workshop, entity, recipients, options), { authenticated: options.cipher?.endsWith('gcm') })

  const offer = envelope('offer-osaka', 3, tanaka, 'Revised offer for the Osaka site')
  const offerEntity = withProtectedHeader(offer, '[...]', multipart('mixed', '=_offer', [
    textPart(texts.offer),
    filePart('offer-osaka.csv', 'text/csv', Buffer.from(texts.offerTable)),
  ]))
  const salary = multipart('related', '=_salary', [
    multipart('alternative', '=_salary_text', [textPart(texts.salaryPlain), textPart(texts.salary, 'html')]),
    inlinePart('chart.png', 'image/png', chart(), 'chart@contoso.co.jp'),
  ])
  const delivery = message(envelope('delivery-4711', 30, tanaka, 'Delivery of order 4711'), clear('=_delivery', textPart(texts.valid), 'tanaka'))
  const enclosed = multipart('mixed', '=_enclosed', [textPart(texts.enclosedCover), messagePart('Delivery of order 4711.eml', delivery)])
  const triple = clear('=_inner', textPart(texts.triple), 'keller')

  return [
    { id: 'signed-encrypted', needs: 'yuki-mori', standing: 'valid', title: { en: 'Signed and encrypted', ja: '署名して暗号化' },
      text: message({ ...offer, subject: '[...]' }, closed(clear('=_osaka', offerEntity, 'tanaka'), ['yuki-mori'])) },
    { id: 'encrypted-japanese', needs: 'yuki-mori', standing: 'valid', title: { en: 'Encrypted, in Japanese', ja: '日本語の暗号化メール' },
      text: message(envelope('keiyaku', 5, sato, '【社外秘】契約更新のご提案', [{ name: '森 由紀', address: reader.address }]),
        closed(opaqueSigned(sign(workshop, textPart(texts.contract), ['sato'], { opaque: true })), ['yuki-mori'], { ...gcm, padding: 'oaep' })) },
    { id: 'encrypted-gcm', needs: 'yuki-mori', standing: 'none', title: { en: 'Encrypted (AES-GCM), not signed', ja: '暗号化のみ (AES-GCM)' },
      text: message(envelope('salary', 8, personnel, 'Your salary from January'), closed(salary, ['yuki-mori'], gcm)) },
    { id: 'encrypted-cbc', needs: 'yuki-mori', standing: 'none', title: { en: 'Encrypted (AES-CBC), not signed', ja: '暗号化のみ (AES-CBC)' },
      text: message(envelope('minutes', 10, keller, 'Minutes, 12 November'), closed(textPart(texts.minutes, 'html'), ['yuki-mori'])) },
    { id: 'older-key', needs: 'yuki-mori-older', standing: 'none', title: { en: 'For an older key', ja: '以前の鍵宛て' },
      text: message(envelope('archive', 12, keller, 'Access to the archive'), closed(textPart(texts.archive), ['yuki-mori-older'])) },
    { id: 'stranger', needs: null, reason: 'smime/no-key', standing: 'none', title: { en: 'For somebody else', ja: '別の人宛て' },
      text: message(envelope('interview', 14, tanaka, 'Interview on Monday'), closed(textPart(texts.stranger), ['abe'])) },
    { id: 'triple-wrapped', needs: 'yuki-mori', standing: 'valid', title: { en: 'Signed, encrypted, signed again', ja: '署名・暗号化・署名' },
      text: message(envelope('tender', 16, keller, 'Result of the tender'), clear('=_outer', closed(triple, ['yuki-mori']), 'keller')) },
    { id: 'tampered', needs: null, reason: 'smime/cannot-decrypt', standing: 'none', title: { en: 'Encrypted, changed on the way', ja: '配送中に変更された暗号化メール' },
      text: message(envelope('deposit', 18, tanaka, 'Deposit'), encrypted(changed(encrypt(workshop, textPart(texts.tampered), ['yuki-mori'], gcm)), { authenticated: true })) },
    { id: 'enclosed', needs: 'yuki-mori', standing: 'valid', title: { en: 'With a signed message inside', ja: '署名付きメールを添付' },
      text: message(envelope('enclosed', 20, keller, 'Letter from Kenji'), closed(clear('=_cover', enclosed, 'keller'), ['yuki-mori'])) },
  ]
}

/** What lies in the second mailbox: a letter of the reader's, so that her certificate is known there too. */
function makeSecondLetters(workshop) {
  const date = new Date(Date.now() - 600000).toUTCString().replace('GMT', '+0000')
  const entity = textPart(texts.greeting)
  const signed = clearSigned('=_greeting', entity, sign(workshop, entity, ['yuki-mori']))
  return [
    { id: 'greeting', needs: null, standing: 'valid', title: { en: 'Signed by Yuki Mori', ja: 'Yuki Mori さんの署名付きメール' },
      text: message({ id: 'greeting', from: reader, to: [secondReader], subject: 'My new certificate', date }, signed) },
  ]
}

/** One bit of the encrypted content, some way before the tag. */
function changed(cms) {
  const copy = Buffer.from(cms)
  copy[copy.length - 40] ^= 0x01
  return copy
}

/**
 * Writes keys, letters and their index into `folder`, which must exist.
 *
 * @throws when there is no openssl, or one without AES-GCM in CMS.
 */
export function makeIdentity(folder) {
  const workshop = mkdtempSync(join(tmpdir(), 'demo-identity-'))
  try {
    prepare(workshop)
    for (const entry of correspondents) certify(workshop, entry)
    const password = `demo-${randomInt(100000, 999999)}`
    const files = ['yuki-mori', 'yuki-mori-older'].map(name => {
      writeFileSync(join(folder, `${name}.p12`), keyFile(workshop, name, { issuers: ['issuing', 'root'], password, label: 'Yuki Mori' }))
      return `${name}.p12`
    })
    const letters = makeLetters(workshop)
    for (const { id, text } of letters) writeFileSync(join(folder, `${id}.eml`), text, 'latin1')
    const messages = letters.map(letter => ({ ...letter, text: undefined, file: `${letter.id}.eml`, form: 'encrypted' }))
    const { name, address, certificate, file } = secondReader
    writeFileSync(join(folder, `${file}.p12`), keyFile(workshop, certificate, { issuers: ['issuing', 'root'], password, label: 'Hanako Sato' }))
    const second = makeSecondLetters(workshop)
    for (const { id, text } of second) writeFileSync(join(folder, `${id}.eml`), text, 'latin1')
    const others = second.map(letter => ({ ...letter, text: undefined, file: `${letter.id}.eml`, form: 'clear-signed' }))
    const people = [{ name, address, keys: { files: [`${file}.p12`], password }, messages: others }]
    const index = { anchor: pemOf(workshop, 'root'), keys: { files, password }, messages, people }
    writeFileSync(join(folder, 'identity.json'), JSON.stringify(index, null, 2) + '\n')
  } finally {
    rmSync(workshop, { recursive: true, force: true })
  }
}
