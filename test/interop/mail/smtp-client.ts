/** As much of SMTP (RFC 5321) as hands over one message after the other; the octets of a message go out as they are. */
import { LineReader } from './line-reader.ts'

export interface Envelope {
  readonly from: string
  readonly to: readonly string[]
}

export interface SmtpClient {
  /** @throws Error with the server's words, when it refuses anything. */
  send(envelope: Envelope, message: Uint8Array): Promise<void>
  close(): Promise<void>
}

export async function openSmtp(port: number): Promise<SmtpClient> {
  const reader = await LineReader.open(port)
  const expect = async (code: string) => {
    let line: string
    do line = await reader.line()
    while (line[3] === '-')
    if (!line.startsWith(code)) throw new Error(`SMTP: ${line}`)
  }
  const say = async (line: string, code: string) => {
    reader.socket.write(`${line}\r\n`)
    await expect(code)
  }
  await expect('220')
  await say('EHLO client.example.com', '250')
  return {
    send: async ({ from, to }, message) => {
      await say(`MAIL FROM:<${from}> BODY=8BITMIME`, '250')
      for (const address of to) await say(`RCPT TO:<${address}>`, '250')
      await say('DATA', '354')
      reader.socket.write(stuffDots(message))
      await say(endsWithLine(message) ? '.' : '\r\n.', '250')
    },
    close: async () => {
      await say('QUIT', '221')
      reader.socket.destroy()
    },
  }
}

/** A dot before every line that begins with one (RFC 5321 section 4.5.2). */
function stuffDots(message: Uint8Array): Buffer {
  return Buffer.from(Buffer.from(message).toString('latin1').replace(/^\./gmu, '..'), 'latin1')
}

function endsWithLine(message: Uint8Array): boolean {
  return message.at(-1) === 0x0a && message.at(-2) === 0x0d
}
