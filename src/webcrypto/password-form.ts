/** A password as the octets that key derivations take. */
import { encodeUtf8 } from '../bytes/encoding.ts'

/** One reading of what was typed. Each derivation takes the member that its standard names. */
export interface PasswordForm {
  /** BMPString with a terminating zero character (RFC 7292 appendix B.1); surrogate pairs for what is beyond the BMP. */
  readonly bmp: Uint8Array
  /** UTF-8, for PBES2 and PBMAC1 (RFC 9579 section 4, RFC 8018 section 3). */
  readonly utf8: Uint8Array
}

/**
 * The forms in which a password may have been meant, the likeliest first.
 *
 * QUIRK: no password is either no octets at all (OpenSSL with NULL, Java) or an empty BMPString, that is two zero octets
 * (OpenSSL with "", Windows). RFC 7292 does not say which; both are tried.
 *
 * QUIRK: OpenSSL before 1.1.0 and LibreSSL took the octets of the terminal's UTF-8 for characters of their own. Files with
 * passwords beyond ASCII made that way open with the second form.
 */
export function passwordForms(password: string | null): readonly PasswordForm[] {
  const text = password ?? ''
  const utf8 = encodeUtf8(text)
  if (text === '') return [{ bmp: utf8, utf8 }, { bmp: encodeBmp([]), utf8 }]
  const standard = { bmp: encodeBmp(Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))), utf8 }
  return utf8.length === text.length ? [standard] : [standard, { bmp: encodeBmp([...utf8]), utf8 }]
}

/** Big endian, with the terminating zero. */
function encodeBmp(units: readonly number[]): Uint8Array {
  return Uint8Array.from([...units, 0].flatMap(unit => [unit >> 8, unit & 0xff]))
}
