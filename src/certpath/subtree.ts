/** Whether a name lies within a subtree, form by form (RFC 5280 section 4.2.1.10; RFC 9549 for internationalised domains). */
import { relativeComparisonKeys } from '../x509/distinguished-name.ts'
import type { GeneralName } from '../x509/general-name.ts'

/** True or false where the form can be compared, undefined where it cannot. Both must be of the same form. */
export function isWithinSubtree(name: GeneralName, subtree: GeneralName): boolean | undefined {
  switch (subtree.kind) {
    case 'email':
    case 'utf8-email':
      return name.kind === 'email' || name.kind === 'utf8-email' ? isMailboxWithin(name.text, subtree.text) : undefined
    case 'dns':
      return name.kind === 'dns' ? isDomainWithin(name.text, subtree.text) : undefined
    case 'uri':
      return name.kind === 'uri' ? isUriWithin(name.text, subtree.text) : undefined
    case 'ip':
      return name.kind === 'ip' ? isAddressWithin(name.octets, subtree.octets) : undefined
    case 'directory': {
      if (name.kind !== 'directory') return undefined
      const own = relativeComparisonKeys(name.name)
      return relativeComparisonKeys(subtree.name).every((key, index) => own[index] === key)
    }
    case 'other':
    case 'registered-id':
    case 'x400':
    case 'edi-party':
      return undefined
  }
}

/** `a@b` one mailbox, `host` every mailbox on that host, `.domain` every mailbox on hosts below it, empty every mailbox. */
function isMailboxWithin(mailbox: string, subtree: string): boolean | undefined {
  const at = mailbox.lastIndexOf('@')
  if (at < 0) return undefined
  const host = canonicalDomain(mailbox.slice(at + 1))
  const subtreeAt = subtree.lastIndexOf('@')
  if (subtreeAt > 0) return host === canonicalDomain(subtree.slice(subtreeAt + 1)) && isSameLocalPart(mailbox.slice(0, at), subtree.slice(0, subtreeAt))
  const constraint = canonicalDomain(subtree.slice(subtreeAt + 1))
  if (constraint === '') return true
  return constraint.startsWith('.') ? host.endsWith(constraint) && host.length > constraint.length : host === constraint
}

/**
 * Octet by octet (section 7.5). SECURITY: mail systems take local parts that differ in ASCII case for one mailbox, and so
 * does the sender check: such a pair is undecided here, which breaks an exclusion and keeps no permission.
 */
function isSameLocalPart(a: string, b: string): boolean | undefined {
  if (a === b) return true
  return a.toLowerCase() === b.toLowerCase() ? undefined : false
}

/** A host satisfies its own name and every name with labels added on the left. */
function isDomainWithin(domain: string, subtree: string): boolean {
  const host = canonicalDomain(domain)
  const constraint = canonicalDomain(subtree)
  if (constraint === '' || host === constraint) return true
  return host.endsWith(constraint.startsWith('.') ? constraint : `.${constraint}`)
}

/**
 * The host of the URI; a URI without a host that is a name cannot be judged and so never fits. SECURITY: nor can one with
 * a second `@` or a backslash before its path, of which some programs read one host and some another.
 */
function isUriWithin(uri: string, subtree: string): boolean | undefined {
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/?#\\]*@)?([^@:/?#[\]\\]+)(?:[:/?#]|$)/iu.exec(uri)?.[1]
  if (host === undefined || /^[\d.]+$/u.test(host)) return undefined
  const constraint = canonicalDomain(subtree)
  const own = canonicalDomain(host)
  return constraint.startsWith('.') ? own.endsWith(constraint) && own.length > constraint.length : own === constraint
}

/** Address and mask in one octet string (section 4.2.1.10: 8 octets for IPv4, 32 for IPv6). */
function isAddressWithin(address: Uint8Array, subtree: Uint8Array): boolean | undefined {
  if (subtree.length !== 2 * address.length) return subtree.length === 8 || subtree.length === 32 ? false : undefined
  return address.every((octet, i) => (octet & (subtree[address.length + i] ?? 0)) === ((subtree[i] ?? 0) & (subtree[address.length + i] ?? 0)))
}

/**
 * Lower case, A-labels, no trailing dot (CVE-2026-8763: a trailing dot slipped past an exclusion). What is no domain
 * stays as it is, in lower case, and then equals nothing that is one.
 */
export function canonicalDomain(domain: string): string {
  const trimmed = domain.trim().toLowerCase().replace(/\.$/u, '')
  // eslint-disable-next-line no-control-regex -- the class is exactly "outside ASCII"
  if (!/[^\u0000-\u007f]/u.test(trimmed)) return trimmed
  // SECURITY: the URL parser would take what stands before such a character for the host.
  if (/[\s/?#@:\\%[\]]/u.test(trimmed)) return trimmed
  const dotted = trimmed.startsWith('.')
  try {
    // The ideographic full stop becomes a dot here, and may stand at the end as well.
    return (dotted ? '.' : '') + new URL(`http://${dotted ? trimmed.slice(1) : trimmed}`).hostname.replace(/\.$/u, '')
  } catch {
    return trimmed
  }
}
