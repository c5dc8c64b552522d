/** MIME text for the demo's letters. Lines end in CR LF from the start, so that what openssl hashes is what travels. */

const crlf = text => text.replace(/\r?\n/g, '\r\n')
const isAscii = text => Buffer.byteLength(text) === text.length

/** RFC 2047 B encoding in pieces that stay below 75 characters. */
function encodedWords(text) {
  const words = []
  let piece = ''
  for (const character of text) {
    if (Buffer.byteLength(piece + character) > 42) {
      words.push(piece)
      piece = ''
    }
    piece += character
  }
  words.push(piece)
  return words.map(word => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ')
}

const phrase = name => (isAscii(name) ? name : encodedWords(name))
const address = mailbox => `${phrase(mailbox.name)} <${mailbox.address}>`

export const base64Lines = bytes => Buffer.from(bytes).toString('base64').replace(/.{1,64}/g, '$&\r\n')

function quotedPrintable(text) {
  return text
    .split('\n')
    .map(line => {
      const encoded = [...Buffer.from(line)]
        .map(octet => (octet > 126 || octet === 61 ? `=${octet.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(octet)))
      const rows = ['']
      for (const sign of encoded) {
        if (rows.at(-1).length + sign.length > 73) rows.push('')
        rows[rows.length - 1] += sign
      }
      return rows.join('=\r\n')
    })
    .join('\r\n')
}

/** A text part. ASCII travels as it is; the rest in quoted-printable UTF-8 or, for `iso-2022-jp`, in base64 of `bytes`. */
export function textPart(text, subtype = 'plain') {
  return isAscii(text)
    ? `Content-Type: text/${subtype}; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\n${crlf(text)}`
    : `Content-Type: text/${subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${quotedPrintable(text)}`
}

export function filePart(name, mediaType, bytes) {
  return (
    `Content-Type: ${mediaType}; name="${name}"\r\nContent-Transfer-Encoding: base64\r\n` +
    `Content-Disposition: attachment; filename="${name}"\r\n\r\n${base64Lines(bytes)}`
  )
}

export function messagePart(name, message) {
  return `Content-Type: message/rfc822; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${message}`
}

export function multipart(subtype, boundary, parts) {
  const body = parts.map(part => `--${boundary}\r\n${part}\r\n`).join('')
  return `Content-Type: multipart/${subtype}; boundary="${boundary}"\r\n\r\n${body}--${boundary}--\r\n`
}

/** multipart/signed of RFC 1847 around an entity and its detached CMS. The entity is used as it is. */
export function clearSigned(boundary, entity, cms) {
  const signature =
    'Content-Type: application/pkcs7-signature; name="smime.p7s"\r\nContent-Transfer-Encoding: base64\r\n' +
    `Content-Disposition: attachment; filename="smime.p7s"\r\n\r\n${base64Lines(cms)}`
  return (
    'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256;\r\n' +
    ` boundary="${boundary}"\r\n\r\nThis is a signed message in MIME format.\r\n\r\n` +
    `--${boundary}\r\n${entity}\r\n--${boundary}\r\n${signature}\r\n--${boundary}--\r\n`
  )
}

export function opaqueSigned(cms) {
  return (
    'Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"\r\n' +
    'Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="smime.p7m"\r\n\r\n' +
    base64Lines(cms)
  )
}

/** RFC 8551 section 3.3; RFC 5083 has a parameter of its own for content with a tag. */
export function encrypted(cms, { authenticated = false } = {}) {
  return (
    `Content-Type: application/pkcs7-mime; smime-type=${authenticated ? 'authEnveloped-data' : 'enveloped-data'}; name="smime.p7m"\r\n` +
    'Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="smime.p7m"\r\n\r\n' +
    base64Lines(cms)
  )
}

/** A picture that HTML beside it shows by `cid:`. */
export function inlinePart(name, mediaType, bytes, id) {
  return (
    `Content-Type: ${mediaType}; name="${name}"\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <${id}>\r\n` +
    `Content-Disposition: inline; filename="${name}"\r\n\r\n${base64Lines(bytes)}`
  )
}

/**
 * An entity that carries the header of its message with it (RFC 9788): the real subject is inside, `outerSubject` outside.
 *
 * @returns `entity` with the fields, to be signed or encrypted; the message around it takes `outerSubject`.
 */
export function withProtectedHeader({ from, to, subject, date, id }, outerSubject, entity) {
  const fields = [
    `From: ${address(from)}`, `To: ${to.map(address).join(', ')}`, `Subject: ${phrase(subject)}`, `Date: ${date}`,
    `Message-ID: <${id}@${from.address.split('@')[1]}>`,
  ]
  const outer = fields.map(field => `HP-Outer: ${field.startsWith('Subject:') ? `Subject: ${outerSubject}` : field}`)
  const marked = entity.replace(/^Content-Type: ([^;\r\n]+)/, 'Content-Type: $1; hp="cipher"')
  return [...fields, ...outer].join('\r\n') + `\r\n${marked}`
}

/** The whole RFC 5322 message around an entity. */
export function message({ from, to, subject, date, id }, entity) {
  return (
    `Received: from mail.${from.address.split('@')[1]} by mx.contoso.co.jp with ESMTPS;\r\n ${date}\r\n` +
    `From: ${address(from)}\r\nTo: ${to.map(address).join(', ')}\r\nSubject: ${phrase(subject)}\r\n` +
    `Date: ${date}\r\nMessage-ID: <${id}@${from.address.split('@')[1]}>\r\nMIME-Version: 1.0\r\n${entity}`
  )
}
