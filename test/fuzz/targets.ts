/** One fuzz target per parser: what it takes, and seeds that reach deep into it. */
import { decodeLatin1, encodeUtf8 } from '../../src/bytes/encoding.ts'
import { parseContentInfo } from '../../src/cms/content-info.ts'
import { parseEnvelope } from '../../src/cms/enveloped-data.ts'
import { parseSignedAttributes } from '../../src/cms/signed-attributes.ts'
import { parseSignedData } from '../../src/cms/signed-data.ts'
import { readBuiltInAnchors } from '../../src/engine/anchors/built-in-anchors.ts'
import { createInProcessEngine } from '../../src/engine/in-process.ts'
import { parseParameterizedValue } from '../../src/mime/content-type.ts'
import { parseDateTime } from '../../src/mime/date-time.ts'
import { decodeEncodedWords } from '../../src/mime/encoded-word.ts'
import { decodeBody, type MimeEntity, parseEntity, readFileName } from '../../src/mime/entity.ts'
import { parseMailboxList } from '../../src/mime/mailbox.ts'
import { readOutlookMessage } from '../../src/mime/outlook-message.ts'
import { Asn1Reader } from '../../src/x509/asn1-reader.ts'
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { parseCertificateList } from '../../src/x509/certificate-list.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { formatDistinguishedName } from '../../src/x509/distinguished-name.ts'
import { readBasicConstraints, readExtendedKeyUsage, readKeyUsage, readMailboxes } from '../../src/x509/extension.ts'
import { parseOcspResponse } from '../../src/x509/ocsp-response.ts'
import { readPfx } from '../../src/x509/pkcs12.ts'
import { assertStrictDer } from '../../src/x509/strict-der.ts'
import { HAS_CORPORA, readCorpusFile } from '../vectors/corpus.ts'
import { anEndEntity, anIntermediate, aRootCa, NOW } from '../make/certificate-authority.ts'
import { algorithm, context, contextPrimitive, integer, octetString, oid, sequence, setOf } from '../make/der.ts'
import { aClearSignedMessage, anOpaqueMessage, aSignedData, bytesOf, ENTITY } from '../make/signed-message.ts'

/** EnvelopedData as it looks without a key. */
const anEnvelope = sequence(
  oid('1.2.840.113549.1.7.3'),
  context(0, sequence(
    integer(0),
    setOf(sequence(integer(0), sequence(sequence(), integer(7)), algorithm('1.2.840.113549.1.1.1'), octetString(new Uint8Array(32)))),
    sequence(oid('1.2.840.113549.1.7.1'), algorithm('2.16.840.1.101.3.4.1.42', octetString(new Uint8Array(16))), contextPrimitive(0, new Uint8Array(32))),
  )),
)

export interface FuzzTarget {
  readonly name: string
  readonly seeds: readonly Uint8Array[]
  /** Throws coded errors of its room and nothing else. */
  readonly run: (bytes: Uint8Array) => unknown
  /** The beginning of codes that it may throw. */
  readonly rooms: readonly string[]
}

const text = (parse: (value: string) => unknown) => (bytes: Uint8Array) => parse(decodeLatin1(bytes))

function walk(entity: MimeEntity): void {
  decodeBody(entity)
  readFileName(entity)
  entity.children.forEach(walk)
}

function readAll(reader: Asn1Reader, start = 0, depth = 0): void {
  const element = reader.read(start)
  if (element.constructed && depth < 50) for (const child of reader.children(element)) readAll(reader, child.start, depth + 1)
}

function readCertificate(bytes: Uint8Array): void {
  const certificate = parseCertificate(bytes)
  formatDistinguishedName(certificate.subject)
  for (const read of [readBasicConstraints, readExtendedKeyUsage, readKeyUsage, readMailboxes]) read(certificate)
}

/** Outlook files of the corpus; nothing here can make one, so without it that target is left out. */
function outlookSeeds(): Uint8Array[] {
  if (!HAS_CORPORA) return []
  const cases = JSON.parse(new TextDecoder().decode(readCorpusFile('outlook-msg', 'expected.json'))) as { readonly file: string }[]
  const files = [...new Set(cases.map(item => item.file))].filter(file => file.endsWith('.msg'))
  return files.map(file => readCorpusFile('outlook-msg', file)).filter(bytes => bytes.length < 80_000).slice(0, 4)
}

/** Seeds that only other people's files give; without the corpora a target begins with what the house makes. */
function corpusSeeds(...files: readonly (readonly [set: string, file: string])[]): Uint8Array[] {
  if (!HAS_CORPORA) return []
  return files.flatMap(([set, file]) => {
    try {
      return [readCorpusFile(set, file)]
    } catch {
      return []
    }
  })
}

export async function fuzzTargets(): Promise<readonly FuzzTarget[]> {
  const root = await aRootCa()
  const authority = await anIntermediate(root)
  const holder = await anEndEntity(authority)
  const content = encodeUtf8(ENTITY)
  const common = { content, signers: [{ holder }], certificates: [holder.certificate, authority.certificate] }
  const detached = await aSignedData(common)
  const opaque = await aSignedData({ ...common, encapsulated: content, chunk: 8 })
  const messages = [aClearSignedMessage(detached), anOpaqueMessage(opaque)]
  const engine = createInProcessEngine()
  await engine.ask({ kind: 'trust', builtIn: false, organisation: [root.certificate], user: [] })
  // The message as it was made is valid; a damaged one may only be if what was signed, the signer and the address stayed.
  const open = async (bytes: Uint8Array, passedThrough = encodeUtf8(ENTITY)) => {
    const { verdict, innermost } = await engine.ask({
      kind: 'open', bytes: bytes.slice(), form: 'auto', content: null, host: null, at: NOW.toISOString(), extraCertificates: [], revocation: 'if-available', crls: [], ocspResponses: [],
    })
    if (verdict.standing !== 'valid') return
    if (Buffer.compare(innermost, passedThrough) !== 0) throw new Error('valid, and shows other octets than were signed')
    if (verdict.signers[0]?.address !== 'alice@example.com') throw new Error('valid, and in another name')
  }
  const signedAttributes = parseSignedData(parseContentInfo(detached)).signers[0]?.encodedSignedAttributes ?? new Uint8Array()
  const outlook = outlookSeeds()
  return [
    { name: 'mime entity', seeds: [...messages, bytesOf(NESTED)], run: bytes => walk(parseEntity(bytes)), rooms: ['mime/'] },
    { name: 'mailbox list', seeds: [bytesOf('"A, B" <a@b.example>, (c) group: x@y.example;'), bytesOf('=?utf-8?q?=41?= <a@[192.0.2.1]>')], run: text(parseMailboxList), rooms: [] },
    { name: 'content type', seeds: [bytesOf(`text/plain; charset="utf-8"; name*0*=utf-8''a%41; name*1="b"`)], run: text(parseParameterizedValue), rooms: [] },
    { name: 'encoded word', seeds: [bytesOf('=?iso-2022-jp?B?GyRCJCIbKEI=?= =?utf-8?q?=41_b?=')], run: text(decodeEncodedWords), rooms: [] },
    { name: 'date', seeds: [bytesOf('Mon, 15 Jun 2026 12:00:00 +0900 (JST)')], run: text(parseDateTime), rooms: [] },
    ...(outlook.length > 0 ? [{ name: 'Outlook message', seeds: outlook, run: readOutlookMessage, rooms: ['mime/'] }] : []),
    { name: 'ASN.1 reader', seeds: [opaque, detached, holder.certificate], run: bytes => readAll(new Asn1Reader(bytes)), rooms: ['x509/'] },
    { name: 'strict DER', seeds: [holder.certificate, signedAttributes], run: bytes => assertStrictDer(bytes), rooms: ['x509/'] },
    { name: 'certificate', seeds: [holder.certificate, root.certificate, ...readBuiltInAnchors().anchors.slice(0, 5).map(({ der }) => der)], run: readCertificate, rooms: ['x509/'] },
    { name: 'certificate file', seeds: [holder.certificate, detached], run: readCertificateFile, rooms: ['x509/'] },
    { name: 'CRL', seeds: [holder.certificate, ...corpusSeeds(['pkits', 'crls/GoodCACRL.crl'], ['pkits', 'crls/indirectCRLCA1CRL.crl'])], run: parseCertificateList, rooms: ['x509/'] },
    { name: 'OCSP answer', seeds: [detached, ...corpusSeeds(['pyca-vectors', 'x509/ocsp/resp-sha256.der'])], run: parseOcspResponse, rooms: ['x509/'] },
    { name: 'PKCS #12', seeds: [detached, ...corpusSeeds(['pyca-vectors', 'pkcs12/cert-key-aes256cbc.p12'])], run: readPfx, rooms: ['x509/', 'cms/'] },
    { name: 'SignedData', seeds: [detached, opaque], run: bytes => parseSignedData(parseContentInfo(bytes)), rooms: ['x509/', 'cms/'] },
    { name: 'EnvelopedData', seeds: [anEnvelope], run: bytes => parseEnvelope(parseContentInfo(bytes)), rooms: ['x509/', 'cms/'] },
    { name: 'signed attributes', seeds: [signedAttributes], run: parseSignedAttributes, rooms: ['x509/', 'cms/'] },
    { name: 'whole message', seeds: [...messages, ...outlook], run: bytes => open(bytes), rooms: ['mime/', 'engine/'] },
  ]
}

const NESTED = 'Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\ny\r\n--a\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=41=\r\n\r\n--a--\r\n'
