/** `npm start` ends here: picks a certificate and a port, serves the demo and says where. */
import { platform } from 'node:process'
import { localCertificate, trustedCertificate } from './server/certificate.ts'
import type { ServerCertificate } from './server/certificate.ts'
import { startDemoServer } from './server/demo-server.ts'
import type { DemoServer } from './server/demo-server.ts'
import { localIdentity } from './server/identity.ts'
import type { Identity } from './server/identity.ts'
import type { SmtpServer } from './server/mail/smtp-client.ts'

interface Chosen {
  readonly certificate: ServerCertificate
  readonly trusted: boolean
}

async function chooseCertificate(): Promise<Chosen> {
  if (platform === 'win32' || platform === 'darwin') {
    try {
      return { certificate: await trustedCertificate(), trusted: true }
    } catch (error) {
      console.log(`The development certificate could not be trusted (${error instanceof Error ? error.message.trim() : 'no reason given'}).`)
    }
  }
  return { certificate: await localCertificate(), trusted: false }
}

/** The mail server that `--smtp host:port` names: everything that is sent is handed to it as well. */
function mailServer(): SmtpServer | null {
  const at = process.argv.indexOf('--smtp')
  if (at < 0) return null
  const [, host = '', port = ''] = /^(.+):(\d+)$/.exec(process.argv[at + 1] ?? '') ?? []
  if (host !== '') return { host, port: Number(port) }
  console.error('--smtp wants host:port.')
  process.exit(64)
}

async function startOnFreePort(certificate: ServerCertificate, identity: Identity | null, first: number): Promise<DemoServer> {
  const smtp = mailServer()
  for (let port = first; ; port += 1) {
    try {
      return await startDemoServer({ ...certificate, identity, port, mail: { smtp } })
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
      if (!taken || port >= first + 20) throw error
      console.log(`Port ${port} is in use; trying ${port + 1}.`)
    }
  }
}

const wanted = Number(process.env['PORT'] ?? '3000')
if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65535) {
  console.error('PORT must be a number from 0 to 65535.')
  process.exit(64)
}
const { certificate, trusted } = await chooseCertificate()
const identity = await localIdentity()
const server = await startOnFreePort(certificate, identity, wanted)
if (!trusted) console.log('Your browser will warn once about the demo\'s own certificate; continue to localhost.')
console.log(`Sealpane's demo is at ${server.address}/  (Ctrl-C ends it)`)
if (identity === null) {
  console.log('There is no openssl (3.0 or later) here, so the demo has no encrypted letters.')
} else {
  for (const { name, address, keys } of identity.people) {
    for (const file of keys.files) console.log(`The other mailbox is ${name}'s: ${server.address}/?mailbox=${address}  key: ${server.address}/keys/${file}`)
  }
  for (const file of identity.keys.files) console.log(`A key for its encrypted letters: ${server.address}/keys/${file}`)
  console.log(`Password of these key files: ${identity.keys.password}`)
}
process.send?.({ address: server.address })

function end(): void {
  void server.close().then(() => process.exit(0))
}
process.on('SIGINT', end)
process.on('SIGTERM', end)
