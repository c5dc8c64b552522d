/** When no message is open: why, what to do, and a place for a file. */
import { Icon } from '../icons.tsx'
import type { Place } from '../place.ts'
import type { SentenceCode } from '../sentences/sentence.ts'
import { useSpeech } from '../speech.ts'
import { DropZone } from './DropZone.tsx'

export type EmptyReason = 'no-item' | 'compose' | Exclude<Place, 'outlook'>

/** A page of its own needs no explanation: the drop zone says it all. */
const SENTENCES: Readonly<Record<EmptyReason, SentenceCode | null>> = {
  'no-item': 'taskpane/no-message',
  compose: 'taskpane/compose',
  page: null,
  'not-connected': 'taskpane/not-connected',
  'too-old': 'outlook/too-old',
}

interface EmptyViewProps {
  readonly why: EmptyReason
  readonly onFile: (file: File) => void
  readonly onWrite: () => void
}

export function EmptyView({ why, onFile, onWrite }: EmptyViewProps) {
  const { wording, label } = useSpeech()
  const code = SENTENCES[why]
  return (
    <>
      {code === null ? null : (
        <section className="bar" aria-labelledby="empty-title" data-area="verdict" data-phase="empty" data-why={why}>
          <Icon name="mail" />
          <div>
            <h1 className="empty" id="empty-title">{wording(code).title}</h1>
            <p>{wording(code).body}</p>
            {why === 'not-connected' ? (
              <div className="actions"><button type="button" className="btn" onClick={() => { location.reload() }}>{label('reload')}</button></div>
            ) : null}
          </div>
        </section>
      )}
      <DropZone asksFor="message" onFile={onFile} />
      {why === 'no-item' || why === 'page' ? <div className="actions"><button type="button" className="btn" data-write onClick={onWrite}>{label('write')}</button></div> : null}
    </>
  )
}
