/** Where we and `openssl cms -verify -purpose smimesign` (3.0) answer differently on purpose. Anything else is a failure. */

/** By our first reason: why we do not call valid what OpenSSL accepts. */
export const STRICTER_RULES: Readonly<Record<string, string>> = {
  'smime/no-address-in-certificate': 'RFC 8550 section 3: the certificate has to name the sender; OpenSSL does not look at addresses',
  'smime/sender-mismatch': 'RFC 8550 section 3: From has to be an address of the certificate; OpenSSL does not look at addresses',
  'cms/attributes-missing': 'RFC 8551 section 2.5: S/MIME signatures carry signed attributes; without them content can pass for attributes',
  'cms/attributes-wrong': 'RFC 5652 section 5.3: signed attributes are DER; OpenSSL encodes them anew before it verifies',
  'cms/content-type-refused': 'RFC 8551 section 2.4.1: the content of S/MIME is id-data; OpenSSL hashes whatever type is named',
  'webcrypto/algorithm-unsupported': 'the damaged identifier names no algorithm that we know; OpenSSL takes the key type for it',
  'cms/algorithm-swapped': 'digest and signature algorithm have to fit; OpenSSL takes the key and the digest and ignores the third',
  'cms/trailing-data': 'octets after the object are covered by nobody; OpenSSL stops reading at its end',
  'cms/two-contents': 'a detached signature carries no content of its own (RFC 5652 section 5.2); OpenSSL takes either',
  'cms/signer-certificate-swapped': 'RFC 5035 section 5.4: a signing-certificate attribute is compared; OpenSSL does so in -cades only',
  'smime/malformed': 'strict reading of lengths and types where the mathematics do not look; OpenSSL reads more loosely',
  'cms/signer-certificate-missing': 'one broken certificate in the set becomes nobody; OpenSSL reads it more loosely',
  'mime/needs-content': 'the damaged object no longer says that it carries content',
}

/** By the case's name: what is valid by the RFC and OpenSSL 3.0 cannot judge. The words must be in OpenSSL's answer. */
export const BEYOND_OPENSSL: readonly { readonly name: string; readonly answer: string; readonly reason: string }[] = [
  { name: 'leaf: Ed25519', answer: 'invalid digest', reason: 'RFC 8419: Ed25519 in CMS; OpenSSL 3.0 asks its Ed25519 for a digest and gives up' },
  {
    name: 'leaf: any purpose',
    answer: 'unsuitable certificate purpose',
    reason: 'RFC 8550 section 4.4.4: anyExtendedKeyUsage serves as well as emailProtection; OpenSSL 3.0 knows the latter only',
  },
]
