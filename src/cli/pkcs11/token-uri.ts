/** PKCS #11 URIs (RFC 7512 section 2.3): which module, which token, which object, and how to log in. */
import { UsageError } from '../usage.ts'

export interface TokenUri {
  /** The vendor's library, an absolute path. */
  readonly modulePath: string
  /** Only the token with this label; any when absent. */
  readonly token: string | undefined
  /** Only objects with this label; all when absent. */
  readonly object: string | undefined
  readonly pin: string | undefined
  /** A file whose first line is the PIN. */
  readonly pinSource: string | undefined
}

/** True for what `--key` takes besides files. */
export function isTokenUri(text: string): boolean {
  return text.startsWith('pkcs11:')
}

/**
 * Reads `pkcs11:token=…;object=…?module-path=…&pin-value=…`.
 *
 * Attributes that we do not select by are refused: ignoring one could choose another key than was meant.
 *
 * @throws UsageError saying which part to change.
 */
export function readTokenUri(text: string): TokenUri {
  const [path = '', query = ''] = text.slice('pkcs11:'.length).split('?', 2)
  const attributes = new Map([...readAttributes(path, ';', ['token', 'object', 'type']), ...readAttributes(query, '&', ['module-path', 'pin-value', 'pin-source'])])
  const modulePath = attributes.get('module-path')
  if (modulePath === undefined) throw new UsageError('--key pkcs11: name the library of the token: pkcs11:token=NAME?module-path=/path/to/library.so')
  const type = attributes.get('type')
  if (type !== undefined && type !== 'private' && type !== 'cert') throw new UsageError(`--key pkcs11: type=${type} is no private key`)
  return {
    modulePath,
    token: attributes.get('token'),
    object: attributes.get('object'),
    pin: attributes.get('pin-value'),
    pinSource: attributes.get('pin-source')?.replace(/^file:/u, ''),
  }
}

function readAttributes(part: string, separator: string, known: readonly string[]): [string, string][] {
  return part
    .split(separator)
    .filter(attribute => attribute !== '')
    .map(attribute => {
      const equals = attribute.indexOf('=')
      const name = attribute.slice(0, equals)
      if (equals < 1 || !known.includes(name)) throw new UsageError(`--key pkcs11: "${attribute}" is not understood here: use ${known.join(', ')}`)
      return [name, decode(attribute.slice(equals + 1))]
    })
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    throw new UsageError(`--key pkcs11: "${value}" is not percent-encoded text`)
  }
}
