/** When nothing could be judged: *Not checked*, why, what to do, and what was tried. */
import { useState } from 'react'
import type { RouteAttempt } from '../../outlook/mailbox-host.ts'
import { Disclosure } from '../Disclosure.tsx'
import { Icon } from '../icons.tsx'
import type { ReadingState } from '../read/reading-controller.ts'
import { useSpeech } from '../speech.ts'
import { DropZone } from './DropZone.tsx'

export type FailureState = Extract<ReadingState, { phase: 'failure' }>

interface FailureViewProps {
  readonly state: FailureState
  readonly onCheckAgain: () => void
  readonly onFile: (file: File) => void
  /** The file that a detached signature was made over. */
  readonly onSignedFile: (file: File) => void
}

export function FailureView({ state, onCheckAgain, onFile, onSignedFile }: FailureViewProps) {
  const speech = useSpeech()
  const [isOpen, setOpen] = useState(false)
  const { title, body } = speech.failure(state.code)
  const needsContent = state.code === 'mime/needs-content' && state.source.kind === 'file'
  const { attempts } = state
  return (
    <>
      <section className="verdict is-unknown" aria-labelledby="verdict-title" data-area="verdict" data-failure={state.code}>
        <div className="v-top">
          <span className="seal"><Icon name="seal-unknown" size={36} /></span>
          <div>
            <p className="eyebrow">{speech.wording('standing/not-checked').title}</p>
            <h1 id="verdict-title" tabIndex={-1}>{title}</h1>
            <p className="body">{body}</p>
            {needsContent ? null : (
              <div className="actions"><button type="button" className="btn" onClick={onCheckAgain}>{speech.label(state.code === 'engine/message-set-aside' ? 'openAnyway' : 'checkAgain')}</button></div>
            )}
          </div>
        </div>
      </section>
      {needsContent ? <DropZone asksFor="signed" onFile={onSignedFile} /> : <DropZone asksFor="message" onFile={onFile} />}
      {attempts.length === 0 ? null : (
        <ul className="card rows" data-area="content">
          <Disclosure
            icon="history"
            title={speech.label('whatWasTried')}
            aside={attempts.length === 1 ? speech.label('oneWay') : speech.label('ways', { n: String(attempts.length) })}
            isOpen={isOpen}
            onToggle={() => { setOpen(!isOpen) }}
          >
            <dl className="facts">{attempts.map(attempt => <Attempt key={attempt.route} attempt={attempt} />)}</dl>
            <dl className="facts"><dt>{speech.label('reasons')}</dt><dd translate="no">{state.code}</dd></dl>
          </Disclosure>
        </ul>
      )}
    </>
  )
}

function Attempt({ attempt }: { readonly attempt: RouteAttempt }) {
  const speech = useSpeech()
  const outcome = attempt.outcome === 'read' ? speech.label('wasRead') : speech.wording(attempt.outcome).title
  return (
    <>
      <dt>{speech.route(attempt.route)}</dt>
      <dd>{outcome} ({attempt.duration} ms)</dd>
    </>
  )
}
