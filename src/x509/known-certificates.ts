/**
 * Certificates that were read before. The mail of one place carries the same few again and again; reading is strict and costs more than comparing.
 *
 * SECURITY: what is kept is what `parseCertificate` says of these very octets, on a copy that nobody else can write to, and found again by all of
 * them. No judgement is kept. What is kept is bounded, and the newest stay.
 */
import { equalBytes } from '../bytes/bytes.ts'
import { type Certificate, parseCertificate } from './certificate.ts'

const MOST = 64
/** Octets; larger ones are read each time. */
const LARGEST = 8 * 1024

/** Newest first. */
const known: Certificate[] = []

/** As `parseCertificate`, but the value may be one that was given before, and is never a view on `der`. @throws X509Error as `parseCertificate`. */
export function recallCertificate(der: Uint8Array): Certificate {
  const place = known.findIndex(certificate => equalBytes(certificate.der, der))
  const certificate = known[place] ?? parseCertificate(der.slice())
  if (place >= 0) known.splice(place, 1)
  if (der.length <= LARGEST) known.unshift(certificate)
  if (known.length > MOST) known.pop()
  return certificate
}
