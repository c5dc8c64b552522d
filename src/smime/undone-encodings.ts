/** Re-encoding undone: transfer encodings, their wrapping, and the header fields that gateways write anew. */
import { decodeLatin1, encodeBase64 } from '../bytes/encoding.ts'
import { decodeBody, type MimeEntity, parseEntity } from '../mime/entity.ts'
import { MimeError } from '../mime/errors.ts'

/** Widths at which programs wrap base64: RFC 2045's 76, PEM's 64, Outlook's 72. */
const BASE64_WIDTHS = [76, 64, 72] as const

/** Longer headers are left alone: a charset stands near the start of one. */
const MAXIMAL_HEADER = 8192

/** Entities that the received one may have been before. Latin-1 text stands for octets. */
export function* undoneEncodings(text: string, received: Uint8Array): Generator<string> {
  const unquoted = text.replace(/\r\n>(>*From )/gu, '\r\n$1')
  if (unquoted !== text) yield unquoted
  const leaves = leavesOf(received)
  for (const encoding of ['8bit', '7bit']) yield* ifChanged(text, rewritten(text, leaves, leaf => unencoded(text, leaf, encoding)))
  for (const width of BASE64_WIDTHS) yield* ifChanged(text, rewritten(text, leaves, leaf => rewrapped(text, leaf, width)))
  for (const charset of ['us-ascii', 'utf-8', 'iso-8859-1']) {
    yield* ifChanged(text, rewritten(text, leaves, leaf => relabelled(text, leaf, charset)))
  }
}

function* ifChanged(text: string, candidate: string): Generator<string> {
  if (candidate !== text) yield candidate
}

/** Entities without parts of their own, in order; none when the octets are no entity. */
export function leavesOf(received: Uint8Array): MimeEntity[] {
  try {
    const pending = [parseEntity(received)]
    const leaves: MimeEntity[] = []
    for (let next = pending.shift(); next; next = pending.shift()) {
      if (next.contentType.value.startsWith('multipart/')) pending.unshift(...next.children)
      else leaves.push(next)
    }
    return leaves
  } catch (error) {
    if (error instanceof MimeError) return []
    throw error
  }
}

/** The text with each leaf replaced by what `change` makes of it; undefined leaves it alone. */
function rewritten(text: string, leaves: readonly MimeEntity[], change: (leaf: MimeEntity) => string | undefined): string {
  const pieces: string[] = []
  let from = 0
  for (const leaf of leaves) {
    const changed = change(leaf)
    if (changed === undefined) continue
    pieces.push(text.slice(from, leaf.range.start), changed)
    from = leaf.range.end
  }
  return pieces.join('') + text.slice(from)
}

/** A gateway wrote quoted-printable or base64 where the sender had plain octets. */
function unencoded(text: string, leaf: MimeEntity, encoding: string): string | undefined {
  if (leaf.transferEncoding !== 'quoted-printable' && leaf.transferEncoding !== 'base64') return undefined
  const header = text.slice(leaf.range.start, leaf.bodyRange.start)
  return header.replace(/(content-transfer-encoding:[ \t]*)[\w-]+/iu, `$1${encoding}`) + decodeLatin1(decodeBody(leaf).bytes)
}

/** A gateway named another charset for the same octets. */
function relabelled(text: string, leaf: MimeEntity, charset: string): string | undefined {
  const header = text.slice(leaf.range.start, leaf.bodyRange.start)
  if (header.length > MAXIMAL_HEADER) return undefined
  return header.replace(/(;\s*charset=)("?)[\w.:-]+/iu, `$1$2${charset}`) + text.slice(leaf.bodyRange.start, leaf.range.end)
}

function rewrapped(text: string, leaf: MimeEntity, width: number): string | undefined {
  if (leaf.transferEncoding !== 'base64') return undefined
  const lines = encodeBase64(decodeBody(leaf).bytes).match(new RegExp(`.{1,${width}}`, 'gu')) ?? []
  const endsWithBreak = text.startsWith('\r\n', leaf.range.end - 2)
  return text.slice(leaf.range.start, leaf.bodyRange.start) + lines.join('\r\n') + (endsWithBreak ? '\r\n' : '')
}
