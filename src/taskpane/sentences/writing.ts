/** What the pane says while a message is written and sent. It comes with the screens for that. */
import type { CertificateProblem, CertificateSource } from '../../engine/compose-protocol.ts'
import type { EngineErrorCode } from '../../engine/engine.ts'
import type { OutlookErrorCode } from '../../outlook/mailbox-host.ts'
import type { SendErrorCode, SendingRouteName } from '../../outlook/send/sending-route.ts'
import { fillText, type Values } from '../text/fill-text.ts'
import type { Language, Wording, WritingFailureCode } from './sentence.ts'

/** What a button beside a sentence does. */
export type WritingAction =
  /** The same once more. */
  | 'again'
  /** The next way of sending that there is. */
  | 'another-way'
  /** The finished message as a file. */
  | 'save'
  /** The list is read anew and takes the focus. */
  | 'recipients'
  /** The Keys tab. */
  | 'keys'
  /** Sent Items are searched for it. */
  | 'look'
  /** The protected editor, empty. */
  | 'editor'

export interface WritingSentence {
  readonly does: WritingAction | null
  readonly en: WritingWording
  readonly ja: WritingWording
}

export interface WritingWording extends Wording {
  /** The button's words; null exactly when `does` is. */
  readonly action: string | null
}

/** Codes of other rooms that can end a send. Their sentences elsewhere speak of reading. */
type SharedCode =
  | Extract<OutlookErrorCode, 'outlook/route-timeout' | 'outlook/permission' | 'outlook/item-changed' | 'outlook/refused' | 'outlook/no-item'>
  | Extract<
      EngineErrorCode,
      | 'engine/storage-full' | 'engine/storage-forbidden' | 'engine/storage-damaged' | 'engine/too-large' | 'engine/timeout' | 'engine/worker-died' | 'engine/cancelled'
      | 'engine/bad-request' | 'engine/no-signing-certificate' | 'engine/recipient-unusable' | 'engine/insecure-page' | 'engine/unreadable-file'
    >

export type WritingCode =
  | SendErrorCode
  | WritingFailureCode
  | SharedCode
  | CertificateProblem
  | 'smime/recipient-no-certificate'
  /** An Outlook without the calls that read a message while it is written. */
  | 'taskpane/item-unreadable'
  | 'taskpane/unexpected'

const TRY_AGAIN = { en: 'Try again', ja: '再試行' } as const
const ANOTHER_WAY = { en: 'Send another way', ja: '別の方法で送信' } as const
const TO_KEYS = { en: 'Go to keys', ja: '鍵を開く' } as const

/** Every code with its sentence: what happened, what did not, what to do. */
export const writingSentences: Readonly<Record<WritingCode, WritingSentence>> = {
  'outlook/network': {
    does: 'again',
    en: { title: 'No connection', body: 'Nothing was sent. Your message is unchanged; try again when you are back online.', action: TRY_AGAIN.en },
    ja: { title: 'ネットワークに接続できません', body: 'メールは送信されず、内容もそのままです。接続が回復したら、もう一度お試しください。', action: TRY_AGAIN.ja },
  },
  'outlook/token': {
    does: 'again',
    en: { title: 'Microsoft 365 didn’t accept the sign-in', body: 'Nothing was sent. Sign in again; your message is unchanged.', action: 'Sign in again' },
    ja: { title: 'Microsoft 365 にサインインできませんでした', body: 'メールは送信されず、内容もそのままです。もう一度サインインしてください。', action: 'もう一度サインイン' },
  },
  'outlook/consent': {
    does: 'again',
    en: { title: 'Sending needs your permission once', body: 'Nothing was sent. Microsoft 365 will ask you to let Sealpane send mail in your name.', action: 'Allow' },
    ja: { title: '初回のみ送信の許可が必要です', body: 'メールは送信されていません。Microsoft 365 の画面で、Sealpane によるメールの送信を許可してください。', action: '許可する' },
  },
  'outlook/too-large-to-send': {
    does: 'another-way',
    en: { title: 'Too large for this way of sending', body: 'Nothing was sent; your message is unchanged. Send it another way, or attach less.', action: ANOTHER_WAY.en },
    ja: { title: 'この方法では送信できないサイズです', body: 'メールは送信されず、内容もそのままです。別の方法で送信するか、添付ファイルを減らしてください。', action: ANOTHER_WAY.ja },
  },
  'outlook/throttled': {
    does: 'again',
    en: { title: 'The server asks to wait', body: 'Nothing was sent; your message is unchanged. Try again in {seconds} seconds.', action: TRY_AGAIN.en },
    ja: { title: 'サーバーが混み合っています', body: 'メールは送信されず、内容もそのままです。{seconds} 秒後にもう一度お試しください。', action: TRY_AGAIN.ja },
  },
  'outlook/send-as-denied': {
    does: null,
    en: { title: 'You may not send from this address', body: 'Nothing was sent. Choose another From, or ask your administrator for the right to send as it.', action: null },
    ja: { title: 'この差出人では送信できません', body: 'このアドレスから送信する権限がないため、送信していません。差出人を変えるか、管理者に権限を依頼してください。', action: null },
  },
  'outlook/mailbox-full': {
    does: 'again',
    en: { title: 'Your mailbox is full', body: 'Nothing was sent; your message is unchanged. Make room in the mailbox, then try again.', action: TRY_AGAIN.en },
    ja: { title: 'メールボックスがいっぱいです', body: 'メールは送信されず、内容もそのままです。メールボックスの空きを増やしてから、もう一度お試しください。', action: TRY_AGAIN.ja },
  },
  'outlook/send-refused': {
    does: 'another-way',
    en: { title: 'The server refused the message', body: 'Nothing was sent; your message is unchanged. Send it another way, or try again later.', action: ANOTHER_WAY.en },
    ja: { title: 'サーバーがメールを受け付けませんでした', body: 'メールは送信されず、内容もそのままです。別の方法で送信するか、時間をおいてお試しください。', action: ANOTHER_WAY.ja },
  },
  'outlook/sent-unconfirmed': {
    does: 'look',
    en: { title: 'Perhaps sent', body: 'The connection broke before the server confirmed. Look in Sent Items before you send again.', action: 'Look in Sent Items' },
    ja: { title: '送信を確認できませんでした', body: 'サーバーの確認前に接続が切れました。もう一度送る前に、送信済みアイテムを確認してください。', action: '送信済みアイテムを確認' },
  },
  'outlook/body-truncated': {
    does: 'again',
    en: { title: 'Outlook cut the message short', body: 'What came back is not what was written, so nothing was sent. Your text is safe; try again, or use the protected editor.', action: TRY_AGAIN.en },
    ja: { title: 'Outlook で本文が途中までしか処理されませんでした', body: '元の本文と一致しないため、送信を中止しました。書いた内容は残っています。もう一度試すか、保護エディターを使ってください。', action: TRY_AGAIN.ja },
  },
  'outlook/attachment-no-bytes': {
    does: 'again',
    en: { title: 'An attachment has no content', body: 'Nothing was sent. “{name}” could not be read (cloud file or filter); attach it as a copy, or remove it.', action: TRY_AGAIN.en },
    ja: { title: '添付ファイルを読み取れません', body: '「{name}」はクラウド上のファイルか、フィルターの対象のため、送信していません。コピーとして添付し直すか、削除してください。', action: TRY_AGAIN.ja },
  },
  'outlook/recipients-changed': {
    does: 'recipients',
    en: { title: 'The recipients changed', body: 'Nothing was sent. Someone was added or removed after checking; look at the list once more.', action: 'Check the recipients' },
    ja: { title: '宛先が変更されました', body: '確認後に宛先が追加または削除されたため、送信していません。もう一度確認してください。', action: '宛先を確認' },
  },
  'outlook/from-changed': {
    does: 'recipients',
    en: { title: 'The sender changed', body: 'Nothing was sent. Another From was chosen after checking; see who signs now, then send.', action: 'Check again' },
    ja: { title: '差出人が変更されました', body: '確認後に差出人が変更されたため、送信していません。署名者を確認してから、もう一度送信してください。', action: '再確認' },
  },
  'outlook/no-recipients': {
    does: null,
    en: { title: 'No recipients yet', body: 'Add at least one recipient, then send.', action: null },
    ja: { title: '宛先がありません', body: '宛先を 1 件以上追加してから送信してください。', action: null },
  },
  'outlook/group-unknown': {
    does: 'recipients',
    en: { title: 'The members of “{name}” can’t be seen', body: 'Nothing was sent. Encryption needs each person’s certificate; add the people one by one.', action: 'Check the recipients' },
    ja: { title: '「{name}」のメンバーを確認できません', body: '暗号化には全員の証明書が必要なため、送信していません。メンバーを個別に追加してください。', action: '宛先を確認' },
  },
  'outlook/native-smime': {
    does: 'again',
    en: { title: 'Outlook’s own S/MIME is on for this message', body: 'Nothing was sent. Turn off Outlook’s own signing and encryption for it, then try again.', action: TRY_AGAIN.en },
    ja: { title: 'このメールでは Outlook の S/MIME が有効です', body: '同じメールで両方を使うことはできないため、送信していません。Outlook の署名と暗号化を解除して、もう一度お試しください。', action: TRY_AGAIN.ja },
  },
  'outlook/item-not-as-planned': {
    does: 'another-way',
    en: { title: 'Outlook changed the protected message', body: 'Nothing was sent, and your text was put back. Send it another way.', action: ANOTHER_WAY.en },
    ja: { title: '保護したメールを Outlook が変更しました', body: '送信を中止し、本文を元に戻しました。別の方法で送信してください。', action: ANOTHER_WAY.ja },
  },
  'outlook/item-not-restored': {
    does: 'another-way',
    en: { title: 'Outlook didn’t take your text back', body: 'Nothing was sent. The message window may be incomplete, but Sealpane kept all you wrote. Send it another way.', action: ANOTHER_WAY.en },
    ja: { title: '元の本文に戻せませんでした', body: 'メールは送信されていません。Outlook が変更を受け付けず、作成画面の内容が欠けている可能性がありますが、書いた内容は Sealpane に保存されています。別の方法で送信してください。', action: ANOTHER_WAY.ja },
  },
  'outlook/route-unavailable': {
    does: 'another-way',
    en: { title: 'This way of sending isn’t available here', body: 'Nothing was sent; your message is unchanged. Send it another way.', action: ANOTHER_WAY.en },
    ja: { title: 'この送信方法は使えません', body: 'メールは送信されず、内容もそのままです。別の方法で送信してください。', action: ANOTHER_WAY.ja },
  },
  'outlook/route-timeout': {
    does: 'again',
    en: { title: 'Outlook didn’t answer', body: 'Nothing was sent; your message is unchanged. Try again.', action: TRY_AGAIN.en },
    ja: { title: 'Outlook から応答がありません', body: 'メールは送信されず、内容もそのままです。もう一度お試しください。', action: TRY_AGAIN.ja },
  },
  'outlook/permission': {
    does: 'again',
    en: { title: 'Outlook doesn’t let Sealpane do this', body: 'Nothing was sent. Your administrator decides what Sealpane may do in this mailbox.', action: TRY_AGAIN.en },
    ja: { title: 'Outlook で許可されていない操作です', body: 'メールは送信していません。このメールボックスでの権限を管理者に確認してください。', action: TRY_AGAIN.ja },
  },
  'outlook/item-changed': {
    does: 'again',
    en: { title: 'Another message is open now', body: 'Nothing was sent. Go back to the message that you were writing, then try again.', action: TRY_AGAIN.en },
    ja: { title: '別のメールに切り替わりました', body: 'メールは送信していません。書いていたメールに戻って、もう一度お試しください。', action: TRY_AGAIN.ja },
  },
  'outlook/refused': {
    does: 'again',
    en: { title: 'Outlook refused', body: 'Nothing was sent; your message is unchanged. Try again, or use the protected editor.', action: TRY_AGAIN.en },
    ja: { title: 'Outlook が操作を拒否しました', body: 'メールは送信されず、内容もそのままです。もう一度試すか、保護エディターを使ってください。', action: TRY_AGAIN.ja },
  },
  'outlook/no-item': {
    does: null,
    en: { title: 'The message isn’t open any more', body: 'Nothing was sent. Open it in Outlook again.', action: null },
    ja: { title: 'メールが開かれていません', body: 'メールは送信していません。Outlook でもう一度開いてください。', action: null },
  },
  'engine/no-signing-key': {
    does: 'keys',
    en: { title: 'To sign, you need your own certificate', body: 'There is none here for {address}. Import the file you have, request one, or send without signing.', action: TO_KEYS.en },
    ja: { title: '署名するには自分の証明書が必要です', body: '{address} の証明書がありません。お持ちのファイルを取り込むか、新しく申請してください。署名せずに送ることもできます。', action: TO_KEYS.ja },
  },
  'engine/signing-key-expired': {
    does: 'keys',
    en: { title: 'Your certificate isn’t valid now', body: 'Others would see your signature as questionable. Renew it, or send without signing.', action: TO_KEYS.en },
    ja: { title: 'お使いの証明書は有効期間外です', body: 'このまま署名すると、相手に「要確認」と表示されます。証明書を更新するか、署名せずに送信してください。', action: TO_KEYS.ja },
  },
  'engine/signing-key-locked': {
    does: null,
    en: { title: 'Your keys are locked', body: 'Nothing was sent. Unlock them to sign.', action: null },
    ja: { title: '鍵はロックされています', body: 'メールは送信していません。署名するには、ロックを解除してください。', action: null },
  },
  'engine/no-own-certificate': {
    does: 'keys',
    en: { title: 'You couldn’t read your own copy', body: 'Encryption needs a certificate of yours too, so that Sent Items stay readable. Import your key, or turn encryption off.', action: TO_KEYS.en },
    ja: { title: '送信済みの控えを読めなくなります', body: '控えを読むには、暗号化できる自分の証明書が必要です。鍵を取り込むか、暗号化を解除してください。', action: TO_KEYS.ja },
  },
  'engine/no-signing-certificate': {
    does: 'keys',
    en: { title: 'No certificate of your key may sign', body: 'Nothing was sent. Ask your authority for a certificate for signing, or send without signing.', action: TO_KEYS.en },
    ja: { title: 'この鍵には署名用の証明書がありません', body: 'メールは送信していません。署名用の証明書を認証局に依頼するか、署名せずに送信してください。', action: TO_KEYS.ja },
  },
  'engine/recipient-changed': {
    does: 'recipients',
    en: { title: 'A recipient’s certificate changed', body: 'Nothing was sent. Another certificate would be used than the one you were shown; look at the list once more.', action: 'Check the recipients' },
    ja: { title: '宛先の証明書が変わりました', body: '表示したものとは別の証明書になるため、送信していません。宛先をもう一度確認してください。', action: '宛先を確認' },
  },
  'engine/recipient-unusable': {
    does: 'recipients',
    en: { title: 'A certificate isn’t meant for encryption', body: 'Nothing was sent to anyone. Ask that person for the certificate of their encryption key.', action: 'Check the recipients' },
    ja: { title: '暗号化用ではない証明書が含まれています', body: 'どの宛先にも送信していません。暗号化用の証明書をその相手に依頼してください。', action: '宛先を確認' },
  },
  'engine/unsafe-text': {
    does: null,
    en: { title: 'A name or the subject has hidden characters', body: 'Nothing was sent. Line breaks and control characters can’t be sent there; type that line again.', action: null },
    ja: { title: '名前または件名に使えない文字があります', body: '改行などの制御文字が含まれているため、送信していません。その行を入力し直してください。', action: null },
  },
  'engine/draft-gone': {
    does: null,
    en: { title: 'The draft isn’t here any more', body: 'It was sent or discarded in another window. Nothing was sent from this one.', action: null },
    ja: { title: '下書きが見つかりません', body: '別のウィンドウで送信または破棄されています。このウィンドウからは送信していません。', action: null },
  },
  'engine/draft-elsewhere': {
    does: 'again',
    en: { title: 'Another window works on this message', body: 'Nothing was sent from here. Finish it there, or close that window and try again.', action: TRY_AGAIN.en },
    ja: { title: '別のウィンドウで編集中のメールです', body: 'ここからは送信していません。そのウィンドウで続けるか、閉じてからもう一度お試しください。', action: TRY_AGAIN.ja },
  },
  'engine/draft-unreadable': {
    does: null,
    en: { title: 'A kept message can’t be read', body: 'The key of this browser for it is gone, or it was changed. It was not deleted.', action: null },
    ja: { title: '保管中のメールを読み取れません', body: 'このブラウザーの鍵が失われたか、内容が変わっています。削除はしていません。', action: null },
  },
  'engine/storage-full': {
    does: 'again',
    en: { title: 'There is no room to keep your message safe', body: 'Nothing was sent or lost. Free some space for this browser, then try again.', action: TRY_AGAIN.en },
    ja: { title: '保存先の空き容量が不足しています', body: 'メールは送信されず、失われた内容もありません。ブラウザーの空き容量を増やして、もう一度お試しください。', action: TRY_AGAIN.ja },
  },
  'engine/storage-forbidden': {
    does: 'again',
    en: { title: 'This window can’t keep your message safe', body: 'Nothing was sent. The browser gives Sealpane no storage here; use a normal window.', action: TRY_AGAIN.en },
    ja: { title: 'このウィンドウでは下書きを保管できません', body: 'ブラウザーの保存領域を使えないため、送信していません。通常のウィンドウを使ってください。', action: TRY_AGAIN.ja },
  },
  'engine/storage-damaged': {
    does: 'again',
    en: { title: 'The storage for drafts is damaged', body: 'Nothing was sent, and nothing was overwritten. Try again; if it stays, copy your text elsewhere first.', action: TRY_AGAIN.en },
    ja: { title: '下書きの保存領域が壊れています', body: 'メールは送信されず、上書きもしていません。もう一度試しても直らない場合は、先に本文をコピーしてください。', action: TRY_AGAIN.ja },
  },
  'engine/too-large': {
    does: null,
    en: { title: 'The message is too large', body: 'Nothing was sent; your message is unchanged. Attach less, or send the files in several messages.', action: null },
    ja: { title: 'メールのサイズが大きすぎます', body: 'メールは送信されず、内容もそのままです。添付ファイルを減らすか、数回に分けて送信してください。', action: null },
  },
  'engine/timeout': {
    does: 'again',
    en: { title: 'Protecting the message took too long', body: 'Nothing was sent; your message is unchanged. Try again.', action: TRY_AGAIN.en },
    ja: { title: 'メールの保護に時間がかかりすぎています', body: 'メールは送信されず、内容もそのままです。もう一度お試しください。', action: TRY_AGAIN.ja },
  },
  'engine/worker-died': {
    does: 'again',
    en: { title: 'Sealpane had to restart', body: 'Nothing was sent; your message is unchanged. Your keys are locked now; unlock them, then try once more.', action: TRY_AGAIN.en },
    ja: { title: 'Sealpane の処理を再起動しました', body: 'メールは送信されず、内容もそのままです。鍵のロックを解除してから、もう一度お試しください。', action: TRY_AGAIN.ja },
  },
  'engine/cancelled': {
    does: 'again',
    en: { title: 'Sending was cancelled', body: 'Nothing was sent; your message is unchanged.', action: 'Send again' },
    ja: { title: '送信をキャンセルしました', body: 'メールは送信されず、内容もそのままです。', action: 'もう一度送信' },
  },
  'engine/bad-request': {
    does: 'again',
    en: { title: 'Something in Sealpane doesn’t fit together', body: 'Nothing was sent; your message is unchanged. Reload the pane, then try again.', action: TRY_AGAIN.en },
    ja: { title: 'Sealpane の内部で不整合が発生しました', body: 'メールは送信されず、内容もそのままです。再読み込みして、もう一度お試しください。', action: TRY_AGAIN.ja },
  },
  'engine/insecure-page': {
    does: null,
    en: { title: 'This page isn’t secure', body: 'Nothing was sent. Browsers allow cryptography only over https; ask your administrator for the right address.', action: null },
    ja: { title: 'このページの接続は保護されていません', body: '暗号機能は https のページでだけ使えるため、送信していません。正しいアドレスを管理者に確認してください。', action: null },
  },
  'engine/unreadable-file': {
    does: null,
    en: { title: 'There is no certificate in this file', body: 'Nothing was added. Choose a .cer, .pem or .p7b file of the recipient.', action: null },
    ja: { title: 'ファイルに証明書が含まれていません', body: '何も追加していません。宛先の .cer、.pem、.p7b のいずれかを選択してください。', action: null },
  },
  'smime/recipient-no-certificate': {
    does: null,
    en: { title: 'No certificate found', body: 'Open a signed message from this person, ask for one, or add a certificate file.', action: null },
    ja: { title: '証明書が見つかりません', body: 'この相手の署名付きメールを開くか、相手に依頼するか、証明書ファイルを追加してください。', action: null },
  },
  'smime/recipient-unaccepted': {
    does: null,
    en: { title: 'New certificate, not accepted yet', body: 'It differs from the one you used before. Compare it with this person, then choose it.', action: null },
    ja: { title: '新しい証明書が届いています', body: 'これまで使っていたものと異なります。相手に確認してから選択してください。', action: null },
  },
  'smime/recipient-expired': {
    does: null,
    en: { title: 'Not valid now: {from} to {date}', body: 'Ask this person for a newer one.', action: null },
    ja: { title: '有効期間外です ({from} ～ {date})', body: '新しい証明書を相手に依頼してください。', action: null },
  },
  'smime/recipient-untrusted': {
    does: null,
    en: { title: 'Its authority is not on your list', body: 'Ask this person for a certificate of an authority that you trust.', action: null },
    ja: { title: '信頼する一覧にない認証局の証明書です', body: '信頼している認証局の証明書を相手に依頼してください。', action: null },
  },
  'smime/recipient-unfit': {
    does: null,
    en: { title: 'Not meant for encryption', body: 'Ask this person for the certificate of their encryption key.', action: null },
    ja: { title: '暗号化用の証明書ではありません', body: '暗号化用の証明書を相手に依頼してください。', action: null },
  },
  'smime/recipient-revoked': {
    does: null,
    en: { title: 'The certificate was revoked', body: 'It can’t be used. Ask this person for a new one.', action: null },
    ja: { title: '証明書は失効しています', body: '使用できません。新しい証明書を相手に依頼してください。', action: null },
  },
  'taskpane/item-unreadable': {
    does: 'editor',
    en: { title: 'This Outlook can’t hand over what you wrote', body: 'Nothing was sent. Write in the protected editor instead; copy your text and attach your files there.', action: 'Use the protected editor' },
    ja: { title: 'この Outlook からは本文を取得できません', body: '必要な機能がないため、送信していません。保護エディターに本文をコピーし、ファイルを添付してください。', action: '保護エディターを使う' },
  },
  'taskpane/unexpected': {
    does: 'again',
    en: { title: 'Something went wrong in Sealpane', body: 'Your message is kept. Reload the pane; what was not sent is offered to you again.', action: TRY_AGAIN.en },
    ja: { title: 'Sealpane で問題が発生しました', body: 'メールの内容は保管しています。再読み込みすると、送信していないメールを続けられます。', action: TRY_AGAIN.ja },
  },
}

/** The sentence of a code. One that is not about writing is a fault of ours and says so. */
export function writingSentence(code: string): WritingSentence {
  return Object.hasOwn(writingSentences, code) ? writingSentences[code as WritingCode] : writingSentences['taskpane/unexpected']
}

const english = {
  'draft-in-clear': { title: 'Drafts reach the server unencrypted', body: 'Outlook saves what you type here. To avoid that, write in Sealpane’s protected editor.' },
  'draft-protected': { title: 'Protected editor', body: 'The draft is stored encrypted on this computer only.' },
  'recipients-missing': { title: '{n} of {total} recipients can’t read it yet', body: 'Sealpane doesn’t send to only some of them. Add the missing certificates, remove those recipients, or send it without encryption.' },
  'recipient-missing': { title: 'The recipient can’t read it yet', body: 'Add a certificate, or send it without encryption.' },
  sent: { title: 'Sent', body: 'To {n} recipients, protected as you chose. The copy in Sent Items can be read with your key.' },
  'sent-plain': { title: 'Sent', body: 'To {n} recipients, signed. Anyone can read it.' },
  'sent-partly': { title: 'Some copies were not sent', body: 'Sent to {sent}. Not sent to {rest}. Sending again sends only what is missing.' },
  'handed-over': { title: 'Saved as a file', body: 'Open it in a mail program and send it from there. It is protected as you chose.' },
  'told-outlook': { title: 'Ready: press Send in Outlook', body: 'The message in Outlook is now protected. Outlook itself sends it.' },
  'draft-recovered': { title: 'An unfinished message was kept', body: '“{subject}”, from {time}. It was not sent.' },
  'draft-perhaps-sent': { title: 'A message was perhaps sent', body: '“{subject}”, from {time}. Look in Sent Items before you send it again.' },
  'draft-partly-sent': { title: 'A message went only to some', body: '“{subject}”, from {time}. Go on to send it to the others.' },
  'draft-handed-over': { title: 'Was this message sent?', body: '“{subject}”, from {time}, was finished, and the rest was up to you.' },
  'drafts-unreadable': { title: '{n} kept messages can’t be read', body: 'The key of this browser for them is gone, or they were changed. They were not deleted.' },
  'found-sent': { title: 'It was sent', body: 'The message lies in Sent Items. Nothing is left to do.' },
  'not-found-sent': { title: 'It was not sent', body: 'The message isn’t in Sent Items. You can go on writing and send it.' },
  'cannot-look': { title: 'Sealpane can’t look in Sent Items here', body: 'Look there yourself. If the message isn’t there, go on writing and send it.' },
  withheld: { title: 'Nothing of the original was taken along', body: 'It was encrypted without a valid signature, in a form that someone else could have changed. Its text and files would go out in your name.' },
  'reply-unprotect': { title: 'Send this reply without encryption?', body: 'The original was encrypted. Its quoted text will be removed from your reply.' },
  discard: { title: 'Discard this message?', body: 'It was not sent, and it is deleted from this computer.' },
  unlock: { title: 'Your keys are locked', body: 'Unlock them to sign.' },
  'unlock-draft': { title: 'Your keys are locked', body: 'This reply quotes an encrypted message. Unlock them to go on writing.' },
  'no-recipients': { title: 'No recipients yet', body: 'Add them in Outlook; they appear here.' },
  'certificates-added': { title: 'Certificate added', body: 'For {addresses}.' },
  'certificates-others': { title: 'That file is for somebody else', body: 'It was kept for {addresses}, not for {address}.' },
  'attachment-unreadable': { title: 'A file can’t be read', body: '“{name}” was not attached.' },
  'not-an-address': { title: 'This isn’t a mail address', body: '' },
  'left-out': { title: 'Some formatting is left out', body: 'Pictures from the internet and hidden text are not signed. Look at what will be sent.' },
  'subject-in-clear': { title: 'The subject is not encrypted', body: 'Keep anything confidential out of it.' },
  'subject-hidden': { title: 'The subject is hidden on the way', body: 'Others see […]; recipients see it after opening.' },
} as const satisfies Readonly<Record<string, Wording>>

export type WritingPhrase = keyof typeof english

const japanese: Readonly<Record<WritingPhrase, Wording>> = {
  'draft-in-clear': { title: '下書きは暗号化されません', body: 'Outlook が入力内容をサーバーに自動保存します。避けたい場合は、保護エディターで書いてください。' },
  'draft-protected': { title: '保護エディター', body: '下書きは暗号化して、このパソコンにだけ保存します。' },
  'recipients-missing': { title: '{total} 件中 {n} 件の宛先が読めません', body: '一部の宛先にだけ送ることはありません。証明書を追加するか、宛先から外すか、暗号化せずに送信してください。' },
  'recipient-missing': { title: '宛先がこのメールを読めません', body: '証明書を追加するか、暗号化せずに送信してください。' },
  sent: { title: '送信しました', body: '{n} 件の宛先に、選択した保護を付けて送信しました。送信済みアイテムの控えは、お使いの鍵で読めます。' },
  'sent-plain': { title: '送信しました', body: '{n} 件の宛先に、署名を付けて送信しました。暗号化はしていません。' },
  'sent-partly': { title: '一部の宛先に送信できませんでした', body: '{sent} には送信済みです。{rest} には送信していません。もう一度送信すると、残りの宛先にだけ送ります。' },
  'handed-over': { title: 'ファイルとして保存しました', body: 'メールソフトで開いて送信してください。選択した保護が付いています。' },
  'told-outlook': { title: 'Outlook の [送信] を押してください', body: 'Outlook のメールを保護済みの内容に置き換えました。送信は Outlook が行います。' },
  'draft-recovered': { title: '書きかけのメールが残っています', body: '{time} の「{subject}」です。送信はされていません。' },
  'draft-perhaps-sent': { title: '送信済みかどうか分からないメールがあります', body: '{time} の「{subject}」です。もう一度送る前に、送信済みアイテムを確認してください。' },
  'draft-partly-sent': { title: '一部の宛先にだけ送信したメールがあります', body: '{time} の「{subject}」です。続けると、残りの宛先に送信できます。' },
  'draft-handed-over': { title: 'このメールは送信しましたか?', body: '{time} の「{subject}」です。保護の処理は終わっています。' },
  'drafts-unreadable': { title: '保管中のメール {n} 件を読み取れません', body: 'このブラウザーの鍵が失われたか、内容が変わっています。削除はしていません。' },
  'found-sent': { title: '送信されていました', body: '送信済みアイテムにあります。ほかに必要な操作はありません。' },
  'not-found-sent': { title: '送信されていませんでした', body: '送信済みアイテムにありません。続きを書いて送信できます。' },
  'cannot-look': { title: 'ここからは送信済みアイテムを確認できません', body: '送信済みアイテムを開いて確認してください。見つからない場合は、続きを書いて送信できます。' },
  withheld: { title: '元のメールの内容は含めていません', body: '有効な署名のない暗号化メールのため、第三者が内容を書き換えた可能性があります。本文と添付ファイルは、含めると自分の名前で送信することになります。確認してから追加してください。' },
  'reply-unprotect': { title: 'この返信を暗号化せずに送りますか?', body: '元のメールは暗号化されています。返信から引用部分を削除します。' },
  discard: { title: 'このメールを破棄しますか?', body: '送信していません。このパソコンからも削除します。' },
  unlock: { title: '鍵はロックされています', body: '署名するには、ロックを解除してください。' },
  'unlock-draft': { title: '鍵はロックされています', body: '暗号化されたメールを引用しています。続きを書くには、ロックを解除してください。' },
  'no-recipients': { title: '宛先がありません', body: 'Outlook で宛先を追加すると、ここに表示されます。' },
  'certificates-added': { title: '証明書を追加しました', body: '{addresses} の証明書です。' },
  'certificates-others': { title: '別のアドレスの証明書です', body: '{address} ではなく、{addresses} の証明書として保管しました。' },
  'attachment-unreadable': { title: 'ファイルを読み取れません', body: '「{name}」は添付していません。' },
  'not-an-address': { title: 'メールアドレスの形式ではありません', body: '' },
  'left-out': { title: '一部の書式は送信されません', body: 'インターネット上の画像や隠された文字には署名しません。送信する内容を確認してください。' },
  'subject-in-clear': { title: '件名は暗号化されません', body: '機密情報は件名に書かないでください。' },
  'subject-hidden': { title: '件名は途中では見えません', body: '外側には […] と表示され、宛先が開くと元の件名が見えます。' },
}

export const writingPhrases: Readonly<Record<Language, Readonly<Record<WritingPhrase, Wording>>>> = { en: english, ja: japanese }

export function writingPhrase(language: Language, phrase: WritingPhrase): Wording {
  return writingPhrases[language][phrase]
}

const englishLabels = {
  protection: 'Protection',
  sign: 'Sign',
  signWith: 'with your key for {address}',
  encrypt: 'Encrypt',
  onlyRecipients: 'Only the recipients below can read it',
  anyoneReads: 'Anyone on the way can read it',
  notSigned: 'Recipients can’t check who wrote it',
  validUntil: 'Valid until {date}',
  byOrganisation: 'Set by your organisation.',
  recipients: 'Recipients ({n})',
  ready: '{n} ready',
  lookingFor: 'Looking for certificates',
  until: 'until {date}',
  issuedBy: '{issuer}',
  newestOf: 'Newest of {n} certificates',
  chosenOf: 'Chosen from {n} certificates',
  weak: 'short key ({n} bits); ask for a newer one',
  to: 'To',
  cc: 'Cc',
  bcc: 'Bcc',
  bccSeparate: 'Gets a separate copy',
  bccTogether: 'Shares one message; others can notice it',
  bccNone: 'Gets no message of its own',
  memberOf: 'Member of {group}',
  choose: 'Choose',
  chooseFor: 'Choose a certificate for {address}',
  add: 'Add',
  addFor: 'Add a certificate for {address}',
  groupUnknown: 'Encryption needs each person’s certificate; add the people one by one.',
  ask: 'Ask for a certificate',
  askFor: 'Ask for a certificate of {address}',
  askOpened: 'The request is open in Outlook: send it there. Open the signed answer when it comes, and its certificate is kept.',
  askByHand: 'Send this from Outlook. Open the signed answer when it comes, and its certificate is kept.',
  copySubject: 'Copy subject',
  copyMessage: 'Copy message',
  copied: 'Copied',
  copyMarked: 'The browser doesn’t let Sealpane copy; the text is marked for you to copy.',
  remove: 'Remove',
  removeRecipient: 'Remove {address}',
  use: 'Use this one',
  inUse: 'in use',
  serial: 'Serial {serial}',
  fingerprint: 'Fingerprint {fingerprint}',
  sendSignedOnly: 'Send signed only',
  sendUnencrypted: 'Turn encryption off',
  useEditor: 'Use the protected editor',
  whatIsSent: 'What will be sent',
  refresh: 'Read it again',
  sendBoth: 'Sign, encrypt and send',
  sendSigned: 'Sign and send',
  sendEncrypted: 'Encrypt and send',
  sendPlain: 'Choose Sign or Encrypt',
  saveBoth: 'Sign, encrypt and save',
  saveSigned: 'Sign and save',
  saveEncrypted: 'Encrypt and save',
  whyLooking: 'Checking the recipients',
  whyMissing: '{n} certificates missing',
  whyMissingOne: '1 certificate missing',
  whyNobody: 'No recipients yet',
  whyNothing: 'Neither signing nor encrypting is on',
  whyLocked: 'Your keys are locked',
  whyNoKey: 'No certificate to sign with',
  whyExpired: 'Your certificate isn’t valid now',
  whyNoOwn: 'No certificate to keep your copy readable',
  whyGroup: 'A group’s members can’t be seen',
  routeGraph: 'Sent through Microsoft 365',
  routeEws: 'Sent through your Exchange server',
  routeReplace: 'Sent by Outlook with the S/MIME part attached',
  routeFile: 'Saved as a file for you to send',
  routeReplaceNote: 'Recipients see a short notice and an attachment; most mail programs open it.',
  routeFileNote: 'Nothing else can send from here.',
  stepReading: 'Reading what you wrote',
  stepKeeping: 'Keeping it safe on this computer',
  stepMaking: 'Signing and encrypting',
  stepChanging: 'Putting it into the message',
  stepSending: 'Sending',
  stepLooking: 'Looking in Sent Items',
  stepClosing: 'Tidying up',
  cancel: 'Cancel',
  stopSending: 'Cancel sending',
  newMessage: 'New message',
  protectMessage: 'Protect this message',
  subject: 'Subject',
  message: 'Message',
  attachments: 'Attachments ({n})',
  attach: 'Attach files',
  dropFiles: 'Or drop files here',
  removeFile: 'Remove {name}',
  addRecipient: 'Add',
  recipientAddress: 'Mail address',
  recipientField: 'Field',
  saved: 'Kept on this computer, {time}',
  saving: 'Keeping',
  notSaved: 'Not kept yet',
  close: 'Close',
  discard: 'Discard',
  keepWriting: 'Keep writing',
  itWent: 'It was sent',
  sendAnyway: 'It isn’t there: send it',
  takeWithheld: 'Take it along anyway',
  loading: 'Loading',
  continueWriting: 'Continue writing',
  look: 'Look in Sent Items',
  closeNow: 'You can close the message in Outlook now.',
  closed: 'Outlook closed the message.',
  keepEncrypted: 'Keep it encrypted',
  dropQuote: 'Remove quote and turn off',
  wrote: 'On {date}, {author} wrote:',
  writtenBefore: '{author} wrote:',
  forwarded: 'Forwarded message',
  from: 'From',
  date: 'Date',
  nothingWritten: 'The message has no text yet.',
  saveFile: 'Save the message',
  unlock: 'Unlock',
  dismiss: 'Dismiss',
  sendAgain: 'Send the rest',
} as const satisfies Readonly<Record<string, string>>

export type WritingLabel = keyof typeof englishLabels

const japaneseLabels: Readonly<Record<WritingLabel, string>> = {
  protection: '保護',
  sign: '署名',
  signWith: '{address} の鍵で署名します',
  encrypt: '暗号化',
  onlyRecipients: '下の宛先だけが読めます',
  anyoneReads: '配送の途中で読まれる可能性があります',
  notSigned: '宛先は差出人を確認できません',
  validUntil: '{date} まで有効',
  byOrganisation: '組織の設定です。',
  recipients: '宛先 ({n})',
  ready: '準備完了 {n} 件',
  lookingFor: '証明書を検索しています',
  until: '{date} まで',
  issuedBy: '{issuer}',
  newestOf: '{n} 件のうち最新',
  chosenOf: '{n} 件から選択済み',
  weak: '鍵長が不十分です ({n} ビット)。更新を依頼してください',
  to: '宛先',
  cc: 'CC',
  bcc: 'BCC',
  bccSeparate: '個別に送信します',
  bccTogether: '1 通にまとめて送るため、知られる可能性があります',
  bccNone: '個別のメールは送信しません',
  memberOf: '{group} のメンバー',
  choose: '選択',
  chooseFor: '{address} の証明書を選択',
  add: '追加',
  addFor: '{address} の証明書を追加',
  groupUnknown: '暗号化には全員の証明書が必要です。メンバーを個別に追加してください。',
  ask: '証明書を依頼',
  askFor: '{address} に証明書を依頼',
  askOpened: '依頼のメールを Outlook で開きました。内容を確認して送信してください。届いた署名付きの返信を開くと、証明書を保管します。',
  askByHand: '次の内容を Outlook から送信してください。届いた署名付きの返信を開くと、証明書を保管します。',
  copySubject: '件名をコピー',
  copyMessage: '本文をコピー',
  copied: 'コピーしました',
  copyMarked: 'ブラウザーの設定でコピーできないため、文字を選択しました。そのままコピーしてください。',
  remove: '削除',
  removeRecipient: '{address} を削除',
  use: 'この証明書を使う',
  inUse: '使用中',
  serial: 'シリアル番号 {serial}',
  fingerprint: 'フィンガープリント {fingerprint}',
  sendSignedOnly: '署名のみで送信',
  sendUnencrypted: '暗号化を解除',
  useEditor: '保護エディターを使う',
  whatIsSent: '送信する内容',
  refresh: '読み込み直す',
  sendBoth: '署名・暗号化して送信',
  sendSigned: '署名して送信',
  sendEncrypted: '暗号化して送信',
  sendPlain: '署名か暗号化を選択してください',
  saveBoth: '署名・暗号化して保存',
  saveSigned: '署名して保存',
  saveEncrypted: '暗号化して保存',
  whyLooking: '宛先を確認しています',
  whyMissing: '証明書が {n} 件不足しています',
  whyMissingOne: '証明書が 1 件不足しています',
  whyNobody: '宛先がありません',
  whyNothing: '署名も暗号化も選択されていません',
  whyLocked: '鍵はロックされています',
  whyNoKey: '署名に使う証明書がありません',
  whyExpired: 'お使いの証明書は有効期間外です',
  whyNoOwn: '控えを読むための証明書がありません',
  whyGroup: 'グループのメンバーを確認できません',
  routeGraph: 'Microsoft 365 経由で送信',
  routeEws: 'Exchange サーバー経由で送信',
  routeReplace: 'S/MIME データを添付して Outlook から送信',
  routeFile: 'ファイルとして保存',
  routeReplaceNote: '相手には短い案内文と添付ファイルが届き、多くのメールソフトで開けます。',
  routeFileNote: 'ここから直接送信できないため、保存したファイルを開いて送信してください。',
  stepReading: '書いた内容を読み取っています',
  stepKeeping: 'このパソコンに保管しています',
  stepMaking: '署名と暗号化を行っています',
  stepChanging: 'メールに組み込んでいます',
  stepSending: '送信しています',
  stepLooking: '送信済みアイテムを確認しています',
  stepClosing: '後片付けをしています',
  cancel: 'キャンセル',
  stopSending: '送信をキャンセル',
  newMessage: '新しいメール',
  protectMessage: 'メールの保護',
  subject: '件名',
  message: '本文',
  attachments: '添付ファイル ({n})',
  attach: 'ファイルを添付',
  dropFiles: 'ここにドロップすることもできます',
  removeFile: '{name} を削除',
  addRecipient: '追加',
  recipientAddress: 'メールアドレス',
  recipientField: '種類',
  saved: 'このパソコンに保管済み ({time})',
  saving: '保管しています',
  notSaved: 'まだ保管していません',
  close: '閉じる',
  discard: '破棄',
  keepWriting: '続きを書く',
  itWent: '送信済みにする',
  sendAnyway: '見つからないため送信する',
  takeWithheld: '内容を含める',
  loading: '読み込み中',
  continueWriting: '続きを書く',
  look: '送信済みアイテムを確認',
  closeNow: 'Outlook のメールは閉じて構いません。',
  closed: 'Outlook のメールは閉じました。',
  keepEncrypted: '暗号化したままにする',
  dropQuote: '引用を削除して解除',
  wrote: '{date}、{author} さんの記述:',
  writtenBefore: '{author} さんの記述:',
  forwarded: '転送されたメール',
  from: '差出人',
  date: '日時',
  nothingWritten: '本文はまだありません。',
  saveFile: 'メールを保存',
  unlock: 'ロックを解除',
  dismiss: '閉じる',
  sendAgain: '残りを送信',
}

export const writingLabels: Readonly<Record<Language, Readonly<Record<WritingLabel, string>>>> = { en: englishLabels, ja: japaneseLabels }

/** One label, its placeholders filled. */
export function writingLabel(language: Language, label: WritingLabel, values?: Values): string {
  return values ? fillText(writingLabels[language][label], values) : writingLabels[language][label]
}

export const routeLabel: Readonly<Record<SendingRouteName, WritingLabel>> = { graph: 'routeGraph', ews: 'routeEws', replace: 'routeReplace', file: 'routeFile' }

export const sourceLabels: Readonly<Record<Language, Readonly<Record<CertificateSource, string>>>> = {
  en: { own: 'your own key', mail: 'from signed mail', file: 'from a file' },
  ja: { own: '自分の鍵', mail: '署名付きメールから取得', file: 'ファイルから追加' },
}
