/** Speaks the finished verdict once per message, and that the wait goes on. Focus is never moved. */
import { useEffect, useState } from 'react'
import type { ReadingState } from '../read/reading-controller.ts'
import { type Speech, useSpeech } from '../speech.ts'
import { fillText } from '../text/fill-text.ts'
import { cardContent } from './card-content.ts'
import { secrecyOf } from './closed.ts'

/** Milliseconds after which a listener is told that it still goes on. */
const STILL_CHECKING = 5000

export function Announcer({ state }: { readonly state: ReadingState }) {
  const speech = useSpeech()
  const isLong = useIsLong(state.phase === 'checking' ? state.run : null)
  return <p role="status" className="sr" data-announcement>{announcement(state, speech, isLong)}</p>
}

/** `{standing}. {title}. {secrecy}.` */
export function announcement(state: ReadingState, { wording, failure, language }: Speech, isLong: boolean): string {
  switch (state.phase) {
    case 'empty':
      return ''
    case 'checking':
      return isLong ? wording('standing/checking').body : wording('standing/checking').title
    case 'failure':
      return `${wording('standing/not-checked').title}. ${failure(state.code).title}.`
    case 'verdict': {
      const { verdict } = state.result
      const { eyebrow, code, values, look } = cardContent(verdict, language)
      const said = `${wording(eyebrow).title}. ${fillText(wording(code).title, values)}.`
      return look === 'locked' ? said : `${said} ${wording(secrecyOf(verdict, language).code).title}.`
    }
  }
}

function useIsLong(run: number | null): boolean {
  const [longRun, setLongRun] = useState<number | null>(null)
  useEffect(() => {
    if (run === null) return
    const timer = setTimeout(() => { setLongRun(run) }, STILL_CHECKING)
    return () => { clearTimeout(timer) }
  }, [run])
  return run !== null && longRun === run
}
