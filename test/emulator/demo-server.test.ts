import { request } from 'node:https'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { localCertificate } from './server/certificate.ts'
import { startDemoServer } from './server/demo-server.ts'
import type { DemoServer } from './server/demo-server.ts'

const probe = join(dirname(fileURLToPath(import.meta.url)), 'probe')
let server: DemoServer

beforeAll(async () => {
  server = await startDemoServer({ ...(await localCertificate()), port: 0, paneFolder: probe })
})
afterAll(() => server.close())

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Sends the path as it stands: no client tidies up `..` on the way. */
function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const { hostname, port } = new URL(server.address)
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers, rejectUnauthorized: false }, response => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => (body += text))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
      .on('error', reject)
      .end()
  })
}

test('the pane\'s page carries the policy of the product and may be framed by the demo alone', async () => {
  const { headers } = await get('/taskpane/taskpane.html')
  expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'self'$/)
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['cache-control']).toBe('no-store')
})

test('a script that is asked for as a worker may reach no network, and the same script otherwise says nothing of it', async () => {
  const asWorker = await get('/taskpane/probe.js', { 'Sec-Fetch-Dest': 'worker' })
  expect(asWorker.headers['content-security-policy']).toContain("connect-src 'none'")
  const asScript = await get('/taskpane/probe.js', { 'Sec-Fetch-Dest': 'script' })
  expect(asScript.headers['content-security-policy']).toBeUndefined()
})

test('the organisation\'s anchors lie beside the pane', async () => {
  const { body } = await get('/taskpane/organisation.json')
  expect(JSON.parse(body)).toMatchObject({ name: 'Contoso K.K.', anchors: [expect.stringContaining('BEGIN CERTIFICATE') as string] })
})

test.each(['/taskpane/../../../package.json', '/taskpane/..%2f..%2f..%2fpackage.json', '/mailbox/%2e%2e/serve.ts', '/office/..%5c..%5cpackage.json', '/package.json', '/taskpane/'])(
  'nothing outside its folders is served: %s',
  async path => expect((await get(path)).status).toBe(404),
)

test('an address that cannot be decoded is an answer and not the end of the server', async () => {
  expect((await get('/%E0%A4%A')).status).toBe(500)
  expect((await get('/')).status).toBe(200)
})

test('a port that is taken is said to be taken', async () => {
  const port = Number(new URL(server.address).port)
  await expect(startDemoServer({ ...(await localCertificate()), port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
