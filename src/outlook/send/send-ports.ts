/** What the sending routes need from the page around them, handed in by the composition root. */

/** Where Microsoft Graph is and who asks; from `organisation.json`. */
export interface GraphSettings {
  /** Application id of the deployment's own registration (Entra), SPA with `brk-multihub://`. */
  readonly clientId: string
  /** `https://login.microsoftonline.com/common` or the tenant's. */
  readonly authority: string
  /** `https://graph.microsoft.com/v1.0` or a national cloud's. */
  readonly endpoint: string
  /** Whether messages above 4 MB may go as a draft in Exchange's storage form. Off until a tenant has shown that it arrives as S/MIME. */
  readonly allowsStoredForm: boolean
  /** False: by `sendMail`, which a browser's own repetition of a request can send twice, for who may not grant `Mail.ReadWrite`. Else as a draft that is then sent. */
  readonly sendsThroughDrafts?: boolean
}

export interface SendPorts {
  /** Null where the deployment named none: then Graph is not offered. */
  readonly graph: GraphSettings | null
  readonly fetch: typeof fetch
  /** Hands a file to the user. */
  readonly saveFile: (name: string, bytes: Uint8Array) => void
  /** Text of the notice that stands in for a replaced body, in the writer's language. */
  readonly notice: () => string
}
