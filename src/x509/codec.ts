/**
 * The one way into the codec for small structures: bytes are checked to be DER by our own reader first, then decoded
 * under our own limits. `X.fromBER` of the codec is never called directly (SEC-72): it applies the codec's own limits.
 */
import { fromBER } from 'asn1js'
import { X509Error } from './errors.ts'
import { assertStrictDer } from './strict-der.ts'

/** What asn1js gives for one decoded value, as the codec's constructors take it. */
export type DecodedSchema = ReturnType<typeof fromBER>['result']

/**
 * Decodes DER bytes with a constructor of the codec.
 *
 * @throws X509Error `x509/not-der` when they are no DER, `x509/unreadable` when the codec refuses them.
 */
export function decodeWithCodec<Value>(der: Uint8Array, construct: (schema: DecodedSchema) => Value): Value {
  assertStrictDer(der)
  const decoded = fromBER(der, { maxDepth: 64, maxNodes: 100_000, maxContentLength: 16 * 1024 * 1024 })
  if (decoded.offset === -1) throw new X509Error('x509/unreadable', `codec: ${decoded.result.error}`)
  try {
    return construct(decoded.result)
  } catch (error) {
    throw new X509Error('x509/unreadable', 'the codec found another structure', { cause: error })
  }
}
