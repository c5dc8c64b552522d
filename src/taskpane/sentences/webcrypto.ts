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
  'webcrypto/cipher-unsupported': {
    en: {
      title: 'Encrypted with a method Sealpane doesn’t know',
      body: 'It uses {algorithm}. Ask the sender to use AES.',
    },
    ja: {
      title: '対応していない方式で暗号化されています',
      body: '{algorithm} が使われています。AES で暗号化するよう差出人に依頼してください。',
    },
  },
  'webcrypto/weak-cipher': {
    en: {
      title: 'Encrypted with an outdated method',
      body: '{algorithm} can be broken with effort. Ask the sender to update; Sealpane never sends it.',
    },
    ja: {
      title: '古い方式で暗号化されています',
      body: '{algorithm} は解読されるおそれがあります。差出人に更新を依頼してください。Sealpane からこの方式で送ることはありません。',
    },
  },
}
