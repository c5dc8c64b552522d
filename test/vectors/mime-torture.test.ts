/**
 * MIME torture messages of two other parsers. The set has no expectations in the common form: mail-parser's own results lie
 * beside its messages; of jsmime's messages only the rule that holds for every input is checked.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodeCharset } from '../../src/mime/charset.ts'
import { decodeBody, type MimeEntity, parseEntity } from '../../src/mime/entity.ts'
import { HAS_CORPORA, readCorpusFile } from './corpus.ts'

const SET = 'mime-torture'
const ROOT = new URL(`../../../shared/corpora/${SET}/`, import.meta.url)

interface ParsedPart {
  readonly body: {
    readonly Multipart?: readonly number[]
    readonly Message?: ParsedMessage
    readonly Text?: string
    readonly Html?: string
    readonly Binary?: readonly number[]
    readonly InlineBinary?: readonly number[]
  }
}

interface ParsedMessage {
  readonly parts: readonly ParsedPart[]
}

/** White space at line ends and the last line break are where parsers differ by design; words are not. */
const words = (text: string) => text.replace(/\s+/gu, ' ').trim()

function theirTree({ parts }: ParsedMessage, index = 0): unknown {
  const { body } = parts[index] ?? { body: {} }
  if (body.Multipart) return body.Multipart.map(child => theirTree({ parts }, child))
  if (body.Message) return { message: theirTree(body.Message) }
  const octets = body.Binary ?? body.InlineBinary
  return octets ? octets.length : words(body.Text ?? body.Html ?? '')
}

function ourTree(entity: MimeEntity): unknown {
  const type = entity.contentType.value
  if (type.startsWith('multipart/') && entity.children.length > 0) return entity.children.map(ourTree)
  const [message] = entity.children
  if (type === 'message/rfc822' && message) return { message: ourTree(message) }
  const { bytes } = decodeBody(entity)
  if (!type.startsWith('text/')) return bytes.length
  return words(decodeCharset(bytes, entity.contentType.parameters.get('charset') ?? 'utf-8').text)
}

/** Nesting, and the length of each leaf: what a ledger can say without other people's text. */
function shapeOf(tree: unknown): string {
  if (Array.isArray(tree)) return `[${tree.map(shapeOf).join(' ')}]`
  if (typeof tree === 'string') return `text ${tree.length}`
  return typeof tree === 'number' ? `octets ${tree}` : `message ${shapeOf((tree as { readonly message: unknown }).message)}`
}

interface Entry {
  readonly case: string
  readonly expected: string
  readonly actual: string
  readonly reason: string
}

const ledger = JSON.parse(readFileSync(new URL(`./${SET}/exceptions.json`, import.meta.url), 'utf8')) as Entry[]
const filesOf = (folder: string) => readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' }).map(name => name.replaceAll('\\', '/')).sort()

describe.skipIf(!HAS_CORPORA)(`corpus ${SET}${HAS_CORPORA ? '' : ' (skipped: ../shared/corpora is absent)'}`, () => {
  const cases = HAS_CORPORA ? filesOf('mail-parser/').filter(name => name.endsWith('.eml')) : []
  it.each(cases)('structure and text of %s', name => {
    const expected = theirTree(JSON.parse(new TextDecoder().decode(readCorpusFile(SET, `mail-parser/${name.replace('.eml', '.json')}`))) as ParsedMessage)
    const actual = ourTree(parseEntity(readCorpusFile(SET, `mail-parser/${name}`)))
    const entry = ledger.find(candidate => candidate.case === name)
    if (!entry) expect(actual).toEqual(expected)
    else {
      expect(actual, 'a ledger entry for a case that agrees').not.toEqual(expected)
      expect({ expected: shapeOf(expected), actual: shapeOf(actual) }, 'a stale ledger entry').toEqual({ expected: entry.expected, actual: entry.actual })
    }
  })
  it.each(HAS_CORPORA ? filesOf('jsmime/') : [])('%s is read, every part inside its parent', name => {
    const isInside = (entity: MimeEntity): boolean =>
      entity.children.every(child => child.range.start >= entity.bodyRange.start && child.range.end <= entity.bodyRange.end && isInside(child))
    expect(isInside(parseEntity(readCorpusFile(SET, `jsmime/${name}`)))).toBe(true)
  })
  it('has a ledger without strangers', () => {
    expect(ledger.filter(entry => !cases.includes(entry.case))).toEqual([])
    expect(cases.length).toBeGreaterThan(100)
  })
})
