/** The shapes of what an engine is asked. */
import type { PolicyDemand } from '../certpath/candidate-path.ts'
import type { WritingRequest } from './compose-protocol.ts'
import { EngineError } from './engine.ts'
import type { KeyRequest } from './key-protocol.ts'
import { hasKeyRequestShape, isKeyRequest } from './key-store/key-request.ts'
import type { EncryptRequest, SigningWish, SignRequest } from './make-protocol.ts'
import type { EngineRequest, ExtractPartRequest, JudgePathRequest, ListKeysRequest, OpenRequest, TrustRequest } from './protocol.ts'
import { isWritingRequest } from './writing-door.ts'

/**
 * SECURITY (SEC-105): what crosses the wall is checked before it is used; a wrong shape is refused, never repaired.
 *
 * @throws EngineError `engine/bad-request`.
 */
export function assertRequestShape(request: EngineRequest): void {
  const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array
  const isList = (value: unknown) => Array.isArray(value) && value.every(isBytes)
  if (isKeyRequest(request) && hasKeyRequestShape(request)) return
  // The door for writing looks at its own.
  if (isWritingRequest(request)) return
  const fits: Record<Exclude<EngineRequest, KeyRequest | WritingRequest>['kind'], () => boolean> = {
    'open': () => {
      const { bytes, content, extraCertificates, crls, ocspResponses } = request as OpenRequest
      const isWhole = isBytes(bytes) && (content === null || isBytes(content)) && [extraCertificates, crls, ocspResponses].every(isList)
      return isWhole && hasKeyShapes(request as OpenRequest)
    },
    'judge-path': () => {
      const { leaf, extraCertificates, crls, ocspResponses, policy } = request as JudgePathRequest
      return isBytes(leaf) && [extraCertificates, crls, ocspResponses].every(isList) && (policy === undefined || isPolicyDemand(policy))
    },
    'extract-part': () => {
      const { entity, index } = request as ExtractPartRequest
      return isBytes(entity) && Number.isSafeInteger(index) && index >= 0
    },
    'list-keys': () => isBytes((request as ListKeysRequest).bytes),
    'sign': () => isBytes((request as SignRequest).message) && isSigningWish((request as SignRequest).signing),
    'encrypt': () => {
      const { message, recipients, signing } = request as EncryptRequest
      return isBytes(message) && isList(recipients) && recipients.length > 0 && (signing === null || isSigningWish(signing))
    },
    'trust': () => {
      const { organisation, user, acceptsBareSignatures } = request as TrustRequest
      return isList(organisation) && isList(user) && [undefined, true, false].includes(acceptsBareSignatures)
    },
  }
  if (isKeyRequest(request) || !Object.hasOwn(fits, request.kind) || !fits[request.kind]()) throw new EngineError('engine/bad-request', 'request of another shape')
}

function isSigningWish({ key, certificates }: SigningWish): boolean {
  return hasKeyShapes({ keyFiles: [key] }) && Array.isArray(certificates) && certificates.every(file => file instanceof Uint8Array)
}

function hasKeyShapes({ keyFiles = [], recipientPasswords = [], sharedKeys = [] }: Pick<OpenRequest, 'keyFiles' | 'recipientPasswords' | 'sharedKeys'>): boolean {
  const isBytes = (value: unknown) => value instanceof Uint8Array
  const isText = (value: unknown) => typeof value === 'string'
  return (
    [keyFiles, recipientPasswords, sharedKeys].every(list => Array.isArray(list)) &&
    keyFiles.every(({ bytes, passphrase }) => isBytes(bytes) && (passphrase === null || isText(passphrase))) &&
    recipientPasswords.every(isText) &&
    sharedKeys.every(({ identifier, key }) => isBytes(identifier) && isBytes(key))
  )
}

function isPolicyDemand(demand: PolicyDemand | null): boolean {
  if (typeof demand !== 'object' || demand === null) return false
  const { initialPolicies, ...switches } = demand
  const isOid = (value: unknown) => typeof value === 'string' && /^[0-2](?:\.\d+)+$/u.test(value)
  return Array.isArray(initialPolicies) && initialPolicies.every(isOid) && Object.values(switches).every(value => typeof value === 'boolean')
}
