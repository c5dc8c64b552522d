import { expect, test } from 'vitest'
import { createPageHost } from '../../src/outlook/page-host.ts'
import { createSaveFileRoute, fileNameOf } from '../../src/outlook/send/save-file-route.ts'
import type { SendPorts } from '../../src/outlook/send/send-ports.ts'
import { isOnPremises } from '../../src/outlook/send/sending-routes.ts'
import { createWritingHost } from '../../src/outlook/writing.ts'
import type { WritingMailbox, WritingOptions } from '../../src/outlook/writing.ts'
import { cms, encrypted, sendable } from './sent-messages.ts'
import { WrittenInOutlook } from './written-item.ts'

const never = new AbortController().signal
const graph = { clientId: 'c', authority: 'https://login.microsoftonline.com/common', endpoint: 'https://graph.microsoft.com/v1.0', allowsStoredForm: false }
const saved: [string, Uint8Array][] = []
const ports: SendPorts = { graph, fetch, saveFile: (name, bytes) => saved.push([name, bytes]), notice: () => 'Protected.' }
const written = () => new WrittenInOutlook().item
const profile = (accountType?: string) => ({ emailAddress: 'yuki@contoso.co.jp', displayName: 'Yuki', ...(accountType === undefined ? {} : { accountType }) })

function offered(mailbox: WritingMailbox, more: Partial<WritingOptions> = {}): readonly string[] {
  const { routes } = createWritingHost(mailbox, { ports, hasMailboxSet: () => true, hasNestedAuth: true, callTimeout: 1000, ...more })
  expect(routes.map(({ name }) => name)).toEqual(['graph', 'ews', 'replace', 'file'])
  return routes.filter(route => route.offer().isOffered).map(({ name }) => name)
}

test.each<readonly [string, WritingMailbox, Partial<WritingOptions>, readonly string[]]>([
  ['a work account in the cloud', { item: written(), userProfile: profile('office365') }, {}, ['graph', 'replace', 'file']],
  ['the same without a registration', { item: written(), userProfile: profile('office365') }, { ports: { ...ports, graph: null } }, ['replace', 'file']],
  ['the same in an Outlook that gives no tokens', { item: written(), userProfile: profile('office365') }, { hasNestedAuth: false }, ['replace', 'file']],
  ['the same with no item open', { item: null, userProfile: profile('office365') }, {}, ['graph', 'file']],
  ['a mailbox on-premises', { item: written(), userProfile: profile('enterprise') }, { hasNestedAuth: false }, ['ews', 'replace', 'file']],
  ['the same whose Outlook claims to give tokens', { item: written(), userProfile: profile('enterprise') }, {}, ['ews', 'replace', 'file']],
  ['an old Outlook on-premises', { item: written(), ewsUrl: 'https://mail.contoso.co.jp/EWS/Exchange.asmx', userProfile: profile() }, { hasNestedAuth: false, hasMailboxSet: version => Number(version.slice(2)) <= 5 }, ['ews', 'file']],
  ['an old Outlook in the cloud', { item: written(), ewsUrl: 'https://outlook.office365.com/EWS/Exchange.asmx', userProfile: profile() }, { hasNestedAuth: false }, ['replace', 'file']],
  ['a personal account', { item: written(), userProfile: profile('outlookCom') }, {}, ['replace', 'file']],
  ['Gmail', { item: written(), userProfile: profile('gmail') }, {}, ['replace', 'file']],
  ['a message that is read', { item: { subject: 'S' }, userProfile: profile('office365') }, {}, ['graph', 'file']],
])('in %s', (_, mailbox, more, expected) => {
  expect(offered(mailbox, more)).toEqual(expected)
})

test.each([
  ['enterprise', null, true], ['office365', 'https://mail.contoso.co.jp/', false], [null, 'https://mail.contoso.co.jp/EWS', true], [null, 'https://outlook.office.com/EWS', false],
  [null, 'https://webmail.apps.office365.us/EWS', false], [null, 'https://notoffice.com/EWS', true], [null, '', false], [null, null, false],
] as const)('account type %s with web services at %s is on-premises: %s', (accountType, ewsUrl, expected) => {
  expect(isOnPremises({ accountType, ewsUrl })).toBe(expected)
})

test('who writes is known, and members of the cloud’s groups are not', async () => {
  const host = createWritingHost({ item: written(), userProfile: profile('office365') }, { ports, hasMailboxSet: () => true, hasNestedAuth: true, callTimeout: 1000 })
  expect(host.ownAddress).toBe('yuki@contoso.co.jp')
  await expect(host.item?.expandGroup('all@contoso.co.jp', never)).rejects.toMatchObject({ code: 'outlook/group-unknown', subject: 'all@contoso.co.jp' })
  expect(createWritingHost({ userProfile: {} }, { ports, hasMailboxSet: () => true, hasNestedAuth: true, callTimeout: 1000 })).toMatchObject({ item: null, ownAddress: null })
})

test('the finished message is handed over as it is, under a name that tells nothing of it', async () => {
  const message = sendable(encrypted(cms(50)), { messageId: '<0f9A/../b7@contoso.co.jp>' })
  const route = createSaveFileRoute(ports)
  await route.send(message, never)
  expect(saved).toEqual([['message-0f9Ab7.eml', message.bytes]])
  expect(fileNameOf({ ...message, messageId: '<@>' })).toBe('message-sealed.eml')
  expect([route.offer(), await route.wasSent('<a@b>', never)]).toEqual([{ isOffered: true, limit: null }, null])
  await expect(route.send(message, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
  expect(saved).toHaveLength(1)
})

test('without Outlook around the page a message can be saved, and nothing is open', async () => {
  const host = await createPageHost('en').writing(ports)
  expect([host.item, host.ownAddress, host.routes.map(({ name }) => name)]).toEqual([null, null, ['file']])
})
