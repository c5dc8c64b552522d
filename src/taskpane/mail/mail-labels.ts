/** The words of the mail frame and the attachments. They come with the frame, so that nobody waits for them before. */
import { fillText, type Values } from '../text/fill-text.ts'
import type { Language } from '../sentences/sentence.ts'

const english = {
  shownHereOnly: 'Shown here only, not stored',
  mailContent: 'Message content',
  formatted: 'Formatted',
  plainText: 'Plain text',
  taller: 'Taller',
  shorter: 'Shorter',
  pictureLeftOut: 'picture from {host} not loaded',
  find: 'Find in this message',
  found: '{n} of {total}',
  foundNone: 'not found',
  previous: 'Previous match',
  next: 'Next match',
  attachments: 'Attachments ({n})',
  unnamed: 'unnamed file',
  attachedMessage: 'Attached message',
  open: 'Open',
  save: 'Save {name}',
  saveAll: 'Save all',
  saveMessage: 'Save message as .eml',
  saveAnyway: 'Save',
  cancel: 'Cancel',
  saved: 'Saved: {name}',
  reply: 'Reply encrypted',
  'reply-all': 'Reply all',
  forward: 'Forward',
} as const

export type MailLabel = keyof typeof english

const japanese: Readonly<Record<MailLabel, string>> = {
  shownHereOnly: 'ここにだけ表示し、保存しません',
  mailContent: 'メールの本文',
  formatted: '書式あり',
  plainText: 'テキスト',
  taller: '広げる',
  shorter: '狭める',
  pictureLeftOut: '{host} の画像は読み込んでいません',
  find: 'このメール内を検索',
  found: '{total} 件中 {n} 件目',
  foundNone: '見つかりません',
  previous: '前の一致',
  next: '次の一致',
  attachments: '添付ファイル ({n})',
  unnamed: '名前のないファイル',
  attachedMessage: '添付されたメール',
  open: '開く',
  save: '{name} を保存',
  saveAll: 'すべて保存',
  saveMessage: 'メールを .eml で保存',
  saveAnyway: '保存',
  cancel: 'キャンセル',
  saved: '保存しました: {name}',
  reply: '暗号化して返信',
  'reply-all': '全員に返信',
  forward: '転送',
}

export const mailLabels: Readonly<Record<Language, Readonly<Record<MailLabel, string>>>> = { en: english, ja: japanese }

/** One label, its placeholders filled. */
export function mailLabel(language: Language, label: MailLabel, values: Values = {}): string {
  return fillText(mailLabels[language][label], values)
}
