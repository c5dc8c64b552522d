import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { ask, hanako, inboxOf, letter, mailService, yuki } from './mail-fixture.ts'

/** A mail server of a few lines: RFC 5321's commands in order, and what it was given. */
async function mailServer(refuses: string | null = null): Promise<{ readonly server: Server; readonly port: number; readonly commands: string[]; readonly messages: string[] }> {
  const commands: string[] = []
  const messages: string[] = []
  const server = createServer(socket => {
    let heard = ''
    let isData = false
    socket.write('220-hello\r\n220 mail\r\n')
    socket.setEncoding('latin1').on('data', piece => {
      heard += piece.toString()
      for (;;) {
        if (isData) {
          const end = heard.indexOf('\r\n.\r\n')
          if (end < 0) return
          messages.push(heard.slice(0, end + 2).replace(/^\.\./gm, '.'))
          heard = heard.slice(end + 5)
          isData = false
          socket.write('250 taken\r\n')
          continue
        }
        const end = heard.indexOf('\r\n')
        if (end < 0) return
        const line = heard.slice(0, end)
        heard = heard.slice(end + 2)
        commands.push(line)
        const verb = line.split(' ')[0] ?? ''
        if (refuses === verb) socket.write('550 no\r\n')
        else if (verb === 'DATA') {
          isData = true
          socket.write('354 go on\r\n')
        } else socket.write(verb === 'QUIT' ? '221 bye\r\n' : verb === 'EHLO' ? '250-mail\r\n250 8BITMIME\r\n' : '250 fine\r\n')
      }
    })
    socket.on('error', () => undefined)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { server, port: (server.address() as AddressInfo).port, commands, messages }
}

let opened: Server | null = null
afterEach(() => opened?.close())

const send = (port: number, text: string) => {
  const service = mailService({ smtp: { host: '127.0.0.1', port } })
  const token = service.tokens.issue({ address: yuki, clientId: 'client', scopes: ['Mail.Send'] })
  const body = Buffer.from(text, 'latin1').toString('base64')
  return { service, answer: ask(service, '/graph/v1.0/me/sendMail', { method: 'POST', body, headers: { 'content-type': 'text/plain', 'authorization': `Bearer ${token}` } }) }
}

test('what is sent is also handed to a real mail server, octet by octet, to everybody in the envelope', async () => {
  const { server, port, commands, messages } = await mailServer()
  opened = server
  const text = letter({ To: `<${hanako}>, <out@elsewhere.test>`, Bcc: '<hidden@elsewhere.test>' }, '.\r\n..two\r\nFrom here\r\nend\r\n')
  const { service, answer } = send(port, text)
  expect((await answer).status).toBe(202)
  expect(commands.slice(1, 6)).toEqual([`MAIL FROM:<${yuki}>`, `RCPT TO:<${hanako}>`, 'RCPT TO:<out@elsewhere.test>', 'RCPT TO:<hidden@elsewhere.test>', 'DATA'])
  expect(messages).toEqual([text.replace('Bcc: <hidden@elsewhere.test>\r\n', '')])
  expect(inboxOf(service, hanako)).toHaveLength(1)
})

test.each(['EHLO', 'MAIL', 'RCPT', 'DATA'])('a mail server that refuses %s is an error and not a silence', async verb => {
  const { server, port, messages } = await mailServer(verb)
  opened = server
  await expect(send(port, letter()).answer).rejects.toThrow(/the mail server said 550/)
  expect(messages).toEqual([])
})

test('a mail server that is not there is an error', async () => {
  const { server, port } = await mailServer()
  await new Promise(resolve => server.close(resolve))
  await expect(send(port, letter()).answer).rejects.toThrow(/ECONNREFUSED/)
})
