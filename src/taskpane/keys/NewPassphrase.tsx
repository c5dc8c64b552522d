/** A passphrase or password that is being chosen: typed twice. */
import { useState } from 'react'
import { type KeyLabel, keyLabel, type KeySentence, keyWording } from '../sentences/keys.ts'
import type { Wording } from '../sentences/sentence.ts'
import { useSpeech } from '../speech.ts'
import { PassphraseField } from './PassphraseField.tsx'

export interface NewSecret {
  readonly value: string
  readonly again: string
}

export const NO_SECRET: NewSecret = { value: '', again: '' }

interface NewPassphraseProps {
  readonly label: KeyLabel
  readonly againLabel: KeyLabel
  readonly differs: KeySentence
  readonly secret: NewSecret
  readonly onChange: (secret: NewSecret) => void
  readonly problem: Wording | null
  /** True after an attempt: only then is a difference a mistake. */
  readonly isTried: boolean
}

export function NewPassphrase({ label, againLabel, differs, secret, onChange, problem, isTried }: NewPassphraseProps) {
  const { language } = useSpeech()
  const [isLeft, setLeft] = useState(false)
  const isDifferent = secret.value !== secret.again && (isTried || isLeft) && secret.again !== ''
  const isMissing = isTried && secret.again === '' && secret.value !== ''
  return (
    <>
      <PassphraseField
        label={keyLabel(language, label)}
        value={secret.value}
        onChange={value => { onChange({ ...secret, value }) }}
        hint={keyLabel(language, 'passphraseHint')}
        problem={problem}
        purpose="new-password"
      />
      <div onBlur={() => { setLeft(true) }}>
        <PassphraseField
          label={keyLabel(language, againLabel)}
          value={secret.again}
          onChange={again => { onChange({ ...secret, again }) }}
          problem={isDifferent || isMissing ? keyWording(language, differs) : null}
          purpose="new-password"
        />
      </div>
    </>
  )
}

/** Whether it was typed twice, alike. How good it is, the store says. */
export const isAgreed = ({ value, again }: NewSecret) => value === again
