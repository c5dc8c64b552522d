/** Answers as lines of JSON: the contract that scripts rely on. Keys may be added, never changed. */
import type { CertificateSummary, PathVerdict } from '../certpath/verdict.ts'
import type { JudgePathResult, ListKeysResult, OpenResult } from '../engine/protocol.ts'
import type { EnvelopedLayer, SecurityLayer, SignerVerdict } from '../smime/verdict.ts'

/** Exit status by the contract: 0 good, 1 invalid or unopened, 2 needs a human. */
export type ExitStatus = 0 | 1 | 2

export interface Line {
  readonly json: object
  readonly status: ExitStatus
}

/** Why a message stayed closed. */
const CLOSED_MESSAGE = {
  'smime/no-keys-yet': 'encrypted, and no key was given',
  'smime/no-key': 'encrypted to somebody else: none of the keys given is named in it',
  'smime/encrypted-locked': 'encrypted to a key that is locked',
  'smime/cannot-decrypt': 'it does not decrypt with the keys given',
  'smime/expands-too-much': 'it unpacks to more than is safe',
  'webcrypto/cipher-unsupported': 'encrypted with a method that is not known here',
} as const

function isClosedReason(code: string): code is keyof typeof CLOSED_MESSAGE {
  return Object.hasOwn(CLOSED_MESSAGE, code)
}

/** A message that was opened. */
export function reportOpened(file: string, result: OpenResult): Line {
  const { verdict } = result
  const closed = verdict.reasons.find(isClosedReason)
  const isDecryptedUnsigned = verdict.standing === 'none' && verdict.encrypted && !closed
  const isGood = verdict.standing === 'valid' || isDecryptedUnsigned
  return {
    json: {
      file,
      standing: verdict.standing,
      encrypted: verdict.encrypted,
      reasons: verdict.reasons,
      signers: verdict.signers.map(reportSigner),
      layers: verdict.layers.map(reportLayer),
      error: closed ? { code: closed, message: CLOSED_MESSAGE[closed] } : null,
      headers: verdict.headers,
      at: verdict.at,
    },
    status: verdict.standing === 'invalid' || closed ? 1 : isGood ? 0 : 2,
  }
}

/** A file that could not be opened at all. */
export function reportUnopened(file: string, error: { readonly code: string; readonly message: string }): Line {
  return {
    json: { file, standing: 'none', encrypted: false, reasons: [], signers: [], layers: [], error },
    status: 1,
  }
}

function reportSigner(signer: SignerVerdict): object {
  return {
    address: signer.address,
    subject: signer.subject,
    standing: signer.standing,
    content: signer.content.outcome,
    path: signer.path.outcome,
    revocation: signer.revocation.outcome,
    sender: signer.sender.outcome,
    reasons: signer.reasons,
    claimedSigningTime: signer.claimedSigningTime,
    digestAlgorithm: signer.digestAlgorithm,
    signatureAlgorithm: signer.signatureAlgorithm,
    notes: signer.notes.map(note => note.code),
    identityClass: signer.certificate?.identityClass ?? null,
    profile: signer.certificate?.profile ?? [],
    certificates: pathOf(signer.path).map(certificate => certificate.subject),
    answers: { content: signer.content, path: shortPath(signer.path), revocation: signer.revocation, sender: signer.sender },
  }
}

function reportLayer(layer: SecurityLayer): object {
  if (layer.kind === 'enveloped') return reportEnvelope(layer)
  if (layer.kind !== 'signed') return layer
  return { kind: layer.kind, form: layer.form, counts: layer.counts, signers: layer.signers.map(signer => ({ address: signer.address, standing: signer.standing })) }
}

/** Certificates are named, not printed. */
function reportEnvelope({ openedWith, lockedKey, notes, ...layer }: EnvelopedLayer): object {
  const nameOf = ({ subject, issuer, serialNumber }: CertificateSummary) => ({ subject, issuer, serialNumber })
  return {
    ...layer,
    ...(openedWith ? { openedWith: { ...openedWith, certificate: nameOf(openedWith.certificate) } } : {}),
    ...(lockedKey ? { lockedKey: { ...lockedKey, certificate: nameOf(lockedKey.certificate) } } : {}),
    notes: (notes ?? []).map(note => note.code),
  }
}

function shortPath(path: PathVerdict): object {
  return path.outcome === 'invalid' ? { outcome: path.outcome, failures: path.failures } : { outcome: path.outcome }
}

function pathOf(path: PathVerdict): readonly CertificateSummary[] {
  return path.outcome === 'valid' ? path.path : path.outcome === 'invalid' ? path.candidate : []
}

/** A judged certificate. `failure` is the worst one, or the address that it does not name. */
export function reportPath(file: string, result: JudgePathResult): Line {
  const { path } = result
  const isOtherAddress = path.outcome === 'valid' && result.addressMatches === false
  const failure = path.outcome === 'invalid' ? path.failures[0].code : isOtherAddress ? 'smime/sender-mismatch' : null
  const isValid = path.outcome === 'valid' && !isOtherAddress
  const isGood = isValid && (result.revocation.outcome === 'good' || result.revocation.outcome === 'not-checked')
  return {
    json: {
      file,
      outcome: isValid ? 'valid' : 'invalid',
      failure,
      revocation: result.revocation.outcome,
      path: pathOf(path).map(certificate => certificate.subject),
      failures: path.outcome === 'invalid' ? path.failures : [],
      anchorSource: path.outcome === 'valid' ? path.anchorSource : null,
      policies: path.outcome === 'valid' ? path.policies : [],
      identityClass: result.leaf.identityClass,
      profile: result.leaf.profile ?? [],
    },
    status: isGood ? 0 : isValid ? 2 : 1,
  }
}

/** What a key file holds. */
export function reportKeys(file: string, result: ListKeysResult): Line {
  return {
    json: {
      file,
      certificates: result.certificates.map(({ der, ...rest }) => ({ ...rest, size: der.length })),
      privateKeys: result.privateKeys,
      unreadableCertificates: result.unreadableCertificates,
    },
    status: 0,
  }
}
