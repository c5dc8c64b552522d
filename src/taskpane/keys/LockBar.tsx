/** Until when the keys are unlocked, and the way to lock them now. Nothing when there is no open store. */
import { Icon } from '../icons.tsx'
import { keyLabel, keyWording } from '../sentences/keys.ts'
import { useSpeech } from '../speech.ts'
import { formatClock } from '../text/dates.ts'
import { fillText } from '../text/fill-text.ts'
import './keys.css'
import { useKeys } from './keys-context.ts'

export function LockBar() {
  const { language } = useSpeech()
  const { keys, state } = useKeys()
  const { status } = state
  if (status?.lock !== 'unlocked') return null
  const time = status.locksAt === null ? '' : formatClock(status.locksAt, language)
  return (
    <div className="bar brand slim" data-area="lock" data-lock="unlocked">
      <Icon name="unlocked" />
      <span>{fillText(keyWording(language, 'unlocked-until').title, { time })}</span>
      <button type="button" className="btn small quiet" onClick={() => { void keys.lock() }}>{keyLabel(language, 'lockNow')}</button>
    </div>
  )
}
