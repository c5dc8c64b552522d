/**
 * Compressed RTF ([MS-OXRTFCP]): how Outlook stores a formatted text. RTF itself is not interpreted here or elsewhere; it is saved as a file.
 */
import { MimeError } from './errors.ts'

/** Section 2.1.2.1: what the dictionary holds before the first octet is read. */
const INITIAL_DICTIONARY =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier' +
  '{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx'
const DICTIONARY_SIZE = 4096
const HEADER = 16
const COMPRESSED = 0x75465a4c
const UNCOMPRESSED = 0x414c454d

/** Largest text that is unpacked (SEC-76). */
export const MAXIMAL_RTF = 16 * 1024 * 1024

/**
 * The RTF text's octets.
 *
 * @throws MimeError `mime/truncated` when header, checksum or contents do not hold together, or when the text would be larger than `MAXIMAL_RTF`.
 */
export function decompressRtf(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < HEADER) throw new MimeError('mime/truncated', 'compressed text without a header')
  const contents = bytes.subarray(HEADER, view.getUint32(0, true) + 4)
  const rawSize = view.getUint32(4, true)
  const type = view.getUint32(8, true)
  if (contents.length + 12 !== view.getUint32(0, true) || rawSize > MAXIMAL_RTF) throw new MimeError('mime/truncated', 'compressed text of another size')
  if (type === UNCOMPRESSED) return contents.slice(0, rawSize)
  if (type !== COMPRESSED || checksum(contents) !== view.getUint32(12, true)) throw new MimeError('mime/truncated', 'compressed text is damaged')
  return unpack(contents, Math.min(rawSize, contents.length * MOST_FROM_ONE))
}

/** A token of two octets stands for at most 17: no more is set aside, whatever the header says. */
const MOST_FROM_ONE = 9

/** Section 2.2.1: runs of eight tokens, each an octet or a place in the dictionary; a place that is the write position ends the text. */
function unpack(contents: Uint8Array, rawSize: number): Uint8Array {
  const dictionary = new Uint8Array(DICTIONARY_SIZE)
  for (let i = 0; i < INITIAL_DICTIONARY.length; i++) dictionary[i] = INITIAL_DICTIONARY.charCodeAt(i)
  const text = new Uint8Array(rawSize)
  let write = INITIAL_DICTIONARY.length
  let length = 0
  const put = (octet: number) => {
    if (length >= rawSize) return
    text[length++] = octet
    dictionary[write] = octet
    write = (write + 1) % DICTIONARY_SIZE
  }
  for (let at = 0; at < contents.length; ) {
    const control = contents[at++] ?? 0
    for (let bit = 0; bit < 8 && at < contents.length; bit++) {
      if ((control & (1 << bit)) === 0) {
        put(contents[at++] ?? 0)
        continue
      }
      const token = ((contents[at] ?? 0) << 8) | (contents[at + 1] ?? 0)
      at += 2
      const offset = token >> 4
      if (offset === write) return text.subarray(0, length)
      for (let i = 0; i < (token & 15) + 2; i++) put(dictionary[(offset + i) % DICTIONARY_SIZE] ?? 0)
    }
  }
  return text.subarray(0, length)
}

/** Section 2.1.3.2: the CRC of ISO 3309 with neither its first nor its last inversion. */
function checksum(octets: Uint8Array): number {
  let crc = 0
  for (const octet of octets) crc = (CRC_TABLE[(crc ^ octet) & 0xff] ?? 0) ^ (crc >>> 8)
  return crc >>> 0
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})
