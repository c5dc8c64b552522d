/**
 * Every element of a good CMS object changed in every way, one at a time (SEC-06, SEC-74): nothing of it is ever `valid`, except
 * what the standards leave open, and that is listed.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { CodedError } from '../../src/bytes/coded-error.ts'
import { aRootCa, anEndEntity, anIntermediate, type Holder } from '../make/certificate-authority.ts'
import { type Der, indefinite, joined } from '../make/der.ts'
import { allNodes, readTree, type TreeNode, writeTree } from '../make/element-tree.ts'
import { aClearSignedMessage, anOpaqueMessage, aSignedData, bytesOf, ENTITY } from '../make/signed-message.ts'
import { judgeMessage } from '../support/judge.ts'

let root: Holder
let clear: Der
let opaque: Der

beforeAll(async () => {
  root = await aRootCa()
  const issuing = await anIntermediate(root)
  const alice = await anEndEntity(issuing)
  const content = bytesOf(ENTITY)
  const options = { content, signers: [{ holder: alice }], certificates: [alice.certificate, issuing.certificate] }
  clear = await aSignedData(options)
  opaque = await aSignedData({ ...options, encapsulated: content })
})

async function standingOf(cms: Der, isOpaque: boolean): Promise<string> {
  const message = isOpaque ? anOpaqueMessage(cms) : aClearSignedMessage(cms)
  try {
    return (await judgeMessage(message, { anchors: [root.certificate] })).verdict.standing
  } catch (error) {
    if (error instanceof CodedError) return error.message
    throw error
  }
}

const withLength = (identifier: number, lengthOctets: readonly number[], content: Uint8Array) =>
  joined([Uint8Array.of(identifier, ...lengthOctets), content])

const contentOfWritten = (written: Der) => written.subarray((written[1] ?? 0) < 0x80 ? 2 : 2 + ((written[1] ?? 0) & 0x7f))

const MUTATIONS: Readonly<Record<string, (node: TreeNode, asIs: () => Der) => Der | undefined>> = {
  'a longer length': (node, asIs) => {
    const content = contentOfWritten(asIs())
    return withLength(node.identifier, [0x83, content.length >> 16, (content.length >> 8) & 0xff, content.length & 0xff], content)
  },
  'indefinite length': (node, asIs) => (node.children ? indefinite(node.identifier, contentOfWritten(asIs())) : undefined),
  'left out': () => new Uint8Array(),
  'there twice': (_, asIs) => joined([asIs(), asIs()]),
  'another tag': (node, asIs) => joined([Uint8Array.of(node.identifier ^ 1), asIs().subarray(1)]),
  'another class': (node, asIs) => joined([Uint8Array.of(node.identifier ^ 0x40), asIs().subarray(1)]),
  'the other form': (node, asIs) => joined([Uint8Array.of(node.identifier ^ 0x20), asIs().subarray(1)]),
  'a length of one less': (node, asIs) => {
    const content = contentOfWritten(asIs())
    return content.length > 0 && content.length < 0x80 ? withLength(node.identifier, [content.length - 1], content) : undefined
  },
  'an octet more': (node, asIs) => (node.children ? undefined : withLengthOf(node.identifier, joined([contentOfWritten(asIs()), Uint8Array.of(0)]))),
  'an octet in front': (node, asIs) => (node.children ? undefined : withLengthOf(node.identifier, joined([Uint8Array.of(0), contentOfWritten(asIs())]))),
  empty: node => (node.content.length === 0 ? undefined : Uint8Array.of(node.identifier, 0)),
  'members reversed': node => {
    const { children } = node
    if (!children || children.length < 2) return undefined
    return withLengthOf(node.identifier, joined([...children].reverse().map(child => writeTree(child, () => undefined))))
  },
}

function withLengthOf(identifier: number, content: Uint8Array): Der {
  const { length } = content
  return withLength(identifier, length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff], content)
}

const SIGNED_DATA = '1.0'
const DIGESTS = `${SIGNED_DATA}.1`
const CERTIFICATES = `${SIGNED_DATA}.3`
const ATTRIBUTES = `${SIGNED_DATA}.4.0.3`
const isInside = (path: string, part: string) => path === part || path.startsWith(`${part}.`)

/**
 * What may be said otherwise without anything changing: BER outside the certificates and the signed attributes (RFC 5652
 * section 5), a digest announced twice or with parameters, and the certificates' number and order.
 */
function isOpen(path: string, mutation: string): boolean {
  if (mutation === 'a longer length' || mutation === 'indefinite length') return !isInside(path, ATTRIBUTES) && !path.startsWith(`${CERTIFICATES}.`)
  if (mutation === 'there twice') return [`${DIGESTS}.0`, `${DIGESTS}.0.0`, `${CERTIFICATES}.0`, `${CERTIFICATES}.1`].includes(path)
  return mutation === 'members reversed' && path === CERTIFICATES
}

describe.each([['a clear-signed message', false], ['an opaque message', true]] as const)('%s', (_, isOpaque) => {
  it.each(Object.keys(MUTATIONS))('each element %s', { timeout: 120_000 }, async name => {
    const mutate = MUTATIONS[name]
    const good = isOpaque ? opaque : clear
    const tree = readTree(good)
    const strangers: string[] = []
    let count = 0
    for (const target of allNodes(tree)) {
      const mutant = writeTree(tree, (node, asIs) => (node.path === target.path ? mutate?.(node, asIs) : undefined))
      if (Buffer.compare(mutant, good) === 0) continue
      count++
      if ((await standingOf(mutant, isOpaque)) === 'valid' && !isOpen(target.path, name)) strangers.push(target.path)
    }
    expect(strangers).toEqual([])
    expect(count).toBeGreaterThan(5)
  })
})

describe('each octet', () => {
  /** In the issuer's name of the signer identifier another case is the same name (RFC 5280 section 7.1); a version is a version. */
  const isFree = (path: string) => /^1\.0\.(?:0|4\.0\.0)$/u.test(path) || path.startsWith(`${SIGNED_DATA}.4.0.1.0.`)
  it.each([['clear-signed', false], ['opaque', true]] as const)('with one bit turned, %s', { timeout: 120_000 }, async (_, isOpaque) => {
    const good = isOpaque ? opaque : clear
    const free = allNodes(readTree(good)).filter(node => !node.children && isFree(node.path))
    const strangers: number[] = []
    for (let at = 0; at < good.length; at++) {
      const mutant = good.slice()
      mutant[at] = (mutant[at] ?? 0) ^ (1 << at % 8)
      if ((await standingOf(mutant, isOpaque)) !== 'valid') continue
      const offset = good.byteOffset + at
      if (!free.some(({ content }) => offset >= content.byteOffset && offset < content.byteOffset + content.length)) strangers.push(at)
    }
    expect(strangers).toEqual([])
    expect(await standingOf(good, isOpaque)).toBe('valid')
  })
  it('missing: cut after any of them', { timeout: 120_000 }, async () => {
    for (let length = 0; length < opaque.length; length += 3) expect(await standingOf(opaque.subarray(0, length), true), String(length)).not.toBe('valid')
  })
})
