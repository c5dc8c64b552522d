/** A file with private keys, as its owner has it: PKCS #12, PEM or DER, with the password it is protected by. */
export interface KeyFile {
  readonly bytes: Uint8Array
  readonly passphrase: string | null
}
