/**
 * Reads NSS's certdata.txt: a list of PKCS#11 objects, certificates and what they are trusted for as separate objects
 * that belong together by issuer and serial number.
 *
 * Every surprise is an error: a list of trust anchors that is only nearly right is worse than none.
 */
import { createHash } from 'node:crypto'

const TRUSTED_FOR_EMAIL = 'CKT_NSS_TRUSTED_DELEGATOR'

/** All objects of the file, each as a Map from attribute to `{ type, value }`; octal values are Buffers. */
export function parseCertdata(text) {
  const lines = text.split(/\r?\n/)
  const start = lines.indexOf('BEGINDATA')
  if (start < 0) throw new Error('this is no certdata.txt: the line BEGINDATA is missing')
  const objects = []
  for (let i = start + 1; i < lines.length; i++) {
    const line = lines[i].trim()
    if (line === '' || line.startsWith('#')) continue
    const [, attribute, type, rest] = /^(CKA_\w+)\s+(\w+)\s*(.*)$/.exec(line) ?? fail(i, 'is no attribute')
    let value = rest
    if (type === 'MULTILINE_OCTAL') {
      let octal = ''
      for (i++; lines[i]?.trim() !== 'END'; i++) {
        if (i >= lines.length) fail(i, 'ends inside an octal value')
        octal += lines[i].trim()
      }
      if (!/^(\\[0-3][0-7]{2})*$/.test(octal)) fail(i, 'closes a value that is not octal')
      value = Buffer.from(octal.split('\\').slice(1).map(digits => Number.parseInt(digits, 8)))
    } else if (type === 'UTF8') {
      value = readLabel(rest, i)
    }
    if (attribute === 'CKA_CLASS') objects.push(new Map())
    const object = objects.at(-1) ?? fail(i, 'stands before the first CKA_CLASS')
    if (object.has(attribute)) fail(i, `repeats ${attribute}`)
    object.set(attribute, { type, value })
  }
  return objects
}

/** Labels are quoted, with other octets than ASCII as \xNN in UTF-8. */
function readLabel(quoted, line) {
  const [, inner] = /^"(.*)"$/.exec(quoted) ?? fail(line, 'holds a text without quotes')
  const octets = inner.replaceAll(/\\x([0-9a-fA-F]{2})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)))
  return inner.includes('\\x') ? Buffer.from(octets, 'latin1').toString('utf8') : inner
}

/**
 * The certificates that are trusted to issue e-mail certificates: `{ name, der, emailDistrustAfter }`, by name.
 *
 * A root trusted for web servers only is not among them, nor one that is distrusted or unknown for e-mail.
 * @throws when a trusted object has no certificate, two certificates claim one issuer and serial number, two trust
 * objects speak about one certificate, or the SHA-1 that the trust object names is not the certificate's.
 */
export function readEmailAnchors(text) {
  const objects = parseCertdata(text)
  const certificates = indexByIdentity(objects.filter(object => valueOf(object, 'CKA_CLASS') === 'CKO_CERTIFICATE'))
  const trusts = indexByIdentity(objects.filter(object => valueOf(object, 'CKA_CLASS') === 'CKO_NSS_TRUST'))
  const anchors = []
  for (const [identity, trust] of trusts) {
    if (valueOf(trust, 'CKA_TRUST_EMAIL_PROTECTION') !== TRUSTED_FOR_EMAIL) continue
    const label = valueOf(trust, 'CKA_LABEL')
    const certificate = certificates.get(identity)
    if (!certificate) throw new Error(`"${label}" is trusted for e-mail, but its certificate is not in the file`)
    const der = valueOf(certificate, 'CKA_VALUE')
    if (!valueOf(trust, 'CKA_CERT_SHA1_HASH')?.equals(createHash('sha1').update(der).digest())) {
      throw new Error(`"${label}": the trust object names another certificate (SHA-1 differs)`)
    }
    anchors.push({
      name: valueOf(certificate, 'CKA_LABEL'),
      der: der.toString('base64'),
      emailDistrustAfter: readDistrustAfter(certificate),
    })
  }
  if (anchors.length === 0) throw new Error('no root in this file is trusted for e-mail; its format may have changed')
  const key = anchor => `${anchor.name}\n${anchor.der}`
  return anchors.sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

function indexByIdentity(objects) {
  const index = new Map()
  for (const object of objects) {
    const parts = [valueOf(object, 'CKA_ISSUER'), valueOf(object, 'CKA_SERIAL_NUMBER')]
    if (!parts.every(Buffer.isBuffer)) throw new Error(`"${valueOf(object, 'CKA_LABEL')}" has no issuer or no serial number`)
    const identity = parts.map(part => part.toString('hex')).join(' ')
    if (index.has(identity)) throw new Error(`"${valueOf(object, 'CKA_LABEL')}": issuer and serial number appear twice`)
    index.set(identity, object)
  }
  return index
}

/** CK_FALSE means no date. Else the text of a UTCTime (two-digit year, RFC 5280 section 4.1.2.5.1) or GeneralizedTime. */
function readDistrustAfter(certificate) {
  const value = valueOf(certificate, 'CKA_NSS_EMAIL_DISTRUST_AFTER')
  if (value === undefined || value === 'CK_FALSE') return null
  const digits = Buffer.isBuffer(value) ? value.toString('latin1') : ''
  const [, century, year, month, day, hour, minute, second] =
    /^(\d\d)?(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits) ?? []
  if (year === undefined) throw new Error(`"${valueOf(certificate, 'CKA_LABEL')}": unreadable e-mail distrust date`)
  const fullYear = `${century ?? (Number(year) < 50 ? '20' : '19')}${year}`
  return new Date(`${fullYear}-${month}-${day}T${hour}:${minute}:${second}Z`).toISOString()
}

const valueOf = (object, attribute) => object.get(attribute)?.value

function fail(index, what) {
  throw new Error(`certdata.txt, line ${index + 1} ${what}`)
}
