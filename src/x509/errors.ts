/** What `x509` throws when bytes are not the structure they were said to be. */
import { CodedError } from '../bytes/coded-error.ts'

export type X509ErrorCode =
  /** Not BER or DER at all: wrong lengths, cut short. */
  | 'x509/not-asn1'
  /** BER where DER is due, or octets after the end. */
  | 'x509/not-der'
  /** A limit of `asn1-limits.ts` was passed: depth, number of elements, content size. */
  | 'x509/limit-exceeded'
  /** The ASN.1 is well-formed but is no certificate (key, PKCS#12, …) as its standard has it. */
  | 'x509/unreadable'
  /** A key file needs a passphrase, or another one. */
  | 'x509/wrong-password'
  /** A key file is protected by a method that is not read yet. */
  | 'x509/method-unsupported'
  /** A key file asks for more key-derivation work than we do for anyone. */
  | 'x509/too-costly'

export class X509Error extends CodedError<X509ErrorCode> {}
