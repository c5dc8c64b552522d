/** The few words of the shell, which is on the screen before all other words are loaded. */
import type { Language } from './sentence.ts'

interface ShellLabels {
  readonly message: string
  readonly keys: string
  readonly trust: string
  readonly more: string
}

export const shellLabels: Readonly<Record<Language, ShellLabels>> = {
  en: { message: 'Message', keys: 'Keys', trust: 'Trust', more: 'Language and about' },
  ja: { message: 'メール', keys: '鍵', trust: '信頼', more: '言語と情報' },
}
