/** Everything a judgement needs besides the message. Nothing is read from a clock, a store or a network. */
import type { RevocationDemand } from '../certpath/judge-path.ts'
import type { Evidence } from '../certpath/revocation.ts'
import type { AnchorIndex } from '../certpath/trust-anchor.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { OpeningKeys } from './recipient-key.ts'

export interface JudgeContext {
  /** Judgement time in milliseconds since 1970. */
  readonly at: number
  readonly anchors: AnchorIndex
  /** Certificates from files, for path building and for signers whose certificate the message lacks. */
  readonly extraCertificates: readonly Certificate[]
  readonly revocation: RevocationDemand
  /** CRLs and OCSP answers handed in. */
  readonly evidence: Evidence
  /**
   * Whether a signature without signed attributes, as very old programs make, is judged at all (SEC-03). It is never better
   * than `attention`. Absent: refused.
   */
  readonly acceptsBareSignatures?: boolean
  /** What encryptions may be opened with. Asked only when one is met: a store of keys is not woken by a signature. */
  readonly keys: () => Promise<OpeningKeys>
  /** Called before each step; may throw to stop. */
  readonly onStep: (step: 'parsing' | 'hashing' | 'signature' | 'path') => void
}
