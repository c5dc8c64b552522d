/** Finished messages of both kinds, made without keys: the routes look at their outside alone. */
import type { SendableMessage } from '../../src/outlook/send/sending-route.ts'

const header = (type: string, more: readonly string[] = []): string => [
  'From: Yuki Mori <yuki@contoso.co.jp>', 'To: Ann <ann@example.org>, "Lee, B." <lee@example.org>', 'Cc: cho@example.org',
  'Subject: =?UTF-8?B?44GT44KT?=', 'Date: Thu, 26 Nov 2026 10:00:00 +0000', 'Message-ID: <o\'hara+1@contoso.co.jp>',
  'In-Reply-To: <before@example.org>', 'References: <first@example.org>\r\n <before@example.org>', 'MIME-Version: 1.0', `Content-Type: ${type}`, ...more,
].join('\r\n')

export const recipients = ['ann@example.org', 'lee@example.org', 'cho@example.org'] as const

export function sendable(text: string, more: Partial<SendableMessage> = {}): SendableMessage {
  return { bytes: new TextEncoder().encode(text), messageId: '<o\'hara+1@contoso.co.jp>', recipients: [...recipients], role: 'main', ...more }
}

/** An encrypted message whose CMS is these octets. */
export function encrypted(cms: Uint8Array): string {
  const base64 = Buffer.from(cms).toString('base64').replace(/.{64}/gu, '$&\r\n')
  return `${header('application/pkcs7-mime; smime-type=enveloped-data;\r\n name="smime.p7m"', ['Content-Transfer-Encoding: base64'])}\r\n\r\n${base64}\r\n`
}

export const signedBody = '--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n--b\r\nContent-Type: application/pkcs7-signature\r\n\r\nMIIB\r\n--b--\r\n'
export const clearSigned = `${header('multipart/signed; protocol="application/pkcs7-signature";\r\n micalg=sha-256; boundary=b')}\r\n\r\n${signedBody}`

export const cms = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => (at === 0 ? 0x30 : (at * 31) % 251))
