/** What can go wrong with keys. Told on the screens for keys only, and loaded with them. */
import type { KeyFailureCode, Sentence } from './sentence.ts'

export const keyFailureSentences: Readonly<Record<KeyFailureCode, Sentence>> = {
  'engine/wrong-passphrase': {
    en: {
      title: 'That passphrase doesn’t match',
      body: 'Check Caps Lock and the keyboard language, then try again.',
    },
    ja: {
      title: 'パスフレーズが一致しません',
      body: 'Caps Lock と入力モードを確認して、もう一度入力してください。',
    },
  },
  'engine/passphrase-wait': {
    en: {
      title: 'Wait before the next try',
      body: 'After several attempts Sealpane slows down to protect your keys.',
    },
    ja: {
      title: 'しばらくお待ちください',
      body: '鍵を保護するため、入力を何度か間違えると待ち時間が入ります。',
    },
  },
  'engine/passphrase-short': {
    en: {
      title: 'Use at least 8 characters',
      body: 'Several ordinary words are easier to remember and harder to guess than a short complicated one.',
    },
    ja: {
      title: '8 文字以上にしてください',
      body: '短く複雑なものより、複数の単語をつなげたほうが覚えやすく安全です。',
    },
  },
  'engine/passphrase-guessable': {
    en: {
      title: 'This one is too easy to guess',
      body: 'It is among the first that anyone would try. Several ordinary words that don’t belong together are harder to guess.',
    },
    ja: {
      title: '推測されやすいため使えません',
      body: '最初に試されるような語句です。関連のない単語をいくつかつなげると、推測されにくくなります。',
    },
  },
  'engine/p12-wrong-password': {
    en: {
      title: 'The file’s password doesn’t match',
      body: 'It is the password you received with the file, not your Sealpane passphrase.',
    },
    ja: {
      title: 'ファイルのパスワードが一致しません',
      body: 'Sealpane のパスフレーズではなく、ファイルと一緒に受け取ったパスワードを入力してください。',
    },
  },
  'engine/p12-corrupt': {
    en: {
      title: 'The key file is damaged',
      body: 'It can’t be read to the end. Copy it again from where you got it.',
    },
    ja: {
      title: '鍵ファイルが壊れています',
      body: '最後まで読み取れません。入手元からコピーし直してください。',
    },
  },
  'engine/p12-not-a-key-file': {
    en: {
      title: 'This isn’t a key file',
      body: 'Sealpane reads .p12, .pfx and .pem. This file holds something else.',
    },
    ja: {
      title: '鍵ファイルではありません',
      body: '.p12、.pfx、.pem を取り込めます。このファイルは別の種類です。',
    },
  },
  'engine/p12-no-private-key': {
    en: {
      title: 'The file has a certificate but no key',
      body: 'You can encrypt to this person with it. To read or sign you need the file with the private key.',
    },
    ja: {
      title: '証明書だけで、秘密鍵が含まれていません',
      body: 'この相手への暗号化には使えます。読むときや署名するときは、秘密鍵を含むファイルが必要です。',
    },
  },
  'engine/p12-too-costly': {
    en: {
      title: 'Opening this file would take too long',
      body: 'It demands far more password work than usual, so Sealpane didn’t start. Export it again from where it was made.',
    },
    ja: {
      title: 'このファイルを開くには時間がかかりすぎます',
      body: 'パスワードの計算回数が極端に多いため、処理を開始しませんでした。作成元からエクスポートし直してください。',
    },
  },
  'engine/storage-full': {
    en: {
      title: 'There is no room to store this',
      body: 'Nothing was lost. Free some space for this browser and try again.',
    },
    ja: {
      title: '保存先の空き容量が不足しています',
      body: '失われたデータはありません。ブラウザーの空き容量を増やして、もう一度お試しください。',
    },
  },
  'engine/storage-forbidden': {
    en: {
      title: 'Keys can’t be kept here',
      body: 'The browser lets Sealpane store nothing in this place. Use a normal window, or allow storage for this page.',
    },
    ja: {
      title: 'ここには鍵を保存できません',
      body: 'このページでのデータ保存がブラウザーで許可されていません。通常のウィンドウを使うか、保存を許可してください。',
    },
  },
  'engine/storage-damaged': {
    en: {
      title: 'The stored keys can’t be trusted',
      body: 'They are not as Sealpane wrote them, and were left untouched. Restore your keys from your backup, or tell your administrator.',
    },
    ja: {
      title: '保存されている鍵に問題があります',
      body: '書き込んだときの状態と一致しないため、使わずにそのまま残しました。バックアップから復元するか、管理者に知らせてください。',
    },
  },
  'engine/other-tab': {
    en: {
      title: 'Keys were changed in another tab',
      body: 'Nothing was changed here. Try again.',
    },
    ja: {
      title: '別のタブで鍵が変更されました',
      body: 'ここでは何も変更していません。もう一度お試しください。',
    },
  },
  'engine/answer-mismatch': {
    en: {
      title: 'This certificate belongs to another key',
      body: 'None of your open requests matches it. Check that you chose the right file.',
    },
    ja: {
      title: 'この証明書は別の鍵のものです',
      body: '申請中の鍵と一致しません。ファイルを確認してください。',
    },
  },
  'engine/backup-mismatch': {
    en: {
      title: 'This file is not the backup',
      body: 'The keys to be backed up are not all in it. Make the backup again and choose the file you saved.',
    },
    ja: {
      title: 'バックアップのファイルではありません',
      body: 'バックアップする鍵がすべては含まれていません。作成し直して、保存したファイルを選択してください。',
    },
  },
  'engine/no-backup': {
    en: {
      title: 'This key has no backup yet',
      body: 'It was not removed. Make a backup first, or confirm that you can do without one.',
    },
    ja: {
      title: 'この鍵にはバックアップがありません',
      body: '鍵は削除していません。先にバックアップするか、バックアップなしで削除することを確認してください。',
    },
  },
  'engine/key-gone': {
    en: {
      title: 'This key is not here any more',
      body: 'It was removed, perhaps in another tab. Open the list of keys again.',
    },
    ja: {
      title: 'この鍵は見つかりません',
      body: '別のタブなどで削除されています。鍵の一覧を開き直してください。',
    },
  },
}
