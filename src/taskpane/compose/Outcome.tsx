/** How a send ended: a bar that says what was sent and what was not, and what to do. Only one that was stopped speaks up by itself. */
import { useEffect, useRef, useState } from 'react'
import { Icon } from '../icons.tsx'
import { type WritingAction, type WritingPhrase, writingLabel, writingPhrase, writingSentence } from '../sentences/writing.ts'
import { useSpeech } from '../speech.ts'
import { fillNodes } from '../text/fill.tsx'
import { useCompose } from './compose-context.ts'
import type { SendEnd } from './compose-state.ts'

interface FailureBarProps {
  readonly onKeys: () => void
}

export function FailureBar({ onKeys }: FailureBarProps) {
  const { language } = useSpeech()
  const { compose, state } = useCompose()
  const { failure, partly } = state
  if (failure === null) return null
  const sentence = writingSentence(failure.code)
  const { title, body, action } = sentence[language]
  // What only asks for a step of the writer's is no fault of anything.
  const isMild = sentence.does === 'again' || sentence.does === 'recipients' || sentence.does === 'look'
  const values = { name: failure.subject ?? '', address: failure.subject ?? state.from?.address ?? '', seconds: String(failure.retryAfter ?? 30) }
  const actions: Readonly<Record<WritingAction, () => void>> = {
    again: () => { void compose.send() },
    'another-way': () => { compose.useAnotherRoute() },
    save: () => { compose.useAnotherRoute() },
    recipients: () => {
      void compose.refresh()
      document.getElementById('recipients-title')?.focus()
    },
    keys: onKeys,
    look: () => { void compose.lookForSent() },
    editor: () => { compose.openEmptyEditor() },
  }
  return (
    <section className={isMild ? 'bar warn' : 'bar bad'} role="alert" data-failure={failure.code}>
      <Icon name={isMild ? 'seal-attention' : 'seal-invalid'} />
      <div>
        <b>{fillNodes(title, values)}</b>
        <p>{fillNodes(body, values)}</p>
        {partly === null ? null : <p>{fillNodes(writingPhrase(language, 'sent-partly').body, { sent: partly.sent.join(', '), rest: partly.rest.join(', ') })}</p>}
        {sentence.does === null || action === null ? null : (
          <div className="actions"><button type="button" className="btn small" onClick={actions[sentence.does]}>{action}</button></div>
        )}
      </div>
    </section>
  )
}

/** The last screen of a message that went. */
export function EndCard({ end, onClose }: { readonly end: SendEnd; readonly onClose: (() => void) | null }) {
  const { language } = useSpeech()
  const { compose } = useCompose()
  const [isSettled, setSettled] = useState(end.kind === 'sent')
  const heading = useRef<HTMLHeadingElement>(null)
  // The button that was pressed is gone.
  useEffect(() => { heading.current?.focus() }, [])
  const { title, body } = writingPhrase(language, phraseOf(end))
  return (
    <section className="bar" data-end={end.kind} data-area="verdict" role="status">
      <Icon name={end.kind === 'sent' ? 'mail' : 'save'} />
      <div>
        <h1 className="empty" ref={heading} tabIndex={-1}>{title}</h1>
        <p>{fillNodes(body, { n: String(end.recipients) })}</p>
        {end.isClosed === null || end.kind === 'told-outlook' ? null : <p className="cap">{writingLabel(language, end.isClosed ? 'closed' : 'closeNow')}</p>}
        <div className="actions">
          {isSettled ? null : <button type="button" className="btn" data-settle onClick={() => void compose.discard().then(() => { setSettled(true) })}>{writingLabel(language, 'itWent')}</button>}
          {onClose === null ? null : <button type="button" className="btn" data-leave onClick={onClose}>{writingLabel(language, 'close')}</button>}
        </div>
      </div>
    </section>
  )
}

function phraseOf({ kind, protection }: SendEnd): WritingPhrase {
  if (kind === 'sent') return protection.encrypt ? 'sent' : 'sent-plain'
  return kind
}
