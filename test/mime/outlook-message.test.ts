/** Outlook's files, made here: what is read out of them, and what hostile ones cost. */
import { describe, expect, it } from 'vitest'
import { openCompoundFile } from '../../src/mime/compound-file.ts'
import { readOutlookMessage } from '../../src/mime/outlook-message.ts'
import { aCompoundFile, anOutlookMessage, type CompoundNode } from '../make/compound-file.ts'
import { aCorrespondence } from '../make/correspondence.ts'
import { aClearSignedMessage, bytesOf, HEADER } from '../make/signed-message.ts'
import { judgeMessage } from '../support/judge.ts'

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

describe('a compound file', () => {
  it('gives its streams, small and large, by storage', () => {
    const large = Uint8Array.from({ length: 10_000 }, (_, i) => i % 251)
    const root = openCompoundFile(aCompoundFile([{ name: 'small', content: bytesOf('hello') }, { name: 'folder', children: [{ name: 'large', content: large }] }, { name: 'none', content: new Uint8Array() }]))
    const [small, folder, none] = root.children
    expect([small?.kind, folder?.kind, none?.kind]).toEqual(['stream', 'storage', 'stream'])
    expect([text(small?.read() ?? new Uint8Array()), folder?.children[0]?.read(), none?.read().length]).toEqual(['hello', large, 0])
  })
  it('of storages in one another is refused before they exhaust anything', () => {
    let nodes: CompoundNode[] = []
    for (let depth = 0; depth < 15_000; depth++) nodes = [{ name: 'x', children: nodes }]
    expect(() => openCompoundFile(aCompoundFile(nodes))).toThrow(expect.objectContaining({ code: 'mime/too-many-parts' }))
  })
})

describe('an Outlook message', () => {
  it('with a signed entity is judged under its header', async () => {
    const { signature, root } = await aCorrespondence()
    const message = text(aClearSignedMessage(await signature()))
    const file = anOutlookMessage({
      messageClass: 'IPM.Note.SMIME.MultipartSigned',
      header: `${HEADER.join('\r\n')}\r\n\r\n`,
      attachments: [{ type: 'multipart/signed', name: 'smime.p7m', data: bytesOf(message.slice(message.indexOf('Content-Type'))) }],
    })
    const { verdict } = await judgeMessage(file, { anchors: [root.certificate] })
    expect([verdict.standing, verdict.reasons]).toEqual(['valid', []])
  })
  it('without one gives its header and text', () => {
    const message = readOutlookMessage(anOutlookMessage({ header: 'Subject: x\r\nContent-Type: text/html\r\n', body: 'Hello' }))
    expect([message.form, text(message.payload)]).toEqual(['message', 'Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello'])
  })
  it('does not read names of kilobytes to find the one attachment it wants', () => {
    const named = (length: number) => readOutlookMessage(anOutlookMessage({ body: 'x', attachments: [{ type: '', name: `${'x'.repeat(length)}.p7m`, data: bytesOf('data') }] }))
    expect([named(4000).form, named(5000).form]).toEqual(['smime', 'message'])
  })
  it('that is no message has no class', () => {
    expect(() => readOutlookMessage(aCompoundFile([{ name: 'x', content: bytesOf('y') }]))).toThrow(expect.objectContaining({ code: 'mime/not-a-message' }))
  })
})
