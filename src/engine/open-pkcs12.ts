/** PKCS #12 files opened with a password: structure from `x509`, mathematics from `webcrypto`, the order of steps here. */
import { decryptWithPassword, verifyPasswordMac } from '../webcrypto/password-encryption.ts'
import { type PasswordForm, passwordForms } from '../webcrypto/password-form.ts'
import { type Certificate, parseCertificate } from '../x509/certificate.ts'
import { X509Error } from '../x509/errors.ts'
import { type Pfx, readPfx } from '../x509/pkcs12.ts'
import type { EncryptionScheme } from '../x509/pkcs12-encryption-scheme.ts'
import type { Pkcs12Mac } from '../x509/pkcs12-mac.ts'
import { type Bag, type BagAttributes, isOneSequence, readPrivateKeyAlgorithm, readSafeContents } from '../x509/pkcs12-safe-contents.ts'

export interface Pkcs12Certificate extends BagAttributes {
  readonly certificate: Certificate
}

export interface Pkcs12PrivateKey extends BagAttributes {
  /** Object identifier of the key's algorithm. */
  readonly algorithm: string
  /** PrivateKeyInfo in the clear. SECURITY: the caller wipes it; it never crosses the worker's wall. */
  readonly pkcs8: Uint8Array
}

export interface Pkcs12 {
  readonly certificates: readonly Pkcs12Certificate[]
  readonly unreadableCertificates: number
  readonly keys: readonly Pkcs12PrivateKey[]
}

export interface Pkcs12Listing {
  readonly certificates: Certificate[]
  /** Malformed certificates among the others: passed over, because the keys beside them are still good. */
  readonly unreadableCertificates: number
  readonly privateKeys: number
}

/**
 * Lists what a file holds; private keys are counted and stay encrypted.
 *
 * @param passphrase - Null and empty mean the same: no password.
 * @throws X509Error `x509/wrong-password`, `x509/method-unsupported` naming the algorithm, `x509/too-costly` before any
 * derivation, `x509/unreadable` and the other codes of `x509` for a damaged file, or one with nothing but malformed
 * certificates.
 */
export async function openPkcs12(bytes: Uint8Array, passphrase: string | null): Promise<Pkcs12Listing> {
  const safe = await openSafe(bytes, passphrase)
  const keys = safe.bags.filter(bag => bag.kind !== 'certificate')
  const shrouded = keys.find(bag => bag.kind === 'shrouded-key')
  if (shrouded && !safe.passwordProven) await decrypt(safe, shrouded.scheme, shrouded.ciphertext)
  const { certificates, unreadableCertificates } = readCertificates(safe.bags)
  return {
    certificates: certificates.map(entry => entry.certificate),
    unreadableCertificates,
    privateKeys: keys.length,
  }
}

/**
 * Reads everything, private keys decrypted. For the key store; listing has `openPkcs12`.
 *
 * @throws X509Error as `openPkcs12` does; also when one of the keys does not open.
 */
export async function readPkcs12(bytes: Uint8Array, passphrase: string | null): Promise<Pkcs12> {
  const safe = await openSafe(bytes, passphrase)
  const keys: Pkcs12PrivateKey[] = []
  for (const bag of safe.bags) {
    if (bag.kind === 'certificate') continue
    const { friendlyName, localKeyId } = bag
    const pkcs8 = bag.kind === 'key' ? bag.pkcs8 : await decrypt(safe, bag.scheme, bag.ciphertext)
    keys.push({ algorithm: readPrivateKeyAlgorithm(pkcs8), friendlyName, localKeyId, pkcs8 })
  }
  return { ...readCertificates(safe.bags), keys }
}

/** @throws X509Error of the first malformed certificate when the file holds nothing else. */
function readCertificates(bags: readonly Bag[]): Pick<Pkcs12, 'certificates' | 'unreadableCertificates'> {
  const certificates: Pkcs12Certificate[] = []
  const failures: X509Error[] = []
  for (const bag of bags) {
    if (bag.kind !== 'certificate') continue
    const { friendlyName, localKeyId } = bag
    try {
      certificates.push({ certificate: parseCertificate(bag.der), friendlyName, localKeyId })
    } catch (error) {
      if (!(error instanceof X509Error)) throw error
      failures.push(error)
    }
  }
  if (failures[0] && failures.length === bags.length) throw failures[0]
  return { certificates, unreadableCertificates: failures.length }
}

/** A file whose contents are decrypted, and how to decrypt the keys inside. */
interface OpenSafe {
  readonly bags: Bag[]
  /** The form that fitted first. */
  readonly forms: readonly PasswordForm[]
  /** True when the MAC or a decryption has shown that the password is the right one. */
  passwordProven: boolean
  readonly work: Workload
}

async function openSafe(bytes: Uint8Array, passphrase: string | null): Promise<OpenSafe> {
  const pfx = readPfx(bytes)
  // All that is asked for openly, before any of it is done.
  const asked = pfx.contents.map(content => (content.kind === 'encrypted' ? iterationsOf(content.scheme) : 0))
  new Workload().add(asked.reduce((sum, iterations) => sum + iterations, iterationsOf(pfx.mac)))
  const work = new Workload()
  const forms = pfx.mac ? await formsThatFit(pfx, passwordForms(passphrase), work) : passwordForms(passphrase)
  const safe: OpenSafe = { bags: [], forms, passwordProven: pfx.mac !== null, work }
  for (const content of pfx.contents) {
    if (content.kind === 'clear') safe.bags.push(...content.bags)
    else safe.bags.push(...readSafeContents(await decrypt(safe, content.scheme, content.ciphertext)))
  }
  return safe
}

/** The forms again, the one that gives the MAC in front. @throws X509Error `x509/wrong-password` when none does. */
async function formsThatFit(
  { mac, authenticatedSafe }: Pfx,
  forms: readonly PasswordForm[],
  work: Workload,
): Promise<PasswordForm[]> {
  for (const form of forms) {
    if (!mac) break
    work.add(iterationsOf(mac))
    const answer = await verifyPasswordMac(mac, authenticatedSafe, form)
    if (typeof answer === 'object') throw new X509Error('x509/method-unsupported', answer.unsupported)
    if (answer) return [form, ...forms.filter(other => other !== form)]
  }
  throw new X509Error('x509/wrong-password', 'the MAC does not match')
}

/**
 * Decrypts one part, trying each form of the password. What comes out must be one SEQUENCE, as SafeContents and
 * PrivateKeyInfo are: a padding alone comes out right by chance.
 *
 * QUIRK: every form is tried although the MAC has chosen one: some writers take an absent password differently for the
 * two.
 */
async function decrypt(safe: OpenSafe, scheme: EncryptionScheme, ciphertext: Uint8Array): Promise<Uint8Array> {
  for (const form of safe.forms) {
    safe.work.add(iterationsOf(scheme))
    const answer = await decryptWithPassword(scheme, ciphertext, form)
    if (answer.outcome === 'unsupported') throw new X509Error('x509/method-unsupported', answer.name)
    if (answer.outcome === 'plaintext' && isOneSequence(answer.bytes)) {
      safe.passwordProven = true
      return answer.bytes
    }
  }
  throw new X509Error('x509/wrong-password', 'the decrypted octets are no content')
}

function iterationsOf(asked: EncryptionScheme | Pkcs12Mac | null): number {
  if (asked === null || asked.method === 'unsupported') return 0
  return 'kdf' in asked ? asked.kdf.iterations : asked.iterations
}

/** Iterations of one whole file: each part is limited where it is read, this limits their sum (SEC-77). */
const MAXIMAL_WORKLOAD = 50_000_000

class Workload {
  private iterations = 0

  /** Call before deriving. @throws X509Error `x509/too-costly` when the file has asked for too much in all. */
  add(iterations: number): void {
    this.iterations += iterations
    if (this.iterations > MAXIMAL_WORKLOAD) {
      throw new X509Error('x509/too-costly', `more than ${MAXIMAL_WORKLOAD} iterations in all`)
    }
  }
}
