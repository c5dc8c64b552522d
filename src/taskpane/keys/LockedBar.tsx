/** The Keys tab while the keys are locked: what that means, and the field that ends it. */
import { Icon } from '../icons.tsx'
import { keyLabel, keyWording } from '../sentences/keys.ts'
import { useSpeech } from '../speech.ts'
import { fillNodes } from '../text/fill.tsx'
import { useKeys } from './keys-context.ts'
import { PassphraseField } from './PassphraseField.tsx'
import { useUnlocking } from './unlocking.ts'

export function LockedBar() {
  const { language } = useSpeech()
  const { state } = useKeys()
  const { passphrase, setPassphrase, problem, isBusy, isWaiting, field, submit } = useUnlocking()
  const { title, body } = keyWording(language, state.wasIdle ? 'locked-idle' : 'locked')
  const minutes = String(state.status?.lockAfterMinutes ?? 15)
  return (
    <section className="bar brand" data-area="lock" data-lock="locked">
      <Icon name="lock" />
      <div>
        <b>{fillNodes(title, { minutes })}</b>
        <p>{body}</p>
        <form className="unlock" onSubmit={submit}>
          <PassphraseField label={keyLabel(language, 'passphrase')} value={passphrase} onChange={setPassphrase} problem={problem} purpose="current-password" ref={field} />
          <button type="submit" className="btn primary" aria-disabled={isBusy || isWaiting}>{keyLabel(language, isBusy ? 'unlocking' : 'unlock')}</button>
        </form>
      </div>
    </section>
  )
}
