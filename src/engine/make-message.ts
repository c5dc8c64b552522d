/** Making messages on request: keys and certificates out of files, the layers in their order. */
import { equalBytes } from '../bytes/bytes.ts'
import { isUsableFor } from '../certpath/checks/key-usage.ts'
import { summarizeCertificate } from '../certpath/summary.ts'
import { encryptEntity, encryptMessage, type EncryptionChoice } from '../smime/encrypt-message.ts'
import { entityParts } from '../smime/made-entity.ts'
import { preparePayload } from '../smime/outgoing-payload.ts'
import { pathCrypto } from '../smime/path-crypto.ts'
import { chooseSignature } from '../smime/signature-choice.ts'
import { type MessageSigner, signEntity, type SigningChoice, signMessage } from '../smime/sign-message.ts'
import { publicKeyOf } from '../webcrypto/private-key.ts'
import { openSigningKey } from '../webcrypto/signing-key.ts'
import type { Certificate } from '../x509/certificate.ts'
import { readCertificateFile } from '../x509/certificate-file.ts'
import { formatDistinguishedName } from '../x509/distinguished-name.ts'
import { X509Error } from '../x509/errors.ts'
import { EngineError } from './engine.ts'
import type { EncryptRequest, EncryptResult, SigningWish, SignRequest, SignResult } from './make-protocol.ts'
import { readKeyFile } from './read-key-files.ts'
import { readTimestamp } from './timestamp.ts'

/**
 * Signs a message.
 *
 * @param ownsBytes - True when the message may be written over, and what is around it where the request says so.
 * @throws X509Error and EngineError for the key file (`readKeyFile`), `engine/no-signing-certificate` when no certificate
 * for its key may sign; MimeError for a message that cannot be read; SmimeError.
 */
export async function makeSigned(request: SignRequest, ownsBytes: boolean): Promise<SignResult> {
  const { outer, payload } = preparePayload(request.message, { protection: request.protectsHeader ? 'clear' : 'none', hidesSubject: false }, writable(request, ownsBytes))
  const signer = await openSigner(request.signing, readTimestamp(request.at))
  const bytes = await signMessage(outer, payload, signer, choiceOf(request.signing, request.at), writable(request, ownsBytes) === 'around')
  return { kind: 'sign', bytes, signer: await summarizeCertificate(signer.certificate, pathCrypto) }
}

/**
 * Encrypts a message, signing first, and once more around it, when asked.
 *
 * @throws as `makeSigned`; EngineError `engine/unreadable-file` for a recipient's file, `engine/recipient-unusable` for a
 * certificate that was not issued for encryption: nothing is made for the others.
 */
export async function makeEncrypted(request: EncryptRequest, ownsBytes: boolean): Promise<EncryptResult> {
  const recipients = request.recipients.map(readRecipient)
  const protection = request.protectsHeader ? 'cipher' : 'none'
  const { outer, payload } = preparePayload(request.message, { protection, hidesSubject: request.hidesSubject }, writable(request, ownsBytes))
  const { signing } = request
  const signer = signing ? await openSigner(signing, readTimestamp(request.at)) : undefined
  const signingChoice = signing && choiceOf(signing, request.at)
  const inner = signer && signingChoice ? entityParts(await signEntity(payload, signer, signingChoice)) : payload
  const choice: EncryptionChoice = {
    cipher: { mode: request.cipher.endsWith('gcm') ? 'gcm' : 'cbc', keyLength: request.cipher.startsWith('aes128') ? 16 : 32 },
    naming: request.naming,
    transport: request.transport,
  }
  const wraps = signer && signingChoice && request.tripleWrap
  return {
    kind: 'encrypt',
    bytes: wraps
      ? await signMessage(outer, entityParts(await encryptEntity(inner, recipients, choice)), signer, signingChoice)
      : await encryptMessage(outer, inner, recipients, choice, writable(request, ownsBytes) === 'around'),
    recipients: await Promise.all(recipients.map(recipient => summarizeCertificate(recipient, pathCrypto))),
  }
}

function writable({ isRoomAround }: SignRequest | EncryptRequest, ownsBytes: boolean): 'nothing' | 'message' | 'around' {
  return !ownsBytes ? 'nothing' : isRoomAround === true ? 'around' : 'message'
}

function choiceOf({ form, digest, rsa }: SigningWish, at: string): SigningChoice {
  return { form, digest, rsa, naming: 'issuer-and-serial', at: readTimestamp(at) }
}

/** The first key of the file for which there is a certificate that may sign; all other certificates go along as its chain. */
async function openSigner({ key, certificates, digest, rsa }: SigningWish, at: number): Promise<MessageSigner> {
  const file = await readKeyFile(key.bytes, key.passphrase)
  const others = [...file.certificates, ...certificates.flatMap(readCertificates)]
  try {
    for (const { pkcs8 } of file.keys) {
      const publicKey = await publicKeyOf(pkcs8)
      const own = others.filter(candidate => publicKey && equalBytes(candidate.publicKey.keyOctets, publicKey))
      const usable = own.filter(candidate => isUsableFor('email-signing', candidate))
      // A renewal may have kept the key: the certificate that is valid now speaks for it.
      const certificate = usable.find(({ notBefore, notAfter }) => notBefore <= at && at <= notAfter) ?? usable[0]
      const only = certificate?.publicKey.key.kind === 'rsa' ? chooseSignature('rsa', certificate, { digest, rsa }).scheme : undefined
      const signing = certificate && (await openSigningKey(pkcs8, only))
      if (signing) return { key: signing, certificate, chain: others.filter(other => !own.includes(other)), encryptionCertificate: undefined }
    }
  } finally {
    for (const { pkcs8 } of file.keys) pkcs8.fill(0)
  }
  if (file.keys.length === 0) throw new EngineError('engine/p12-no-private-key', 'the key file holds no private key')
  throw new EngineError('engine/no-signing-certificate', 'no certificate for the key may be used for signing')
}

function readCertificates(file: Uint8Array): Certificate[] {
  try {
    return readCertificateFile(file)
  } catch (error) {
    if (error instanceof X509Error) throw new EngineError('engine/unreadable-file', error.message, { cause: error })
    throw error
  }
}

function readRecipient(file: Uint8Array, index: number): Certificate {
  const [certificate] = readCertificates(file)
  if (!certificate) throw new EngineError('engine/unreadable-file', `recipient ${index + 1}: no certificate`)
  if (isUsableFor('email-encryption', certificate)) return certificate
  throw new EngineError('engine/recipient-unusable', `${formatDistinguishedName(certificate.subject)} was not issued for encryption`)
}
