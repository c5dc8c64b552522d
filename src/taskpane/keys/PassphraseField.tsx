/** A field for a passphrase or a password: can be pasted into, can be shown, says below itself what is wrong (WCAG 2.2, 3.3.8). */
import { type ReactNode, type Ref, useId, useState } from 'react'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../speech.ts'
import { type KeyLabel, keyLabel } from '../sentences/keys.ts'
import type { Wording } from '../sentences/sentence.ts'

interface PassphraseFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly hint?: string
  /** What is wrong with it, in words; null when nothing is. */
  readonly problem?: Wording | null
  /** `new-password` lets a password manager offer one. */
  readonly purpose: 'current-password' | 'new-password' | 'off'
  readonly ref?: Ref<HTMLInputElement>
}

export function PassphraseField({ label, value, onChange, hint, problem = null, purpose, ref }: PassphraseFieldProps) {
  const { language } = useSpeech()
  const [isShown, setShown] = useState(false)
  const toggle: KeyLabel = isShown ? 'hideIt' : 'showIt'
  return (
    <FieldFrame label={label} hint={hint} problem={problem}>
      {about => (
        <span className="input">
          <input
            {...about}
            ref={ref}
            type={isShown ? 'text' : 'password'}
            autoComplete={purpose}
            autoCapitalize="none"
            spellCheck={false}
            value={value}
            onChange={event => { onChange(event.currentTarget.value) }}
          />
          <button type="button" className="icon-btn" aria-pressed={isShown} aria-label={keyLabel(language, toggle)} onClick={() => { setShown(!isShown) }}>
            <Icon name={isShown ? 'eye-off' : 'eye'} />
          </button>
        </span>
      )}
    </FieldFrame>
  )
}

interface TextFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly problem?: Wording | null
  readonly kind?: 'text' | 'email'
}

export function TextField({ label, value, onChange, problem = null, kind = 'text' }: TextFieldProps) {
  return (
    <FieldFrame label={label} hint={undefined} problem={problem}>
      {about => (
        <span className="input">
          <input
            {...about}
            type="text"
            inputMode={kind}
            autoComplete={kind === 'email' ? 'email' : 'off'}
            spellCheck={false}
            value={value}
            onChange={event => { onChange(event.currentTarget.value) }}
          />
        </span>
      )}
    </FieldFrame>
  )
}

interface AboutInput {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': boolean
}

interface FieldFrameProps {
  readonly label: string
  readonly hint: string | undefined
  readonly problem: Wording | null
  readonly children: (about: AboutInput) => ReactNode
}

/** Label above, what is wrong or helpful below, tied together for screen readers. */
export function FieldFrame({ label, hint, problem, children }: FieldFrameProps) {
  const id = useId()
  const describedBy = problem ? `${id}-problem` : hint === undefined ? undefined : `${id}-hint`
  return (
    <div className={problem ? 'field wrong' : 'field'}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': describedBy, 'aria-invalid': problem !== null })}
      <div id={`${id}-problem`} aria-live="polite">
        {problem ? <p className="cap problem"><b>{problem.title}</b>{problem.body === '' ? null : <><br />{problem.body}</>}</p> : null}
      </div>
      {hint === undefined || problem ? null : <p className="cap" id={`${id}-hint`}>{hint}</p>}
    </div>
  )
}
