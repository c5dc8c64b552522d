/** What the organisation asks, as the send guard finds it out: its file, else what the pane kept of it. */
import { readPolicy, USUAL_POLICY, type ComposePolicy } from '../smime/compose-policy.ts'

export interface PolicySources {
  /** Null where the runtime has none. */
  readonly fetchFile: ((address: string) => Promise<{ readonly ok: boolean; readonly status: number; text(): Promise<string> }>) | null
  /** Of `organisation.json`, absolute. */
  readonly address: string
  readonly kept: () => ComposePolicy | null
  /** How long the file may take, in milliseconds. */
  readonly patience: number
}

/**
 * The policy in force; null when nobody can say. Never rejects.
 *
 * No file (404) is the usual policy. A file that cannot be read is no policy, whatever was kept: somebody changed it, and
 * nobody knows into what. A file that cannot be reached is what was kept.
 */
export async function policyInForce({ fetchFile, address, kept, patience }: PolicySources): Promise<ComposePolicy | null> {
  let text: string
  try {
    if (fetchFile === null) return kept()
    const response = await inTime(fetchFile(address), patience)
    if (response.status === 404) return USUAL_POLICY
    if (!response.ok) return kept()
    text = await inTime(response.text(), patience)
  } catch {
    return kept()
  }
  return policyOfFile(text)
}

function policyOfFile(text: string): ComposePolicy | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    return 'compose' in value ? readPolicy(value.compose) : USUAL_POLICY
  } catch {
    return null
  }
}

function inTime<Value>(answer: Promise<Value>, patience: number): Promise<Value> {
  if (typeof setTimeout !== 'function') return answer
  return Promise.race([answer, new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no answer')), patience))])
}
