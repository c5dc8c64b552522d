/** Ours and OpenSSL over the same cases. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CodedError } from '../../src/bytes/coded-error.ts'
import { createInProcessEngine } from '../../src/engine/in-process.ts'
import type { SmimeEngine } from '../../src/engine/engine.ts'
import { NOW } from '../make/certificate-authority.ts'
import { type Case, caseAt, prepareGround } from './cases.ts'
import { BEYOND_OPENSSL } from './explanations.ts'
import { Chance } from './random.ts'

export interface Comparison {
  readonly total: number
  readonly bothAccept: number
  readonly bothRefuse: number
  /** Valid with us and beyond OpenSSL by a reason of the list. */
  readonly explained: number
  /** Valid with us, refused by OpenSSL for no reason we know: there must be none. */
  readonly onlyOurs: readonly string[]
  /** Accepted by OpenSSL only, by our first reason: how often, and one example. */
  readonly onlyTheirs: ReadonlyMap<string, { readonly count: number; readonly example: string }>
}

export async function compareCases(total: number, seed = 1): Promise<Comparison> {
  const ground = await prepareGround()
  const folder = mkdtempSync(join(tmpdir(), 'sealpane-differential-'))
  const chance = new Chance(seed)
  const engine = createInProcessEngine()
  await engine.ask({ kind: 'trust', builtIn: false, organisation: [ground.root.certificate], user: [] })
  writeFileSync(join(folder, 'root.pem'), pem(ground.root.certificate))
  const tally = { total, bothAccept: 0, bothRefuse: 0, explained: 0, onlyOurs: [] as string[], onlyTheirs: new Map<string, { count: number; example: string }>() }
  const judgeOne = async (index: number) => {
    const item = caseAt(ground, index, chance)
    const [ours, theirs] = await Promise.all([judge(engine, item), askOpenssl(folder, index, item)])
    if (ours === 'valid' && theirs === 'accepted') tally.bothAccept++
    else if (ours === 'valid' && BEYOND_OPENSSL.some(({ name, answer }) => item.name.startsWith(name) && theirs.includes(answer))) tally.explained++
    else if (ours === 'valid') tally.onlyOurs.push(`${item.name}: ${theirs}`)
    else if (theirs !== 'accepted') tally.bothRefuse++
    else {
      const known = tally.onlyTheirs.get(ours)
      tally.onlyTheirs.set(ours, { count: (known?.count ?? 0) + 1, example: known?.example ?? item.name })
    }
  }
  let next = 0
  const work = async () => {
    while (next < total) await judgeOne(next++)
  }
  try {
    await Promise.all(Array.from({ length: 4 }, work))
  } finally {
    rmSync(folder, { recursive: true })
  }
  return tally
}

/** `valid`, or the first reason why it is not. */
async function judge(engine: SmimeEngine, { cms, content }: Case): Promise<string> {
  try {
    const { verdict } = await engine.ask({
      kind: 'open', bytes: cms.slice(), form: 'cms', content: content?.slice() ?? null,
      host: { fromAddress: 'alice@example.com', subject: null, date: null }, at: NOW.toISOString(), extraCertificates: [], revocation: 'if-available', crls: [], ocspResponses: [],
    })
    return verdict.standing === 'valid' ? 'valid' : (verdict.reasons[0] ?? verdict.standing)
  } catch (error) {
    if (error instanceof CodedError) return error.code as string
    throw error
  }
}

const pem = (der: Uint8Array) => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/.{64}/gu, '$&\n')}\n-----END CERTIFICATE-----\n`

function askOpenssl(folder: string, index: number, { cms, content }: Case): Promise<string> {
  const file = (kind: string) => join(folder, `${index}.${kind}`)
  writeFileSync(file('cms'), cms)
  if (content) writeFileSync(file('content'), content)
  const words = [
    'cms', '-verify', '-binary', '-inform', 'DER', '-in', file('cms'), ...(content ? ['-content', file('content')] : []),
    '-CAfile', join(folder, 'root.pem'), '-purpose', 'smimesign', '-attime', String(NOW.getTime() / 1000), '-out', '/dev/null',
  ]
  return new Promise((resolve, reject) => {
    const child = spawn('openssl', words, { stdio: ['ignore', 'ignore', 'pipe'] })
    const said: string[] = []
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()))
    child.on('error', reject)
    child.on('close', code => {
      for (const kind of content ? ['cms', 'content'] : ['cms']) rmSync(file(kind))
      resolve(code === 0 ? 'accepted' : (said.join('').split('\n').find(line => line.includes('error')) ?? 'refused'))
    })
  })
}
