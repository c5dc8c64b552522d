/**
 * How a private key lies at rest (SEC-89): its PKCS #8 form under AES-256-GCM, the key for it by HKDF from the store's
 * passphrase key, another one for each private key. What is authenticated with it names the key's reference, the format and
 * the parameters of the derivation: nothing of these can be exchanged without the tag saying so.
 */
import { concatBytes } from '../../bytes/bytes.ts'
import { encodeUtf8 } from '../../bytes/encoding.ts'
import { type Argon2Parameters, type DerivationKey, deriveWrappingKey, randomOctets, seal, type Sealed, unseal } from '../../webcrypto/passphrase-key.ts'

/** How the passphrase key was derived. */
export interface KdfParameters extends Argon2Parameters {
  readonly algorithm: 'argon2id'
  readonly salt: Uint8Array
}

export interface WrappedKey extends Sealed {
  readonly format: 1
  /** Of HKDF. New for each wrapping, so that no key encrypts twice. */
  readonly salt: Uint8Array
}

/** Wraps and unwraps with one passphrase key and its parameters. */
export interface Wrapping {
  readonly key: DerivationKey
  readonly parameters: KdfParameters
}

/** Not kept, not wiped: `secret` is its owner's to wipe. */
export async function wrap({ key, parameters }: Wrapping, id: string, secret: Uint8Array): Promise<WrappedKey> {
  const salt = randomOctets(32)
  const bound = boundTo(id, parameters)
  return { format: 1, salt, ...(await seal(await deriveWrappingKey(key, salt, bound), secret, bound)) }
}

/** Undefined when the passphrase is another one, or anything that belongs to the key was altered. */
export async function unwrap({ key, parameters }: Wrapping, id: string, wrapped: WrappedKey): Promise<Uint8Array | undefined> {
  if ((wrapped.format as number) !== 1) return undefined
  const bound = boundTo(id, parameters)
  return unseal(await deriveWrappingKey(key, wrapped.salt, bound), wrapped, bound)
}

/** Unambiguous: no member holds the separator. */
function boundTo(id: string, { algorithm, memory, passes, lanes, salt }: KdfParameters): Uint8Array {
  return concatBytes([encodeUtf8(['sealpane-key', 1, id, algorithm, memory, passes, lanes, ''].join('\n')), salt])
}
