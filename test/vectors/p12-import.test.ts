/** Other people's PKCS #12 files: twenty-five years of writers, and what was made to break readers. */
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openPkcs12, type Pkcs12PrivateKey, readPkcs12 } from '../../src/engine/open-pkcs12.ts'
import { openPrivateKey, publicKeyOf } from '../../src/webcrypto/private-key.ts'
import { X509Error } from '../../src/x509/errors.ts'
import { type CorpusCase, HAS_CORPORA, readCorpusFile, runCorpus } from './corpus.ts'

/** OpenSSL's own count stands beside most cases. */
function countsOf(item: CorpusCase): string {
  const { openssl } = item as CorpusCase & { readonly openssl?: string }
  const found = /OK.*\((\d+) cert, (\d+) key\)/u.exec(openssl ?? '')
  return found ? `ok: ${String(found[1])} certificates, ${String(found[2])} keys` : 'ok'
}

const isOk = (item: CorpusCase) => item.expected['import'] === 'ok'

const errorOf = (error: unknown) => {
  if (!(error instanceof X509Error)) throw error
  return `${error.code}: ${error.message}`
}

/** Kinds of keys that only sign: nothing is encrypted to them. */
const SIGNS_ONLY = new Set(['1.3.101.112', '1.3.101.113', '1.2.840.10040.4.1'])

/** RFC 5480 section 2.1.1: "implicitCurve and specifiedCurve MUST NOT be used in PKIX." Such a curve names its prime field. */
const hasSpecifiedCurve = (pkcs8: Uint8Array) => Buffer.from(pkcs8.subarray(0, 64)).includes(Buffer.from('06072a8648ce3d0101', 'hex'))

/** What comes out of the file is a key that works, or one of a kind that opens nothing. */
async function expectUsable({ algorithm, pkcs8 }: Pkcs12PrivateKey): Promise<void> {
  const operations = await openPrivateKey(pkcs8)
  expect([algorithm, operations !== undefined]).toEqual([algorithm, !SIGNS_ONLY.has(algorithm) && !hasSpecifiedCurve(pkcs8)])
  if (operations) expect(await publicKeyOf(pkcs8)).toBeInstanceOf(Uint8Array)
}

/** Listed, then read with the keys decrypted. Both must say the same. */
async function answer(set: string, item: CorpusCase): Promise<string> {
  const password = typeof item.material['password'] === 'string' ? item.material['password'] : null
  const bytes = readCorpusFile(set, item.file)
  let listed: Awaited<ReturnType<typeof openPkcs12>>
  try {
    listed = await openPkcs12(bytes, password)
  } catch (error) {
    const said = errorOf(error)
    return isOk(item) ? said : 'refused'
  }
  const counts = `${listed.certificates.length} certificates, ${listed.privateKeys} keys`
  try {
    const read = await readPkcs12(bytes, password)
    expect([read.certificates.length, read.keys.length]).toEqual([listed.certificates.length, listed.privateKeys])
    for (const key of read.keys) await expectUsable(key)
    return countsOf(item) === 'ok' ? 'ok' : `ok: ${counts}`
  } catch (error) {
    return `listed: ${counts}; not read: ${errorOf(error)}`
  }
}

/** Sets whose ledger belongs to this run; the others' belong to the runs over their messages. */
const OWN_LEDGER = ['p12-openssl', 'p12-rfc9579', 'gnupg-cms', 'oscrypto-keys', 'mimekit-smime']

for (const set of [...OWN_LEDGER, 'thunderbird-smime', 'rfc9216', 'nss-smime-interop', 'outlook-msg', 'pyca-vectors', 'rub-covert']) {
  runCorpus({
    set,
    ledger: OWN_LEDGER.includes(set),
    applies: item => item.operation === 'p12-import',
    expectation: item => (isOk(item) ? countsOf(item) : 'refused'),
    answer: item => answer(set, item),
  })
}

const PKITS = new URL('../../../shared/corpora/pkits/pkcs12/', import.meta.url)

/** Two certificates are malformed on purpose: their signatures have unused bits. The keys beside them are counted. */
const MALFORMED = ['BadSignedCACert.p12', 'InvalidDSASignatureTest6EE.p12']

describe.skipIf(!HAS_CORPORA)(`NIST PKITS${HAS_CORPORA ? '' : ' (skipped: ../shared/corpora is absent)'}`, () => {
  it('all 405 files open with one certificate and one key', { timeout: 120_000 }, async () => {
    const files = HAS_CORPORA ? readdirSync(PKITS).filter(name => name.endsWith('.p12')) : []
    expect(files).toHaveLength(405)
    const others: string[] = []
    for (const file of files) {
      const { certificates, unreadableCertificates, privateKeys } = await openPkcs12(readCorpusFile('pkits', `pkcs12/${file}`), 'password')
      if (certificates.length !== 1 || privateKeys !== 1) others.push(file)
      expect([certificates.length + unreadableCertificates, privateKeys], file).toEqual([1, 1])
    }
    expect(others.sort()).toEqual(MALFORMED)
  })
})
