/** RSASSA-PSS parameters (RFC 4055 section 3.1), decoded by the codec after our own check that they are DER. */
import { BaseBlock } from 'asn1js'
import { RSASSAPSSParams } from 'pkijs'
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from './algorithm-identifier.ts'
import { Asn1Reader } from './asn1-reader.ts'
import { decodeWithCodec } from './codec.ts'
import { X509Error } from './errors.ts'
import { OID } from './object-identifier.ts'

export interface PssParameters {
  /** Object identifier of the message digest. */
  readonly hashOid: string
  /** Object identifier of the digest inside the mask generation function. */
  readonly maskHashOid: string
  readonly saltLength: number
}

/** SHA-1, MGF1 with SHA-1, 20 octets: what absent members mean (RFC 4055 section 3.1). */
const SHA1 = '1.3.14.3.2.26'

/** @throws X509Error when the parameters are absent, malformed, use another mask function or another trailer. */
export function readPssParameters(algorithm: AlgorithmIdentifier): PssParameters {
  if (algorithm.oid !== OID.rsassaPss || algorithm.parameters === undefined) {
    throw new X509Error('x509/unreadable', 'RSASSA-PSS without parameters')
  }
  const parameters = decodeWithCodec(algorithm.parameters, schema => new RSASSAPSSParams({ schema }))
  if (parameters.maskGenAlgorithm.algorithmId !== OID.mgf1 || parameters.trailerField !== 1) {
    throw new X509Error('x509/unreadable', 'RSASSA-PSS with another mask function or trailer')
  }
  return {
    hashOid: parameters.hashAlgorithm.algorithmId,
    maskHashOid: readMaskHash(parameters.maskGenAlgorithm.algorithmParams),
    saltLength: parameters.saltLength,
  }
}

/** MGF1's parameter is itself an algorithm identifier; absent it means SHA-1 (RFC 4055 section 2.2). */
function readMaskHash(parameter: unknown): string {
  if (!(parameter instanceof BaseBlock)) return SHA1
  const reader = new Asn1Reader(new Uint8Array(parameter.toBER()))
  return readAlgorithmIdentifier(reader, reader.read(0)).oid
}
