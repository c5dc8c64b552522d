/** A phone: as much of ActiveSync 14.1 ([MS-ASCMD]) as reads a mailbox with its MIME and sends. */
import { request } from 'node:http'
import { decodeWbxml, element, type Element, elementsNamed, encodeWbxml, textOf } from './wbxml.ts'

export interface Account {
  /** The server's `/Microsoft-Server-ActiveSync`. */
  readonly url: string
  readonly login: string
  readonly password: string
}

export interface SyncedMessage {
  readonly serverId: string
  readonly subject: string
  readonly messageClass: string
  /** `AirSyncBase:Data` of a body of type 4, octet for octet; undefined for another type or none. */
  readonly mime: Uint8Array | undefined
  readonly isTruncated: boolean
}

export interface Phone {
  /** Name and type of every folder: 2 inbox, 5 sent. */
  folders(): Promise<readonly { readonly id: string; readonly type: string; readonly name: string }[]>
  /** All messages of a folder with MIMESupport 2, inline. */
  sync(folder: string): Promise<SyncedMessage[]>
  /** One message as ItemOperations gives it in a part of its own. */
  fetch(folder: string, serverId: string): Promise<Uint8Array>
  /** The status that the server answers; undefined for its empty answer, which means that it was taken. */
  send(message: Uint8Array): Promise<string | undefined>
  /** Asks for the certificates of an address: the answer as it is, null when it is empty. */
  resolve(address: string): Promise<Element | null>
  validate(certificate: Uint8Array): Promise<string | undefined>
  provision(): Promise<string | undefined>
}

const MULTIPART = 'application/vnd.ms-sync.multipart'
const WANTED = [element('AirSync:MIMESupport', '2'), element('AirSyncBase:BodyPreference', element('AirSyncBase:Type', '4'))]

export function openPhone(account: Account): Phone {
  let sent = 0
  return {
    folders: async () => {
      const answer = decodeWbxml(await post(account, 'FolderSync', element('FolderHierarchy:FolderSync', element('FolderHierarchy:SyncKey', '0'))))
      return elementsNamed(answer, 'FolderHierarchy:Add').map(each => ({
        id: textOf(each, 'FolderHierarchy:ServerId') ?? '',
        type: textOf(each, 'FolderHierarchy:Type') ?? '',
        name: textOf(each, 'FolderHierarchy:DisplayName') ?? '',
      }))
    },
    sync: folder => syncAll(account, folder),
    fetch: async (folder, serverId) => {
      const words = [element('ItemOperations:Store', 'Mailbox'), element('AirSync:CollectionId', folder), element('AirSync:ServerId', serverId), element('ItemOperations:Options', ...WANTED)]
      const answer = await post(account, 'ItemOperations', element('ItemOperations:ItemOperations', element('ItemOperations:Fetch', ...words)), { 'MS-ASAcceptMultiPart': 'T' }, MULTIPART)
      const parts = cutMultipart(answer)
      const number = textOf(decodeWbxml(parts[0] ?? new Uint8Array()), 'ItemOperations:Part')
      const part = number === undefined ? undefined : parts[Number(number)]
      if (!part) throw new Error('no part with the message')
      return part
    },
    send: async message => {
      const words = [element('ComposeMail:ClientId', `sealpane-${process.pid}-${++sent}`), element('ComposeMail:SaveInSentItems'), element('ComposeMail:Mime', message)]
      const answer = await post(account, 'SendMail', element('ComposeMail:SendMail', ...words))
      return answer.length === 0 ? undefined : textOf(decodeWbxml(answer), 'ComposeMail:Status')
    },
    resolve: async address => {
      const options = element('ResolveRecipients:Options', element('ResolveRecipients:CertificateRetrieval', '2'))
      const answer = await post(account, 'ResolveRecipients', element('ResolveRecipients:ResolveRecipients', element('ResolveRecipients:To', address), options))
      return answer.length === 0 ? null : decodeWbxml(answer)
    },
    validate: async certificate => {
      const list = element('ValidateCert:Certificates', element('ValidateCert:Certificate', Buffer.from(certificate).toString('base64')))
      const answer = decodeWbxml(await post(account, 'ValidateCert', element('ValidateCert:ValidateCert', list, element('ValidateCert:CheckCRL', '0'))))
      const [judged] = elementsNamed(answer, 'ValidateCert:Certificate')
      return textOf(judged ?? answer, 'ValidateCert:Status')
    },
    provision: async () => {
      const policy = element('Provision:Policy', element('Provision:PolicyType', 'MS-EAS-Provisioning-WBXML'))
      const answer = decodeWbxml(await post(account, 'Provision', element('Provision:Provision', element('Provision:Policies', policy))))
      const [answered] = elementsNamed(answer, 'Provision:Policy')
      return textOf(answered ?? answer, 'Provision:Status')
    },
  }
}

/** The first Sync gives a key, each further one a window of messages, until there are no more. */
async function syncAll(account: Account, folder: string): Promise<SyncedMessage[]> {
  const collection = (key: string, ...more: readonly Element[]) =>
    element('AirSync:Sync', element('AirSync:Collections', element('AirSync:Collection', element('AirSync:SyncKey', key), element('AirSync:CollectionId', folder), ...more)))
  const ask = async (tree: Element) => decodeWbxml(await post(account, 'Sync', tree))
  const options = element('AirSync:Options', element('AirSync:FilterType', '0'), element('AirSync:MIMETruncation', '8'), ...WANTED)
  const messages: SyncedMessage[] = []
  let answer = await ask(collection('0'))
  do {
    const key = textOf(answer, 'AirSync:SyncKey')
    if (key === undefined) throw new Error(`Sync: status ${textOf(answer, 'AirSync:Status') ?? 'unknown'}`)
    answer = await ask(collection(key, element('AirSync:GetChanges', '1'), element('AirSync:WindowSize', '100'), options))
    messages.push(...elementsNamed(answer, 'AirSync:Add').map(readMessage))
  } while (elementsNamed(answer, 'AirSync:MoreAvailable').length > 0)
  return messages
}

function readMessage(added: Element): SyncedMessage {
  const [body] = elementsNamed(added, 'AirSyncBase:Body')
  const [data] = body ? elementsNamed(body, 'AirSyncBase:Data') : []
  return {
    serverId: textOf(added, 'AirSync:ServerId') ?? '',
    subject: textOf(added, 'Email:Subject') ?? '',
    messageClass: textOf(added, 'Email:MessageClass') ?? '',
    mime: body && textOf(body, 'AirSyncBase:Type') === '4' ? (data?.value ?? undefined) : undefined,
    isTruncated: body !== undefined && textOf(body, 'AirSyncBase:Truncated') === '1',
  }
}

/** Count, then offset and length of each part, all of them 32 bits, least octet first ([MS-ASCMD] section 2.2.1.10.1). */
export function cutMultipart(octets: Uint8Array): Uint8Array[] {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength)
  return Array.from({ length: view.getUint32(0, true) }, (_, i) => {
    const start = view.getUint32(4 + i * 8, true)
    return octets.subarray(start, start + view.getUint32(8 + i * 8, true))
  })
}

/** @throws Error for anything but 200 with the wanted kind of answer; an empty one has no kind. */
function post({ url, login, password }: Account, command: string, tree: Element, more: Readonly<Record<string, string>> = {}, wanted = 'application/vnd.ms-sync.wbxml'): Promise<Uint8Array> {
  const body = encodeWbxml(tree)
  const headers = {
    ...more,
    'Authorization': `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`,
    'Content-Type': 'application/vnd.ms-sync.wbxml',
    'Content-Length': String(body.length),
    'MS-ASProtocolVersion': '14.1',
    'X-MS-PolicyKey': '0',
  }
  const target = `${url}?Cmd=${command}&User=${login}&DeviceId=sealpaneinterop&DeviceType=Sealpane`
  return new Promise((resolve, reject) => {
    // A connection for each question: SOGo's workers do not end while one is held open.
    const asking = request(target, { method: 'POST', headers, agent: false }, answer => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('error', reject)
      answer.once('end', () => {
        const octets = new Uint8Array(Buffer.concat(chunks))
        const type = answer.headers['content-type'] ?? ''
        if (answer.statusCode === 200 && (octets.length === 0 || type.startsWith(wanted))) resolve(octets)
        else reject(new Error(`${command}: ${answer.statusCode ?? 0} ${type} ${Buffer.from(octets.subarray(0, 200)).toString()}`))
      })
    })
    asking.once('error', reject)
    asking.end(body)
  })
}
