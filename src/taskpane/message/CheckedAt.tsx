import { useSpeech } from '../speech.ts'
import { formatClock, formatTime, isSameDay } from '../text/dates.ts'

export function CheckedAt({ at, now }: { readonly at: string; readonly now: () => Date }) {
  const { label, language } = useSpeech()
  const text = isSameDay(at, now()) ? label('checkedToday', { time: formatClock(at, language) }) : label('checkedOn', { date: formatTime(at, language) })
  return <span>{text}</span>
}
