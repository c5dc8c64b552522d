/**
 * Makes the demo's mailbox anew: `node test/emulator/mailbox/make-mailbox.mjs`. Needs the `openssl` program (3.0 or later).
 *
 * Certificates and signatures come from openssl, so that the demo never shows our own code agreeing with itself. Private keys live in
 * a temporary folder and are thrown away: nothing can be signed with them later. Each message is checked by
 * `openssl cms -verify -purpose smimesign` against what `mailbox.json` says about it before the script ends.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { certify, openssl, pemOf, prepare } from './certificate-authority.mjs'
import { sign } from './cms.mjs'
import { clearSigned, filePart, message, messagePart, multipart, opaqueSigned, textPart } from './compose.mjs'
import { certificates, person, reader } from './people.mjs'
import * as texts from './texts.mjs'

const home = dirname(fileURLToPath(import.meta.url))
const workshop = mkdtempSync(join(tmpdir(), 'demo-mailbox-'))

const tanaka = person('tanaka', 'Kenji Tanaka')
const keller = person('keller', 'Maria Keller')
const sophie = { name: 'Sophie Laurent', address: 'sophie.laurent@contoso.co.jp' }
const cfo = { name: 'Daniel Weber', address: 'daniel.weber@litware.example' }
const facility = { name: 'Facility team', address: 'facility@contoso.co.jp' }

const clear = (boundary, entity, signers, options) => clearSigned(boundary, entity, sign(workshop, entity, signers, options))

// QUIRK: openssl writes the present into signingTime and takes no other, so the signed letters are dated within the half hour before:
// a Date far from signingTime would be a lesson of its own.
const made = new Date()
const minutesAgo = minutes => new Date(made.getTime() - minutes * 60000).toUTCString().replace('GMT', '+0000')
const envelope = (id, minutes, from, subject, to = [reader]) => ({ id, from, to, subject, date: minutesAgo(minutes) })

function makeMessages() {
  const delivery = message(envelope('delivery-4711', 2, tanaka, 'Delivery of order 4711'), clear('=_delivery_4711', textPart(texts.valid), ['tanaka']))
  const transfer = message(envelope('transfer-2', 6, tanaka, 'Payment for the second delivery'), clear('=_transfer_2', textPart(texts.transfer), ['tanaka']))
  const list = multipart('mixed', '=_list', [
    multipart('alternative', '=_list_text', [textPart(texts.attachments), textPart(texts.attachmentsHtml, 'html')]),
    filePart('serial-numbers.csv', 'text/csv', Buffer.from(texts.serialNumbers)),
  ])
  return [
    { id: 'valid', form: 'clear-signed', standing: 'valid', title: { en: 'Everything holds', ja: 'すべて問題なし' }, text: delivery },
    { id: 'japanese', form: 'clear-signed', standing: 'valid', title: { en: 'In Japanese', ja: '日本語のメッセージ' },
      text: message(envelope('seikyu-11', 4, person('sato', '佐藤 花子'), '【コントソ】十一月分ご請求書のご案内', [{ name: '森 由紀', address: reader.address }]),
        clear('=_seikyu_11', textPart(texts.japanese), ['sato'])) },
    { id: 'altered', form: 'clear-signed', standing: 'invalid', title: { en: 'Changed after signing', ja: '署名後に変更された' },
      text: transfer.replace('account number 2204417', 'account number 9981203') },
    { id: 'wrong-sender', form: 'clear-signed', standing: 'attention', title: { en: 'Signed by somebody else', ja: '差出人と署名者が違う' },
      text: message(envelope('figures', 9, cfo, 'Urgent: approval code'), clear('=_figures', textPart(texts.wrongSender), ['tanaka'])) },
    { id: 'expired', form: 'clear-signed', standing: 'attention', title: { en: 'Certificate expired', ja: '証明書の期限切れ' },
      text: message(envelope('maintenance', 11, person('baker', 'Tom Baker'), 'Maintenance window'), clear('=_maintenance', textPart(texts.expired), ['baker'])) },
    { id: 'unknown-issuer', form: 'clear-signed', standing: 'attention', title: { en: 'Issuer not trusted', ja: '信頼されていない発行者' },
      text: message(envelope('price-list', 14, person('lindqvist', 'Anna Lindqvist'), 'Price list'),
        clear('=_price_list', textPart(texts.unknownIssuer), ['lindqvist'], { issuers: ['unknown-root'] })) },
    { id: 'opaque', form: 'opaque-signed', standing: 'valid', title: { en: 'Signature around the text', ja: '本文を包む形式の署名' },
      text: message(envelope('contract', 17, keller, 'Contract approved'), opaqueSigned(sign(workshop, textPart(texts.opaque), ['keller'], { opaque: true }))) },
    { id: 'two-signers', form: 'clear-signed', standing: 'attention', title: { en: 'Two signers', ja: '署名者が二人' },
      text: message(envelope('agreement', 20, keller, 'Delivery in two parts'), clear('=_agreement', textPart(texts.twoSigners), ['keller', 'tanaka'])) },
    { id: 'attachments', form: 'clear-signed', standing: 'valid', title: { en: 'With a file and HTML', ja: '添付ファイルと HTML' },
      text: message(envelope('serials', 22, keller, 'Serial numbers'), clear('=_serials', list, ['keller'])) },
    { id: 'forwarded', form: 'forwarded', standing: 'none', title: { en: 'Forwarded as an attachment', ja: '添付として転送' },
      text: message(envelope('forward', 1, sophie, 'FW: Delivery of order 4711'),
        multipart('mixed', '=_forward', [textPart(texts.forwardedCover), messagePart('Delivery of order 4711.eml', delivery)])) },
    { id: 'plain', form: 'plain', standing: 'none', title: { en: 'Not signed', ja: '署名なし' },
      text: message(envelope('canteen', 90, facility, 'Canteen closed on Friday'),
        multipart('mixed', '=_canteen', [textPart(texts.plain), filePart('menu.txt', 'text/plain', Buffer.from(texts.menu))])) },
  ]
}

/** What openssl says of a message with the demo root as its only anchor: true when it holds. */
function opensslAccepts(file, ...leniency) {
  try {
    openssl(workshop, 'cms', '-verify', '-in', file, '-purpose', 'smimesign', '-CAfile', 'root.pem', ...leniency, '-out', 'checked')
    return true
  } catch {
    return false
  }
}

/**
 * Openssl's answers that fit what the demo teaches: as it is, without looking at the time, and without looking at the
 * certificates at all. It judges neither the sender's address nor the number of signers, so those messages pass.
 */
const expectedAnswers = {
  altered: [false, false, false],
  expired: [false, true, true],
  'unknown-issuer': [false, false, true],
  forwarded: [false, false, false],
  plain: [false, false, false],
}

function checkWithOpenssl({ id, standing }, file) {
  const answers = [opensslAccepts(file), opensslAccepts(file, '-no_check_time'), opensslAccepts(file, '-noverify')]
  const words = answers.map(accepted => (accepted ? 'accepts' : 'refuses'))
  console.log(`${id}: expected ${standing}; openssl ${words[0]}, at any time ${words[1]}, any certificate ${words[2]}`)
  const expected = expectedAnswers[id] ?? [true, true, true]
  if (String(answers) !== String(expected)) throw new Error(`openssl's answers for ${id} are not what the demo teaches`)
}

try {
  prepare(workshop)
  for (const entry of certificates) certify(workshop, entry)
  const messages = makeMessages()
  for (const entry of messages) {
    const file = join(home, `${entry.id}.eml`)
    writeFileSync(file, entry.text, 'latin1')
    checkWithOpenssl(entry, file)
  }
  const index = messages.map(({ id, form, standing, title }) => ({ id, file: `${id}.eml`, form, standing, title }))
  writeFileSync(join(home, 'mailbox.json'), JSON.stringify({ reader, messages: index }, null, 2) + '\n')
  const organisation = { name: 'Contoso K.K.', anchors: [pemOf(workshop, 'root')] }
  writeFileSync(join(home, 'organisation.json'), JSON.stringify(organisation, null, 2) + '\n')
  console.log(execFileSync('openssl', ['version'], { encoding: 'utf8' }).trim())
} finally {
  rmSync(workshop, { recursive: true, force: true })
}
