/** The four checks of one signer: one open at a time, each with its reason. */
import { lazy, Suspense, useId } from 'react'
import type { MessageVerdict, SignerVerdict } from '../../smime/verdict.ts'
import { Icon, type IconName } from '../icons.tsx'
import type { Label } from '../sentences/labels.ts'
import { useSpeech } from '../speech.ts'
import { fillNodes } from '../text/fill.tsx'
import { type Answer, answersOf, type CheckName, type SaidCode, type Tone } from './answers.ts'

const CertificatePath = lazy(async () => ({ default: (await import(/* webpackChunkName: 'path' */ './CertificatePath.tsx')).CertificatePath }))

interface FourChecksProps {
  readonly signer: SignerVerdict
  readonly verdict: MessageVerdict
  readonly open: CheckName | null
  readonly onOpen: (name: CheckName | null) => void
}

const TONE_ICONS: Readonly<Record<Tone, IconName>> = { good: 'seal-valid', ok: 'tick', warn: 'seal-attention', bad: 'seal-invalid', off: 'dash' }
const TONE_LABELS: Readonly<Record<Tone, Label>> = { good: 'passed', ok: 'passed', warn: 'needsAttention', bad: 'failed', off: 'notAsked' }

export function FourChecks({ signer, verdict, open, onOpen }: FourChecksProps) {
  const { language } = useSpeech()
  return (
    <ul className="card answers">
      {answersOf(signer, verdict, language).map(answer => (
        <CheckRow
          key={answer.name}
          answer={answer}
          signer={signer}
          isOpen={open === answer.name}
          onToggle={() => { onOpen(open === answer.name ? null : answer.name) }}
        />
      ))}
    </ul>
  )
}

interface CheckRowProps {
  readonly answer: Answer
  readonly signer: SignerVerdict
  readonly isOpen: boolean
  readonly onToggle: () => void
}

function CheckRow({ answer, signer, isOpen, onToggle }: CheckRowProps) {
  const speech = useSpeech()
  const id = useId()
  const { title } = speech.wording(answer.said.code)
  return (
    <li className={answer.tone} data-check={answer.name}>
      <button type="button" aria-expanded={isOpen} aria-controls={isOpen ? id : undefined} onClick={onToggle}>
        <Icon name={TONE_ICONS[answer.tone]} className="ic" />
        <span className="lab">{speech.label(answer.name)}<span className="sr">: </span></span>
        <span className="ans">
          {fillNodes(title, answer.said.values)}
          {answer.tone === 'off' ? null : <span className="sr">, {speech.label(TONE_LABELS[answer.tone])}</span>}
        </span>
        <Icon name="chevron" size={16} className={isOpen ? 'chev up' : 'chev'} />
      </button>
      {isOpen ? (
        <div className="detail" id={id}>
          <Said said={answer.said} />
          {answer.others.map(other => <Said key={other.code} said={other} isFurther />)}
          {answer.name === 'certificate' ? <Suspense fallback={null}><CertificatePath signer={signer} /></Suspense> : null}
        </div>
      ) : null}
    </li>
  )
}

function Said({ said, isFurther = false }: { readonly said: SaidCode; readonly isFurther?: boolean }) {
  const { wording } = useSpeech()
  const { title, body } = wording(said.code)
  return (
    <p>
      {isFurther ? <><b>{fillNodes(title, said.values)}</b><br /></> : null}
      {fillNodes(body, said.values)}
    </p>
  )
}
