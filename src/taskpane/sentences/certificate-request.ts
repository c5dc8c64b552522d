/** The letter that asks somebody for a signed message. In both languages, as nobody knows which one its reader has. */
import type { MessageStart } from '../../outlook/message-start.ts'
import type { Language } from './sentence.ts'

interface Letter {
  readonly subject: string
  readonly paragraphs: readonly string[]
}

export const certificateRequests: Readonly<Record<Language, Letter>> = {
  en: {
    subject: 'Please send me a signed message',
    paragraphs: [
      'I would like to send you encrypted mail, and need your S/MIME certificate for that. Please answer this message with a digitally signed one: your mail program puts the certificate into it.',
      'If you have no certificate yet, whoever looks after your mail can tell you how to get one.',
    ],
  },
  ja: {
    subject: '署名付きメールのお願い',
    paragraphs: [
      '暗号化したメールをお送りするため、S/MIME の証明書が必要です。お手数ですが、このメールにデジタル署名を付けてご返信ください。署名付きのメールには証明書が含まれます。',
      '証明書をお持ちでない場合は、メールの管理者にお問い合わせください。',
    ],
  },
}

/** @param language the writer's own: it comes first. */
export function certificateRequest(to: string, language: Language): MessageStart {
  const letters = [certificateRequests[language], certificateRequests[language === 'en' ? 'ja' : 'en']]
  return { to, subject: letters.map(({ subject }) => subject).join(' / '), paragraphs: letters.flatMap(({ paragraphs }) => paragraphs) }
}
