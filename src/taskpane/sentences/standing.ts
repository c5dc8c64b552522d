/** The words of the standings, and of the two states before one is known. */
import type { SentenceOf } from './sentence.ts'

export const standingSentences: SentenceOf<'standing'> = {
  'standing/valid': {
    en: {
      title: 'Valid',
      body: 'One signer, nothing changed, the certificate is good and the address matches.',
    },
    ja: {
      title: '有効',
      body: '署名者は 1 名で、内容は変わっておらず、証明書も差出人のアドレスも確認できました。',
    },
  },
  'standing/attention': {
    en: {
      title: 'Please check',
      body: 'The signature itself holds, but one thing needs a decision from you.',
    },
    ja: {
      title: '要確認',
      body: '署名そのものは正しいものの、確認が必要な点が 1 つあります。',
    },
  },
  'standing/invalid': {
    en: {
      title: 'Not valid',
      body: 'Treat this message as if it were not signed.',
    },
    ja: {
      title: '無効',
      body: '署名のないメールと同じように扱ってください。',
    },
  },
  'standing/none': {
    en: {
      title: 'Not signed',
      body: 'There is no signature to check.',
    },
    ja: {
      title: '署名なし',
      body: '検証する署名がありません。',
    },
  },
  'standing/unchecked': {
    en: {
      title: 'Not checked',
      body: 'There is a signature, but Sealpane could not check it.',
    },
    ja: {
      title: '未検証',
      body: '署名はありますが、検証できませんでした。',
    },
  },
  'standing/checking': {
    en: {
      title: 'Checking',
      body: 'Sealpane is checking the signature.',
    },
    ja: {
      title: '検証中',
      body: '署名を検証しています。',
    },
  },
  'standing/not-checked': {
    en: {
      title: 'Not checked',
      body: 'Sealpane could not read the message, so it says nothing about it.',
    },
    ja: {
      title: '未検証',
      body: 'メールを読み取れなかったため、判定していません。',
    },
  },
  'standing/locked': {
    en: {
      title: 'Encrypted',
      body: 'The content is locked until it can be opened with your key.',
    },
    ja: {
      title: '暗号化',
      body: '鍵で開くまで、内容は表示できません。',
    },
  },
}
