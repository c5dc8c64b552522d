/** Textual encodings (RFC 7468): `-----BEGIN …-----` blocks. */
import { decodeBase64Octets, decodeLatin1, encodeBase64, encodeUtf8 } from '../bytes/encoding.ts'

export interface PemBlock {
  /** For example `CERTIFICATE`, `PKCS7`, `ENCRYPTED PRIVATE KEY`. */
  readonly label: string
  readonly bytes: Uint8Array
}

/** True when the bytes hold at least one PEM block within their first 64 KiB. */
export function looksLikePem(bytes: Uint8Array): boolean {
  return decodeLatin1(bytes.subarray(0, 65_536)).includes('-----BEGIN ')
}

/** Every block of the text, in order. Text around and between blocks is passed over (section 2). */
export function parsePem(bytes: Uint8Array): PemBlock[] {
  const blocks: PemBlock[] = []
  for (const match of decodeLatin1(bytes).matchAll(/-----BEGIN ([A-Z0-9 ]{1,60})-----\r?\n([^-]*)-----END \1-----/gu)) {
    const body = (match[2] ?? '').replace(/^[A-Za-z-]+:.*\r?\n/gmu, '')
    blocks.push({ label: match[1] ?? '', bytes: decodeBase64Octets(encodeUtf8(body)).bytes })
  }
  return blocks
}

/** One block with lines of 64 characters, LF line ends. */
export function encodePem(label: string, bytes: Uint8Array): string {
  const lines = encodeBase64(bytes).match(/.{1,64}/gu) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
