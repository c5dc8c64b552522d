/** SEC-41: every message of every corpus, shown as a reader would see it, asks for nothing and looks up no name. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CodedError } from '../../src/bytes/coded-error.ts'
import { createInProcessEngine } from '../../src/engine/in-process.ts'
import { decodeCharset } from '../../src/mime/charset.ts'
import { decodeBody, type MimeEntity, parseEntity } from '../../src/mime/entity.ts'
import type { InputForm } from '../../src/smime/received-message.ts'
import { HAS_CORPORA } from '../vectors/corpus.ts'
import { isErrand, openStage, type Stage } from './mail/stage.ts'

const ROOT = fileURLToPath(new URL('../../../shared/corpora/', import.meta.url))
/** What can be a message: no certificate lists, keys, tables or documentation. */
const MESSAGE = /\.(?:eml|msg|p7m|p7s|txt|cms|opaque|multipart|mime|env|ber)$|\/[^./]+$/u
const LARGEST = 8 * 1024 * 1024
const BATCH = 20

interface Found {
  readonly htmls: Set<string>
  readonly texts: Set<string>
  messages: number
  /** Of them, those that the engine could read. */
  opened: number
}

/** Every readable part of an entity, messages inside messages included. */
function collect(entity: MimeEntity, found: Found, depth = 0): void {
  for (const child of entity.children) collect(child, found, depth)
  if (entity.children.length > 0) return
  const type = entity.contentType.value
  if (type === 'message/rfc822' && depth < 8) collect(parseEntity(decodeBody(entity).bytes), found, depth + 1)
  if (type !== 'text/html' && type !== 'text/plain') return
  const { text } = decodeCharset(decodeBody(entity).bytes, entity.contentType.parameters.get('charset') ?? 'utf-8')
  ;(type === 'text/html' ? found.htmls : found.texts).add(text.slice(0, 400_000))
}

function formOf(path: string): InputForm {
  if (path.endsWith('.msg')) return 'outlook-message'
  return /\.(?:p7m|p7s|cms|opaque|env|ber)$/u.test(path) ? 'cms' : 'message'
}

const tolerated = async (read: () => void | Promise<void>): Promise<boolean> => {
  try {
    await read()
    return true
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
    return false
  }
}

async function readCorpora(): Promise<Found> {
  const found: Found = { htmls: new Set(), texts: new Set(), messages: 0, opened: 0 }
  const engine = createInProcessEngine()
  for (const entry of readdirSync(ROOT, { recursive: true, withFileTypes: true })) {
    const path = `${entry.parentPath}/${entry.name}`
    if (!entry.isFile() || !MESSAGE.test(path)) continue
    const bytes = new Uint8Array(readFileSync(path))
    if (bytes.length > LARGEST) continue
    const isEntity = await tolerated(() => { collect(parseEntity(bytes), found) })
    // What only the engine sees: inside opaque signatures and Outlook's own files.
    const isOpened = await tolerated(async () => {
      const { parts } = await engine.ask({
        kind: 'open', bytes: bytes.slice(), form: formOf(path), content: null, host: null, at: '2026-11-24T00:00:00Z',
        extraCertificates: [], revocation: 'off', crls: [], ocspResponses: [],
      })
      for (const { text, mediaType } of parts) if (text !== null) (mediaType === 'text/html' ? found.htmls : found.texts).add(text)
    })
    if (isEntity || isOpened) found.messages++
    if (isOpened) found.opened++
  }
  return found
}

const batchesOf = (all: readonly string[]) => Array.from({ length: Math.ceil(all.length / BATCH) }, (_, index) => all.slice(index * BATCH, (index + 1) * BATCH))

async function showAll(stage: Stage, found: Found): Promise<void> {
  for (const batch of batchesOf([...found.htmls])) await stage.page.evaluate(htmls => window.stage?.showAll(htmls), batch)
  for (const batch of batchesOf([...found.texts])) await stage.page.evaluate(texts => window.stage?.showTexts(texts), batch)
  await stage.page.waitForTimeout(500)
}

describe.skipIf(!HAS_CORPORA)(`the messages of all corpora${HAS_CORPORA ? '' : ' (skipped: ../shared/corpora is absent)'}`, () => {
  let found: Found
  let stages: Stage[] = []
  beforeAll(async () => { found = await readCorpora() }, 300_000)
  afterAll(async () => { await Promise.all(stages.map(stage => stage.close().catch(() => undefined))) })

  it('are read, and many of them have HTML', () => {
    expect(found.messages).toBeGreaterThan(300)
    expect(found.opened).toBeGreaterThan(300)
    expect(found.htmls.size).toBeGreaterThan(30)
    expect(found.texts.size).toBeGreaterThan(100)
  })

  it.each(['proxy', 'direct'] as const)('ask for nothing on a network that is %s', { timeout: 300_000 }, async network => {
    const stage = await openStage({ network })
    stages = [...stages, stage]
    await showAll(stage, found)
    const { names, addresses } = await stage.close()
    stages = stages.filter(each => each !== stage)
    expect([...stage.requests, ...names, ...addresses].filter(each => !isErrand(each))).toEqual([])
  })
})
