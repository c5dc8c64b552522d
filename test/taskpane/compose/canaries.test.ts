/**
 * A thousand messages with words that stand nowhere else, written in the protected editor while Outlook saves its item every time it can
 * (SEC-78): none of the words is in what the server has as a draft, in what the journal keeps, in what was sent, or in a log.
 */
import { inspect } from 'node:util'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { sendMessage } from '../../../src/taskpane/compose/sending.ts'
import { USUAL_POLICY } from '../../../src/smime/compose-policy.ts'
import { BEN, DORA, type Ground, layGround, World } from './send-world.ts'

const SENDS = 1000

let ground: Ground
beforeAll(async () => {
  ground = await layGround()
})

const logged: string[] = []
beforeEach(() => {
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) vi.spyOn(console, method).mockImplementation((...given: unknown[]) => { logged.push(inspect(given, { depth: 8 })) })
})
afterEach(() => {
  vi.restoreAllMocks()
  logged.length = 0
})

/** A word that no chance makes. */
const canaryOf = (send: number, place: string) => `kanarie${place}${send.toString(36)}${crypto.randomUUID().replace(/-/gu, '')}`

/** In the forms in which text is carried: as it is, in UTF-16, base64 at each of its three places, hexadecimal. */
function formsOf(canary: string): readonly Buffer[] {
  const inBase64 = [0, 1, 2].map(shift => Buffer.concat([Buffer.alloc(shift), Buffer.from(canary)]).toString('base64').slice(4, -4))
  return [Buffer.from(canary), Buffer.from(canary, 'utf16le'), Buffer.from(Buffer.from(canary).toString('hex')), ...inBase64.map(text => Buffer.from(text))]
}

/** Octets of everything that lies in the journal, as a database file would hold them. */
function storedOctets({ drafts }: World): Buffer {
  const octets = (value: unknown): Buffer[] =>
    value instanceof Uint8Array ? [Buffer.from(value)] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(octets) : [Buffer.from(String(value))]
  return Buffer.concat([...drafts.heads.values(), ...drafts.bodies.values()].flatMap(octets))
}

interface Traces {
  readonly drafts: Buffer[]
  readonly stored: Buffer[]
  readonly sent: Buffer[]
}

async function sendOne(send: number, hidesSubject: boolean): Promise<{ readonly canaries: readonly string[]; readonly traces: Traces; readonly kind: string }> {
  const [text, html, subject, file, inside] = ['text', 'html', 'subject', 'file', 'inside'].map(place => canaryOf(send, place)) as [string, string, string, string, string]
  const world = new World(ground, { recipients: [BEN, DORA], words: { text: 'Your words are in the protected editor.', subject: '' } })
  const traces: Traces = { drafts: [], stored: [], sent: [] }
  // Outlook saves what its item holds whenever the pane waits for something: more often than every second.
  const autosave = () => {
    traces.drafts.push(Buffer.from(JSON.stringify(world.outlook.written)))
    traces.stored.push(storedOctets(world))
  }
  const through = world.points.through.bind(world.points)
  world.points.through = async (name, work) => {
    autosave()
    const value = await through(name, work)
    autosave()
    return value
  }
  const message = {
    ...world.messageOf(world.outlook.written), subject, text, html: `<p>${html}</p>`,
    attachments: [{ name: `${file}.txt`, mediaType: 'text/plain', content: new TextEncoder().encode(inside), contentId: null }],
  }
  const at = new Date(world.at).toISOString()
  const settings = { protection: { sign: true, encrypt: true }, route: 'graph', answersEncrypted: false }
  for (const length of [4, text.length]) {
    await world.asker.ask({ kind: 'drafts-write', at, id: 'draft-1', message: { ...message, text: text.slice(0, length) }, settings, state: 'writing' })
  }
  const { kind } = await sendMessage(world.ports(), world.job({ edited: message, policy: { ...USUAL_POLICY, hidesSubject } }))
  traces.sent.push(...world.mailbox.taken.map(({ bytes }) => Buffer.from(bytes)))
  return { canaries: [text, html, file, inside, ...(hidesSubject ? [subject] : [])], traces, kind }
}

const found = (where: string, octets: readonly Buffer[], canaries: readonly string[]): string[] =>
  canaries.filter(canary => formsOf(canary).some(form => octets.some(piece => piece.includes(form)))).map(canary => `${canary} in ${where}`)

describe('canaries', () => {
  it(`in ${SENDS} sends: none in drafts, journal, messages or logs`, async () => {
    const finds: string[] = []
    let [sent, saved] = [0, 0]
    for (let send = 0; send < SENDS; send++) {
      const { canaries, traces, kind } = await sendOne(send, true)
      finds.push(...found('a draft', traces.drafts, canaries), ...found('the journal', traces.stored, canaries), ...found('a message', traces.sent, canaries))
      finds.push(...found('a log', logged.map(line => Buffer.from(line)), canaries))
      sent += kind === 'sent' ? traces.sent.length : 0
      saved += traces.drafts.length
    }
    expect(finds).toEqual([])
    expect(sent).toBe(2 * SENDS)
    expect(saved).toBeGreaterThan(40 * SENDS)
  }, 1_200_000)
  it('the search finds what is there: a subject that is not hidden, a draft in Outlook’s own body, a log', async () => {
    const { canaries, traces } = await sendOne(1, false)
    expect(found('a message', traces.sent, canaries)).toEqual([])
    const [text = ''] = canaries
    expect(found('a draft', [Buffer.from(`Body: ${Buffer.from(`x${text}`).toString('base64')}`)], [text]).length).toBe(1)
    console.log({ message: { text } })
    expect(found('a log', logged.map(line => Buffer.from(line)), [text]).length).toBe(1)
    const visible = new World(ground, { words: { text } })
    expect(found('a draft', [Buffer.from(JSON.stringify(visible.outlook.written))], [text]).length).toBe(1)
  })
})
