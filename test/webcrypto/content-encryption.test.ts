/** Encrypting contents piece by piece: Node's ciphers open them, whatever the pieces were. */
import { createDecipheriv } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type ContentEncryption, makeContentKey, prepareContent } from '../../src/webcrypto/content-encryption.ts'

const CHUNK = 256 * 1024
const someOctets = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 7919) >> 5)

function cut(octets: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.filter(place => place < octets.length), octets.length]
  return ends.map((end, i) => octets.subarray(ends[i - 1] ?? 0, end))
}

async function encrypted(choice: ContentEncryption, key: Uint8Array, parts: readonly Uint8Array[]) {
  const content = prepareContent(choice, key, parts)
  const written: Uint8Array[] = []
  const tag = await content.run(octets => written.push(octets.slice()))
  const ciphertext = Buffer.concat(written)
  expect([ciphertext.length, tag.length]).toEqual([content.length, content.tagLength])
  return { iv: content.iv, ciphertext, tag }
}

function opened({ mode, keyLength }: ContentEncryption, key: Uint8Array, { iv, ciphertext, tag }: Awaited<ReturnType<typeof encrypted>>): Uint8Array {
  const decipher = mode === 'gcm' ? createDecipheriv(`aes-${keyLength === 16 ? 128 : 256}-gcm`, key, iv, { authTagLength: 16 }).setAuthTag(tag) : createDecipheriv(`aes-${keyLength * 8}-cbc`, key, iv)
  return new Uint8Array(Buffer.concat([decipher.update(ciphertext), decipher.final()]))
}

const LENGTHS = [0, 1, 15, 16, 17, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 16, 700_001]
const PLACES = [[], [0, 0], [7], [1, 2, 3], [CHUNK - 1], [CHUNK], [CHUNK + 1], [100, 100 + CHUNK], [5, CHUNK + 4, CHUNK + 9, 2 * CHUNK]]

describe.each(['cbc', 'gcm'] as const)('a content encrypted in %s mode', mode => {
  it.each([16, 32] as const)('with a key of %i octets is what it was, whatever its pieces', async keyLength => {
    const choice = { mode, keyLength }
    for (const length of keyLength === 16 ? [CHUNK + 1] : LENGTHS) {
      const content = someOctets(length)
      for (const places of PLACES) {
        const key = makeContentKey(choice)
        const answer = opened(choice, key, await encrypted(choice, key, cut(content, places)))
        expect([length, places, Buffer.compare(answer, content)]).toEqual([length, places, 0])
      }
    }
  })

  it('has a key and an IV of its own', async () => {
    const choice = { mode, keyLength: 32 } as const
    const seen = new Set<string>()
    for (let i = 0; i < 20; i++) {
      const key = makeContentKey(choice)
      expect(key.length).toBe(32)
      seen.add(Buffer.from(key).toString('hex')).add(Buffer.from((await encrypted(choice, key, [someOctets(3)])).iv).toString('hex'))
    }
    expect(seen.size).toBe(40)
  })
})
