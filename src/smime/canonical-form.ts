/** The canonical form that signatures cover (RFC 8551 section 3.1.1): lines end with CRLF. */

const LF = 0x0a
const CR = 0x0d

/**
 * The octets that were signed, from an entity as received.
 *
 * An entity with CRLF anywhere is taken octet for octet. An entity whose every line ends with a bare LF was stored by a
 * system with that convention (mbox, Maildir, saved files); the signed octets are then decidable: each LF stood for
 * CRLF. Nothing else is ever tried for a verdict.
 *
 * @returns the input itself, or a new array.
 */
export function canonicalForm(entity: Uint8Array): Uint8Array {
  const firstLineFeed = entity.indexOf(LF)
  if (firstLineFeed < 0 || entity.includes(CR)) return entity
  let lines = 0
  for (let at = firstLineFeed; at >= 0; at = entity.indexOf(LF, at + 1)) lines++
  const canonical = new Uint8Array(entity.length + lines)
  let out = 0
  let from = 0
  for (let at = firstLineFeed; at >= 0; at = entity.indexOf(LF, at + 1)) {
    canonical.set(entity.subarray(from, at), out)
    out += at - from
    canonical[out++] = CR
    canonical[out++] = LF
    from = at + 1
  }
  canonical.set(entity.subarray(from), out)
  return canonical
}
