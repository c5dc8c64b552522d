/** The button that sends, why it does not yet, the way that will be taken, and how far a send has come. Stays at the lower edge. */
import { useEffect, useId, useRef, useState } from 'react'
import type { Protection } from '../../engine/compose-protocol.ts'
import type { SendingRouteName } from '../../outlook/send/sending-route.ts'
import type { Language } from '../sentences/sentence.ts'
import { routeLabel, type WritingLabel, writingLabel } from '../sentences/writing.ts'
import { useSpeech } from '../speech.ts'
import { useCompose } from './compose-context.ts'
import { ComposeIcon } from './compose-icons.tsx'
import type { SendStep } from './compose-state.ts'
import { whyNotYet } from './why-not-yet.ts'

export function SendFoot() {
  const { language } = useSpeech()
  const { compose, state } = useCompose()
  const id = useId()
  const { phase, route, step, protection } = state
  const notYet = phase === 'writing' ? whyNotYet(state) : null
  const isOff = notYet !== null || phase === 'sending' || route === null
  return (
    <div className="foot" data-area="footer" data-step={step ?? undefined} data-why={notYet?.label} data-route={route?.name}>
      {phase === 'sending' ? <div className="progress" /> : null}
      <button type="button" className={isOff ? 'btn off wide' : 'btn primary wide'} data-send aria-disabled={isOff} aria-describedby={`${id}-why`} onClick={() => { void compose.send() }}>
        <ComposeIcon name="send" />{sendLabel(language, protection, route?.name === 'file')}
      </button>
      <p className="cap" id={`${id}-why`}>
        {notYet === null ? null : <span>{writingLabel(language, notYet.label, notYet.values)}{route === null ? '' : ' · '}</span>}
        {route === null ? null : <Way name={route.name} />}
      </p>
      {phase === 'sending' ? <Waiting step={step ?? 'reading'} onCancel={() => { compose.cancel() }} /> : null}
    </div>
  )
}

/** The way that will be taken; said before anything is sent. */
function Way({ name }: { readonly name: SendingRouteName }) {
  const { language } = useSpeech()
  const note = name === 'replace' ? 'routeReplaceNote' : name === 'file' ? 'routeFileNote' : null
  return <>{writingLabel(language, routeLabel[name])}{note === null ? null : <><br />{writingLabel(language, note)}</>}</>
}

/** The step in words, spoken at the start and once it takes longer. */
function Waiting({ step, onCancel }: { readonly step: SendStep; readonly onCancel: () => void }) {
  const { language } = useSpeech()
  const [spoken, setSpoken] = useState<SendStep>(step)
  const latest = useRef(step)
  useEffect(() => { latest.current = step }, [step])
  useEffect(() => {
    const timer = setInterval(() => { setSpoken(latest.current) }, 5000)
    return () => { clearInterval(timer) }
  }, [])
  return (
    <div className="waiting">
      <span aria-hidden="true">{writingLabel(language, STEPS[step])}</span>
      <span className="sr" role="status">{writingLabel(language, STEPS[spoken])}</span>
      {step === 'sending' || step === 'closing' ? null : <button type="button" className="btn quiet small" onClick={onCancel}>{writingLabel(language, 'stopSending')}</button>}
    </div>
  )
}

const STEPS: Readonly<Record<SendStep, WritingLabel>> = {
  reading: 'stepReading', keeping: 'stepKeeping', making: 'stepMaking', changing: 'stepChanging', sending: 'stepSending', looking: 'stepLooking', closing: 'stepClosing',
}

function sendLabel(language: Language, { sign, encrypt }: Protection, savesFile: boolean): string {
  if (!sign && !encrypt) return writingLabel(language, 'sendPlain')
  if (savesFile) return writingLabel(language, sign ? (encrypt ? 'saveBoth' : 'saveSigned') : 'saveEncrypted')
  return writingLabel(language, sign ? (encrypt ? 'sendBoth' : 'sendSigned') : 'sendEncrypted')
}
