/** Typing the passphrase: what was typed, what is wrong with it, how long to wait. */
import { type RefObject, type SubmitEvent, useEffect, useRef, useState } from 'react'
import type { FailureCode, Wording } from '../sentences/sentence.ts'
import { failureWording, keyWording } from '../sentences/keys.ts'
import { useSpeech } from '../speech.ts'
import { fillText } from '../text/fill-text.ts'
import { useKeys } from './keys-context.ts'

export interface Unlocking {
  readonly passphrase: string
  readonly setPassphrase: (value: string) => void
  readonly problem: Wording | null
  readonly isBusy: boolean
  readonly isWaiting: boolean
  readonly field: RefObject<HTMLInputElement | null>
  readonly submit: (event: SubmitEvent) => void
}

/** A refused passphrase stays in its field, selected, so that it can be corrected or typed anew. */
export function useUnlocking(): Unlocking {
  const { keys } = useKeys()
  const { language } = useSpeech()
  const [passphrase, setPassphrase] = useState('')
  const [code, setCode] = useState<FailureCode | null>(null)
  const [isBusy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const seconds = useCountdown()
  const isWaiting = seconds > 0
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isBusy || isWaiting || passphrase === '') {
      field.current?.focus()
      return
    }
    setBusy(true)
    void keys.unlock(passphrase).then(outcome => {
      setBusy(false)
      if (outcome.kind === 'unlocked') {
        setPassphrase('')
        setCode(null)
        return
      }
      setCode(outcome.code)
      field.current?.focus()
      field.current?.select()
    })
  }
  const waiting = keyWording(language, 'wait-seconds')
  const problem = isWaiting
    ? { title: fillText(waiting.title, { seconds: String(seconds) }), body: waiting.body }
    : code === null || code === 'engine/passphrase-wait' ? null : failureWording(language, code)
  return { passphrase, setPassphrase, problem, isBusy, isWaiting, field, submit }
}

/** Seconds until the next try, counted down while it is looked at. */
function useCountdown(): number {
  const { keys, state } = useKeys()
  const [seconds, setSeconds] = useState(() => keys.secondsToWait())
  const until = state.status?.waitUntil ?? null
  useEffect(() => {
    setSeconds(keys.secondsToWait())
    if (until === null) return
    const timer = setInterval(() => {
      const left = keys.secondsToWait()
      setSeconds(left)
      if (left === 0) clearInterval(timer)
    }, 500)
    return () => { clearInterval(timer) }
  }, [keys, until])
  return seconds
}
