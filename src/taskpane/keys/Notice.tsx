/** One thing to know, with what to do about it. Plain unless it is a warning; a key is never green. */
import type { ReactNode } from 'react'
import { Icon, type IconName } from '../icons.tsx'
import type { Wording } from '../sentences/sentence.ts'
import { fillNodes } from '../text/fill.tsx'
import type { Values } from '../text/fill-text.ts'

interface NoticeProps {
  readonly wording: Wording
  readonly values?: Values
  readonly tone?: 'plain' | 'warn' | 'bad'
  readonly icon?: IconName
  /** For tests and styles: which notice it is. */
  readonly name: string
  /** Spoken at once, because it answers something that was just done. */
  readonly isAnswer?: boolean
  readonly children?: ReactNode
}

export function Notice({ wording, values = {}, tone = 'plain', icon, name, isAnswer = false, children }: NoticeProps) {
  const shown = icon ?? (tone === 'plain' ? 'info' : tone === 'warn' ? 'seal-attention' : 'seal-invalid')
  return (
    <section className={tone === 'plain' ? 'bar' : `bar ${tone}`} data-notice={name} role={isAnswer ? 'status' : undefined}>
      <Icon name={shown} />
      <div>
        <b>{fillNodes(wording.title, values)}</b>
        {wording.body === '' ? null : <p>{fillNodes(wording.body, values)}</p>}
        {children === undefined ? null : <div className="actions">{children}</div>}
      </div>
    </section>
  )
}
