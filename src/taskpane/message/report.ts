/** The report that a user hands to support: the verdict and how it was reached, without the message's text. */
import type { OpenResult } from '../../engine/protocol.ts'
import type { RouteAttempt } from '../../outlook/mailbox-host.ts'
import { anchorList, productVersion } from '../product.ts'

/** JSON, indented. Certificates stand as PEM-less fingerprints and names; their bytes are left out. */
export function reportOf(result: OpenResult, attempts: readonly RouteAttempt[]): string {
  const report = { product: 'Sealpane', version: productVersion, anchorList, verdict: result.verdict, attempts }
  return JSON.stringify(report, (_key, value: unknown) => (value instanceof Uint8Array ? undefined : value), 2)
}

/** A file name that says when, and nothing about the message. */
export function reportName(at: string): string {
  return `sealpane-report-${at.slice(0, 19).replaceAll(':', '')}.json`
}
