/** While a message is being checked: the final layout as a skeleton; after two seconds the step in words and a way out. */
import { useEffect, useState } from 'react'
import type { EngineStep } from '../../engine/protocol.ts'
import { Icon } from '../icons.tsx'
import type { CheckProgress } from '../read/check-message.ts'
import type { Label } from '../sentences/labels.ts'
import { type Speech, useSpeech } from '../speech.ts'

const STEPS: Readonly<Record<EngineStep, Label>> = {
  parsing: 'stepParsing',
  hashing: 'stepHashing',
  signature: 'stepSignature',
  path: 'stepPath',
  done: 'stepDone',
}
const CHECKS = ['content', 'certificate', 'revocation', 'sender'] as const

/** Milliseconds until the wait is put into words. */
const SLOW = 2000

export function CheckingView({ progress, onCancel }: { readonly progress: CheckProgress | null; readonly onCancel: () => void }) {
  const speech = useSpeech()
  const isSlow = useIsSlow()
  return (
    <div className="checking" data-phase="checking">
      <section className="verdict is-unknown pending" aria-busy="true" aria-labelledby="verdict-title" data-area="verdict">
        <div className="v-top">
          <span className="seal"><Icon name="seal-checking" size={36} /></span>
          <div>
            <p className="eyebrow">{speech.wording('standing/checking').title}</p>
            <h1 id="verdict-title">{speech.wording('engine/checking').title}</h1>
            <p className="body">{isSlow ? stepInWords(progress, speech) : speech.wording('engine/checking').body}</p>
            {isSlow ? (
              <div className="actions"><button type="button" className="btn" onClick={onCancel}>{speech.label('cancel')}</button></div>
            ) : null}
          </div>
        </div>
      </section>
      <ul className="card answers" aria-hidden="true">
        {CHECKS.map((check, index) => (
          <li key={check}>
            <div className="row">
              <Icon name="seal-checking" className="ic" />
              <span className="lab">{speech.label(check)}</span>
              <span className="ans"><span className={index % 2 === 0 ? 'sk' : 'sk long'} /></span>
            </div>
          </li>
        ))}
      </ul>
    </div>
  )
}

function stepInWords(progress: CheckProgress | null, { label, wording }: Speech): string {
  if (progress?.kind === 'judging') return label(STEPS[progress.step])
  if (progress?.isFirst === false) return `${wording('outlook/route-trying').title}. ${wording('outlook/route-trying').body}`
  return wording('outlook/reading').title
}

function useIsSlow(): boolean {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => { setSlow(true) }, SLOW)
    return () => { clearTimeout(timer) }
  }, [])
  return isSlow
}
