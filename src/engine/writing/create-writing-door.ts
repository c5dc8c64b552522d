/** The door behind which messages are made: certificates of correspondents, own signers, finished messages, drafts. */
import { readCertificateBlobs } from '../../x509/certificate-file.ts'
import { type Certificate, parseCertificate } from '../../x509/certificate.ts'
import { X509Error } from '../../x509/errors.ts'
import { readBasicConstraints, readMailboxes } from '../../x509/extension.ts'
import { authoritiesAbove, namedIn } from '../authorities.ts'
import type { BookContext, CertificateBook } from '../certificate-book/certificate-book.ts'
import { fingerprintOfCertificate } from '../certificate-book/certificate-book.ts'
import type { CertificatesAddRequest, CertificatesAddResult, KnownCertificate, RecipientAnswer, WritingRequest, WritingResult } from '../compose-protocol.ts'
import { EngineError } from '../engine.ts'
import type { KeyDoor } from '../key-store/key-store.ts'
import type { DraftDoor, WritingContext, WritingDoor } from '../writing-door.ts'
import { composeMessages } from './compose-messages.ts'
import { describeSigner } from './find-signer.ts'
import { harvestOf, keepHarvest } from './harvest.ts'
import { hasWritingShape, isDraftRequest } from './writing-request.ts'

export interface WritingParts {
  readonly keyStore: Pick<KeyDoor, 'own'>
  readonly book: CertificateBook
  readonly drafts: DraftDoor
}

export function createWritingDoor({ keyStore, book, drafts }: WritingParts): WritingDoor {
  // What was opened before is known to whoever asks after it.
  let noted: Promise<unknown> = Promise.resolve()
  return {
    async answer(request, context) {
      if (!hasWritingShape(request)) throw new EngineError('engine/bad-request', 'request of another shape')
      if (isDraftRequest(request)) return drafts.answer(request)
      await noted
      return answer(request, context, keyStore, book)
    },
    noteOpened(request, result) {
      const harvest = harvestOf(result)
      if (!harvest) return
      // Whatever keeps the browser from storing a certificate keeps nobody from reading.
      noted = noted.then(() => keepHarvest(harvest, request.at, book, keyStore)).catch(() => undefined)
    },
  }
}

async function answer(request: Exclude<WritingRequest, { kind: `drafts-${string}` }>, { anchors }: WritingContext, keyStore: WritingParts['keyStore'], book: CertificateBook): Promise<WritingResult> {
  if (request.kind === 'compose') return composeMessages(request, { keyStore, book, anchors })
  const at = Date.parse(request.at)
  const own = await keyStore.own(at, 'toLook')
  const context: BookContext = { anchors, at, own }
  switch (request.kind) {
    case 'signer':
      return describeSigner(own, request.address, at)
    case 'recipients':
      return { kind: 'recipients', recipients: (await book.find(request.addresses, context)).map(recipient => recipient.answer) }
    case 'certificates-prefer':
      await book.prefer(request.address, request.fingerprint, own)
      return { kind: 'certificates-prefer', recipient: await findOne(request.address, book, context) }
    case 'certificates-add':
      return addCertificates(request, book, context)
  }
}

async function findOne(address: string, book: CertificateBook, context: BookContext): Promise<RecipientAnswer> {
  const [recipient] = await book.find([address], context)
  if (!recipient) throw new Error('every address has an answer')
  return recipient.answer
}

/** End-entities under every address they name; the authorities of the file beside them. */
async function addCertificates({ bytes, at }: CertificatesAddRequest, book: CertificateBook, context: BookContext): Promise<CertificatesAddResult> {
  const certificates = readFile(bytes)
  const authorities = namedIn(certificates.filter(isAuthority))
  const named = certificates.flatMap(certificate => readMailboxes(certificate).map(address => ({ address, certificate })))
  const kept = named.filter(({ certificate }) => !isAuthority(certificate))
  if (kept.length === 0) throw new EngineError('engine/unreadable-file', 'no certificate in it names an address')
  const added = new Map<string, KnownCertificate>()
  for (const { address, certificate } of kept) {
    await book.keep(address, { certificate, source: 'file', keptAt: at, announces: null, chain: authoritiesAbove(certificate, authorities).map(({ der }) => der) }, context.own)
    const fingerprint = await fingerprintOfCertificate(certificate)
    const { certificates: known } = await findOne(address, book, context)
    const one = known.find(candidate => candidate.fingerprint === fingerprint)
    if (one) added.set(fingerprint, one)
  }
  return { kind: 'certificates-add', added: [...added.values()], addresses: [...new Set(kept.map(({ address }) => address))] }
}

/** @throws EngineError `engine/unreadable-file`. A certificate in it that cannot be read does not hide the others. */
function readFile(bytes: Uint8Array): Certificate[] {
  const readOr = <Value>(read: () => Value[]): Value[] => {
    try {
      return read()
    } catch (error) {
      if (error instanceof X509Error) return []
      throw error
    }
  }
  const certificates = readOr(() => readCertificateBlobs(bytes)).flatMap(der => readOr(() => [parseCertificate(der)]))
  if (certificates.length === 0) throw new EngineError('engine/unreadable-file', 'no certificate in the file')
  return certificates.slice(0, MAXIMAL_CERTIFICATES)
}

/** Of one file. */
const MAXIMAL_CERTIFICATES = 2000

function isAuthority(certificate: Certificate): boolean {
  try {
    return readBasicConstraints(certificate)?.isAuthority === true
  } catch (error) {
    if (error instanceof X509Error) return false
    throw error
  }
}
