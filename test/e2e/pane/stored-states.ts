/** Messages that the demo's mailbox lacks, made by openssl and by our own fixtures, each with what the pane has to say of it. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExtraMessage } from '../../emulator/server/demo-server.ts'
import { algorithm } from '../../make/der.ts'
import { base64Lines, bytesOf } from '../../make/signed-message.ts'
import { makeStationery, pem, type Stationery, textEntity } from './letters.ts'

const header = (subject: string) =>
  `From: Alice Moreau <alice@example.com>\r\nTo: yuki.mori@contoso.co.jp\r\nSubject: ${subject}\r\nDate: ${new Date().toUTCString().replace('GMT', '+0000')}\r\nMIME-Version: 1.0\r\n`

/** `openssl cms` over a certificate's own file, as the bare CMS object. */
function opensslCms(certificate: Uint8Array, ...parameters: readonly string[]): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'pane-letters-'))
  try {
    writeFileSync(join(folder, 'certificate.pem'), pem(certificate))
    writeFileSync(join(folder, 'entity'), textEntity('For your eyes only.'))
    execFileSync('openssl', parameters, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    return readFileSync(join(folder, 'cms'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const enveloped = (subject: string, type: string, cms: Uint8Array): Uint8Array =>
  bytesOf(
    `${header(subject)}Content-Type: application/pkcs7-mime; smime-type=${type}; name=smime.p7m\r\n` +
      `Content-Transfer-Encoding: base64\r\n\r\n${base64Lines(cms)}\r\n`,
  )

/** A signed cover letter around another message. */
const withAttachedMessage =
  'Content-Type: multipart/mixed; boundary="m1"\r\n\r\n' +
  `--m1\r\n${textEntity('See the attached message.')}\r\n` +
  '--m1\r\nContent-Type: message/rfc822; name="Offer.eml"\r\nContent-Disposition: attachment; filename="Offer.eml"\r\n\r\n' +
  `${header('Offer')}${textEntity('Our offer.')}\r\n--m1--\r\n`

export interface StoredState {
  readonly id: string
  readonly bytes: Uint8Array
  readonly standing: 'valid' | 'none' | 'unchecked'
  /** The first line of the card. */
  readonly eyebrow: readonly [en: string, ja: string]
  /** A phrase of the card or of what is opened below it. */
  readonly says: readonly [en: string, ja: string]
}

export async function makeStoredStates(): Promise<{ readonly stationery: Stationery; readonly states: readonly StoredState[] }> {
  const stationery = await makeStationery()
  const { certificate, write } = stationery
  const encrypted = opensslCms(certificate, 'cms', '-encrypt', '-binary', '-aes256', '-in', 'entity', '-outform', 'DER', '-out', 'cms', 'certificate.pem')
  const certificates = opensslCms(certificate, 'crl2pkcs7', '-nocrl', '-certfile', 'certificate.pem', '-outform', 'DER', '-out', 'cms')
  return {
    stationery,
    states: [
      { id: 'encrypted', bytes: enveloped('Secret', 'enveloped-data', encrypted), standing: 'none', eyebrow: ['Encrypted', '暗号化'], says: ['To read this, bring your key', '読むには鍵を取り込んでください'] },
      { id: 'certs-only', bytes: enveloped('My certificate', 'certs-only', certificates), standing: 'none', eyebrow: ['Not signed', '署名なし'], says: ['only delivers certificates', '証明書を届けるためのメール'] },
      { id: 'no-certificate', bytes: await write({ withoutCertificate: true }), standing: 'unchecked', eyebrow: ['Not checked', '未検証'], says: ['The signer’s certificate isn’t included', '署名者の証明書が含まれていません'] },
      {
        id: 'unknown-algorithm',
        bytes: await write({ signer: { signatureAlgorithm: algorithm('1.3.6.1.4.1.99999.1') } }),
        standing: 'unchecked',
        eyebrow: ['Not checked', '未検証'],
        says: ['1.3.6.1.4.1.99999.1', '1.3.6.1.4.1.99999.1'],
      },
    ],
  }
}

/** A valid letter that carries another message. */
export const letterWithMessage = (stationery: Stationery): Promise<Uint8Array> => stationery.write({ entity: withAttachedMessage })

export const asExtra = (states: readonly StoredState[]): readonly ExtraMessage[] => states.map(({ id, bytes }) => ({ id, bytes }))
