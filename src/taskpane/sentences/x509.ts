/** When certificates or key files cannot be read. */
import type { SentenceOf } from './sentence.ts'

export const x509Sentences: SentenceOf<'x509'> = {
  'x509/not-asn1': {
    en: {
      title: 'The data can’t be read',
      body: 'It is damaged or cut short. Save the message again and try once more.',
    },
    ja: {
      title: 'データを読み取れません',
      body: 'データが壊れているか、途中で切れています。メールを保存し直して、もう一度お試しください。',
    },
  },
  'x509/not-der': {
    en: {
      title: 'The data isn’t written as it must be',
      body: 'Signed data must have exactly one form, and this has another. Ask the sender to send the message again.',
    },
    ja: {
      title: 'データの形式が規則に合っていません',
      body: '署名の対象データは決められた形式で書く必要がありますが、このデータは異なります。差出人に再送を依頼してください。',
    },
  },
  'x509/limit-exceeded': {
    en: {
      title: 'The data is built too deeply',
      body: 'It is nested deeper than any real certificate. Sealpane stopped; nothing is shown as checked.',
    },
    ja: {
      title: 'データの構造が複雑すぎます',
      body: '証明書の構造が通常より深いため、処理を中止しました。検証済みとして表示しているものはありません。',
    },
  },
  'x509/unreadable': {
    en: {
      title: 'The certificate can’t be read',
      body: 'Its structure is broken. Ask the sender for a new signed message.',
    },
    ja: {
      title: '証明書を読み取れません',
      body: '証明書の構造が壊れています。署名付きメールの再送を差出人に依頼してください。',
    },
  },
  'x509/wrong-password': {
    en: {
      title: 'The file’s password doesn’t match',
      body: 'Enter the password that you received with the file.',
    },
    ja: {
      title: 'ファイルのパスワードが一致しません',
      body: 'ファイルと一緒に受け取ったパスワードを入力してください。',
    },
  },
  'x509/method-unsupported': {
    en: {
      title: 'The file is protected in a way Sealpane can’t read',
      body: 'Export it again with the usual protection (AES-256), then choose the new file.',
    },
    ja: {
      title: '対応していない方式で保護されたファイルです',
      body: '一般的な方式 (AES-256) で書き出し直してから、そのファイルを選択してください。',
    },
  },
  'x509/too-costly': {
    en: {
      title: 'Opening this file would take too long',
      body: 'It demands far more password work than usual, so Sealpane didn’t start. Export it again with the usual settings.',
    },
    ja: {
      title: 'このファイルを開くには時間がかかりすぎます',
      body: 'パスワードの計算回数が極端に多いため、処理を開始しませんでした。通常の設定で書き出し直してください。',
    },
  },
}
