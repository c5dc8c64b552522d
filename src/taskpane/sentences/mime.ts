/** When the bytes are no message. */
import type { SentenceOf } from './sentence.ts'

export const mimeSentences: SentenceOf<'mime'> = {
  'mime/not-a-message': {
    en: {
      title: 'This file isn’t a message',
      body: 'Sealpane opens .eml, .msg, .p7m and .p7s. Save the message from your mail program again and choose that file.',
    },
    ja: {
      title: 'メールのファイルではありません',
      body: '.eml、.msg、.p7m、.p7s を開けます。メールソフトでもう一度保存し、そのファイルを選択してください。',
    },
  },
  'mime/empty': {
    en: {
      title: 'The message is empty',
      body: 'There is nothing in it to check.',
    },
    ja: {
      title: 'メールが空です',
      body: '検証する内容がありません。',
    },
  },
  'mime/too-many-parts': {
    en: {
      title: 'The message is built too deeply',
      body: 'It has more parts than any real message. Sealpane stopped to stay responsive; nothing is shown as checked.',
    },
    ja: {
      title: 'メールの構造が複雑すぎます',
      body: 'パートの数が多すぎるため、処理を中止しました。検証済みとして表示しているものはありません。',
    },
  },
  'mime/truncated': {
    en: {
      title: 'The message ends too early',
      body: 'A part is missing. Download it again, or ask the sender to send it again.',
    },
    ja: {
      title: 'メールが途中で切れています',
      body: '一部が欠けています。もう一度取得するか、差出人に再送を依頼してください。',
    },
  },
  'mime/needs-content': {
    en: {
      title: 'The signed file is missing',
      body: 'A .p7s holds only the signature. Add the file that was signed.',
    },
    ja: {
      title: '署名の対象ファイルがありません',
      body: '.p7s には署名だけが入っています。署名された元のファイルを追加してください。',
    },
  },
  'mime/charset-unknown': {
    en: {
      title: 'Some characters can’t be shown',
      body: 'The text uses an unknown character set ({charset}). The verdict is not affected.',
    },
    ja: {
      title: '一部の文字を表示できません',
      body: '文字コード ({charset}) に対応していません。判定には影響しません。',
    },
  },
  'mime/winmail-unpacked': {
    en: {
      title: 'Unpacked from winmail.dat',
      body: '{n} attachments were inside.',
    },
    ja: {
      title: 'winmail.dat から展開しました',
      body: '添付ファイルが {n} 件含まれていました。',
    },
  },
  'mime/header-injection': {
    en: {
      title: 'A name or subject holds line breaks',
      body: 'Line breaks there could add recipients unseen, so nothing was made. Type the name or subject again.',
    },
    ja: {
      title: '名前または件名に改行が含まれています',
      body: '改行があると宛先を気付かれずに追加できるため、処理を中止しました。名前または件名を入力し直してください。',
    },
  },
}
