/** When the S/MIME structure is at fault. */
import type { SentenceOf } from './sentence.ts'

export const cmsSentences: SentenceOf<'cms'> = {
  'cms/malformed': {
    en: {
      title: 'The S/MIME data can’t be read',
      body: 'Its structure is broken or cut short. Ask the sender to send the message again.',
    },
    ja: {
      title: 'S/MIME データを読み取れません',
      body: 'データの構造が壊れているか、途中で切れています。差出人に再送を依頼してください。',
    },
  },
  'cms/limit-exceeded': {
    en: {
      title: 'The signature is built too large',
      body: 'It holds more certificates or signers than any real message. Sealpane stopped; nothing is shown as checked.',
    },
    ja: {
      title: '署名データが大きすぎます',
      body: '証明書または署名者の数が多すぎるため、処理を中止しました。検証済みとして表示しているものはありません。',
    },
  },
  'cms/two-contents': {
    en: {
      title: 'The signature carries a second, different text',
      body: 'The signed text and the text you would be shown are not the same thing. Neither is shown as signed.',
    },
    ja: {
      title: '署名データに別の本文が含まれています',
      body: '署名された本文と表示用の本文が別々に入っています。どちらも署名済みとしては表示しません。',
    },
  },
  'cms/attributes-missing': {
    en: {
      title: 'The signature leaves out required details',
      body: 'Without its signed attributes a signature can be moved to other content, so it isn’t accepted. The sender’s program may be very old.',
    },
    ja: {
      title: '署名に必要な情報がありません',
      body: '署名属性のない署名は別の内容に転用できるため、受け付けていません。差出人のメールソフトが古い可能性があります。',
    },
  },
  'cms/bare-signature': {
    en: {
      title: 'Signed in an old form',
      body: 'The signature fits, but it has no signed attributes, and signatures of that form can be moved. Your organisation lets them pass; ask the sender if it matters.',
    },
    ja: {
      title: '古い形式の署名です',
      body: '署名は一致していますが、署名属性がありません。この形式の署名は別の内容に転用されるおそれがあります。組織の設定により受け付けていますので、重要な場合は差出人に確認してください。',
    },
  },
  'cms/attributes-wrong': {
    en: {
      title: 'The signature contradicts itself',
      body: 'A signed detail does not agree with the message it belongs to. Treat the message as not signed.',
    },
    ja: {
      title: '署名の情報に矛盾があります',
      body: '署名に含まれる情報がメールの内容と一致しません。署名のないメールとして扱ってください。',
    },
  },
  'cms/content-type-refused': {
    en: {
      title: 'This signature is for something else',
      body: 'It was made for a different kind of data, not for a mail message.',
    },
    ja: {
      title: 'メール用の署名ではありません',
      body: 'メールとは別の種類のデータに対して作られた署名です。',
    },
  },
  'cms/trailing-data': {
    en: {
      title: 'Extra data follows the signature',
      body: 'Data after the end of a signature can hide something. Ask the sender to send the message again.',
    },
    ja: {
      title: '署名の後に余分なデータがあります',
      body: '余分なデータには別の内容が隠されている可能性があります。差出人に再送を依頼してください。',
    },
  },
  'cms/signer-certificate-missing': {
    en: {
      title: 'The signer’s certificate isn’t included',
      body: 'The sender left it out, so Sealpane can’t check who signed. Ask the sender to include their certificate.',
    },
    ja: {
      title: '署名者の証明書が含まれていません',
      body: '証明書が添付されていないため、誰の署名か確認できません。証明書を添えて送るよう差出人に依頼してください。',
    },
  },
  'cms/signer-certificate-swapped': {
    en: {
      title: 'The signature points to another certificate',
      body: 'The certificate that was attached is not the one the signer named.',
    },
    ja: {
      title: '署名が別の証明書を指しています',
      body: '添付された証明書は、署名者が指定した証明書ではありません。',
    },
  },
  'cms/algorithm-swapped': {
    en: {
      title: 'The method of the signature was changed',
      body: 'The signer stated one method and the message now says another. Treat the message as not signed.',
    },
    ja: {
      title: '署名方式が変更されています',
      body: '署名者が記録した方式と、メールに書かれている方式が異なります。署名のないメールとして扱ってください。',
    },
  },
}
