/** The two switches, and for each what it means for this message. */
import { type ReactNode, useId } from 'react'
import { writingLabel } from '../sentences/writing.ts'
import { useSpeech } from '../speech.ts'
import { Address } from '../text/Address.tsx'
import { formatDay } from '../text/dates.ts'
import { useCompose } from './compose-context.ts'
import { ComposeIcon, type ComposeIconName } from './compose-icons.tsx'

export function ProtectionCard() {
  const { language } = useSpeech()
  const { compose, state } = useCompose()
  const { protection, signer } = state
  const { policy } = compose.options
  const signing = signer?.signing
  const address = state.from?.address ?? signing?.addresses[0]
  return (
    <section className="card" aria-label={writingLabel(language, 'protection')} data-area="verdict">
      <Switch
        name="sign"
        icon="sign"
        title={writingLabel(language, 'sign')}
        isOn={protection.sign}
        isFixed={policy.sign === 'always'}
        onChange={sign => { compose.protect({ sign }) }}
      >
        {address === undefined ? null : <Address value={address} />}
        {signing ? <><br />{writingLabel(language, 'validUntil', { date: formatDay(signing.notAfter, language) })}</> : null}
        {protection.sign ? null : <>{address === undefined ? null : <br />}{writingLabel(language, 'notSigned')}</>}
      </Switch>
      <Switch
        name="encrypt"
        icon="encrypt"
        title={writingLabel(language, 'encrypt')}
        isOn={protection.encrypt}
        isFixed={policy.encrypt === 'always'}
        onChange={encrypt => { compose.protect({ encrypt }) }}
      >
        {writingLabel(language, protection.encrypt ? 'onlyRecipients' : 'anyoneReads')}
      </Switch>
    </section>
  )
}

interface SwitchProps {
  readonly name: 'sign' | 'encrypt'
  readonly icon: ComposeIconName
  readonly title: string
  readonly isOn: boolean
  /** Set by the organisation: it cannot be switched off, and says who wants it so. */
  readonly isFixed: boolean
  readonly onChange: (isOn: boolean) => void
  readonly children: ReactNode
}

function Switch({ name, icon, title, isOn, isFixed, onChange, children }: SwitchProps) {
  const { language } = useSpeech()
  const id = useId()
  return (
    <div className="switch">
      <ComposeIcon name={icon} />
      <div>
        <b id={id}>{title}</b>
        <p className="cap" id={`${id}-what`}>
          {children}
          {isFixed ? <><br />{writingLabel(language, 'byOrganisation')}</> : null}
        </p>
      </div>
      <button
        type="button"
        role="switch"
        className="sw"
        data-switch={name}
        aria-checked={isOn}
        aria-disabled={isFixed || undefined}
        aria-labelledby={id}
        aria-describedby={`${id}-what`}
        onClick={() => { if (!isFixed) onChange(!isOn) }}
      />
    </div>
  )
}
