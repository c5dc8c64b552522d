/** Makes a PKCS #12 file of keys and certificates: structure from `x509`, mathematics from `webcrypto` (SEC-96). */
import { computeHmac } from '../../webcrypto/hmac.ts'
import { encryptWithPassword } from '../../webcrypto/password-encryption-writer.ts'
import { passwordForms } from '../../webcrypto/password-form.ts'
import { randomOctets } from '../../webcrypto/passphrase-key.ts'
import { derivePkcs12Key } from '../../webcrypto/pkcs12-kdf.ts'
import {
  type BagLabel,
  writeAuthenticatedSafe,
  writeCertificateBag,
  writeClearContents,
  writeEncryptedContents,
  writePfx,
  writeSafeContents,
  writeShroudedKeyBag,
} from '../../x509/pkcs12-writer.ts'

/** SEC-96. The same for the MAC: the cheaper of the two is what an attacker tries passwords on. */
const ITERATIONS = 600_000

export interface ExportedKey {
  /** PrivateKeyInfo in the clear. Not wiped here. */
  readonly pkcs8: Uint8Array
  readonly friendlyName: string
  /** DER. The first is the key's current one. */
  readonly certificates: readonly Uint8Array[]
}

/**
 * Keys with their certificates, then the authorities' certificates.
 *
 * A key and its certificates carry one localKeyId, by which readers pair them; the id is random and says nothing. No key
 * derivation is shared between the parts.
 */
export async function writePkcs12(keys: readonly ExportedKey[], chain: readonly Uint8Array[], password: string): Promise<Uint8Array> {
  const [form] = passwordForms(password)
  if (!form) throw new Error('a password has at least one form')
  const keyBags: Uint8Array[] = []
  const certificateBags: Uint8Array[] = []
  for (const { pkcs8, friendlyName, certificates } of keys) {
    const label: BagLabel = { friendlyName, localKeyId: randomOctets(20) }
    keyBags.push(writeShroudedKeyBag(await encryptWithPassword(pkcs8, form, ITERATIONS), label))
    certificateBags.push(...certificates.map(certificate => writeCertificateBag(certificate, label)))
  }
  certificateBags.push(...chain.map(certificate => writeCertificateBag(certificate, { friendlyName: null, localKeyId: null })))
  const contents = [writeClearContents(writeSafeContents(keyBags))]
  if (certificateBags.length > 0) {
    contents.push(writeEncryptedContents(await encryptWithPassword(writeSafeContents(certificateBags), form, ITERATIONS)))
  }
  const authenticatedSafe = writeAuthenticatedSafe(contents)
  const salt = randomOctets(16)
  const macKey = derivePkcs12Key({ digest: 'SHA-256', password: form.bmp, salt, iterations: ITERATIONS }, 'mac', 32)
  const value = await computeHmac('SHA-256', macKey, authenticatedSafe)
  macKey.fill(0)
  return writePfx(authenticatedSafe, { salt, iterations: ITERATIONS, value })
}
