/** The built-in anchors as `certpath` takes them: found by name, each certificate parsed when a path first comes to it. */
import { equalBytes } from '../../bytes/bytes.ts'
import type { AnchorIndex, TrustAnchor } from '../../certpath/trust-anchor.ts'
import { parseCertificate, readSubject } from '../../x509/certificate.ts'
import { comparisonKey } from '../../x509/distinguished-name.ts'
import { X509Error } from '../../x509/errors.ts'
import { type BuiltInAnchor, readBuiltInAnchors } from './built-in-anchors.ts'

/** An anchor of the list. `parsed` is null when our strict reader refuses the certificate, which then anchors nothing. */
interface Entry {
  readonly listed: BuiltInAnchor
  parsed: TrustAnchor | null | undefined
}

let index: AnchorIndex | undefined

/** Every built-in anchor. Only their names are read at first: a message meets one or two of a hundred. */
export function builtInAnchorIndex(): AnchorIndex {
  index ??= makeIndex(readBuiltInAnchors().anchors)
  return index
}

function makeIndex(anchors: readonly BuiltInAnchor[]): AnchorIndex {
  const byName = new Map<string, Entry[]>()
  for (const listed of anchors) {
    const key = comparisonKey(readSubject(listed.der))
    const entry = { listed, parsed: undefined }
    const others = byName.get(key)
    if (others) others.push(entry)
    else byName.set(key, [entry])
  }
  const named: AnchorIndex['named'] = name => (byName.get(comparisonKey(name)) ?? []).flatMap(entry => anchorOf(entry) ?? [])
  return {
    size: anchors.length,
    named,
    same: certificate => named(certificate.subject).find(anchor => equalBytes(anchor.certificate.der, certificate.der)),
  }
}

function anchorOf(entry: Entry): TrustAnchor | null {
  if (entry.parsed === undefined) entry.parsed = parseStrictly(entry.listed)
  return entry.parsed
}

function parseStrictly({ der, emailDistrustAfter }: BuiltInAnchor): TrustAnchor | null {
  try {
    return { certificate: parseCertificate(der), source: 'built-in', emailDistrustAfter: emailDistrustAfter === null ? null : Date.parse(emailDistrustAfter) }
  } catch (error) {
    if (error instanceof X509Error) return null
    throw error
  }
}
