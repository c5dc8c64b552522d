/** PKCS #12 by rule: what the structure may be, what is refused before any work is done. Files made here, octet by octet. */
import { fc } from '../support/properties.ts'
import { createCipheriv, createHmac, pbkdf2Sync } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { openPkcs12, readPkcs12 } from '../../src/engine/open-pkcs12.ts'
import { X509Error } from '../../src/x509/errors.ts'
import { isPkcs12 } from '../../src/x509/pkcs12.ts'
import { aRootCa, type Holder } from '../make/certificate-authority.ts'
import {
  algorithm,
  context,
  contextPrimitive,
  type Der,
  indefinite,
  integer,
  joined,
  nullValue,
  octetString,
  oid,
  sequence,
  setOf,
  tlv,
  utf8String,
} from '../make/der.ts'

const BAG = '1.2.840.113549.1.12.10.1'
const DATA = '1.2.840.113549.1.7.1'
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6'
const SHA256_HMAC = '1.2.840.113549.2.9'
const PASSWORD = 'correct horse'

let holder: Holder
beforeAll(async () => {
  holder = await aRootCa()
})

const bag = (type: string, value: Der, ...attributes: Der[]) =>
  sequence(oid(type), context(0, value), ...(attributes.length > 0 ? [setOf(...attributes)] : []))
const certificateValue = (der: Der) => sequence(oid('1.2.840.113549.1.9.22.1'), context(0, octetString(der)))
const certificateBag = (der: Der = holder.certificate, ...attributes: Der[]) => bag(`${BAG}.3`, certificateValue(der), ...attributes)
const PKCS8 = sequence(integer(0), algorithm('1.3.101.112'), octetString(octetString(new Uint8Array(32))))
const keyBag = () => bag(`${BAG}.1`, PKCS8)
const attribute = (type: string, value: Der) => sequence(oid(type), setOf(value))
const bmpString = (text: string) => tlv(30, Uint8Array.from(Array.from(text, character => character.charCodeAt(0)).flatMap(unit => [unit >> 8, unit & 0xff])))
const clear = (...bags: Der[]) => sequence(oid(DATA), context(0, octetString(sequence(...bags))))
const dataInfo = (content: Der) => sequence(oid(DATA), context(0, octetString(content)))
const pfx = (contents: readonly Der[], mac?: Der) => sequence(integer(3), dataInfo(sequence(...contents)), ...(mac ? [mac] : []))

interface Pbes2Options {
  readonly iterations?: number | bigint
  readonly salt?: Uint8Array
  readonly keyLength?: number
  readonly cipher?: string
  readonly kdf?: string
  readonly iv?: Uint8Array
}

const SALT = Uint8Array.from({ length: 8 }, (_, index) => index)
const IV = new Uint8Array(16).fill(7)

const pbkdf2 = ({ iterations = 10, salt = SALT, keyLength, kdf = '1.2.840.113549.1.5.12' }: Pbes2Options) =>
  algorithm(
    kdf,
    sequence(
      octetString(salt),
      integer(iterations),
      ...(keyLength === undefined ? [] : [integer(keyLength)]),
      algorithm(SHA256_HMAC, nullValue()),
    ),
  )

const pbes2 = (options: Pbes2Options = {}) =>
  algorithm('1.2.840.113549.1.5.13', sequence(pbkdf2(options), algorithm(options.cipher ?? '2.16.840.1.101.3.4.1.42', octetString(options.iv ?? IV))))

function encrypt(plaintext: Uint8Array, password = PASSWORD): Uint8Array {
  const cipher = createCipheriv('aes-256-cbc', pbkdf2Sync(password, SALT, 10, 32, 'sha256'), IV)
  return new Uint8Array(Buffer.concat([cipher.update(plaintext), cipher.final()]))
}

const encryptedContent = (scheme: Der, ciphertext: Der) =>
  sequence(oid(ENCRYPTED_DATA), context(0, sequence(integer(0), sequence(oid(DATA), scheme, ciphertext))))
const encrypted = (plaintext: Der, scheme = pbes2(), password?: string) => encryptedContent(scheme, contextPrimitive(0, encrypt(plaintext, password)))
const shrouded = (scheme: Der, ciphertext = encrypt(PKCS8)) => bag(`${BAG}.2`, sequence(scheme, octetString(ciphertext)))
const pkcs12Pbe = (iterations: number | bigint, salt = SALT) => algorithm('1.2.840.113549.1.12.1.3', sequence(octetString(salt), integer(iterations)))
const macData = (iterations: number | bigint, salt = SALT) =>
  sequence(sequence(algorithm('1.3.14.3.2.26', nullValue()), octetString(new Uint8Array(20))), octetString(salt), integer(iterations))

/** A MacData with PBMAC1 around `code`. */
function pbmac1Data(options: Pbes2Options, code: Uint8Array): Der {
  const parameters = sequence(pbkdf2(options), algorithm(SHA256_HMAC, nullValue()))
  const digestInfo = sequence(algorithm('1.2.840.113549.1.5.14', parameters), octetString(code))
  return sequence(digestInfo, octetString(new TextEncoder().encode('NOT USED')), integer(1))
}

function pbmac1(contents: readonly Der[], keyLength: number | undefined, iterations = 10): Der {
  const code = createHmac('sha256', pbkdf2Sync(PASSWORD, SALT, iterations, keyLength ?? 32, 'sha256')).update(sequence(...contents)).digest()
  return pbmac1Data({ iterations, ...(keyLength === undefined ? {} : { keyLength }) }, code)
}

const codeOf = (error: unknown) => (error instanceof X509Error ? error.code : String(error))
const refusal = (file: Der, password: string | null = PASSWORD) => openPkcs12(file, password).then(() => 'opened', codeOf)
const counts = async (file: Der, password: string | null = PASSWORD) => {
  const { certificates, unreadableCertificates, privateKeys } = await openPkcs12(file, password)
  return [certificates.length, unreadableCertificates, privateKeys]
}

describe('what a file holds', () => {
  it('certificates and keys in the clear, without a password', async () => {
    const file = pfx([clear(certificateBag(), keyBag()), clear(keyBag())])
    expect(isPkcs12(file)).toBe(true)
    expect(await counts(file, null)).toEqual([1, 0, 2])
  })
  it('labels: friendly name and local key identifier, on the certificate and on the key', async () => {
    const labels = [
      attribute('1.2.840.113549.1.9.20', bmpString('暗号の鍵')),
      attribute('1.2.840.113549.1.9.21', octetString(Uint8Array.of(1, 2))),
    ]
    const file = pfx([clear(certificateBag(holder.certificate, ...labels), bag(`${BAG}.1`, PKCS8, ...labels))])
    const { certificates, keys } = await readPkcs12(file, null)
    const expected = { friendlyName: '暗号の鍵', localKeyId: Uint8Array.of(1, 2) }
    expect(certificates[0]).toMatchObject(expected)
    expect(keys[0]).toMatchObject({ ...expected, algorithm: '1.3.101.112', pkcs8: PKCS8 })
  })
  it('labels of another form are left out, the certificate stays', async () => {
    const file = pfx([clear(certificateBag(holder.certificate, attribute('1.2.840.113549.1.9.20', utf8String('x')), attribute('1.2.3', integer(1))))])
    expect((await readPkcs12(file, null)).certificates[0]).toMatchObject({ friendlyName: null, localKeyId: null })
  })
  it('nested safes are opened; CRLs, secrets and other certificates are passed over', async () => {
    const nested = bag(`${BAG}.6`, sequence(bag(`${BAG}.6`, sequence(certificateBag())), keyBag()))
    const others = [
      bag(`${BAG}.4`, sequence(oid('1.2.840.113549.1.9.23.1'))),
      bag(`${BAG}.5`, sequence(oid('1.2.3'))),
      bag(`${BAG}.3`, sequence(oid('1.2.840.113549.1.9.22.2'), context(0, octetString(PKCS8)))),
    ]
    expect(await counts(pfx([clear(nested, ...others)]), null)).toEqual([1, 0, 1])
  })
  it('a malformed certificate is passed over beside others, and is the answer when it is all there is', async () => {
    const broken = certificateBag(sequence(integer(1)))
    expect(await counts(pfx([clear(broken, certificateBag(), keyBag())]), null)).toEqual([1, 1, 1])
    expect(await counts(pfx([clear(broken, keyBag())]), null)).toEqual([0, 1, 1])
    expect(await refusal(pfx([clear(broken)]))).toBe('x509/unreadable')
  })
  it('an empty safe holds nothing', async () => {
    expect(await counts(pfx([]), null)).toEqual([0, 0, 0])
  })
})

describe('BER', () => {
  it('indefinite lengths and segmented octet strings at every level, the MAC over the joined octets', async () => {
    const chunked = (content: Uint8Array, identifier = 0x24) =>
      indefinite(identifier, octetString(content.subarray(0, 5)), octetString(content.subarray(5)))
    const info = (content: Der) => indefinite(0x30, oid(DATA), indefinite(0xa0, chunked(content)))
    const safe = indefinite(
      0x30,
      info(indefinite(0x30, certificateBag())),
      encryptedContent(pbes2(), chunked(encrypt(sequence(keyBag())), 0xa0)),
    )
    const code = createHmac('sha256', pbkdf2Sync(PASSWORD, SALT, 10, 32, 'sha256')).update(safe).digest()
    const file = indefinite(0x30, integer(3), info(safe), pbmac1Data({ keyLength: 32 }, code))
    expect(isPkcs12(file)).toBe(true)
    expect(await counts(file)).toEqual([1, 0, 1])
    expect(await refusal(file, 'other')).toBe('x509/wrong-password')
  })
})

describe('the password', () => {
  const open = () => pfx([encrypted(sequence(certificateBag(), shrouded(pbes2())))])
  it('without a MAC the decryption proves it', async () => {
    expect(await counts(open())).toEqual([1, 0, 1])
    for (const password of [null, '', 'correct hors', 'Correct horse']) expect(await refusal(open(), password)).toBe('x509/wrong-password')
  })
  it('a padding that fits by chance proves nothing', async () => {
    expect(await refusal(pfx([encrypted(octetString(new Uint8Array(3)))]))).toBe('x509/wrong-password')
    expect(await refusal(pfx([encrypted(joined([sequence(certificateBag()), Uint8Array.of(0)]))]))).toBe('x509/wrong-password')
  })
  it('where only a key is protected, the key proves it', async () => {
    const file = pfx([clear(certificateBag(), shrouded(pbes2()))])
    expect(await counts(file)).toEqual([1, 0, 1])
    expect(await refusal(file, null)).toBe('x509/wrong-password')
    expect(await refusal(file, 'other')).toBe('x509/wrong-password')
  })
  it('no password, in the form PBES2 has of it', async () => {
    const file = pfx([encrypted(sequence(certificateBag()), pbes2(), '')])
    expect(await counts(file, null)).toEqual([1, 0, 0])
    expect(await counts(file, '')).toEqual([1, 0, 0])
  })
  it('the MAC is asked first: what it does not cover is never looked at', async () => {
    const contents = [clear(certificateBag())]
    expect(await counts(pfx(contents, pbmac1(contents, 32)))).toEqual([1, 0, 0])
    expect(await refusal(pfx([clear(certificateBag(), keyBag())], pbmac1(contents, 32)))).toBe('x509/wrong-password')
    expect(await refusal(pfx(contents, macData(10)))).toBe('x509/wrong-password')
  })
})

describe('PBMAC1 (RFC 9579)', () => {
  const file = (keyLength: number | undefined) => {
    const contents = [clear(certificateBag())]
    return pfx(contents, pbmac1(contents, keyLength))
  }
  it.each([20, 32, 64])('a key of %i octets', async keyLength => {
    expect(await counts(file(keyLength))).toEqual([1, 0, 0])
  })
  it.each([1, 19, 65, 128, undefined])('a key of %s octets is refused, though the code fits', async keyLength => {
    expect(await refusal(file(keyLength))).toBe('x509/unreadable')
  })
})

describe('costs are refused before any work (SEC-77)', () => {
  const MAXIMUM = 2 ** 31 - 1
  it.each<[string, () => Der]>([
    ['MAC iterations', () => pfx([], macData(MAXIMUM))],
    ['MAC iterations just above the limit', () => pfx([], macData(10_000_001))],
    ['MAC iterations beyond 64 bits', () => pfx([], macData(2n ** 80n))],
    ['PBMAC1 iterations', () => pfx([], pbmac1Data({ iterations: MAXIMUM, keyLength: 32 }, new Uint8Array(32)))],
    ['PBES2 iterations', () => pfx([encrypted(sequence(), pbes2({ iterations: MAXIMUM }))])],
    ['PKCS #12 iterations', () => pfx([encrypted(sequence(), pkcs12Pbe(MAXIMUM))])],
    ['iterations of a key', () => pfx([clear(shrouded(pkcs12Pbe(MAXIMUM)))])],
    ['a long salt', () => pfx([], macData(1, new Uint8Array(1025)))],
    ['a long salt of PBES2', () => pfx([encrypted(sequence(), pbes2({ salt: new Uint8Array(1025) }))])],
    ['a long key', () => pfx([encrypted(sequence(), pbes2({ keyLength: 2 ** 30 }))])],
  ])('%s', async (_, make) => {
    expect(await refusal(make())).toBe('x509/too-costly')
  })
  it('many parts that are each within the limit', async () => {
    const parts = (count: number) => pfx(Array.from({ length: count }, () => encrypted(sequence(), pkcs12Pbe(10_000_000))), macData(1))
    expect(await refusal(parts(5))).toBe('x509/too-costly')
    expect(await refusal(parts(4))).toBe('x509/wrong-password')
  })
  it('the limits themselves are allowed', async () => {
    expect(await refusal(pfx([clear(certificateBag(), keyBag(), shrouded(pbes2({ iterations: 10 })))], undefined))).toBe('opened')
    expect(await refusal(pfx([], macData(1, new Uint8Array(1024))))).toBe('x509/wrong-password')
  })
})

describe('methods that are not read are named', () => {
  const said = (error: unknown) => (error instanceof X509Error ? `${error.code}: ${error.message}` : String(error))
  const message = (file: Der) => openPkcs12(file, PASSWORD).then(() => 'opened', said)
  it.each<[string, () => Der]>([
    ['pbeWithSHAAnd128BitRC4', () => pfx([encrypted(sequence(), algorithm('1.2.840.113549.1.12.1.1', sequence(octetString(SALT), integer(1))))])],
    ['pbeWithMD5AndDES-CBC', () => pfx([clear(shrouded(algorithm('1.2.840.113549.1.5.3', sequence(octetString(SALT), integer(1)))))])],
    ['AES-256-GCM', () => pfx([encrypted(sequence(), pbes2({ cipher: '2.16.840.1.101.3.4.1.46' }))])],
    ['scrypt', () => pfx([encrypted(sequence(), pbes2({ kdf: '1.3.6.1.4.1.11591.4.11' }))])],
    ['1.2.3.4', () => pfx([encrypted(sequence(), algorithm('1.2.3.4'))])],
    ['MAC with MD5', () => pfx([], sequence(sequence(algorithm('1.2.840.113549.2.5'), octetString(SALT)), octetString(SALT)))],
    ['envelopedData', () => pfx([sequence(oid('1.2.840.113549.1.7.3'), context(0, sequence()))])],
    ['signedData', () => sequence(integer(3), sequence(oid('1.2.840.113549.1.7.2'), context(0, sequence())))],
  ])('%s', async (name, make) => {
    const answer = await message(make())
    expect(answer).toContain('x509/method-unsupported')
    expect(answer).toContain(name)
  })
})

describe('broken structures', () => {
  it.each<[string, () => Der]>([
    ['no content', () => sequence(integer(3), sequence(oid(DATA)))],
    ['version 2', () => sequence(integer(2), sequence(oid(DATA), context(0, octetString(sequence()))))],
    ['contents that are no SEQUENCE', () => sequence(integer(3), sequence(oid(DATA), context(0, octetString(octetString(SALT)))))],
    ['an unknown content', () => pfx([sequence(oid('1.2.3'), context(0, sequence()))])],
    ['a bag without a value', () => pfx([clear(sequence(oid(`${BAG}.1`)))])],
    ['no iterations', () => pfx([], macData(0))],
    ['a key length that does not fit the cipher', () => pfx([encrypted(sequence(), pbes2({ keyLength: 16 }))])],
    ['an initialization vector that does not fit', () => pfx([encrypted(sequence(), pbes2({ iv: new Uint8Array(8) }))])],
  ])('%s', async (_, make) => {
    expect(await refusal(make())).toBe('x509/unreadable')
  })
  it('safes nested too deep, too many bags', async () => {
    let nested = keyBag()
    for (let depth = 0; depth < 9; depth++) nested = bag(`${BAG}.6`, sequence(nested))
    expect(await refusal(pfx([clear(nested)]))).toBe('x509/limit-exceeded')
    expect(await refusal(pfx([clear(...Array.from({ length: 5001 }, () => keyBag()))]))).toBe('x509/limit-exceeded')
  })
  it('never anything but a coded error, for any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async bytes => {
        expect(await refusal(bytes)).toMatch(/^x509\//u)
      }),
    )
  })
})
