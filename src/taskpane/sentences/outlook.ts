/** When Outlook did not hand over the message. */
import type { SentenceOf } from './sentence.ts'

export const outlookSentences: SentenceOf<'outlook'> = {
  'outlook/route-timeout': {
    en: {
      title: 'Outlook didn’t answer',
      body: 'Sealpane waited and got no reply. Try again, or save the message and drop it here.',
    },
    ja: {
      title: 'Outlook から応答がありません',
      body: '応答がないため中止しました。もう一度試すか、メールをファイルに保存してここにドロップしてください。',
    },
  },
  'outlook/attachment-empty': {
    en: {
      title: 'Outlook delivered an empty attachment',
      body: 'A mail filter may have removed the content. Nothing was judged; save the message and drop it here.',
    },
    ja: {
      title: '添付ファイルの中身が空です',
      body: 'メールフィルターが内容を削除した可能性があります。判定していません。メールをファイルに保存してここにドロップしてください。',
    },
  },
  'outlook/permission': {
    en: {
      title: 'Sealpane may not read this mailbox',
      body: 'Your organisation hasn’t allowed it, or the message is protected. Ask your administrator, or save the message and drop it here.',
    },
    ja: {
      title: 'このメールボックスを読む権限がありません',
      body: '組織の設定で許可されていないか、保護されたメールです。管理者に問い合わせるか、メールをファイルに保存してここにドロップしてください。',
    },
  },
  'outlook/item-changed': {
    en: {
      title: 'You moved to another message',
      body: 'The result for the previous one was dropped.',
    },
    ja: {
      title: '別のメールに切り替わりました',
      body: '前のメールの結果は破棄しました。',
    },
  },
  'outlook/route-unavailable': {
    en: {
      title: 'This Outlook can’t hand over messages',
      body: 'It has no call for that. Save the message and drop it here.',
    },
    ja: {
      title: 'この Outlook からはメールを取得できません',
      body: '必要な機能がありません。メールをファイルに保存してここにドロップしてください。',
    },
  },
  'outlook/refused': {
    en: {
      title: 'Outlook refused to hand over the message',
      body: 'Nothing was judged. Try again, or save the message and drop it here.',
    },
    ja: {
      title: 'Outlook がメールの取得を拒否しました',
      body: '判定していません。もう一度試すか、メールをファイルに保存してここにドロップしてください。',
    },
  },
  'outlook/no-route': {
    en: {
      title: 'Outlook didn’t hand over the message',
      body: 'Every way was tried. Drag the message out of Outlook and drop it here instead.',
    },
    ja: {
      title: 'Outlook からメールを取得できませんでした',
      body: 'すべての方法を試しました。メールを Outlook からドラッグして、ここにドロップしてください。',
    },
  },
  'outlook/no-item': {
    en: {
      title: 'No message is open',
      body: 'Open a message in Outlook, then check it again.',
    },
    ja: {
      title: 'メールが開かれていません',
      body: 'Outlook でメールを開いてから、もう一度検証してください。',
    },
  },
  'outlook/too-old': {
    en: {
      title: 'This Outlook is too old for the pane',
      body: 'Ask your administrator for a newer Outlook, or use Outlook on the web.',
    },
    ja: {
      title: 'この Outlook では作業ウィンドウを使えません',
      body: '新しい Outlook への更新を管理者に依頼するか、Web 版の Outlook をお使いください。',
    },
  },
  'outlook/reading': {
    en: {
      title: 'Getting the message from Outlook',
      body: 'This takes a moment for large messages.',
    },
    ja: {
      title: 'Outlook からメールを取得しています',
      body: 'サイズの大きいメールでは少し時間がかかります。',
    },
  },
  'outlook/route-trying': {
    en: {
      title: 'Trying the next way',
      body: 'Outlook didn’t answer. Sealpane asks in another way.',
    },
    ja: {
      title: '別の方法で取得しています',
      body: 'Outlook から応答がないため、別の方法で取得しています。',
    },
  },
}
