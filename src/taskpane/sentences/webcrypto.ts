/** About algorithms and keys. */
import type { SentenceOf } from './sentence.ts'

export const webcryptoSentences: SentenceOf<'webcrypto'> = {
  'webcrypto/algorithm-unsupported': {
    en: {
      title: 'This kind of signature can’t be checked yet',
      body: 'It uses {algorithm}, which Sealpane doesn’t know. That says nothing against the message.',
    },
    ja: {
      title: 'この署名方式には対応していません',
      body: '{algorithm} が使われているため検証できません。メール自体に問題があるという意味ではありません。',
    },
  },
  'webcrypto/weak-digest': {
    en: {
      title: 'Signed with an outdated method',
      body: 'The signature matches, but {algorithm} can be forged with enough effort. Ask the sender to update their mail program.',
    },
    ja: {
      title: '古い方式で署名されています',
      body: '署名は一致していますが、{algorithm} は偽造されるおそれがあります。メールソフトの更新を差出人に依頼してください。',
    },
  },
  'webcrypto/weak-key': {
    en: {
      title: 'Signed with a short key',
      body: 'The signature matches, but a {n}-bit key is too short today. Ask the sender to renew the certificate.',
    },
    ja: {
      title: '短い鍵で署名されています',
      body: '署名は一致していますが、{n} ビットの鍵は現在の基準では短すぎます。証明書の更新を差出人に依頼してください。',
    },
  },
}
