/** The one place where tests of judgements touch the engine. */
import { createInProcessEngine } from '../../src/engine/in-process.ts'
import type { PolicyDemand } from '../../src/certpath/candidate-path.ts'
import type { JudgePathResult, KeyFile, OpenRequest, OpenResult } from '../../src/engine/protocol.ts'
import type { HostView, InputForm } from '../../src/smime/received-message.ts'
import { NOW } from '../make/certificate-authority.ts'

export interface Judging {
  readonly anchors: readonly Uint8Array[]
  readonly at?: Date | string
  readonly form?: InputForm
  readonly content?: Uint8Array
  readonly host?: Partial<HostView>
  readonly certificates?: readonly Uint8Array[]
  readonly revocation?: OpenRequest['revocation']
  readonly crls?: readonly Uint8Array[]
  readonly ocsp?: readonly Uint8Array[]
  readonly keys?: readonly KeyFile[]
  readonly passwords?: readonly string[]
  readonly sharedKeys?: OpenRequest['sharedKeys']
  /** Signatures without signed attributes are let pass. */
  readonly bare?: boolean
}

const timestamp = (at: Date | string | undefined) => (at instanceof Date ? at : new Date(at ?? NOW)).toISOString()

/** Opens and judges a message with exactly these anchors, as the worker does: in an engine that writes over what it is given. */
export async function judgeMessage(bytes: Uint8Array, judging: Judging, ownsBytes = true): Promise<OpenResult> {
  const engine = createInProcessEngine({ ownsBytes })
  await engine.ask({ kind: 'trust', builtIn: false, organisation: judging.anchors, user: [], acceptsBareSignatures: judging.bare === true })
  return engine.ask({
    kind: 'open',
    bytes: ownsBytes ? bytes.slice() : bytes,
    form: judging.form ?? 'auto',
    content: judging.content ?? null,
    host: judging.host ? { fromAddress: null, subject: null, date: null, ...judging.host } : null,
    at: timestamp(judging.at),
    extraCertificates: judging.certificates ?? [],
    revocation: judging.revocation ?? 'if-available',
    crls: judging.crls ?? [],
    ocspResponses: judging.ocsp ?? [],
    keyFiles: judging.keys ?? [],
    recipientPasswords: judging.passwords ?? [],
    sharedKeys: judging.sharedKeys ?? [],
  })
}

/** Judges one certificate with exactly these anchors. */
export async function judgeCertificate(
  leaf: Uint8Array,
  judging: Judging & { readonly purpose?: 'email-signing' | 'email-encryption' | 'any'; readonly address?: string; readonly policy?: PolicyDemand },
): Promise<JudgePathResult> {
  const engine = createInProcessEngine()
  await engine.ask({ kind: 'trust', builtIn: false, organisation: judging.anchors, user: [] })
  return engine.ask({
    kind: 'judge-path',
    leaf,
    extraCertificates: judging.certificates ?? [],
    purpose: judging.purpose ?? 'email-signing',
    address: judging.address ?? null,
    ...(judging.policy ? { policy: judging.policy } : {}),
    at: timestamp(judging.at),
    revocation: judging.revocation ?? 'if-available',
    crls: judging.crls ?? [],
    ocspResponses: judging.ocsp ?? [],
  })
}

/** The worst failure's code, or `valid`. */
export function failureOf(result: JudgePathResult): string {
  return result.path.outcome === 'invalid' ? result.path.failures[0].code : result.path.outcome
}
