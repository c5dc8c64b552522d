/** As much of IMAP (RFC 3501) as reads whole messages: the octets come as a literal, exactly as the server keeps them. */
import { LineReader } from './line-reader.ts'

export interface ImapClient {
  /** All messages of a mailbox, oldest first. @throws Error with the server's words. */
  messages(mailbox: string): Promise<Uint8Array[]>
  /**
   * How many there are.
   *
   * QUIRK: asks for HIGHESTMODSEQ (RFC 7162) as well: Dovecot counts changes only since somebody asked, and until then SOGo
   * takes a mailbox for unchanged and answers Sync with nothing.
   */
  count(mailbox: string): Promise<number>
  close(): Promise<void>
}

export async function openImap(port: number, login: string, password: string): Promise<ImapClient> {
  const reader = await LineReader.open(port)
  let number = 0
  /** The untagged answers of one command; literals go to `onLiteral`. */
  const ask = async (command: string, onLiteral: (octets: Uint8Array) => void = () => undefined): Promise<string[]> => {
    const tag = `a${++number}`
    reader.socket.write(`${tag} ${command}\r\n`)
    const answers: string[] = []
    for (;;) {
      const line = await reader.line()
      if (line.startsWith(`${tag} `)) {
        if (!line.startsWith(`${tag} OK`)) throw new Error(`IMAP: ${line}`)
        return answers
      }
      answers.push(line)
      const literal = /\{(\d+)\}$/u.exec(line)
      if (literal) onLiteral(new Uint8Array(await reader.octets(Number(literal[1]))))
    }
  }
  await reader.line()
  await ask(`LOGIN ${login} ${password}`)
  const count = async (mailbox: string) => {
    const answers = await ask(`STATUS "${mailbox}" (MESSAGES HIGHESTMODSEQ)`)
    return Number(/MESSAGES (\d+)/u.exec(answers.join(' '))?.[1] ?? 0)
  }
  return {
    count,
    messages: async mailbox => {
      if ((await count(mailbox)) === 0) return []
      const messages: Uint8Array[] = []
      await ask(`EXAMINE "${mailbox}"`)
      await ask('FETCH 1:* BODY.PEEK[]', octets => messages.push(octets))
      return messages
    },
    close: async () => {
      await ask('LOGOUT')
      reader.socket.destroy()
    },
  }
}
