/** Access tokens that the demo's sign-in hands out and its Graph checks. Opaque, as a client has to treat them. */
import { randomBytes } from 'node:crypto'
import type { GraphFault } from './graph-faults.ts'

export interface AccessGrant {
  /** Whose mailbox. */
  readonly address: string
  readonly clientId: string
  readonly scopes: readonly string[]
  /** Milliseconds since 1970. */
  readonly until: number
  /** What goes wrong for whoever holds the token: each browser visit has its own faults. Taken out as they happen. */
  readonly faults: GraphFault[]
}

export class TokenOffice {
  private readonly grants = new Map<string, AccessGrant>()

  issue(grant: Omit<AccessGrant, 'until' | 'faults'> & { readonly until?: number; readonly faults?: readonly GraphFault[] }): string {
    const token = randomBytes(24).toString('base64url')
    this.grants.set(token, { ...grant, until: grant.until ?? Date.now() + 3_600_000, faults: [...(grant.faults ?? [])] })
    return token
  }

  /** The grant behind an Authorization field; null for anything else than a token of ours that has not ended. */
  check(authorization: string | undefined): AccessGrant | null {
    const grant = this.grants.get(/^Bearer ([\w-]+)$/.exec(authorization ?? '')?.[1] ?? '')
    return grant !== undefined && grant.until > Date.now() ? grant : null
  }

  revokeAll(): void {
    this.grants.clear()
  }
}
