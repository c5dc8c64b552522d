/** What is no race between programs: hostile input, many recipients, anchors, the page's own thread. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { indexAnchors } from '../../src/certpath/trust-anchor.ts'
import { readBuiltInAnchors } from '../../src/engine/anchors/built-in-anchors.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { measureManyRecipients } from './many-recipients.ts'
import { makeManyRecipients, type Material } from './material.ts'
import type { Operation } from './options.ts'
import type { Track } from './race.ts'
import { type Rounds, summarize } from './statistics.ts'

const ROUNDS = 7
const SIZE = '25M'

export async function sideMeasurements(track: Track, report: (results: readonly Rounds[]) => void): Promise<void> {
  report(await measureAnchors())
  await measureMainThread(track, report)
  await measureRecipients(track, report)
  await measureManyRecipients(track, report)
  await measureHostile(track, report)
}

/** From DER to an index that paths are built with; extensions are read when a path needs them. */
async function measureAnchors(): Promise<Rounds[]> {
  const ders = readBuiltInAnchors().anchors.map(anchor => anchor.der)
  const some = Array.from({ length: 150 }, (_, i) => ders[i % ders.length] as Uint8Array)
  const index = () => indexAnchors(some.map(der => ({ certificate: parseCertificate(der.slice()), source: 'built-in' as const, emailDistrustAfter: null })))
  const Peculiar = await peculiar()
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round <= 30; round++) {
    const [own, other] = [timeOf(index), timeOf(() => Peculiar && some.map(der => new Peculiar(der).subject))]
    if (round === 0) continue
    ours.push(own)
    theirs.push(other)
  }
  return [summarize('index-anchors', '150', 'sealpane-node', ours, null), ...(Peculiar ? [summarize('index-anchors', '150', 'peculiar-x509', theirs, null)] : [])]
}

function timeOf(work: () => unknown): number {
  const began = performance.now()
  work()
  return performance.now() - began
}

type CertificateClass = new (der: Uint8Array) => { readonly subject: string }

/** The library that browsers' S/MIME programs read certificates with; left out where it is not installed. */
async function peculiar(): Promise<CertificateClass | undefined> {
  const names = ['reflect-metadata', '@peculiar/x509']
  try {
    await import(names[0] ?? '')
    return ((await import(names[1] ?? '')) as { readonly X509Certificate: CertificateClass }).X509Certificate
  } catch {
    console.error('Without @peculiar/x509, which is not installed.')
    return undefined
  }
}

async function measureMainThread({ material, chromium }: Track, report: (results: readonly Rounds[]) => void): Promise<void> {
  const file = `${SIZE}.a.eml`
  if (!chromium || !existsSync(material.file(file))) return
  const [all, longest]: [number[], number[]] = [[], []]
  for (let round = 0; round <= ROUNDS; round++) {
    const { ms, longestMs } = await chromium.mainThread(file)
    if (round === 0) continue
    all.push(ms)
    longest.push(longestMs)
  }
  report([summarize('main-thread', SIZE, 'sealpane-chromium', all, null)])
  report([summarize('main-thread-longest', SIZE, 'sealpane-chromium', longest, null)])
}

async function measureRecipients({ material, chromium }: Track, report: (results: readonly Rounds[]) => void): Promise<void> {
  if (!chromium) return
  const [one, many] = [makeManyRecipients(material, 1), makeManyRecipients(material, 500)]
  const [short, long]: [number[], number[]] = [[], []]
  for (let round = 0; round <= 20; round++) {
    const [a, b] = [await chromium.verify(one, 'decrypt-cbc'), await chromium.verify(many, 'decrypt-cbc')]
    if (a.standing !== 'none' || b.standing !== 'none') throw new Error(`one recipient: ${a.standing}, 500: ${b.standing}`)
    if (round === 0) continue
    short.push(a.ms)
    long.push(b.ms)
  }
  report([summarize('recipients', '1', 'sealpane-chromium', short, null)])
  report([summarize('recipients', '500', 'sealpane-chromium', long, null)])
}

/** Messages of 25 MB that were made to be slow. None of them is ever valid. */
const HOSTILE: Readonly<Record<string, (size: number) => Buffer>> = {
  'hostile-dashes': size => inMultipart(Buffer.alloc(size, '-')),
  'hostile-delimiters': size => inMultipart(Buffer.alloc(size, '--b1x\r\n')),
  'hostile-line-feeds': size => inMultipart(Buffer.alloc(size, '\n')),
  'hostile-blanks': size => inMultipart(Buffer.alloc(size, ' \t')),
  'hostile-base64': size => opaque(Buffer.alloc(size, 'M!')),
  'hostile-segments': size => opaque(base64Of(oneOctetSegments(Math.floor((size * 3) / 4)))),
  'hostile-depth': size => opaque(base64Of(Buffer.alloc(Math.floor((size * 3) / 4), Buffer.from([0x30, 0x80])))),
}

const HEADER = 'From: alice@example.com\r\nMIME-Version: 1.0\r\n'

function inMultipart(body: Buffer): Buffer {
  const head = `${HEADER}Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary="b1"\r\n\r\n--b1\r\nContent-Type: text/plain\r\n\r\n`
  return Buffer.concat([Buffer.from(head), body, Buffer.from('\r\n--b1\r\nContent-Type: application/pkcs7-signature\r\n\r\nMAA=\r\n--b1--\r\n')])
}

function opaque(body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${HEADER}Content-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: base64\r\n\r\n`), body])
}

function base64Of(bytes: Buffer): Buffer {
  return Buffer.from((bytes.toString('base64').match(/.{1,76}/gu) ?? []).join('\r\n'))
}

/** SignedData whose content is an endless row of segments of one octet each. */
function oneOctetSegments(size: number): Buffer {
  const head = Buffer.from('308006092a864886f70d010702a0803080020101310f300d06096086480165030402010500308006092a864886f70d010701a0802480', 'hex')
  return Buffer.concat([head, Buffer.alloc(size - head.length, Buffer.from([4, 1, 0x41]))])
}

type Judge = (file: string, operation: Operation) => Promise<{ readonly ms: number; readonly standing: string }>

async function measureHostile({ material, chromium, node }: Track, report: (results: readonly Rounds[]) => void): Promise<void> {
  const normal = material.file(`${SIZE}.a.eml`)
  if (!existsSync(normal)) return
  const size = readFileSync(normal).length
  for (const name of Object.keys(HOSTILE)) writeHostile(material, name, size)
  await compareHostile('sealpane-node', (file, operation) => node.ask(file, operation, false), report)
  if (chromium) await compareHostile('sealpane-chromium', (file, operation) => chromium.verify(file, operation), report)
}

/** Ordinary mail of both forms runs in the same rounds, as `ordinary-…`. */
const ORDINARY: Readonly<Record<string, string>> = { 'a.eml': 'ordinary-verify-detached', 'b.eml': 'ordinary-verify-opaque' }

async function compareHostile(contender: string, judge: Judge, report: (results: readonly Rounds[]) => void): Promise<void> {
  const names = [...Object.keys(ORDINARY), ...Object.keys(HOSTILE)]
  const times = new Map<string, number[]>(names.map(name => [name, []]))
  for (let round = 0; round <= ROUNDS; round++) {
    for (const name of names) {
      const { ms, standing } = await judge(`${SIZE}.${name}`, 'verify-detached')
      if (name.startsWith('hostile') && standing === 'valid') throw new Error(`${name} is valid`)
      if (round > 0) times.get(name)?.push(ms)
    }
  }
  for (const name of names) report([summarize(ORDINARY[name] ?? name, SIZE, contender, times.get(name) ?? [], null)])
}

function writeHostile(material: Material, name: string, size: number): void {
  const path = material.file(`${SIZE}.${name}`)
  if (!existsSync(path)) writeFileSync(path, HOSTILE[name]?.(size) ?? '')
}
