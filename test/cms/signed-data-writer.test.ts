/** SignedData as we write it (RFC 5652 section 5), read back member by member. */
import { beforeAll, describe, expect, it } from 'vitest'
import { concatBytes } from '../../src/bytes/bytes.ts'
import { type SignedDataToWrite, writeSignedData } from '../../src/cms/signed-data-writer.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { anEndEntity, anIntermediate, aRootCa, type Holder } from '../make/certificate-authority.ts'
import { algorithm, context, contextPrimitive, integer, nullValue, octetString, oid, sequence, setOf } from '../make/der.ts'
import { readTree, type TreeNode, writeTree } from '../make/element-tree.ts'
import { attribute, bytesOf } from '../make/signed-message.ts'

let holders: readonly Holder[]

beforeAll(async () => {
  const root = await aRootCa()
  const issuing = await anIntermediate(root)
  holders = [await anEndEntity(issuing, { serial: 77 }), issuing, root]
})

const DIGEST = algorithm('2.16.840.1.101.3.4.2.1', nullValue())
const SIGNATURE = algorithm('1.2.840.113549.1.1.1', nullValue())
const ATTRIBUTES = setOf(attribute('1.2.840.113549.1.9.3', oid('1.2.840.113549.1.7.1')), attribute('1.2.840.113549.1.9.4', octetString(new Uint8Array(32))))

/** Members of SignedData: version, digests, content, certificates, signers. */
function written(changes: Partial<SignedDataToWrite> = {}): readonly TreeNode[] {
  const certificates = holders.map(({ certificate }) => parseCertificate(certificate))
  const [signer] = certificates
  if (!signer) throw new Error('no signer')
  const parts = writeSignedData({
    signer, naming: 'issuer-and-serial', digestAlgorithm: DIGEST, signatureAlgorithm: SIGNATURE,
    signedAttributes: ATTRIBUTES, signature: Uint8Array.of(1, 2, 3), certificates, content: undefined, ...changes,
  })
  const { identifier, children: [type, content] = [] } = readTree(concatBytes(parts))
  expect([identifier, hex(type), content?.identifier]).toEqual([0x30, hex(readTree(oid('1.2.840.113549.1.7.2'))), 0xa0])
  return content?.children?.[0]?.children ?? []
}

const hex = (node: TreeNode | undefined) => (node ? Buffer.from(writeTree(node, () => undefined)).toString('hex') : '')
const hexOf = (der: Uint8Array) => Buffer.from(der).toString('hex')

describe('SignedData that we write', () => {
  it('has its members in order, each as it should be', () => {
    const [version, digests, content, certificates, signers, ...surplus] = written()
    expect(surplus).toEqual([])
    expect(hex(version)).toBe(hexOf(integer(1)))
    expect(hex(digests)).toBe(hexOf(setOf(DIGEST)))
    expect(hex(content)).toBe(hexOf(sequence(oid('1.2.840.113549.1.7.1'))))
    expect(certificates?.identifier).toBe(0xa0)
    expect(signers?.identifier).toBe(0x31)
    const [alice] = holders
    const implicit = ATTRIBUTES.slice()
    implicit[0] = 0xa0
    expect(signers?.children?.map(hex)).toEqual([hexOf(
      sequence(integer(1), sequence(alice?.issuerName ?? nullValue(), integer(77)), DIGEST, implicit, SIGNATURE, octetString(Uint8Array.of(1, 2, 3))),
    )])
  })

  it('is of version 3, and so is its signer, where the signer is named by key', () => {
    const [version, , , , signers] = written({ naming: 'key-identifier' })
    const [signerVersion, identifier] = signers?.children?.[0]?.children ?? []
    expect([hex(version), hex(signerVersion)]).toEqual([hexOf(integer(3)), hexOf(integer(3))])
    expect(hex(identifier)).toBe(hexOf(contextPrimitive(0, holders[0]?.keyIdentifier ?? new Uint8Array())))
  })

  it('has its certificates in the order of a SET OF, whatever order they came in', () => {
    const parsed = holders.map(({ certificate }) => parseCertificate(certificate))
    const inOrder = (certificates: typeof parsed) => written({ certificates })[3]?.children?.map(hex)
    const expected = holders.map(({ certificate }) => hexOf(certificate)).sort()
    expect(inOrder(parsed)).toEqual(expected)
    expect(inOrder([...parsed].reverse())).toEqual(expected)
  })

  it('holds a content in pieces as one', () => {
    const [, , content] = written({ content: [bytesOf('one '), bytesOf('text')] })
    expect(hex(content)).toBe(hexOf(sequence(oid('1.2.840.113549.1.7.1'), context(0, octetString(bytesOf('one text'))))))
  })
})
