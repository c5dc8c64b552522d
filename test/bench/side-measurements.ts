/** What is no race: hostile input against ordinary input of the same size, anchors. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { indexAnchors } from '../../src/certpath/trust-anchor.ts'
import { readBuiltInAnchors } from '../../src/engine/anchors/built-in-anchors.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import type { Material } from './material.ts'
import type { Track } from './race.ts'
import { median, type Result, summarize } from './statistics.ts'

const ROUNDS = 5
const SIZE = '25M'

export async function sideMeasurements(track: Track, report: (results: readonly Result[]) => void): Promise<void> {
  report([measureAnchors()])
  await measureHostile(track, report)
}

/** From DER to an index that paths are built with; extensions are read when a path needs them. */
function measureAnchors(): Result {
  const ders = readBuiltInAnchors().anchors.map(anchor => anchor.der)
  const some = Array.from({ length: 150 }, (_, i) => ders[i % ders.length] as Uint8Array)
  const times = Array.from({ length: 15 }, () => {
    const began = performance.now()
    indexAnchors(some.map(der => ({ certificate: parseCertificate(der.slice()), source: 'built-in' as const, emailDistrustAfter: null })))
    return performance.now() - began
  })
  return summarize('index-anchors', '150', 'sealpane-node', times, null)
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

type Judge = (file: string) => Promise<{ readonly ms: number; readonly standing: string }>

async function measureHostile({ material, chromium, node }: Track, report: (results: readonly Result[]) => void): Promise<void> {
  const normal = material.file(`${SIZE}.a.eml`)
  if (!existsSync(normal)) return
  const size = readFileSync(normal).length
  for (const name of Object.keys(HOSTILE)) writeHostile(material, name, size)
  await compareHostile('sealpane-node', file => node.ask(file, 'verify-detached', false), report)
  if (chromium) await compareHostile('sealpane-chromium', file => chromium.verify(file, 'verify-detached'), report)
}

async function compareHostile(contender: string, judge: Judge, report: (results: readonly Result[]) => void): Promise<void> {
  const names = ['a.eml', 'b.eml', ...Object.keys(HOSTILE)]
  const times = new Map<string, number[]>(names.map(name => [name, []]))
  for (let round = 0; round <= ROUNDS; round++) {
    for (const name of names) {
      const { ms, standing } = await judge(`${SIZE}.${name}`)
      if (name.startsWith('hostile') && standing === 'valid') throw new Error(`${name} is valid`)
      if (round > 0) times.get(name)?.push(ms)
    }
  }
  const of = (name: string) => times.get(name) ?? []
  for (const name of Object.keys(HOSTILE)) {
    report([summarize(name, SIZE, contender, of(name), null)])
    const like = /base64|segments|depth/u.test(name) ? 'b.eml' : 'a.eml'
    console.log(`against ordinary mail of that form: ${(median(of(name)) / median(of(like))).toFixed(2)}x`)
  }
}

function writeHostile(material: Material, name: string, size: number): void {
  const path = material.file(`${SIZE}.${name}`)
  if (!existsSync(path)) writeFileSync(path, HOSTILE[name]?.(size) ?? '')
}
