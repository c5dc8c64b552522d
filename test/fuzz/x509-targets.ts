/** Parsers of certificates, of what revokes them, and of the files they come in. */
import { readBuiltInAnchors } from '../../src/engine/anchors/built-in-anchors.ts'
import { Asn1Reader } from '../../src/x509/asn1-reader.ts'
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { type CertificateList, parseCertificateList } from '../../src/x509/certificate-list.ts'
import { type Certificate, parseCertificate } from '../../src/x509/certificate.ts'
import { formatDistinguishedName } from '../../src/x509/distinguished-name.ts'
import { readDistributionPoints } from '../../src/x509/distribution-point.ts'
import { readAuthorityKeyIdentifier, readBasicConstraints, readExtendedKeyUsage, readKeyUsage, readMailboxes, readNameConstraints, readSubjectKeyIdentifier } from '../../src/x509/extension.ts'
import { readIssuingDistributionPoint } from '../../src/x509/issuing-distribution-point.ts'
import { OID } from '../../src/x509/object-identifier.ts'
import { parseOcspResponse } from '../../src/x509/ocsp-response.ts'
import { parsePem } from '../../src/x509/pem.ts'
import { readEncryptedPrivateKey, readPrivateKeyAlgorithm, readSafeContents } from '../../src/x509/pkcs12-safe-contents.ts'
import { writeAuthenticatedSafe, writeCertificateBag, writeClearContents, writeEncryptedContents, writePfx, writeSafeContents, writeShroudedKeyBag } from '../../src/x509/pkcs12-writer.ts'
import { readPfx } from '../../src/x509/pkcs12.ts'
import { readCertificatePolicies, readInhibitAnyPolicy, readPolicyConstraints, readPolicyMappings } from '../../src/x509/policy-extensions.ts'
import { readPrivateKeyBlocks } from '../../src/x509/private-key-file.ts'
import { readPssParameters } from '../../src/x509/pss-parameters.ts'
import { readSerializedStore } from '../../src/x509/serialized-store.ts'
import { assertStrictDer } from '../../src/x509/strict-der.ts'
import { anEndEntity, anIntermediate, emailName, extension, type Holder, nameConstraints } from '../make/certificate-authority.ts'
import { context, contextPrimitive, type Der, integer, joined, oid, sequence, tlv } from '../make/der.ts'
import { aVisibleKey, pemOf } from '../make/key-files.ts'
import { aCertificateList, anOcspResponse } from '../make/revocation.ts'
import { bytesOf } from '../make/signed-message.ts'
import type { FuzzTarget } from './target.ts'

const ROOM = ['x509/']

function readAll(reader: Asn1Reader, start = 0, depth = 0): void {
  const element = reader.read(start)
  if (element.constructed && depth < 50) for (const child of reader.children(element)) readAll(reader, child.start, depth + 1)
}

const EXTENSION_READERS: readonly ((certificate: Certificate) => unknown)[] = [
  readBasicConstraints, readExtendedKeyUsage, readKeyUsage, readMailboxes, readNameConstraints, readSubjectKeyIdentifier, readAuthorityKeyIdentifier,
  readDistributionPoints, readCertificatePolicies, readPolicyMappings, readPolicyConstraints, readInhibitAnyPolicy,
]

function readCertificate(bytes: Uint8Array): void {
  const certificate = parseCertificate(bytes)
  formatDistinguishedName(certificate.subject)
  for (const read of EXTENSION_READERS) read(certificate)
  if (certificate.signatureAlgorithm.oid === OID.rsassaPss) readPssParameters(certificate.signatureAlgorithm)
}

function readList(bytes: Uint8Array): void {
  const list: CertificateList = parseCertificateList(bytes)
  readIssuingDistributionPoint(list)
  Array.from(list.criticalEntryExtensions())
}

/** Every extension that is read, in one certificate. */
async function aTalkativeAuthority(root: Holder): Promise<Holder> {
  const policy = oid('1.2.3.4')
  const point = context(0, context(0, tlv(0x86, bytesOf('http://crl.example/a.crl'))))
  return anIntermediate(root, {
    extensions: {
      nameConstraints: nameConstraints({ permitted: [emailName('example.com'), context(4, sequence())], excluded: [tlv(0x87, new Uint8Array(8))] }),
      extra1: extension('2.5.29.32', sequence(sequence(policy))),
      extra2: extension('2.5.29.33', sequence(sequence(policy, oid('1.2.3.5')))),
      extra3: extension('2.5.29.36', sequence(contextPrimitive(0, Uint8Array.of(1)), contextPrimitive(1, Uint8Array.of(2)))),
      extra4: extension('2.5.29.54', integer(3)),
      extra5: extension('2.5.29.31', sequence(sequence(point, contextPrimitive(1, Uint8Array.of(1, 0x7e)), context(2, context(4, sequence()))))),
    },
  })
}

function aPfx(certificate: Uint8Array): Uint8Array {
  const encrypted = { salt: new Uint8Array(16), iterations: 1000, iv: new Uint8Array(16), ciphertext: new Uint8Array(64) }
  const label = { friendlyName: 'Alice', localKeyId: Uint8Array.of(1) }
  const clear = writeClearContents(writeSafeContents([writeShroudedKeyBag(encrypted, label), writeCertificateBag(certificate, label)]))
  return writePfx(writeAuthenticatedSafe([clear, writeEncryptedContents(encrypted)]), { salt: new Uint8Array(8), iterations: 1000, value: new Uint8Array(32) })
}

function aStore(certificate: Uint8Array): Uint8Array {
  const element = (id: number, value: Uint8Array) => joined([Uint8Array.of(id, 0, 0, 0, 1, 0, 0, 0, value.length & 0xff, value.length >> 8, 0, 0), value])
  return joined([Uint8Array.of(0, 0, 0, 0, 0x43, 0x45, 0x52, 0x54), element(3, new Uint8Array(20)), element(32, certificate), new Uint8Array(12)])
}

/** @param signedData - A CMS object, which is a certificate file (`.p7b`) as well. */
export async function x509Targets(root: Holder, authority: Holder, holder: Holder, signedData: Der, signedAttributes: Der): Promise<readonly FuzzTarget[]> {
  const talkative = await aTalkativeAuthority(root)
  const pss = await anEndEntity(root, { keyKind: 'RSA-PSS' })
  const underPss = await anEndEntity(await anIntermediate(root, { keyKind: 'RSA-PSS' }))
  const anchors = readBuiltInAnchors().anchors.slice(0, 5).map(({ der }) => der)
  const certificates = [holder, root, talkative, pss, underPss].map(({ certificate }) => certificate)
  const { pkcs8, privateKey } = aVisibleKey('rsa')
  const sec1 = new Uint8Array(aVisibleKey('ec').privateKey.export({ format: 'der', type: 'sec1' }))
  const pkcs1 = new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs1' }))
  const sealed = new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' }))
  const pem = bytesOf(pemOf('CERTIFICATE', holder.certificate) + pemOf('RSA PRIVATE KEY', pkcs1) + pemOf('ENCRYPTED PRIVATE KEY', sealed))
  const issuingPoint = extension('2.5.29.28', sequence(context(0, context(0, tlv(0x86, bytesOf('http://crl.example/a.crl')))), contextPrimitive(1, Uint8Array.of(0xff)), contextPrimitive(4, Uint8Array.of(0xff))), true)
  const lists = [
    await aCertificateList(authority, { revoked: [{ serial: 7, reason: 1 }, { serial: 8 }], extensions: [extension('2.5.29.20', integer(5)), issuingPoint] }),
    await aCertificateList(root, { extensions: [extension('2.5.29.27', integer(4), true)] }),
  ]
  const answers = [
    await anOcspResponse(holder, authority, { certificates: [holder.certificate] }),
    await anOcspResponse(holder, authority, { status: 'revoked', othersFirst: [1, 2], secondStatus: 'unknown', nextUpdate: null }),
  ]
  const safeContents = writeSafeContents([writeCertificateBag(holder.certificate, { friendlyName: 'A', localKeyId: null })])
  return [
    { name: 'ASN.1 reader', seeds: [signedData, holder.certificate], run: bytes => readAll(new Asn1Reader(bytes)), rooms: ROOM },
    { name: 'strict DER', seeds: [holder.certificate, signedAttributes], run: bytes => assertStrictDer(bytes), rooms: ROOM },
    { name: 'certificate', seeds: [...certificates, ...anchors], run: readCertificate, rooms: ROOM },
    { name: 'certificate file', seeds: [holder.certificate, signedData, pem, aStore(holder.certificate)], run: readCertificateFile, rooms: ROOM },
    { name: 'PEM', seeds: [pem], run: parsePem, rooms: ROOM },
    { name: 'serialized store', seeds: [aStore(holder.certificate)], run: readSerializedStore, rooms: ROOM },
    { name: 'CRL', seeds: lists, run: readList, rooms: ROOM },
    { name: 'OCSP answer', seeds: answers, run: parseOcspResponse, rooms: ROOM },
    { name: 'PKCS #12', seeds: [aPfx(holder.certificate)], run: readPfx, rooms: ['x509/', 'cms/'] },
    { name: 'PKCS #12 safe contents', seeds: [safeContents], run: readSafeContents, rooms: ['x509/', 'cms/'] },
    { name: 'private key file', seeds: [pkcs8, pkcs1, sec1, sealed, pem], run: readPrivateKeyBlocks, rooms: ROOM },
    { name: 'encrypted private key', seeds: [sealed], run: readEncryptedPrivateKey, rooms: ROOM },
    { name: 'private key algorithm', seeds: [pkcs8], run: readPrivateKeyAlgorithm, rooms: ROOM },
  ]
}
