/** What is said of a certificate's class and profile. Loaded with the technical details, not with the pane. */
import type { CertificateSummary, ProfileCode } from '../../certpath/verdict.ts'
import type { Language } from './sentence.ts'

type IdentityClass = NonNullable<CertificateSummary['identityClass']>
type InBoth<Text> = Readonly<Record<Language, Text>>

/** Headings of the technical details. */
export const profileLabels = {
  identityClass: { en: 'Issuer says it checked', ja: '認証局の申告による確認' },
  findings: { en: 'S/MIME profile', ja: '業界基準との違い' },
  meaning: {
    en: 'Here the certificate leaves the industry’s S/MIME Baseline Requirements; the numbers are their sections. That tells how carefully its issuer works and doesn’t change the result.',
    ja: '業界の S/MIME Baseline Requirements と異なる点です (番号は該当する節)。認証局の運用に関する参考情報で、検証の結果には影響しません。',
  },
  section: { en: '({section})', ja: '({section})' },
  claim: { en: '{checked}, {rules}', ja: '{checked}、{rules}' },
} as const satisfies Readonly<Record<string, InBoth<string>>>

export const validationWords: Readonly<Record<IdentityClass['validation'], InBoth<string>>> = {
  mailbox: { en: 'the mail address only', ja: 'メールアドレスのみ' },
  organization: { en: 'the mail address and the organisation', ja: 'メールアドレスと組織' },
  sponsor: { en: 'the mail address, the person and their organisation', ja: 'メールアドレス、個人、所属組織' },
  individual: { en: 'the mail address and the person', ja: 'メールアドレスと個人' },
}

export const generationWords: Readonly<Record<IdentityClass['generation'], InBoth<string>>> = {
  legacy: { en: 'by the old rules (Legacy)', ja: '旧来の基準 (Legacy)' },
  multipurpose: { en: 'by the rules for several purposes (Multipurpose)', ja: '多目的の基準 (Multipurpose)' },
  strict: { en: 'by the strict rules (Strict)', ja: '厳格な基準 (Strict)' },
}

/** One line each. `{detail}` is the fact out of the certificate. */
export const profileSentences: Readonly<Record<ProfileCode, InBoth<string>>> = {
  'certpath/profile-policy': {
    en: 'It doesn’t name exactly one class of identity check',
    ja: '本人確認の区分がちょうど 1 つ記載されていません',
  },
  'certpath/profile-legacy': {
    en: 'It was issued by rules that ended in July 2025',
    ja: '2025 年 7 月に廃止された基準で発行されています',
  },
  'certpath/profile-validity': {
    en: 'It is valid for {detail} days, longer than allowed',
    ja: '有効期間が {detail} 日で、上限を超えています',
  },
  'certpath/profile-key-size': {
    en: 'Its RSA key has an unusual length of {detail} bits',
    ja: 'RSA 鍵の長さ ({detail} ビット) が基準と異なります',
  },
  'certpath/profile-key-algorithm': {
    en: 'Its key is of a kind or form that isn’t allowed: {detail}',
    ja: '鍵の種類または書き方が認められていません: {detail}',
  },
  'certpath/profile-signature-algorithm': {
    en: 'Its signature is of a kind or form that isn’t allowed: {detail}',
    ja: '署名の種類または書き方が認められていません: {detail}',
  },
  'certpath/profile-san-missing': {
    en: 'It has no list of alternative names',
    ja: '別名の一覧 (subjectAltName) がありません',
  },
  'certpath/profile-san-critical': {
    en: 'Its list of alternative names is needlessly marked critical',
    ja: '別名の一覧 (subjectAltName) が不要に critical とされています',
  },
  'certpath/profile-mailbox-missing': {
    en: 'Its alternative names hold no mail address',
    ja: '別名の一覧にメールアドレスがありません',
  },
  'certpath/profile-mailbox-malformed': {
    en: 'One of its mail addresses is not a single address: {detail}',
    ja: '1 件のメールアドレスになっていない記載があります: {detail}',
  },
  'certpath/profile-subject-mailbox-alone': {
    en: 'A mail address stands in its subject only: {detail}',
    ja: '所有者名にだけ書かれたメールアドレスがあります: {detail}',
  },
  'certpath/profile-subject-email': {
    en: 'The mail address in its subject is not a single address: {detail}',
    ja: '所有者名のメールアドレスが 1 件になっていません: {detail}',
  },
  'certpath/profile-common-name': {
    en: 'Its name is neither the mail address nor the organisation: {detail}',
    ja: '名前がメールアドレスでも組織名でもありません: {detail}',
  },
  'certpath/profile-subject-surplus': {
    en: 'Its subject says more than was checked: {detail}',
    ja: '確認の対象外の項目が所有者名にあります: {detail}',
  },
  'certpath/profile-subject-missing': {
    en: 'Its subject lacks what its class asks for: {detail}',
    ja: '区分に必要な項目が所有者名にありません: {detail}',
  },
  'certpath/profile-country': {
    en: 'It names a country code that doesn’t exist: {detail}',
    ja: '存在しない国コードが書かれています: {detail}',
  },
  'certpath/profile-registration-country': {
    en: 'The organisation’s registration is of another country: {detail}',
    ja: '組織の登録番号が別の国のものです: {detail}',
  },
  'certpath/profile-key-usage-missing': {
    en: 'It doesn’t limit what its key is for',
    ja: '鍵の用途が限定されていません',
  },
  'certpath/profile-key-usage-not-critical': {
    en: 'The limits of its key are not marked critical',
    ja: '鍵の用途が critical とされていません',
  },
  'certpath/profile-key-usage-purpose': {
    en: 'Its key is neither for signing nor for encrypting: {detail}',
    ja: '鍵の用途が署名でも暗号化でもありません: {detail}',
  },
  'certpath/profile-key-usage-surplus': {
    en: 'Its key is also for something else: {detail}',
    ja: '鍵に認められていない用途があります: {detail}',
  },
  'certpath/profile-extended-key-usage': {
    en: 'Its purposes are not those of a mail certificate: {detail}',
    ja: '拡張された鍵の用途がメール用の基準と異なります: {detail}',
  },
  'certpath/profile-authority-key': {
    en: 'It names its issuer’s key in another way than asked for',
    ja: '認証局の鍵の示し方が基準と異なります',
  },
  'certpath/profile-crl-missing': {
    en: 'It doesn’t say where to find the revocation list',
    ja: '失効リスト (CRL) の場所が書かれていません',
  },
  'certpath/profile-crl-scheme': {
    en: 'Its revocation list is to be fetched by other means than HTTP: {detail}',
    ja: '失効リスト (CRL) の取得方法が HTTP ではありません: {detail}',
  },
  'certpath/profile-issuer-access': {
    en: 'The address of its issuer is given in another way than asked for: {detail}',
    ja: '認証局の情報の示し方が基準と異なります: {detail}',
  },
  'certpath/profile-directory-attributes': {
    en: 'It carries attributes of a person in a place that isn’t allowed',
    ja: '認められていない場所に個人の属性が書かれています',
  },
  'certpath/profile-qc-critical': {
    en: 'Its statement about qualified certificates is marked critical',
    ja: '適格証明書の記載が critical とされています',
  },
  'certpath/profile-lei': {
    en: 'It uses the Legal Entity Identifier where its class doesn’t allow it',
    ja: '取引主体識別子 (LEI) の使い方が区分に合いません',
  },
  'certpath/profile-adobe': {
    en: 'It carries Adobe’s extensions where they aren’t allowed: {detail}',
    ja: '認められていない Adobe の拡張があります: {detail}',
  },
}
