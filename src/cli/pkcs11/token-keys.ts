/**
 * Private keys in a PKCS #11 token (OASIS PKCS #11 2.40), used where they lie: the token decrypts, nothing is ever read out.
 *
 * The binding `pkcs11js` is native code and optional: it is loaded when a token is named, and has to be built once on the
 * machine (`npm rebuild pkcs11js`).
 */
import { readFile } from 'node:fs/promises'
import type * as pkcs11js from 'pkcs11js'
import type { KeyTransport, PrivateKeyOperations, TokenKey } from '../../engine/key-provider.ts'
import { UsageError } from '../usage.ts'
import { readTokenUri, type TokenUri } from './token-uri.ts'

type Binding = typeof pkcs11js
type Handle = pkcs11js.Handle

/** A token that is logged in; `close` logs out and lets the library go. */
export interface OpenToken {
  readonly keys: readonly TokenKey[]
  close(): void
}

/**
 * Logs in and lists the private keys that have a certificate with the same CKA_ID beside them.
 *
 * @param pin - Used when the URI names none.
 * @throws UsageError when the library, the token, the PIN or a key is missing: it says which.
 */
export async function openToken(uri: string, pin: string | null): Promise<OpenToken> {
  const asked = readTokenUri(uri)
  const binding = await loadBinding()
  const module = new binding.PKCS11()
  try {
    module.load(asked.modulePath)
    module.C_Initialize()
  } catch (error) {
    throw new UsageError(`--key pkcs11: the library ${asked.modulePath} does not work here (${messageOf(error)})`)
  }
  const close = () => {
    module.C_Finalize()
    module.close()
  }
  try {
    const session = logIn(binding, module, asked, await pinOf(asked, pin))
    const keys = new TokenSession(binding, module, session).listKeys(asked.object)
    if (keys.length === 0) throw new UsageError('--key pkcs11: the token holds no private key with a certificate beside it')
    return { keys, close }
  } catch (error) {
    close()
    throw error
  }
}

async function loadBinding(): Promise<Binding> {
  try {
    const loaded = (await import('pkcs11js')) as Binding & { readonly default?: Binding }
    return loaded.default ?? loaded
  } catch {
    throw new UsageError('--key pkcs11: the binding to tokens is not built here: run "npm rebuild pkcs11js" once')
  }
}

async function pinOf(asked: TokenUri, pin: string | null): Promise<string | undefined> {
  if (asked.pin !== undefined) return asked.pin
  if (asked.pinSource === undefined) return pin ?? undefined
  try {
    return (await readFile(asked.pinSource, 'utf8')).split(/\r?\n/u)[0]
  } catch {
    throw new UsageError(`--key pkcs11: cannot read the PIN from "${asked.pinSource}"`)
  }
}

function logIn(binding: Binding, module: pkcs11js.PKCS11, asked: TokenUri, pin: string | undefined): Handle {
  const slots = module.C_GetSlotList(true).filter(slot => (module.C_GetTokenInfo(slot).flags & binding.CKF_TOKEN_INITIALIZED) !== 0)
  const slot = slots.find(candidate => asked.token === undefined || module.C_GetTokenInfo(candidate).label.trimEnd() === asked.token)
  if (slot === undefined) throw new UsageError(`--key pkcs11: no token ${asked.token === undefined ? 'is plugged in' : `"${asked.token}"`}`)
  const session = module.C_OpenSession(slot, binding.CKF_SERIAL_SESSION)
  try {
    module.C_Login(session, binding.CKU_USER, pin)
  } catch (error) {
    throw new UsageError(`--key pkcs11: the token did not accept the PIN (${messageOf(error)})`)
  }
  return session
}

class TokenSession {
  private readonly binding: Binding
  private readonly module: pkcs11js.PKCS11
  private readonly session: Handle

  constructor(binding: Binding, module: pkcs11js.PKCS11, session: Handle) {
    this.binding = binding
    this.module = module
    this.session = session
  }

  listKeys(label: string | undefined): TokenKey[] {
    const { binding } = this
    const certificates = new Map(
      this.find(binding.CKO_CERTIFICATE).map(handle => [this.read(handle, binding.CKA_ID).toString('hex'), this.read(handle, binding.CKA_VALUE)]),
    )
    return this.find(binding.CKO_PRIVATE_KEY).flatMap(handle => {
      const id = this.read(handle, binding.CKA_ID).toString('hex')
      const certificate = certificates.get(id)
      const isMeant = label === undefined || this.read(handle, binding.CKA_LABEL).toString() === label
      return certificate && isMeant ? [{ id: `pkcs11:${id}`, certificate: new Uint8Array(certificate), operations: this.operationsOf(handle) }] : []
    })
  }

  private find(objectClass: number): Handle[] {
    const found: Handle[] = []
    this.module.C_FindObjectsInit(this.session, [{ type: this.binding.CKA_CLASS, value: objectClass }])
    for (let handle = this.module.C_FindObjects(this.session); handle !== null; handle = this.module.C_FindObjects(this.session)) found.push(handle)
    this.module.C_FindObjectsFinal(this.session)
    return found
  }

  private read(handle: Handle, type: number): Buffer {
    const [attribute] = this.module.C_GetAttributeValue(this.session, handle, [{ type }])
    return Buffer.isBuffer(attribute?.value) ? attribute.value : Buffer.alloc(0)
  }

  private operationsOf(handle: Handle): PrivateKeyOperations {
    const isRsa = this.read(handle, this.binding.CKA_KEY_TYPE).readUInt32LE(0) === this.binding.CKK_RSA
    if (!isRsa) return { kind: 'ec', agree: originator => Promise.resolve(this.agree(handle, originator.keyOctets)) }
    return { kind: 'rsa', decryptKey: (transport, encrypted, length) => Promise.resolve(this.decryptKey(handle, transport, encrypted, length)) }
  }

  /**
   * SECURITY (SEC-37, SEC-38): the octets that stand for a key when PKCS #1 v1.5 does not come out right are drawn before the
   * token is asked, so both ends take the same way. The token sees the padding; what it does in which time is its own.
   */
  private decryptKey(handle: Handle, transport: KeyTransport, encrypted: Uint8Array, length: number): Uint8Array | undefined {
    const madeUp = this.module.C_GenerateRandom(this.session, Buffer.alloc(length))
    const key = this.decrypt(handle, transport, encrypted)
    if (transport.scheme === 'oaep') return key
    return key?.length === length ? key : new Uint8Array(madeUp)
  }

  private decrypt(handle: Handle, transport: KeyTransport, encrypted: Uint8Array): Uint8Array | undefined {
    try {
      this.module.C_DecryptInit(this.session, this.mechanismOf(transport), handle)
      return new Uint8Array(this.module.C_Decrypt(this.session, Buffer.from(encrypted), Buffer.alloc(encrypted.length)))
    } catch {
      return undefined
    }
  }

  private mechanismOf(transport: KeyTransport): pkcs11js.Mechanism {
    const { binding } = this
    if (transport.scheme === 'pkcs1') return { mechanism: binding.CKM_RSA_PKCS }
    const hashes: Readonly<Record<string, readonly [number, number]>> = {
      'SHA-1': [binding.CKM_SHA_1, binding.CKG_MGF1_SHA1],
      'SHA-256': [binding.CKM_SHA256, binding.CKG_MGF1_SHA256],
      'SHA-384': [binding.CKM_SHA384, binding.CKG_MGF1_SHA384],
      'SHA-512': [binding.CKM_SHA512, binding.CKG_MGF1_SHA512],
    }
    const [hashAlg] = hashes[transport.digest] ?? [0]
    const [, mgf] = hashes[transport.mgfDigest] ?? [0, 0]
    const label = transport.label.length > 0 ? { sourceData: Buffer.from(transport.label) } : {}
    const parameter: pkcs11js.RsaOAEP = { type: binding.CK_PARAMS_RSA_OAEP, hashAlg, mgf, source: DATA_SPECIFIED, ...label }
    return { mechanism: binding.CKM_RSA_PKCS_OAEP, parameter }
  }

  /** The shared secret alone (CKD_NULL): the key derivation of CMS is computed outside. */
  private agree(handle: Handle, point: Uint8Array): Uint8Array | undefined {
    const { binding, module, session } = this
    const parameter = { type: binding.CK_PARAMS_EC_DH, kdf: binding.CKD_NULL, publicData: Buffer.from(point) } as pkcs11js.ECDH1
    try {
      const secret = module.C_DeriveKey(session, { mechanism: binding.CKM_ECDH1_DERIVE, parameter }, handle, [
        { type: binding.CKA_CLASS, value: binding.CKO_SECRET_KEY },
        { type: binding.CKA_KEY_TYPE, value: binding.CKK_GENERIC_SECRET },
        { type: binding.CKA_TOKEN, value: false },
        { type: binding.CKA_SENSITIVE, value: false },
        { type: binding.CKA_EXTRACTABLE, value: true },
        { type: binding.CKA_VALUE_LEN, value: coordinateLength(point) },
      ])
      const value = new Uint8Array(this.read(secret, binding.CKA_VALUE))
      module.C_DestroyObject(session, secret)
      return value
    } catch {
      return undefined
    }
  }
}

/** CKZ_DATA_SPECIFIED, which the binding does not name. */
const DATA_SPECIFIED = 1

/** Octets of one coordinate of an uncompressed point: the length of the shared secret (SEC 1 section 3.3.1). */
function coordinateLength(point: Uint8Array): number {
  return (point.length - 1) / 2
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
