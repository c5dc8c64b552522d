/** Hands a message to a mail server (RFC 5321), for tests with real ones. No encryption and no sign-in: loopback only. */
import { connect } from 'node:net'
import type { Envelope } from './mail-store.ts'

export interface SmtpServer {
  readonly host: string
  readonly port: number
}

/** Lines of one answer: the last has a space after its code. */
const answer = /^(?:\d{3}-[^\r\n]*\r\n)*(\d{3})(?: [^\r\n]*)?\r\n/

/**
 * @throws when the server refuses a command or ends the connection before it has taken the message.
 */
export async function sendOverSmtp({ host, port }: SmtpServer, { from, recipients }: Envelope, mime: Buffer): Promise<void> {
  const socket = connect({ host, port })
  let heard = ''
  let wake = (): void => undefined
  let ended: Error | null = null
  socket.setEncoding('latin1').on('data', (text: Buffer | string) => {
    heard += text.toString()
    wake()
  })
  socket.on('error', error => {
    ended = error
    wake()
  })
  socket.on('close', () => {
    ended ??= new Error('the mail server ended the connection')
    wake()
  })
  const expect = async (code: RegExp, what: string): Promise<void> => {
    let found = answer.exec(heard)
    while (found === null) {
      if (ended !== null) throw ended
      await new Promise<void>(resolve => (wake = resolve))
      found = answer.exec(heard)
    }
    heard = heard.slice(found[0].length)
    if (!code.test(found[1] ?? '')) throw new Error(`the mail server said ${found[0].trim()} to ${what}`)
  }
  const say = async (line: string, code: RegExp): Promise<void> => {
    socket.write(`${line}\r\n`)
    await expect(code, line)
  }
  try {
    await expect(/^220$/, 'the connection')
    await say('EHLO localhost', /^250$/)
    await say(`MAIL FROM:<${from}>`, /^250$/)
    for (const recipient of recipients) await say(`RCPT TO:<${recipient}>`, /^25[01]$/)
    await say('DATA', /^354$/)
    const text = mime.toString('latin1').replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..')
    socket.write(Buffer.from(text.endsWith('\r\n') ? text : `${text}\r\n`, 'latin1'))
    await say('.', /^250$/)
    socket.write('QUIT\r\n')
  } finally {
    socket.end()
  }
}
