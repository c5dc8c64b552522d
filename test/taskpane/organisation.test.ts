import { expect, it } from 'vitest'
import { X509Error } from '../../src/x509/errors.ts'
import { EngineError, type SmimeEngine } from '../../src/engine/engine.ts'
import type { EngineRequest, TrustRequest } from '../../src/engine/protocol.ts'
import { loadOrganisation, readOrganisation } from '../../src/taskpane/read/organisation.ts'
import { trustOrganisation } from '../../src/taskpane/read/trusting-engine.ts'
import { fakeEngine } from './fakes.ts'
import { opened, verdict } from './verdicts.ts'

const answering = (status: number, text: string) => () => Promise.resolve(new Response(text, { status }))

it('works without an organisation', async () => {
  expect(await loadOrganisation(answering(404, ''))).toEqual({ kind: 'none' })
  expect(await loadOrganisation(() => Promise.reject(new TypeError('offline')))).toEqual({ kind: 'none' })
})

it.each(['', '[]', '{"name":"x"}', '{"name":1,"anchors":[]}', '{"name":"x","anchors":[1]}', '<!doctype html>'])('does not use %j', text => {
  expect(readOrganisation(text)).toEqual({ kind: 'unreadable' })
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
  const { settings } = trustOrganisation(engine, Promise.resolve(readOrganisation('{"name":"Contoso","anchors":["bad"]}')))
  expect(await settings).toEqual({ organisation: null, isUnreadable: true })
  expect(asked.at(-1)).toMatchObject({ kind: 'trust', builtIn: true, organisation: [] })
})

it('blames no list for an engine that does not run', async () => {
  const engine = { ask: () => Promise.reject(new EngineError('engine/insecure-page', 'http')), close: () => undefined } as unknown as SmimeEngine
  const { settings } = trustOrganisation(engine, Promise.resolve(readOrganisation('{"name":"Contoso","anchors":["PEM"]}')))
  expect(await settings).toMatchObject({ isUnreadable: false })
})
