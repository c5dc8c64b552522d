/** Server programs in the foreground, as children of ours: whatever happens, they end with us. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'

export interface Owner {
  readonly uid: number
  readonly gid: number
}

/** A user of this system; undefined when there is none of that name. */
export function userNamed(name: string): Owner | undefined {
  const [, , uid, gid] = readFileSync('/etc/passwd', 'utf8').split('\n').map(line => line.split(':')).find(([first]) => first === name) ?? []
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}

/** A port of 127.0.0.1 that nobody uses now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** How long a server may take until its port answers. */
const PATIENCE_MS = 30_000
/** QUIRK: SOGo's parent process does not notice that its workers have ended; after this time it is ended by force. */
const FAREWELL_MS = 3_000
const STEP_MS = 50

export interface Service {
  /** Asks the program to end and waits until it has. */
  stop(): Promise<void>
}

export interface Start {
  readonly program: string
  readonly words: readonly string[]
  readonly folder: string
  readonly port: number
  readonly owner?: Owner
  readonly env?: NodeJS.ProcessEnv
}

/** Starts a program and waits until its port answers. @throws Error with what the program said, when it ends before that. */
export async function startService({ program, words, folder, port, owner, env }: Start): Promise<Service> {
  // A group of its own: Ctrl-C reaches us first, and we end the servers in their order.
  const child = spawn(program, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...owner, env: { ...process.env, ...env } })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      said = `${said}${text}`.slice(-2000)
    })
  }
  const failure = new Promise<Error>(resolve => child.once('error', resolve))
  const deadline = performance.now() + PATIENCE_MS
  while (!(await answers(port))) {
    const error = await Promise.race([failure, pause(STEP_MS)])
    if (error) throw error
    if (hasEnded(child)) throw new Error(`${program} ended at its start: ${said.trim()}`)
    if (performance.now() > deadline) {
      await stopChild(child)
      throw new Error(`${program} did not answer on port ${port}: ${said.trim()}`)
    }
  }
  return { stop: () => stopChild(child) }
}

const pause = (ms: number) => new Promise<undefined>(resolve => setTimeout(resolve, ms, undefined))
const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

/** With the processes that it started: SOGo's parent waits for workers that nobody told. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // All of them are gone already.
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  signalGroup(child, 'SIGTERM')
  const isGone = await Promise.race([gone.then(() => true), pause(FAREWELL_MS)])
  if (!isGone) {
    signalGroup(child, 'SIGKILL')
    await gone
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host: '127.0.0.1', port })
    const end = (isThere: boolean) => {
      socket.destroy()
      resolve(isThere)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}
