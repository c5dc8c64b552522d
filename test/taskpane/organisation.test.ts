import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { X509Error } from '../../src/x509/errors.ts'
import { readPolicy, STRICTEST_POLICY, USUAL_POLICY, type ComposePolicy } from '../../src/smime/compose-policy.ts'
import { EngineError, type SmimeEngine } from '../../src/engine/engine.ts'
import type { EngineRequest, TrustRequest } from '../../src/engine/protocol.ts'
import { loadOrganisation, readOrganisation } from '../../src/taskpane/read/organisation.ts'
import { writingSettings } from '../../src/taskpane/read/writing-settings.ts'
import { trustOrganisation } from '../../src/taskpane/read/trusting-engine.ts'
import { fakeEngine } from './fakes.ts'
import { opened, verdict } from './verdicts.ts'

const answering = (status: number, text: string) => () => Promise.resolve(new Response(text, { status }))

it('works without an organisation', async () => {
  expect(await loadOrganisation(answering(404, ''))).toEqual({ kind: 'none' })
})

it('does not take a server that fails for one without a list', async () => {
  expect(await loadOrganisation(() => Promise.reject(new TypeError('offline')))).toEqual({ kind: 'unreached' })
  expect(await loadOrganisation(answering(503, ''))).toEqual({ kind: 'unreached' })
  expect(await loadOrganisation(answering(401, ''))).toEqual({ kind: 'unreached' })
})

it.each(['', '[]', '{"name":"x"}', '{"name":1,"anchors":[]}', '{"name":"x","anchors":[1]}', '<!doctype html>'])('does not use %j', async text => {
  expect(await readOrganisation(text)).toEqual({ kind: 'unreadable' })
})

it("tells the engine the organisation's authorities before the first question", async () => {
  const engine = fakeEngine({ 1: opened(verdict()) })
  const trusting = trustOrganisation(engine, loadOrganisation(answering(200, '{"name":"Contoso","anchors":["PEM"]}')))
  await trusting.engine.ask({
    kind: 'open', bytes: new Uint8Array([1]), form: 'auto', content: null, host: null, at: '', extraCertificates: [], revocation: 'off', crls: [], ocspResponses: [],
  })
  expect(engine.requests.map(request => request.kind)).toEqual(['trust', 'open'])
  expect((engine.requests[0] as TrustRequest).organisation).toEqual([new TextEncoder().encode('PEM')])
  expect(await trusting.settings).toMatchObject({ organisation: { name: 'Contoso' }, isUnreadable: false })
})

it('counts none of a list that the engine cannot read, and says so', async () => {
  const asked: EngineRequest[] = []
  const engine = {
    ask: (request: TrustRequest) => {
      asked.push(request)
      return request.organisation.length > 0 ? Promise.reject(new X509Error('x509/unreadable', 'bad')) : Promise.resolve({ kind: 'trust', anchors: 1 })
    },
    close: () => undefined,
  } as unknown as SmimeEngine
  const { settings } = trustOrganisation(engine, readOrganisation('{"name":"Contoso","anchors":["bad"]}'))
  expect(await settings).toEqual({ organisation: null, isUnreadable: true })
  expect(asked.at(-1)).toMatchObject({ kind: 'trust', builtIn: true, organisation: [] })
})

it('blames no list for an engine that does not run', async () => {
  const engine = { ask: () => Promise.reject(new EngineError('engine/insecure-page', 'http')), close: () => undefined } as unknown as SmimeEngine
  const { settings } = trustOrganisation(engine, readOrganisation('{"name":"Contoso","anchors":["PEM"]}'))
  expect(await settings).toMatchObject({ isUnreadable: false })
})

const file = (fields: object) => JSON.stringify({ name: 'Contoso', anchors: [], ...fields })
const settingsOf = async (fields: object, remembered: ComposePolicy | null = null) => writingSettings(await readOrganisation(file(fields)), remembered)
const registration = { clientId: '6f1d6c3a-0e9b-4c1e-9a51-9f5c7a0b1d2e' }

describe('what the organisation asks of messages that are sent', () => {
  it('is the usual where it says nothing', async () => {
    expect(await settingsOf({})).toEqual({ policy: USUAL_POLICY, graph: null, isUnreadable: false })
    expect(writingSettings({ kind: 'none' }, STRICTEST_POLICY)).toEqual({ policy: USUAL_POLICY, graph: null, isUnreadable: false })
  })

  it('replaces only what it names', async () => {
    expect(await settingsOf({ compose: { encrypt: 'always', bcc: 1 } })).toEqual({ policy: { ...USUAL_POLICY, encrypt: 'always', bcc: 1 }, graph: null, isUnreadable: false })
  })

  it('can be changed in every field', () => {
    const other: ComposePolicy = {
      sign: 'on', encrypt: 'always', bcc: 2, form: 'opaque', digest: 'SHA-512', cipher: 'aes256-gcm', transport: 'oaep-sha256',
      recipientId: 'key-identifier', chain: 'with-anchor', tripleWrap: true, protectsHeader: false, hidesSubject: true, replyKeepsSigning: false,
    }
    expect(readPolicy(other)).toEqual(other)
    expect(Object.keys(other).sort()).toEqual(Object.keys(USUAL_POLICY).sort())
  })

  it.each<[story: string, compose: unknown]>([
    ['a field that nobody knows', { sgin: 'always' }],
    ['a value that the field cannot have', { encrypt: 'yes' }],
    ['a switch as a word', { tripleWrap: 'true' }],
    ['a number as a word', { bcc: '0' }],
    ['a list', ['always']],
    ['nothing', null],
    ['a word', 'always'],
    ['a name of every object', JSON.parse('{"__proto__":{"sign":"offer"},"constructor":"always"}')],
  ])('cannot be read from %s: the strictest holds, and none of the file counts', async (_story, compose) => {
    expect(await readOrganisation(file({ compose }))).toEqual({ kind: 'unreadable' })
    expect(await settingsOf({ compose })).toEqual({ policy: STRICTEST_POLICY, graph: null, isUnreadable: true })
  })

  it('is what it was while the server cannot be reached, and the strictest where nobody knows', () => {
    const remembered: ComposePolicy = { ...USUAL_POLICY, sign: 'always' }
    expect(writingSettings({ kind: 'unreached' }, remembered)).toEqual({ policy: remembered, graph: null, isUnreadable: false })
    expect(writingSettings({ kind: 'unreached' }, null)).toEqual({ policy: STRICTEST_POLICY, graph: null, isUnreadable: true })
  })
})

describe('signatures without signed attributes', () => {
  const trusted = async (fields: object) => {
    const engine = fakeEngine({})
    const { settings } = trustOrganisation(engine, readOrganisation(file(fields)))
    return { settings: await settings, asked: engine.requests }
  }

  it.each(['refuse', undefined])('are refused when the file says %s', async bareSignatures => {
    expect((await trusted({ bareSignatures })).asked).toEqual([])
    const { asked } = await trusted({ anchors: ['PEM'], bareSignatures })
    expect(asked).toMatchObject([{ kind: 'trust', acceptsBareSignatures: false }])
  })

  it('pass with attention when the file says so, with authorities and without', async () => {
    const { asked, settings } = await trusted({ bareSignatures: 'attention' })
    expect(asked).toMatchObject([{ kind: 'trust', builtIn: true, organisation: [], acceptsBareSignatures: true }])
    expect(settings).toEqual({ organisation: null, isUnreadable: false })
    expect((await trusted({ anchors: ['PEM'], bareSignatures: 'attention' })).asked).toMatchObject([{ organisation: [{}], acceptsBareSignatures: true }])
  })

  it.each([true, 'valid', null, 1])('make the file unreadable when it says %j', async bareSignatures => {
    expect(await readOrganisation(file({ bareSignatures }))).toEqual({ kind: 'unreadable' })
  })
})

describe("the organisation's Graph registration", () => {
  it('needs a client id only', async () => {
    expect(await settingsOf({ graph: registration })).toMatchObject({
      graph: { ...registration, authority: 'https://login.microsoftonline.com/common', endpoint: 'https://graph.microsoft.com/v1.0', allowsStoredForm: false, sendsThroughDrafts: true },
    })
  })

  it('may name the cloud of a nation, and switch on what was tried there', async () => {
    const graph = { ...registration, authority: 'https://login.microsoftonline.us/contoso.example', endpoint: 'https://graph.microsoft.us/v1.0/', allowsStoredForm: true, sendsThroughDrafts: false }
    expect(await settingsOf({ graph })).toMatchObject({ graph: { ...graph, endpoint: 'https://graph.microsoft.us/v1.0' } })
  })

  it('may be named as absent', async () => {
    expect(await settingsOf({ graph: null })).toMatchObject({ graph: null, isUnreadable: false })
  })

  it.each<[story: string, graph: unknown]>([
    ['no client id', {}],
    ['a client id that is no UUID', { clientId: 'sealpane' }],
    ['an endpoint without TLS', { ...registration, endpoint: 'http://graph.microsoft.com/v1.0' }],
    ['an endpoint that is no address', { ...registration, endpoint: 'graph.microsoft.com' }],
    ['a password in the address', { ...registration, authority: 'https://user:secret@login.microsoftonline.com/common' }],
    ['a query in the address', { ...registration, endpoint: 'https://graph.microsoft.com/v1.0?to=x' }],
    ['a switch as a word', { ...registration, allowsStoredForm: 'yes' }],
    ['another switch as a word', { ...registration, sendsThroughDrafts: 'yes' }],
    ['a field that nobody knows', { ...registration, clientSecret: 'x' }],
    ['a word', 'on'],
  ])('cannot be used with %s', async (_story, graph) => {
    expect(await settingsOf({ graph })).toEqual({ policy: STRICTEST_POLICY, graph: null, isUnreadable: true })
  })
})

describe('docs/deploying.md', () => {
  const guide = readFileSync(new URL('../../docs/deploying.md', import.meta.url), 'utf8')

  it('names every field that the file may have', () => {
    const fields = [...Object.keys(USUAL_POLICY), 'clientId', 'authority', 'endpoint', 'allowsStoredForm', 'sendsThroughDrafts']
    expect(fields.filter(field => !guide.includes(`\`${field}\``))).toEqual([])
  })

  it('gives an example that can be read', async () => {
    const example = /```json\n([\s\S]*?)```/u.exec(guide)?.[1] ?? ''
    expect(await readOrganisation(example)).toMatchObject({ kind: 'set', organisation: { name: 'Contoso', wishes: { policy: { sign: 'on', encrypt: 'always' } } } })
  })
})
