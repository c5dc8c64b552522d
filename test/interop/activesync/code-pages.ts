/**
 * The tags of ActiveSync that its tests say, as [MS-ASWBXML] section 2.1.2.1 numbers them: code pages, and tokens in each.
 * Tags that are not here are read as `<page>:0x<token>`.
 */
type Tokens = Readonly<Record<string, number>>

interface CodePage {
  readonly name: string
  readonly tokens: Tokens
}

export const CODE_PAGES: Readonly<Record<number, CodePage>> = {
  0: {
    name: 'AirSync',
    tokens: {
      Sync: 0x05, Responses: 0x06, Add: 0x07, Change: 0x08, Delete: 0x09, Fetch: 0x0a, SyncKey: 0x0b, ClientId: 0x0c, ServerId: 0x0d, Status: 0x0e, Collection: 0x0f, Class: 0x10,
      CollectionId: 0x12, GetChanges: 0x13, MoreAvailable: 0x14, WindowSize: 0x15, Commands: 0x16, Options: 0x17, FilterType: 0x18, Collections: 0x1c, ApplicationData: 0x1d,
      MIMESupport: 0x22, MIMETruncation: 0x23,
    },
  },
  2: { name: 'Email', tokens: { DateReceived: 0x0f, DisplayTo: 0x11, MessageClass: 0x13, Subject: 0x14, Read: 0x15, To: 0x16, Cc: 0x17, From: 0x18, InternetCPID: 0x39, ContentClass: 0x3c } },
  7: {
    name: 'FolderHierarchy',
    tokens: { DisplayName: 0x07, ServerId: 0x08, ParentId: 0x09, Type: 0x0a, Status: 0x0c, Changes: 0x0e, Add: 0x0f, SyncKey: 0x12, FolderSync: 0x16, Count: 0x17 },
  },
  10: {
    name: 'ResolveRecipients',
    tokens: { ResolveRecipients: 0x05, Response: 0x06, Status: 0x07, Certificates: 0x0c, Options: 0x0f, To: 0x10, CertificateRetrieval: 0x11 },
  },
  11: { name: 'ValidateCert', tokens: { ValidateCert: 0x05, Certificates: 0x06, Certificate: 0x07, CertificateChain: 0x08, CheckCRL: 0x09, Status: 0x0a } },
  14: { name: 'Provision', tokens: { Provision: 0x05, Policies: 0x06, Policy: 0x07, PolicyType: 0x08, PolicyKey: 0x09, Data: 0x0a, Status: 0x0b } },
  17: { name: 'AirSyncBase', tokens: { BodyPreference: 0x05, Type: 0x06, Body: 0x0a, Data: 0x0b, EstimatedDataSize: 0x0c, Truncated: 0x0d, NativeBodyType: 0x16 } },
  20: {
    name: 'ItemOperations',
    tokens: { ItemOperations: 0x05, Fetch: 0x06, Store: 0x07, Options: 0x08, Properties: 0x0b, Data: 0x0c, Status: 0x0d, Response: 0x0e, Part: 0x11 },
  },
  21: { name: 'ComposeMail', tokens: { SendMail: 0x05, SaveInSentItems: 0x08, Mime: 0x10, ClientId: 0x11, Status: 0x12 } },
}

export interface Tag {
  readonly page: number
  readonly token: number
}

const TAGS: ReadonlyMap<string, Tag> = new Map(
  Object.entries(CODE_PAGES).flatMap(([page, { name, tokens }]) => Object.entries(tokens).map(([tag, token]): [string, Tag] => [`${name}:${tag}`, { page: Number(page), token }])),
)

const NAMES: ReadonlyMap<number, string> = new Map([...TAGS].map(([name, { page, token }]) => [page * 0x40 + token, name]))

/** @throws Error for a name that no page has: a mistake of ours. */
export function tagNamed(name: string): Tag {
  const tag = TAGS.get(name)
  if (!tag) throw new Error(`no tag ${name}`)
  return tag
}

export const nameOfTag = ({ page, token }: Tag): string => NAMES.get(page * 0x40 + token) ?? `${page}:0x${token.toString(16)}`
