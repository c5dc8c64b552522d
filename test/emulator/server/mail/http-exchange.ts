/** One request and its answer, as far as the demo's mail services look at them. */

export interface MailRequest {
  readonly method: string
  /** Path below the service's own. Decoded piece by piece, so that an id may hold a slash. */
  readonly path: readonly string[]
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
  /** `https://localhost:3000`. */
  readonly origin: string
}

export interface MailAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** What a service does with a request. `cut` breaks the connection, `silent` leaves it open for ever. */
export type Outcome = MailAnswer | 'cut' | 'silent'

export const json = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): MailAnswer => ({
  status, headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers }, body: JSON.stringify(value),
})

export const empty = (status: number, headers: Readonly<Record<string, string>> = {}): MailAnswer => ({ status, headers, body: '' })
