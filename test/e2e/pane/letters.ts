/** Signed letters for the pane's browser tests, and the authority that has to be trusted for them. Dated today, so that they never age. */
import { anEndEntity, aRootCa, type CertificateOptions, type Holder } from '../../make/certificate-authority.ts'
import { aClearSignedMessage, anOpaqueMessage, aSignedData, bytesOf, type SignerOptions } from '../../make/signed-message.ts'

const DAY = 86_400_000
const today = new Date()
const validity = { notBefore: new Date(today.getTime() - 30 * DAY), notAfter: new Date(today.getTime() + 300 * DAY) }

export const SENDER = 'alice@example.com'
export const textEntity = (text: string): string => `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${text}\r\n`

export interface LetterOptions {
  /** The signed MIME entity; a line of text unless given. */
  readonly entity?: string
  /** What is in the message, when it is not what was signed. */
  readonly received?: string
  readonly from?: string
  readonly subject?: string
  readonly certificate?: CertificateOptions
  readonly signer?: Partial<SignerOptions>
  /** Leaves the signer's certificate out. */
  readonly withoutCertificate?: boolean
  readonly isOpaque?: boolean
}

export interface Stationery {
  /** An `organisation.json` that trusts the letters' authority. */
  readonly organisation: string
  readonly write: (options?: LetterOptions) => Promise<Uint8Array>
  /** The certificate of the usual signer, in DER. */
  readonly certificate: Uint8Array
}

/** A fresh authority with one usual signer. */
export async function makeStationery(): Promise<Stationery> {
  const root = await aRootCa({ commonName: 'Letters Root', ...validity })
  const issue = (options: CertificateOptions = {}): Promise<Holder> => anEndEntity(root, { commonName: 'Alice Moreau', ...validity, ...options })
  const usual = await issue()
  return {
    organisation: JSON.stringify({ name: 'Example Ltd', anchors: [pem(root.certificate)] }),
    certificate: usual.certificate,
    write: async options => writeLetter(options ?? {}, options?.certificate ? await issue(options.certificate) : usual),
  }
}

async function writeLetter(options: LetterOptions, holder: Holder): Promise<Uint8Array> {
  const entity = options.entity ?? textEntity('The offer stands until Friday.')
  const header = [
    `From: ${options.from ?? `Alice Moreau <${SENDER}>`}`,
    'To: yuki.mori@contoso.co.jp',
    `Subject: ${options.subject ?? 'A letter'}`,
    `Date: ${today.toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
  ]
  const content = bytesOf(entity)
  const cms = await aSignedData({
    content,
    encapsulated: options.isOpaque === true ? content : undefined,
    signers: [{ holder, signingTime: today, ...options.signer }],
    ...(options.withoutCertificate === true ? { certificates: [] } : {}),
  })
  return options.isOpaque === true ? anOpaqueMessage(cms, header) : aClearSignedMessage(cms, { header, entity: options.received ?? entity })
}

export const pem = (certificate: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${(Buffer.from(certificate).toString('base64').match(/.{1,64}/gu) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`
