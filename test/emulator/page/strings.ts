/** What the demo's page says, apart from the add-in, which speaks for itself. */

export type Language = 'en' | 'ja'

export const strings = {
  en: {
    product: 'Mail',
    hint: 'A demonstration mailbox. Choose a message, then “{button}”.',
    profile: 'Mail program',
    language: 'Language',
    theme: 'Appearance',
    light: 'Light',
    dark: 'Dark',
    inbox: 'Inbox',
    reading: 'Message',
    ribbon: 'Message commands',
    nothingOpen: 'No message is selected.',
    wrapped: 'The text of this message is wrapped in its signature. This mail program cannot show it by itself.',
    locked: 'This message is encrypted with S/MIME. This mail program cannot show it; the pane can, with your key.',
    restricted: 'Restricted item',
    restrictedText: 'Permission to this item is restricted. Add-ins see it as it was sent, encrypted.',
    ok: 'OK',
    demoKey: 'Your key for this demo: {file}',
    demoPassword: 'Password of the file: {password}',
    to: 'To:',
    attachments: 'Attachments',
    deselect: 'Deselect',
    pin: 'Keep this pane open while moving between messages',
    close: 'Close the pane',
    resize: 'Width of the pane',
    paneTitle: 'Task pane',
  },
  ja: {
    product: 'メール',
    hint: 'デモ用のメールボックスです。メッセージを選び、「{button}」をクリックしてください。',
    profile: 'メールソフト',
    language: '言語',
    theme: '外観',
    light: 'ライト',
    dark: 'ダーク',
    inbox: '受信トレイ',
    reading: 'メッセージ',
    ribbon: 'メッセージのコマンド',
    nothingOpen: 'メッセージが選択されていません。',
    wrapped: 'このメッセージの本文は署名の中に包まれています。このメールソフトだけでは表示できません。',
    locked: 'このメッセージは S/MIME で暗号化されています。このメールソフトでは表示できませんが、鍵があれば作業ウィンドウで読めます。',
    restricted: '制限付きのアイテム',
    restrictedText: 'このアイテムへのアクセスは制限されています。アドインは、暗号化されたままのメッセージを受け取ります。',
    ok: 'OK',
    demoKey: 'デモ用の鍵: {file}',
    demoPassword: 'ファイルのパスワード: {password}',
    to: '宛先:',
    attachments: '添付ファイル',
    deselect: '選択を解除',
    pin: 'メッセージを切り替えてもウィンドウを開いたままにする',
    close: 'ウィンドウを閉じる',
    resize: 'ウィンドウの幅',
    paneTitle: '作業ウィンドウ',
  },
} as const satisfies Record<Language, Record<string, string>>

export type Strings = Readonly<Record<keyof (typeof strings)['en'], string>>

export const languageOf = (locale: string): Language => (locale.toLowerCase().startsWith('ja') ? 'ja' : 'en')
