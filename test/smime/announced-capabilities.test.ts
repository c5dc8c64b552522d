/** What a signer or a certificate announces (RFC 8551 section 2.5.2, RFC 4262), and whom a signer wants to be encrypted to. */
import { describe, expect, it } from 'vitest'
import { encodeHex } from '../../src/bytes/encoding.ts'
import { parseContentInfo } from '../../src/cms/content-info.ts'
import { writeSignedAttributes } from '../../src/cms/signed-attributes-writer.ts'
import { parseSignedData } from '../../src/cms/signed-data.ts'
import type { SignerInfo } from '../../src/cms/signer-info.ts'
import { announcedByCertificate, announcedBySigner, preferredEncryptionCertificate } from '../../src/smime/announced-capabilities.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { aRootCa, anEndEntity, extension, type Holder } from '../make/certificate-authority.ts'
import { algorithm, context, contextPrimitive, type Der, integer, nullValue, octetString, oid, sequence } from '../make/der.ts'
import type { KeyKind } from '../make/keys.ts'
import { aSignedData, bytesOf, setOf } from '../make/signed-message.ts'

const CAPABILITIES = '1.2.840.113549.1.9.15'
const PREFERENCE = '1.2.840.113549.1.9.16.2.11'
const GCM_256 = algorithm('2.16.840.1.101.3.4.1.46')
const GCM_128 = algorithm('2.16.840.1.101.3.4.1.6')
const CBC_256 = algorithm('2.16.840.1.101.3.4.1.42')
const sha = (oidOfDigest: string) => algorithm(oidOfDigest, nullValue())
const SHA256 = sha('2.16.840.1.101.3.4.2.1')
const mgf1 = (digest: Der) => algorithm('1.2.840.113549.1.1.8', digest)
const oaep = (...parameters: Der[]) => algorithm('1.2.840.113549.1.1.7', ...parameters)
const TAGGED = oaep(sequence(context(0, SHA256), context(1, mgf1(SHA256))))
/** The octets of RFC 3560 section 5. */
const RFC3560 = new Uint8Array(
  Buffer.from('303806092A864886F70D010107302B300D06096086480165030402010500301A06092A864886F70D010108300D06096086480165030402010500', 'hex'),
)

const attribute = (type: string, ...values: readonly Der[]) => sequence(oid(type), setOf(...values))

async function aSignerThatSays(...attributes: readonly Der[]): Promise<SignerInfo> {
  const holder = await anEndEntity(await aRootCa())
  const signers = [{ holder, attributes: (standard: Der[]) => [...standard, ...attributes] }]
  const [signer] = parseSignedData(parseContentInfo(await aSignedData({ content: bytesOf('x'), signers }))).signers
  if (!signer) throw new Error('no signer')
  return signer
}

const announcedIn = async (...capabilities: readonly Der[]) => announcedBySigner(await aSignerThatSays(attribute(CAPABILITIES, sequence(...capabilities))))

describe('capabilities that a signer announces', () => {
  it.each<[story: string, capabilities: readonly Der[], gcm: boolean, oaep: boolean]>([
    ['AES-256-GCM among others', [CBC_256, GCM_256], true, false],
    ['AES-256-GCM with NULL', [algorithm('2.16.840.1.101.3.4.1.46', nullValue())], true, false],
    ['AES-256-GCM with parameters that nobody knows', [algorithm('2.16.840.1.101.3.4.1.46', integer(12))], false, false],
    ['only the shorter key for GCM', [GCM_128, CBC_256], false, false],
    ['RSAES-OAEP with SHA-256 as in a message', [CBC_256, TAGGED], false, true],
    ['RSAES-OAEP with SHA-256 in the octets of RFC 3560', [RFC3560], false, true],
    ['RSAES-OAEP with its defaults, which are SHA-1', [oaep(sequence())], false, false],
    ['RSAES-OAEP without parameters', [oaep()], false, false],
    ['RSAES-OAEP with SHA-384', [oaep(sequence(context(0, sha('2.16.840.1.101.3.4.2.2')), context(1, mgf1(sha('2.16.840.1.101.3.4.2.2')))))], false, false],
    ['RSAES-OAEP with SHA-256 and a mask of SHA-1', [oaep(sequence(context(0, SHA256)))], false, false],
    ['nothing that we know', [algorithm('1.2.3.4', sequence())], false, false],
    ['an empty list', [], false, false],
  ])('%s', async (_, capabilities, gcm, isOaep) => {
    expect(await announcedIn(...capabilities)).toEqual({ gcm, oaep: isOaep })
  })

  it('are nothing when there is no attribute, or there are no attributes at all', async () => {
    expect(announcedBySigner(await aSignerThatSays())).toBeUndefined()
    expect(announcedBySigner({ ...(await aSignerThatSays()), encodedSignedAttributes: undefined })).toBeUndefined()
  })

  it.each<[story: string, attributes: readonly Der[]]>([
    ['two lists', [attribute(CAPABILITIES, sequence(GCM_256), sequence(CBC_256))]],
    ['an attribute without a list', [attribute(CAPABILITIES)]],
    ['two attributes', [attribute(CAPABILITIES, sequence(GCM_256)), attribute(CAPABILITIES, sequence(CBC_256))]],
    ['a list of something else', [attribute(CAPABILITIES, sequence(GCM_256, integer(1)))]],
    ['no list', [attribute(CAPABILITIES, integer(1))]],
  ])('are nothing in %s', async (_, attributes) => {
    expect(announcedBySigner(await aSignerThatSays(...attributes))).toBeUndefined()
  })
})

describe('capabilities in a certificate', () => {
  const certified = async (value: Der | null) =>
    announcedByCertificate(parseCertificate((await anEndEntity(await aRootCa(), { extensions: { extra1: value && extension(CAPABILITIES, value) } })).certificate))

  it('are read as those of a signer are', async () => {
    expect(await certified(sequence(CBC_256, GCM_256, RFC3560))).toEqual({ gcm: true, oaep: true })
    expect(await certified(sequence(CBC_256))).toEqual({ gcm: false, oaep: false })
  })

  it('are nothing when they are absent or no list', async () => {
    expect(await certified(null)).toBeUndefined()
    expect(await certified(integer(1))).toBeUndefined()
    expect(await certified(sequence(integer(1)))).toBeUndefined()
  })
})

describe('the certificate that a signer wants to be encrypted to', () => {
  const people = async () => {
    const root = await aRootCa()
    return [await anEndEntity(root), await anEndEntity(root)] as const
  }
  const issuerAndSerial = ({ issuerName, serial }: Holder) => [issuerName, integer(serial)]
  const parsed = (...holders: readonly Holder[]) => holders.map(({ certificate }) => parseCertificate(certificate))

  it.each<[form: string, value: (wanted: Holder) => Der]>([
    ['issuer and serial number', wanted => context(0, ...issuerAndSerial(wanted))],
    ['a recipient key identifier', wanted => context(1, octetString(wanted.keyIdentifier))],
    ['a subject key identifier', wanted => contextPrimitive(2, wanted.keyIdentifier)],
  ])('is found by %s', async (_, value) => {
    const [other, wanted] = await people()
    const signer = await aSignerThatSays(attribute(PREFERENCE, value(wanted)))
    expect(preferredEncryptionCertificate(signer, parsed(other, wanted))?.serialNumber).toEqual(parsed(wanted)[0]?.serialNumber)
    expect(preferredEncryptionCertificate(signer, parsed(other))).toBeUndefined()
  })

  it.each<[story: string, attributes: (wanted: Holder) => Der[]]>([
    ['no preference', () => []],
    ['two preferences', wanted => [attribute(PREFERENCE, context(0, ...issuerAndSerial(wanted)), contextPrimitive(2, wanted.keyIdentifier))]],
    ['a preference of another form', wanted => [attribute(PREFERENCE, context(3, ...issuerAndSerial(wanted)))]],
    ['an issuer without a serial number', wanted => [attribute(PREFERENCE, context(0, wanted.issuerName))]],
  ])('is nobody with %s', async (_, attributes) => {
    const [other, wanted] = await people()
    expect(preferredEncryptionCertificate(await aSignerThatSays(...attributes(wanted)), parsed(other, wanted))).toBeUndefined()
  })
})

describe('what we announce', () => {
  async function ours(kind: KeyKind, encryptionKind?: KeyKind) {
    const root = await aRootCa()
    const [signer, encryption] = [await anEndEntity(root, { keyKind: kind }), encryptionKind && (await anEndEntity(root, { keyKind: encryptionKind }))]
    const encryptionCertificate = encryption && parseCertificate(encryption.certificate)
    const encodedSignedAttributes = writeSignedAttributes({
      contentDigest: new Uint8Array(32),
      digestAlgorithm: algorithm('2.16.840.1.101.3.4.2.1'),
      signatureAlgorithm: algorithm('1.2.840.10045.4.3.2'),
      signingTime: 0,
      signer: parseCertificate(signer.certificate),
      signerHash: new Uint8Array(32),
      encryptionCertificate,
    })
    return { signer: { ...(await aSignerThatSays()), encodedSignedAttributes }, encryptionCertificate, hex: encodeHex(encodedSignedAttributes) }
  }

  it('is GCM with any key, and OAEP with an RSA key to encrypt to', async () => {
    expect(announcedBySigner((await ours('RSA-2048')).signer)).toEqual({ gcm: true, oaep: true })
    expect(announcedBySigner((await ours('P-256')).signer)).toEqual({ gcm: true, oaep: false })
    expect(announcedBySigner((await ours('P-256', 'RSA-2048')).signer)).toEqual({ gcm: true, oaep: true })
    expect(announcedBySigner((await ours('RSA-2048', 'P-256')).signer)).toEqual({ gcm: true, oaep: false })
    expect(announcedBySigner((await ours('Ed25519')).signer)).toEqual({ gcm: true, oaep: false })
  })

  it('holds the octets of RFC 5753, RFC 5754 and RFC 3560 for comparison', async () => {
    const { hex } = await ours('P-256')
    const ecdhWithSha256AndAes256Wrap = '301506062b8104010b01300b060960864801650304012d'
    const [ecdsaWithSha256, sha256WithRsa] = ['300a06082a8648ce3d040302', '300d06092a864886f70d01010b0500']
    for (const known of [ecdsaWithSha256, sha256WithRsa, ecdhWithSha256AndAes256Wrap]) expect(hex).toContain(known)
    expect((await ours('RSA-2048')).hex).toContain(encodeHex(RFC3560))
  })

  it('names the certificate to encrypt to when that is another one', async () => {
    const { signer, encryptionCertificate } = await ours('P-256', 'RSA-2048')
    expect(encryptionCertificate && preferredEncryptionCertificate(signer, [encryptionCertificate])).toBe(encryptionCertificate)
    expect((await ours('P-256')).hex).not.toContain('060b2a864886f70d010910020b')
  })
})
