/** What Outlook's dialog says when a message is kept from going out. At most 500 characters each; what happened, why, what to do. */
import type { SendingAnswer } from '../outlook/guard/sending-event.ts'
import type { Complaint } from './send-guard.ts'

type Language = 'en' | 'ja'

/** The ribbon button of manifest.xml that opens the pane. */
const COMMAND = 'Sealpane.Protect'

const LABELS: Readonly<Record<Language, string>> = { en: 'Open Sealpane', ja: 'Sealpane を開く' }

/** `**` marks the name of the button, and is left out where Outlook shows no emphasis. */
export const guardSentences: Readonly<Record<Complaint, Readonly<Record<Language, string>>>> = {
  demanded: {
    en: 'This message isn’t protected yet, so it wasn’t sent. You asked for it to be signed or encrypted. Open Sealpane with **Sign and encrypt** and send it there, or switch both off there first.',
    ja: 'このメールはまだ保護されていないため、送信されませんでした。署名または暗号化して送信するように指定されています。**署名と暗号化**から Sealpane を開いて送信するか、先に両方をオフにしてください。',
  },
  organisation: {
    en: 'This message isn’t protected, so it wasn’t sent. Your organisation asks for every message to be signed or encrypted. Open Sealpane with **Sign and encrypt** and send it there.',
    ja: 'このメールは保護されていないため、送信されませんでした。組織の設定により、すべてのメールに署名または暗号化が必要です。**署名と暗号化**から Sealpane を開いて送信してください。',
  },
  changed: {
    en: 'This message was changed after it was protected, so it wasn’t sent: it may hold readable text or files. Open Sealpane with **Sign and encrypt** to get your text back, and send it there again.',
    ja: 'このメールは保護した後に変更されたため、送信されませんでした。保護されていない文章やファイルが含まれている可能性があります。**署名と暗号化**から Sealpane を開いて内容を元に戻し、もう一度送信してください。',
  },
  'policy-unknown': {
    en: 'This message wasn’t sent, because Sealpane couldn’t find out whether your organisation asks for protection. Check your connection and send again. If it stays, open **Sign and encrypt** and send it there, or ask your help desk.',
    ja: '組織がメールの保護を必須としているかどうかを確認できなかったため、送信されませんでした。ネットワーク接続を確認して、もう一度送信してください。解決しない場合は、**署名と暗号化**から Sealpane を開いて送信するか、ヘルプデスクにお問い合わせください。',
  },
  unchecked: {
    en: 'This message wasn’t sent, because Outlook didn’t let Sealpane check whether it is protected. Send it again. If it stays, open **Sign and encrypt** and send it there, or restart Outlook.',
    ja: 'メールが保護されているかどうかを Outlook 上で確認できなかったため、送信されませんでした。もう一度送信してください。解決しない場合は、**署名と暗号化**から Sealpane を開いて送信するか、Outlook を再起動してください。',
  },
}

/** @param language BCP 47. */
export function refusal(complaint: Complaint, language: string): SendingAnswer {
  const chosen: Language = /^ja\b/iu.test(language) ? 'ja' : 'en'
  const sentence = guardSentences[complaint][chosen]
  return {
    allowEvent: false,
    errorMessage: sentence.replace(/\*\*/gu, ''),
    errorMessageMarkdown: sentence,
    commandId: COMMAND,
    cancelLabel: LABELS[chosen],
  }
}
