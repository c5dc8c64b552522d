/** Who writes to the demo's mailbox, and the certificates they hold. All names and addresses are invented. */

const rsa = ['RSA', 'rsa_keygen_bits:2048']
const p256 = ['EC', 'ec_paramgen_curve:P-256']
const from = '20260101000000Z'
const until = '20460101000000Z'

/** Issuers before the issued: this order is the order of making. */
export const certificates = [
  { name: 'root', kind: 'root', issuer: null, key: ['RSA', 'rsa_keygen_bits:3072'], from, until: '20491231000000Z',
    subject: '/C=JP/O=Contoso Trust Services/CN=Contoso Demo Root CA' },
  { name: 'issuing', kind: 'issuing', issuer: 'root', key: rsa, from, until: '20480101000000Z',
    subject: '/C=JP/O=Contoso Trust Services/CN=Contoso Demo E-mail CA' },
  { name: 'unknown-root', kind: 'root', issuer: null, key: rsa, from, until: '20480101000000Z',
    subject: '/O=Northwind Traders/CN=Northwind Internal CA' },
  { name: 'tanaka', kind: 'person', issuer: 'issuing', key: rsa, from, until,
    subject: '/C=JP/O=Contoso K.K./CN=Kenji Tanaka', address: 'kenji.tanaka@contoso.co.jp' },
  { name: 'sato', kind: 'person', issuer: 'issuing', key: rsa, from, until,
    subject: '/C=JP/O=コントソ株式会社/OU=経理部/CN=佐藤 花子', address: 'hanako.sato@contoso.co.jp' },
  { name: 'keller', kind: 'person', issuer: 'issuing', key: p256, from, until,
    subject: '/C=DE/O=Litware GmbH/CN=Maria Keller', address: 'maria.keller@litware.example' },
  { name: 'baker', kind: 'person', issuer: 'issuing', key: rsa, from, until: '20261031235959Z',
    subject: '/C=GB/O=Fabrikam Ltd/CN=Tom Baker', address: 'tom.baker@fabrikam.example' },
  { name: 'lindqvist', kind: 'person', issuer: 'unknown-root', key: rsa, from, until,
    subject: '/O=Northwind Traders/CN=Anna Lindqvist', address: 'anna.lindqvist@northwind.example' },
]

/** Of the encrypted letters, which every computer makes for itself: an authority of their own, and the reader's keys. */
export const correspondents = [
  { name: 'root', kind: 'root', issuer: null, key: ['RSA', 'rsa_keygen_bits:3072'], from, until: '20491231000000Z',
    subject: '/C=JP/O=Contoso Trust Services/CN=Contoso Demo Root CA G2' },
  { name: 'issuing', kind: 'issuing', issuer: 'root', key: rsa, from: '20220101000000Z', until: '20480101000000Z',
    subject: '/C=JP/O=Contoso Trust Services/CN=Contoso Demo E-mail CA G2' },
  ...certificates.filter(({ name }) => name === 'tanaka' || name === 'keller'),
  // She has a mailbox in the demo as well: what she signs with is what others encrypt to.
  { ...certificates.find(({ name }) => name === 'sato'), kind: 'reader', key: rsa },
  { name: 'yuki-mori', kind: 'reader', issuer: 'issuing', key: rsa, from, until: '20360101000000Z',
    subject: '/C=JP/O=Contoso K.K./CN=Yuki Mori', address: 'yuki.mori@contoso.co.jp' },
  { name: 'yuki-mori-older', kind: 'reader', issuer: 'issuing', key: rsa, from: '20220401000000Z', until: '20250331235959Z',
    subject: '/C=JP/O=Contoso K.K./CN=Yuki Mori (2022)', address: 'yuki.mori@contoso.co.jp' },
  { name: 'abe', kind: 'reader', issuer: 'issuing', key: rsa, from, until,
    subject: '/C=JP/O=Contoso K.K./CN=Jun Abe', address: 'jun.abe@contoso.co.jp' },
]

const certificate = name => certificates.find(entry => entry.name === name)

/** A mailbox as it stands in From and To. */
export const person = (name, shown) => ({ name: shown, address: certificate(name).address })

export const reader = { name: 'Yuki Mori', address: 'yuki.mori@contoso.co.jp' }

/** Whose mailbox the demo also opens, and the certificate of `correspondents` that is hers. */
export const secondReader = { name: '佐藤 花子', address: 'hanako.sato@contoso.co.jp', certificate: 'sato', file: 'hanako-sato' }
