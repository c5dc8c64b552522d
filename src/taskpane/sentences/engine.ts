/** When the checker could not answer. */
import type { SentenceOf } from './sentence.ts'

export const engineSentences: SentenceOf<'engine'> = {
  'engine/cancelled': {
    en: {
      title: 'Stopped',
      body: 'Nothing was checked.',
    },
    ja: {
      title: '中止しました',
      body: '検証は行われていません。',
    },
  },
  'engine/timeout': {
    en: {
      title: 'Checking took too long',
      body: 'Sealpane stopped waiting. Nothing is shown as checked; try again.',
    },
    ja: {
      title: '検証に時間がかかりすぎています',
      body: '一定時間内に終わらなかったため中止しました。検証済みとして表示しているものはありません。もう一度お試しください。',
    },
  },
  'engine/worker-died': {
    en: {
      title: 'Sealpane had to restart its checker',
      body: 'This message stopped it. Other messages are not affected; you can try once more.',
    },
    ja: {
      title: '検証機能を再起動しました',
      body: 'このメールの処理中に停止しました。ほかのメールに影響はありません。もう一度試すことができます。',
    },
  },
  'engine/message-set-aside': {
    en: {
      title: 'This message stopped the checker twice',
      body: 'Sealpane won’t open it again. Other messages can be checked as usual; tell your administrator about this one.',
    },
    ja: {
      title: 'このメールは自動では検証しません',
      body: 'このメールの検証が繰り返し停止したため、開かないようにしました。ほかのメールは検証できます。このメールについて管理者に知らせてください。',
    },
  },
  'engine/too-large': {
    en: {
      title: 'The message is too large',
      body: 'Sealpane takes messages up to about 50 MB. Ask the sender to send the files another way.',
    },
    ja: {
      title: 'メールのサイズが大きすぎます',
      body: '開けるのは約 50 MB までです。ファイルを別の方法で送るよう差出人に依頼してください。',
    },
  },
  'engine/bad-request': {
    en: {
      title: 'Sealpane asked its checker the wrong thing',
      body: 'That is a fault in Sealpane, not in the message. Nothing is shown as checked; reload the pane and try again.',
    },
    ja: {
      title: 'Sealpane の内部で不整合が発生しました',
      body: 'メールの問題ではありません。検証済みとして表示しているものはありません。再読み込みして、もう一度お試しください。',
    },
  },
  'engine/unreadable-file': {
    en: {
      title: 'This file can’t be read',
      body: 'It is neither a certificate nor a key file. Choose a .pem, .cer, .p7b, .p12 or .pfx file.',
    },
    ja: {
      title: 'ファイルを読み取れません',
      body: '証明書や鍵のファイルではありません。.pem、.cer、.p7b、.p12、.pfx のいずれかを選択してください。',
    },
  },
  'engine/insecure-page': {
    en: {
      title: 'This page isn’t secure',
      body: 'Browsers allow cryptography only over https. Ask your administrator for the right address.',
    },
    ja: {
      title: 'このページの接続は保護されていません',
      body: '暗号機能は https のページでだけ使えます。正しいアドレスを管理者に確認してください。',
    },
  },
  'engine/checking': {
    en: {
      title: 'Checking the signature',
      body: 'Content, certificate, revocation and sender are being checked.',
    },
    ja: {
      title: '署名を検証しています',
      body: '内容、証明書、失効、差出人を確認しています。',
    },
  },
  'engine/no-signing-certificate': {
    en: {
      title: 'No certificate of this key may sign',
      body: 'Nothing was sent. Choose another key, or ask your authority for a certificate for signing.',
    },
    ja: {
      title: 'この鍵には署名用の証明書がありません',
      body: '何も送信していません。別の鍵を選ぶか、署名用の証明書を認証局に依頼してください。',
    },
  },
  'engine/recipient-unusable': {
    en: {
      title: 'A certificate isn’t meant for encryption',
      body: 'Nothing was made for anyone. Ask that person for the certificate of their encryption key.',
    },
    ja: {
      title: '暗号化用ではない証明書が含まれています',
      body: 'どの宛先にも送信していません。暗号化用の証明書をその相手に依頼してください。',
    },
  },
}
