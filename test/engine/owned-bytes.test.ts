/** An engine that owns the bytes it is given says the same as one that does not, and one that does not leaves them alone. */
import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { judgeMessage } from '../support/judge.ts'
import { HAS_CORPORA, readCorpusFile } from '../vectors/corpus.ts'
import { CodedError } from '../../src/bytes/coded-error.ts'

const SETS = ['thunderbird-smime', 'rfc4134', 'rfc9216', 'bc-cms', 'openssl-cms', 'mimekit-smime', 'nss-smime-interop', 'outlook-msg']

const ROOT = new URL('../../../shared/corpora/', import.meta.url)

/** All files: whatever is no message is refused in the same words. */
function messagesOf(set: string): string[] {
  const entries = readdirSync(new URL(`${set}/`, ROOT), { recursive: true, withFileTypes: true })
  const root = fileURLToPath(new URL(`${set}/`, ROOT))
  return entries.filter(entry => entry.isFile() && !/\.(?:json|md)$/u.test(entry.name)).map(entry => relative(root, join(entry.parentPath, entry.name)))
}

/** All that is given out; octets as numbers, so that a view is as good as a copy. */
async function everything(bytes: Uint8Array, ownsBytes: boolean): Promise<unknown> {
  try {
    const { verdict, innermost, parts } = await judgeMessage(bytes, { anchors: [], at: '2026-01-01T00:00:00Z', content: new Uint8Array() }, ownsBytes)
    return { verdict, parts: parts.map(part => ({ ...part, bytes: part.bytes && [...part.bytes] })), innermost: Buffer.from(innermost).toString('latin1') }
  } catch (error) {
    if (error instanceof CodedError) return error.code
    throw error
  }
}

describe.skipIf(!HAS_CORPORA)(`whose bytes they are${HAS_CORPORA ? '' : ' (skipped: ../shared/corpora is absent)'}`, () => {
  it.each(SETS)('makes no difference to the messages of %s', async set => {
    const names = HAS_CORPORA ? messagesOf(set) : []
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) {
      const bytes = readCorpusFile(set, name)
      const before = bytes.slice()
      const lent = await everything(bytes, false)
      expect(Buffer.compare(bytes, before), `${name} is left alone`).toBe(0)
      expect(await everything(bytes, true), name).toEqual(lent)
    }
  })
})
