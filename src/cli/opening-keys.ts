/** `--key`, `--passphrase`, `--recipient-password` and `--shared-key`: what encrypted messages are opened with. */
import { type KeyProvider, provideTokenKeys } from '../engine/key-provider.ts'
import type { OpenRequest } from '../engine/protocol.ts'
import { provideKeyFiles } from '../engine/recipient-keys.ts'
import { openToken } from './pkcs11/token-keys.ts'
import { isTokenUri } from './pkcs11/token-uri.ts'
import { UsageError } from './usage.ts'

export interface OpenedKeys {
  readonly providers: readonly KeyProvider[]
  /** Logs out of tokens. */
  close(): void
}

/**
 * Keys of files and tokens, each with the passphrase at the same place.
 *
 * Files are opened with the first message: what is wrong with one is told in that message's line.
 *
 * @throws UsageError when a token cannot be used.
 */
export async function openKeys(
  keys: readonly string[],
  passphrases: readonly string[],
  certificates: readonly Uint8Array[],
  readFile: (file: string) => Promise<Uint8Array>,
): Promise<OpenedKeys> {
  const passphraseAt = (index: number) => passphrases[index] ?? null
  const files = await Promise.all(
    keys.flatMap((key, index) => (isTokenUri(key) ? [] : [readFile(key).then(bytes => ({ bytes, passphrase: passphraseAt(index) }))])),
  )
  const tokens = await Promise.all(keys.flatMap((key, index) => (isTokenUri(key) ? [openToken(key, passphraseAt(index))] : [])))
  return {
    providers: [...(files.length > 0 ? [provideKeyFiles(files, certificates)] : []), ...tokens.map(token => provideTokenKeys(token.keys))],
    close: () => {
      for (const token of tokens) token.close()
    },
  }
}

/** `HEX` or `HEX:IDHEX`. @throws UsageError when it is neither. */
export function readSharedKeys(values: readonly string[]): NonNullable<OpenRequest['sharedKeys']> {
  return values.map(value => {
    const [key = '', identifier = '', ...surplus] = value.split(':')
    const [keyOctets, identifierOctets] = [decodeHex(key), decodeHex(identifier)]
    if (!keyOctets || keyOctets.length === 0 || !identifierOctets || surplus.length > 0) {
      throw new UsageError('--shared-key: write the key in hexadecimal, and behind a colon its identifier: 00112233…[:a1b2]')
    }
    return { key: keyOctets, identifier: identifierOctets }
  })
}

/** Undefined when the text is no hexadecimal. */
function decodeHex(text: string): Uint8Array | undefined {
  if (!/^(?:[0-9a-f]{2})*$/iu.test(text)) return undefined
  return Uint8Array.from(text.match(/../gu) ?? [], pair => Number.parseInt(pair, 16))
}
