/** What the pane itself says. */
import type { SentenceOf } from './sentence.ts'

export const taskpaneSentences: SentenceOf<'taskpane'> = {
  'taskpane/no-message': {
    en: {
      title: 'Open a message',
      body: 'Sealpane follows the message you have open in Outlook.',
    },
    ja: {
      title: 'メールを開いてください',
      body: 'Outlook で開いているメールを検証します。',
    },
  },
  'taskpane/not-connected': {
    en: {
      title: 'Not connected to Outlook',
      body: 'Microsoft’s office.js didn’t load, so the open message can’t be read. Reload the pane, or save the message and drop it here.',
    },
    ja: {
      title: 'Outlook に接続していません',
      body: 'Microsoft の office.js を読み込めないため、開いているメールを取得できません。再読み込みするか、メールをファイルに保存してここにドロップしてください。',
    },
  },
  'taskpane/drop-here': {
    en: {
      title: 'Drop a message here',
      body: '.eml, .msg, .p7m or .p7s. It stays on this computer.',
    },
    ja: {
      title: 'ここにメールをドロップ',
      body: '.eml、.msg、.p7m、.p7s に対応しています。ファイルはこのパソコンの外には送信されません。',
    },
  },
  'taskpane/compose': {
    en: {
      title: 'This pane checks messages you receive',
      body: 'Open a received message to see who signed it. Signing your own mail comes in a later version.',
    },
    ja: {
      title: '受信したメールを検証します',
      body: '受信したメールを開くと、署名者を確認できます。送信メールへの署名は今後のバージョンで対応します。',
    },
  },
  'taskpane/no-text': {
    en: {
      title: 'There is no text in it',
      body: 'What it brings are the files below.',
    },
    ja: {
      title: '本文はありません',
      body: '内容は以下のファイルです。',
    },
  },
  'taskpane/content-withheld': {
    en: {
      title: 'Not shown',
      body: 'The content isn’t as it was signed, so Sealpane shows nothing of it.',
    },
    ja: {
      title: '表示していません',
      body: '署名されたときの内容ではないため、表示していません。',
    },
  },
  'taskpane/file-unreadable': {
    en: {
      title: 'The file can’t be read',
      body: 'It may have been moved or opened elsewhere. Choose it again.',
    },
    ja: {
      title: 'ファイルを読み取れません',
      body: '移動されたか、ほかのプログラムで開かれている可能性があります。もう一度選択してください。',
    },
  },
  'taskpane/organisation-unreadable': {
    en: {
      title: 'Your organisation’s list can’t be read',
      body: 'Its authorities don’t count until your administrator corrects organisation.json.',
    },
    ja: {
      title: '組織の設定を読み取れません',
      body: '管理者が organisation.json を修正するまで、組織の認証局は使われません。',
    },
  },
  'taskpane/unexpected': {
    en: {
      title: 'Something went wrong in Sealpane',
      body: 'Nothing is shown as checked. Reload the pane; if it happens again, tell your administrator.',
    },
    ja: {
      title: 'Sealpane で問題が発生しました',
      body: '検証済みとして表示しているものはありません。再読み込みしても繰り返す場合は、管理者に知らせてください。',
    },
  },
  'taskpane/report-saved': {
    en: {
      title: 'Report saved',
      body: 'It contains the verdict, the certificates and what was asked of whom, not the text of the message.',
    },
    ja: {
      title: 'レポートを保存しました',
      body: '判定、証明書、照会先の記録が含まれます。メールの本文は含まれません。',
    },
  },
  'taskpane/copied': {
    en: {
      title: 'Copied',
      body: '',
    },
    ja: {
      title: 'コピーしました',
      body: '',
    },
  },
  'taskpane/about': {
    en: {
      title: 'Sealpane {version}',
      body: 'S/MIME in Outlook’s task pane. Messages are checked on this computer and are not sent anywhere.',
    },
    ja: {
      title: 'Sealpane {version}',
      body: 'Outlook の作業ウィンドウで S/MIME を使えます。メールの検証はこのコンピューター内で行い、外部には送信しません。',
    },
  },
  'taskpane/remote-blocked': {
    en: {
      title: 'Nothing was loaded from the internet',
      body: 'Remote pictures left out: {n}. The sender can’t see that you opened it.',
    },
    ja: {
      title: 'インターネットからの読み込みはありません',
      body: '外部の画像 {n} 件を省略しました。開封したことは差出人に伝わりません。',
    },
  },
  'taskpane/hidden-text': {
    en: {
      title: 'Hidden text was left out',
      body: 'Places where the message hides text by its formatting: {n}. You see all that a reader is meant to see.',
    },
    ja: {
      title: '隠された文字を省略しました',
      body: '書式で見えなくされた文字が {n} か所ありました。読者に見せる文字はすべて表示しています。',
    },
  },
  'taskpane/save-decrypted': {
    en: {
      title: 'Save without encryption?',
      body: 'The file on your disk can be read by anyone with access to it.',
    },
    ja: {
      title: '暗号化せずに保存しますか?',
      body: '保存したファイルは、アクセスできる人なら誰でも読めます。',
    },
  },
  'taskpane/attachment-name-cleaned': {
    en: {
      title: 'The file name was made harmless',
      body: 'Hidden characters in it could disguise the file type.',
    },
    ja: {
      title: 'ファイル名を安全な表記に変えました',
      body: 'ファイルの種類を偽装できる制御文字が含まれていました。',
    },
  },
  'taskpane/attachment-runs': {
    en: {
      title: 'Opening this file can run a program',
      body: 'Open it only if you expected it from this sender.',
    },
    ja: {
      title: '開くとプログラムが実行される可能性があります',
      body: 'この差出人から届く予定があったファイルの場合だけ開いてください。',
    },
  },
  'taskpane/attachment-unreadable': {
    en: {
      title: 'The file couldn’t be saved',
      body: 'Its content couldn’t be read, or the keys were locked in between. Open the message again, then save.',
    },
    ja: {
      title: 'ファイルを保存できませんでした',
      body: '内容を読み取れないか、途中で鍵がロックされました。メールを開き直してから保存してください。',
    },
  },
}
