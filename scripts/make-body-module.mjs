/**
 * Makes src/bytes/body-module.ts: what looks at every octet of a large body, as a WebAssembly module: base64 in both directions, the search
 * for lines that begin with two dashes, and for lines that a relay would change. It is assembled here, so that every instruction has a source; a test assembles it again and
 * compares. The way to code 16 characters at once is W. Muła's and D. Lemire's ("Faster Base64 Encoding and Decoding Using AVX2
 * Instructions", 2018), in WebAssembly's 128-bit instructions.
 *
 *   node scripts/make-body-module.mjs
 */
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where octets come out, after the table of values, and where text goes in: an unfinished group of the last window must not overtake it. */
const OUTPUT = 256
const INPUT = OUTPUT + 16
const PAGES = 2

/** Encoding: 48 octets give a line of 64 characters and CRLF. A few octets more than are meant are read behind the last line. */
const LINE_OCTETS = 48
const LINE_CHARACTERS = 64
const LINES = 1120
const ENCODED = INPUT
const ENCODE_INPUT = ENCODED + LINES * (LINE_CHARACTERS + 2)

const I32 = 0x7f
const V128 = 0x7b
const unsigned = value => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)])
const signed = value => (value >= -64 && value < 64 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)])
const section = (id, ...body) => [id, ...unsigned(body.flat(9).length), ...body.flat(9)]
const list = items => [...unsigned(items.length), ...items.flat(9)]
const name = text => list([...Buffer.from(text)])

const get = local => [0x20, local]
const set = local => [0x21, local]
const readGlobal = index => [0x23, index]
const writeGlobal = (index, ...value) => [...value.flat(9), 0x24, index]
const number = value => [0x41, ...signed(value)]
const block = (...body) => [0x02, 0x40, ...body, 0x0b]
const loop = (...body) => [0x03, 0x40, ...body, 0x0b]
const when = (...body) => [0x04, 0x40, ...body, 0x0b]
const branch = depth => [0x0c, depth]
const branchIf = depth => [0x0d, depth]
const binary = opcode => (a, b) => [...a, ...b, opcode]
const [add, or, shiftLeft, shiftRight] = [0x6a, 0x72, 0x74, 0x76].map(binary)
const [equal, isDifferent, isNegative, isAbove, isBelow] = [0x46, 0x47, 0x48, 0x4b, 0x49].map(binary)
const subtract = binary(0x6b)
const firstBit = value => [...value, 0x68]
const word = (address, offset = 0) => [...address, 0x28, 0, ...unsigned(offset)]
const halfWord = (address, offset = 0) => [...address, 0x2f, 0, ...unsigned(offset)]
const storeHalfWord = (address, offset, value) => [...address, ...value, 0x3b, 0, ...unsigned(offset)]
const give = value => [...value, 0x0f]
const not = value => [...value, 0x45]
const octet = (address, offset = 0) => [...address, 0x2d, 0, ...unsigned(offset)]
const signedOctet = (address, offset = 0) => [...address, 0x2c, 0, ...unsigned(offset)]
const storeOctet = (address, offset, value) => [...address, ...value, 0x3a, 0, ...unsigned(offset)]
const vector = opcode => (...operands) => [...operands.flat(9), 0xfd, ...unsigned(opcode)]
const constant = octets => [0xfd, 0x0c, ...octets]
const eachLane = (octets, width) => constant(Array.from({ length: 16 }, (_, i) => octets[i % width] ?? 0))
const [swizzle, equalOctets, both, either, isAnySet, shiftOctets, addOctets] = [0x0e, 0x23, 0x4e, 0x50, 0x53, 0x6d, 0x6e].map(vector)
const [isLess, isAtMost, bitmask, subtractSaturated] = [0x25, 0x29, 0x64, 0x73].map(vector)
const [shiftPairsLeft, shiftPairsRight, multiplyAdd] = [0x8b, 0x8d, 0xba].map(vector)
const [multiplyPairs, shiftFoursRight] = [0x95, 0xad].map(vector)
const loadVector = (address, offset = 0) => [...address, 0xfd, 0x00, 0, ...unsigned(offset)]
const storeVector = (address, value, offset = 0) => [...address, ...value, 0xfd, 0x0b, 0, ...unsigned(offset)]

/** Values of the alphabet (RFC 4648 section 4); white space, padding, and everything else below zero. */
const BLANK = -2
const PAD = -3
const table = new Int8Array(256).fill(-1)
for (const [value, character] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) table[character.charCodeAt(0)] = value
for (const blank of '\r\n \t') table[blank.charCodeAt(0)] = BLANK
table['='.charCodeAt(0)] = PAD

const [OUT, BITS, HELD, STRAY] = [0, 1, 2, 3]
// Parameters, then locals.
const [AT, END, A, B, C, D, TEXT, HIGH] = [0, 1, 2, 3, 4, 5, 6, 7]
const [at, end] = [get(AT), get(END)]
const out = readGlobal(OUT)
const advance = (input, output) => [...add(at, number(input)), ...set(AT), ...writeGlobal(OUT, add(out, number(output)))]

const LOW_NIBBLES = [0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a]
const HIGH_NIBBLES = [0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10]
const ROLL = [0, 16, 19, 4, -65, -65, -71, -71].map(value => value & 0xff)

/** Leaves the block around it at the first 16 octets that are not all of the alphabet. */
const sixteenAtOnce = loop(
  ...isAbove(add(at, number(16)), end), ...branchIf(1),
  ...loadVector(at), ...set(TEXT),
  ...shiftOctets(get(TEXT), number(4)), ...set(HIGH),
  ...isAnySet(both(swizzle(constant(LOW_NIBBLES), both(get(TEXT), eachLane([0x0f], 1))), swizzle(constant(HIGH_NIBBLES), get(HIGH)))), ...branchIf(1),
  ...addOctets(get(TEXT), swizzle(eachLane(ROLL, 16), addOctets(get(HIGH), equalOctets(get(TEXT), eachLane([0x2f], 1))))), ...set(TEXT),
  // Two characters to 12 bits, two of those to 24, the three octets of each in their order.
  ...either(both(shiftPairsLeft(get(TEXT), number(6)), eachLane([0xc0, 0x0f], 2)), shiftPairsRight(get(TEXT), number(8))), ...set(TEXT),
  ...storeVector(out, swizzle(multiplyAdd(get(TEXT), eachLane([0x00, 0x10, 0x01, 0x00], 4)), constant([2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 255, 255, 255, 255]))),
  ...advance(16, 12), ...branch(0),
)

const valueAt = (offset, local) => [...signedOctet(octet(at, offset)), ...set(local)]
const storeGroup = bits => [...storeOctet(out, 0, shiftRight(bits, number(16))), ...storeOctet(out, 1, shiftRight(bits, number(8))), ...storeOctet(out, 2, bits)]

/** The same for four characters. */
const fourAtOnce = loop(
  ...isAbove(add(at, number(4)), end), ...branchIf(1),
  ...valueAt(0, A), ...valueAt(1, B), ...valueAt(2, C), ...valueAt(3, D),
  ...isNegative(or(or(get(A), get(B)), or(get(C), get(D))), number(0)), ...branchIf(1),
  ...or(or(shiftLeft(get(A), number(18)), shiftLeft(get(B), number(12))), or(shiftLeft(get(C), number(6)), get(D))), ...set(A),
  ...storeGroup(get(A)), ...advance(4, 3), ...branch(0),
)

/** One octet of a group that something interrupts, or what interrupts it. Ends the function at padding. */
const oneAtATime = [
  ...valueAt(0, A),
  ...equal(get(A), number(PAD)), ...branchIf(1),
  ...add(at, number(1)), ...set(AT),
  ...block(
    ...equal(get(A), number(BLANK)), ...branchIf(0),
    ...equal(get(A), number(-1)), ...when(...writeGlobal(STRAY, add(readGlobal(STRAY), number(1))), ...branch(1)),
    ...writeGlobal(BITS, or(shiftLeft(readGlobal(BITS), number(6)), get(A))),
    ...writeGlobal(HELD, add(readGlobal(HELD), number(1))),
    ...equal(readGlobal(HELD), number(4)),
    ...when(
      ...storeGroup(readGlobal(BITS)), ...writeGlobal(OUT, add(out, number(3))), ...writeGlobal(BITS, number(0)), ...writeGlobal(HELD, number(0)),
    ),
  ),
]

const decode = [
  ...block(
    ...loop(
      ...not(readGlobal(HELD)), ...when(...block(...sixteenAtOnce), ...block(...fourAtOnce)),
      ...not(isAbove(end, at)), ...branchIf(1),
      ...oneAtATime,
      ...branch(0),
    ),
  ),
  ...at, 0x0b,
]

const LINE_FEED = 0x0a
const DASH = 0x2d
const [LAST] = [2]
const lineFeedAndDash = offset => both(equalOctets(loadVector(at, offset), eachLane([LINE_FEED], 1)), equalOctets(loadVector(at, offset + 1), eachLane([DASH], 1)))

/** Steps over 32 octets at once while none is a line feed before a dash; leaves the block around it otherwise. */
const stepOver = loop(
  ...isAbove(add(at, number(33)), end), ...branchIf(1),
  ...isAnySet(either(lineFeedAndDash(0), lineFeedAndDash(16))), ...branchIf(1),
  ...add(at, number(32)), ...set(AT), ...branch(0),
)

const findDashes = [
  ...block(
    ...block(
      ...loop(
        ...block(...stepOver),
        // 32 octets one by one, for what was found there or for the end.
        ...add(at, number(32)), ...set(LAST),
        ...block(
          ...loop(
            ...isAbove(add(at, number(3)), end), ...branchIf(3),
            ...not(isAbove(get(LAST), at)), ...branchIf(1),
            ...equal(octet(at), number(LINE_FEED)),
            ...when(...equal(octet(at, 1), number(DASH)), ...when(...equal(octet(at, 2), number(DASH)), ...branchIf(6))),
            ...add(at, number(1)), ...set(AT), ...branch(0),
          ),
        ),
        ...branch(0),
      ),
    ),
    ...end, ...set(AT),
  ),
  ...at, 0x0b,
]

/** What is added to a value of 0 to 63 for its character, by the number of the alphabet's run that it is in. */
const RUNS = [71, -4, -4, -4, -4, -4, -4, -4, -4, -4, -4, -19, -16, 65, 0, 0].map(value => value & 0xff)
const [OUT_AT, GROUP, RUN] = [2, 3, 4]

/** Twelve octets as sixteen characters. */
const encodeTwelve = (input, output) => [
  // Each three octets a, b, c as b a c b: every value lies inside one pair of octets, the lower one first.
  ...swizzle(loadVector(at, input), constant([1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10])), ...set(GROUP),
  ...either(
    either(
      both(shiftFoursRight(get(GROUP), number(10)), eachLane([0x3f, 0, 0, 0], 4)),
      both(shiftFoursRight(get(GROUP), number(6)), eachLane([0, 0, 0x3f, 0], 4)),
    ),
    multiplyPairs(both(get(GROUP), eachLane([0xf0, 0x03, 0x3f, 0x00], 4)), eachLane([0x10, 0x00, 0x00, 0x01], 4)),
  ), ...set(GROUP),
  ...either(subtractSaturated(get(GROUP), eachLane([51], 1)), both(isLess(get(GROUP), eachLane([26], 1)), eachLane([13], 1))), ...set(RUN),
  ...storeVector(get(OUT_AT), addOctets(get(GROUP), swizzle(constant(RUNS), get(RUN))), output),
]

/** Whole lines. */
const encodeLines = [
  ...number(ENCODED), ...set(OUT_AT),
  ...block(
    ...loop(
      ...not(isAbove(end, at)), ...branchIf(1),
      ...[0, 1, 2, 3].flatMap(part => encodeTwelve(part * 12, part * 16)),
      ...storeHalfWord(get(OUT_AT), LINE_CHARACTERS, number(0x0a0d)),
      ...add(at, number(LINE_OCTETS)), ...set(AT),
      ...add(get(OUT_AT), number(LINE_CHARACTERS + 2)), ...set(OUT_AT),
      ...branch(0),
    ),
  ),
  ...get(OUT_AT), 0x0b,
]

const CR = 0x0d
const CRLF = 0x0a0d
const FROM = 0x6d6f7246
const MAXIMAL_LINE = 998
const [HERE, LINE_END, LENGTH, FOUND] = [2, 3, 4, 5]
const here = get(HERE)
const lineEnd = get(LINE_END)
const UNSAFE = give(number(-1))

/** A line as long as the one before, of characters above the controls: four vectors for 64. Leaves the block around it for any other. */
const likeTheLast = loop(
  ...isBelow(get(LENGTH), number(16)), ...branchIf(1),
  ...add(at, get(LENGTH)), ...set(LINE_END),
  ...isAbove(add(lineEnd, number(2)), end), ...branchIf(1),
  ...isDifferent(halfWord(lineEnd), number(CRLF)), ...branchIf(1),
  ...equal(word(at), number(FROM)), ...branchIf(1),
  ...equal(octet(subtract(lineEnd, number(1))), number(0x20)), ...branchIf(1),
  ...subtract(lineEnd, number(16)), ...set(LINE_END),
  ...loadVector(lineEnd), ...set(FOUND),
  ...at, ...set(HERE),
  ...isLess(get(FOUND), eachLane([0x20], 1)), ...set(FOUND),
  ...block(
    ...loop(
      ...not(isBelow(here, lineEnd)), ...branchIf(1),
      ...either(get(FOUND), isLess(loadVector(here), eachLane([0x20], 1))), ...set(FOUND),
      ...add(here, number(16)), ...set(HERE), ...branch(0),
    ),
  ),
  ...isAnySet(get(FOUND)), ...branchIf(1),
  ...add(lineEnd, number(18)), ...set(AT), ...branch(0),
)

/** Any other line: its first CR or LF is found, and what stands around it looked at. */
const anyLine = [
  ...at, ...set(HERE),
  ...loop(
    ...isAbove(add(here, number(16)), end), ...when(...give(at)),
    ...loadVector(here), ...set(FOUND),
    ...isAnySet(isAtMost(get(FOUND), eachLane([0], 1))), ...when(...UNSAFE),
    ...bitmask(either(equalOctets(get(FOUND), eachLane([CR], 1)), equalOctets(get(FOUND), eachLane([LINE_FEED], 1)))), ...set(LENGTH),
    ...not(get(LENGTH)), ...when(...add(here, number(16)), ...set(HERE), ...branch(1)),
  ),
  ...add(here, firstBit(get(LENGTH))), ...set(LINE_END),
  ...isAbove(add(lineEnd, number(2)), end), ...when(...give(at)),
  ...isDifferent(halfWord(lineEnd), number(CRLF)), ...when(...UNSAFE),
  ...subtract(lineEnd, at), ...set(LENGTH),
  ...isAbove(get(LENGTH), number(MAXIMAL_LINE)), ...when(...UNSAFE),
  ...get(LENGTH), ...when(
    ...equal(octet(subtract(lineEnd, number(1))), number(0x20)), ...when(...UNSAFE),
    ...equal(octet(subtract(lineEnd, number(1))), number(0x09)), ...when(...UNSAFE),
  ),
  ...equal(word(at), number(FROM)), ...when(...equal(octet(at, 4), number(0x20)), ...when(...UNSAFE)),
  ...add(lineEnd, number(2)), ...set(AT),
]

const passLines = [
  ...loop(...block(...likeTheLast), ...anyLine, ...branch(0)),
  0x00, 0x0b,
]

/**
 * The module. `findDashes(at, end)` gives the next line feed with two dashes behind it, or `end`. `decode(at, end)` writes from `out` on, over text that it has read, and gives where it stopped: `end`, or at padding.
 * `encodeLines(at, end)` takes whole lines and gives the end of what it wrote. `passLines(at, end)` begins at a line and gives the beginning
 * of the last line that it could not see the end of, or -1 when one before that is not safe.
 */
export function assembleModule() {
  const functions = [
    [...list([[4, I32], [2, V128]]), ...decode], [...list([[1, I32]]), ...findDashes],
    [...list([[1, I32], [2, V128]]), ...encodeLines], [...list([[3, I32], [1, V128]]), ...passLines],
  ]
  const mutable = [I32, 0x01, ...number(0), 0x0b]
  return Uint8Array.from([
    0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00,
    ...section(1, list([[0x60, ...list([[I32], [I32]]), ...list([[I32]])]])),
    ...section(3, list(functions.map(() => [0]))),
    ...section(5, list([[0x01, PAGES, PAGES]])),
    ...section(6, list([mutable, mutable, mutable, mutable])),
    ...section(7, list([
      [...name('memory'), 2, 0], [...name('decode'), 0, 0], [...name('findDashes'), 0, 1], [...name('encodeLines'), 0, 2], [...name('passLines'), 0, 3],
      ...['out', 'bits', 'held', 'strays'].map((text, index) => [...name(text), 3, index]),
    ])),
    ...section(10, list(functions.map(code => [...unsigned(code.length), ...code]))),
    ...section(11, list([[0, ...number(0), 0x0b, ...list([...new Uint8Array(table.buffer)].map(value => [value]))]])),
  ])
}

/** The file that carries it. */
export function moduleSource() {
  const lines = Buffer.from(assembleModule()).toString('base64').match(/.{1,110}/gu) ?? []
  return [
    '/** Made by scripts/make-body-module.mjs, which explains it. */',
    '',
    '/** Where text goes in the module\'s memory, how much of it fits, and where octets come out. */',
    `export const MODULE_WINDOW = { input: ${INPUT}, length: ${PAGES * 65536 - INPUT}, output: ${OUTPUT} } as const`,
    '',
    '/** Where whole lines of octets go to be encoded, how many at once, and where their characters come out. */',
    `export const ENCODE_WINDOW = { input: ${ENCODE_INPUT}, lines: ${LINES}, output: ${ENCODED} } as const`,
    '',
    '/** The module, in base64. */',
    'export const BODY_MODULE =',
    `${lines.map(line => `  '${line}'`).join(' +\n')}`,
    '',
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(dirname(dirname(process.argv[1])), 'src/bytes/body-module.ts'), moduleSource())
}
