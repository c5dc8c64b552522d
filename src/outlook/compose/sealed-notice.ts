/** The only words in the body of a sealed item. Written by the route that replaces the body, recognised by the send guard. */

export const sealedNotices = {
  en: 'This message is protected with S/MIME. The protected content is in the attached file smime.p7m. If your mail program doesn’t open it by itself, open the attachment with a program for S/MIME.',
  ja: 'このメールは S/MIME で保護されています。保護された内容は、添付ファイル smime.p7m に入っています。自動で開かない場合は、S/MIME に対応したソフトウェアで添付ファイルを開いてください。',
} as const

/** Outlook breaks and pads lines as it likes, between Japanese characters too. */
const withoutSpace = (text: string) => text.replace(/\s+/gu, '')

/** Whether `text`, a body as text, is the notice and nothing else. White space does not count. */
export function isSealedNotice(text: string): boolean {
  const written = withoutSpace(text)
  return written === withoutSpace(sealedNotices.en) || written === withoutSpace(sealedNotices.ja)
}
