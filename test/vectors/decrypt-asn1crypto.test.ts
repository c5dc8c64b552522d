/** asn1crypto's CompressedData and EnvelopedData, opened. */
import { describe, expect, it } from 'vitest'
import { HAS_CORPORA, readCorpusFile } from './corpus.ts'
import { keysOf, openWith } from './decrypt-answer.ts'

const SET = 'asn1crypto'

describe.skipIf(!HAS_CORPORA)('corpus asn1crypto, opened', () => {
  it.each(['cms-compressed.der', 'cms-compressed.pem'])('%s is decompressed', async file => {
    const { result, text } = await openWith(readCorpusFile(SET, file), {})
    expect([result?.verdict.layers[0]?.kind, text]).toEqual(['compressed', expect.stringContaining('This is the message to encapsulate in PKCS#7/CMS') as string])
  })
  it.each(['cms-enveloped.der', 'cms-enveloped.pem'])('%s is decrypted', async file => {
    const { answer, text } = await openWith(readCorpusFile(SET, file), keysOf(SET, ['keys/test.key', 'keys/test.crt']))
    expect([answer, text]).toEqual(['decrypts', expect.stringContaining('This is the message to encapsulate in PKCS#7/CMS') as string])
  })
})
