/**
 * The engine itself: requests in, judgements out. It runs as it is for the command line and the tests, and inside
 * `worker.ts` for the pane. It knows no clock and no network; its only state is the list of trust anchors.
 */
import { CodedError } from '../bytes/coded-error.ts'
import { ANY_POLICY } from '../certpath/candidate-path.ts'
import { judgePath } from '../certpath/judge-path.ts'
import { summarizeEndEntity } from '../certpath/summary.ts'
import { type AnchorIndex, indexAnchors, type TrustAnchor } from '../certpath/trust-anchor.ts'
import { parseEntity } from '../mime/entity.ts'
import { withMemoryNotes } from '../smime/known-signers.ts'
import { openMessage } from '../smime/open-message.ts'
import { pathCrypto } from '../smime/path-crypto.ts'
import type { OpeningKeys } from '../smime/recipient-key.ts'
import { isSameMailbox } from '../smime/sender.ts'
import { extractPart, shownEntity } from '../smime/shown-parts.ts'
import type { Certificate } from '../x509/certificate.ts'
import { readMailboxes } from '../x509/extension.ts'
import { builtInAnchorIndex } from './anchors/built-in-trust.ts'
import { type AskOptions, EngineError, type SmimeEngine } from './engine.ts'
import type { KeyRequest, KeyResult } from './key-protocol.ts'
import { isKeyRequest } from './key-store/key-request.ts'
import type { KeyDoor } from './key-store/key-store.ts'
import type { KeyProvider } from './key-provider.ts'
import { listKeys } from './list-keys.ts'
import type {
  EngineRequest,
  EngineResult,
  EngineStep,
  ExtractPartRequest,
  ExtractPartResult,
  JudgePathRequest,
  JudgePathResult,
  OpenRequest,
  OpenResult,
  ResultOf,
  TrustRequest,
  TrustResult,
} from './protocol.ts'
import { readRecipientKeys } from './recipient-keys.ts'
import { readCertificateFiles, readEvidence } from './request-files.ts'
import { assertRequestShape } from './request-shape.ts'
import { readTimestamp } from './timestamp.ts'
import { isWritingRequest, type WritingDoor } from './writing-door.ts'

/** Largest message that is opened: 50 MB of content grow by base64 and a signature. */
const MAXIMAL_MESSAGE = 80 * 1024 * 1024

export interface InProcessOptions {
  /** Answers what is asked about keys, and opens messages with them. Without one such questions are refused. */
  readonly keyStore?: KeyDoor
  /** Keys that live elsewhere, such as in a token. Tried after those of the key store. */
  readonly keyProviders?: readonly KeyProvider[]
  /** Makes messages and keeps drafts and certificates. Without one such questions are refused. */
  readonly writing?: WritingDoor
  /**
   * The bytes of an `open`, `sign` or `encrypt` request belong to the engine, which writes over them and gives out views on them. For askers
   * that read a message once: the worker, the command line. Otherwise they stay as they are.
   */
  readonly ownsBytes?: boolean
}

/** An engine in this very process. Until told otherwise (`trust`) it uses the built-in anchors. */
export function createInProcessEngine({ keyStore, keyProviders = [], writing, ownsBytes = false }: InProcessOptions = {}): SmimeEngine {
  let anchors: AnchorIndex | undefined
  let acceptsBareSignatures = false
  const currentAnchors = () => (anchors ??= builtInAnchorIndex())

  const answer = async (request: EngineRequest, onStep: (step: EngineStep) => void): Promise<EngineResult> => {
    if (isKeyRequest(request)) return askKeyStore(request, keyStore)
    if (isWritingRequest(request)) {
      if (!writing) throw new EngineError('engine/bad-request', 'this engine does not write')
      return writing.answer(request, { anchors: currentAnchors() })
    }
    switch (request.kind) {
      case 'trust':
        anchors = indexAnchors(readAnchors(request), request.builtIn ? builtInAnchorIndex() : undefined)
        acceptsBareSignatures = request.acceptsBareSignatures === true
        return { kind: 'trust', anchors: anchors.size } satisfies TrustResult
      case 'open':
        return openAndNote(request, { ownsBytes, providers: keyStore ? [keyStore, ...keyProviders] : keyProviders, anchors: currentAnchors(), acceptsBareSignatures, onStep })
      case 'extract-part':
        return extract(request)
      case 'judge-path':
        return judge(request, currentAnchors())
      case 'list-keys':
        return listKeys(request)
      // Writing is a room of its own to load: most who open the pane only read.
      case 'sign':
        return (await import('./make-message.ts')).makeSigned(request, ownsBytes)
      case 'encrypt':
        return (await import('./make-message.ts')).makeEncrypted(request, ownsBytes)
    }
  }

  const openAndNote = async (request: OpenRequest, opening: Opening): Promise<OpenResult> => {
    const result = await open(request, opening)
    writing?.noteOpened(request, result)
    return result
  }

  return {
    async ask<R extends EngineRequest>(request: R, options: AskOptions = {}): Promise<ResultOf<R>> {
      const onStep = (step: EngineStep) => {
        if (options.signal?.aborted) throw new EngineError('engine/cancelled', 'the asker gave up')
        // Making has no steps that anybody waits for, and to tell of one costs as much as a small part of a signature.
        if (request.kind === 'open') options.onProgress?.(step)
      }
      assertRequestShape(request)
      onStep('parsing')
      const result = await answer(request, onStep)
      onStep('done')
      return result as ResultOf<R>
    },
    close: () => undefined,
  }
}

function askKeyStore(request: KeyRequest, keyStore: KeyDoor | undefined): Promise<KeyResult> {
  if (!keyStore) throw new EngineError('engine/bad-request', 'this engine keeps no keys')
  return keyStore.answer(request)
}

interface Opening {
  readonly ownsBytes: boolean
  readonly providers: readonly KeyProvider[]
  readonly anchors: AnchorIndex
  readonly acceptsBareSignatures: boolean
  readonly onStep: (step: EngineStep) => void
}

async function open(request: OpenRequest, { ownsBytes, providers, anchors, acceptsBareSignatures, onStep }: Opening): Promise<OpenResult> {
  if (request.bytes.length > MAXIMAL_MESSAGE) throw new EngineError('engine/too-large', `message of ${request.bytes.length} octets`)
  const at = readTimestamp(request.at)
  const extraCertificates = readCertificateFiles(request.extraCertificates)
  const keys = await collectKeys(request, providers, extraCertificates, at)
  const opened = await openMessage(
    { bytes: request.bytes, form: request.form, content: request.content, host: request.host, mayOverwrite: ownsBytes },
    {
      at,
      anchors,
      extraCertificates,
      revocation: request.revocation,
      evidence: readEvidence(request),
      acceptsBareSignatures,
      keys,
      onStep,
    },
  )
  const { knownSigners } = request
  return { kind: 'open', ...opened, verdict: knownSigners ? withMemoryNotes(opened.verdict, knownSigners) : opened.verdict }
}

/**
 * Keys of the question first, then those of the providers. A key file that does not open is an error at once; the providers
 * are asked when an encryption is met, and once.
 */
async function collectKeys(
  request: OpenRequest,
  providers: readonly KeyProvider[],
  certificates: readonly Certificate[],
  at: number,
): Promise<() => Promise<OpeningKeys>> {
  const fromFiles = await readRecipientKeys(request.keyFiles ?? [], certificates)
  let collected: Promise<OpeningKeys> | undefined
  const collect = async (): Promise<OpeningKeys> => {
    const [provided, locked] = await Promise.all([
      Promise.all(providers.map(provider => provider.keys(at))),
      Promise.all(providers.map(provider => provider.lockedKeys(at))),
    ])
    return {
      keys: [...fromFiles, ...provided.flat()],
      locked: locked.flat(),
      sharedKeys: request.sharedKeys ?? [],
      passwords: request.recipientPasswords ?? [],
    }
  }
  return () => (collected ??= collect())
}

function extract({ entity, index }: ExtractPartRequest): ExtractPartResult {
  const part = extractPart(shownEntity(parseEntity(entity)), index)
  if (!part) throw new EngineError('engine/bad-request', `no part with number ${index}`)
  return { kind: 'extract-part', ...part }
}

async function judge(request: JudgePathRequest, anchors: AnchorIndex): Promise<JudgePathResult> {
  const [leaf, ...others] = readCertificateFiles([request.leaf])
  if (!leaf) throw new EngineError('engine/unreadable-file', 'the file holds no certificate')
  const answers = await judgePath({
    leaf,
    intermediates: [...others, ...readCertificateFiles(request.extraCertificates)],
    anchors,
    at: readTimestamp(request.at),
    purpose: request.purpose,
    policy: request.policy ?? ANY_POLICY,
    crypto: pathCrypto,
    revocation: request.revocation,
    evidence: readEvidence(request),
  })
  const { address } = request
  return {
    kind: 'judge-path',
    ...answers,
    leaf: await summarizeEndEntity(leaf, pathCrypto, answers.path),
    addressMatches: address === null ? null : readMailboxes(leaf).some(mailbox => isSameMailbox(mailbox, address)),
  }
}

function readAnchors(request: TrustRequest): TrustAnchor[] {
  const fromFiles = (files: readonly Uint8Array[], source: 'organisation' | 'user') =>
    readCertificateFiles(files).map((certificate): TrustAnchor => ({ certificate, source, emailDistrustAfter: null }))
  return [...fromFiles(request.user, 'user'), ...fromFiles(request.organisation, 'organisation')]
}

/** What crosses the wall of an error: code and log message. A bug of ours crosses with a code of its own. */
export function describeError(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof CodedError) return { code: String(error.code), message: error.message }
  return { code: 'engine/worker-died', message: error instanceof Error ? error.message : 'unknown' }
}
