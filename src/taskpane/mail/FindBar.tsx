/** The search field of an open message: how many places there are, and steps between them. */
import { Icon } from '../icons.tsx'
import { useSpeech } from '../speech.ts'
import type { Search } from './find-in-message.ts'
import { type MailLabel, mailLabel } from './mail-labels.ts'

export interface FindBarProps {
  readonly search: Search
  /** How many places there are; null while nothing is asked. */
  readonly matches: number | null
  readonly onSearch: (search: Search) => void
}

export function FindBar({ search, matches, onSearch }: FindBarProps) {
  const { language } = useSpeech()
  const total = matches ?? 0
  const step = (by: number) => () => { if (total > 0) onSearch({ ...search, current: (search.current + by + total) % total }) }
  const label = (name: MailLabel) => mailLabel(language, name)
  const place = { n: String(Math.min(search.current + 1, total)), total: String(total) }
  return (
    <form className="find" role="search" onSubmit={event => { event.preventDefault(); step(1)() }}>
      <input
        type="search"
        value={search.query}
        aria-label={label('find')}
        placeholder={label('find')}
        autoComplete="off"
        spellCheck={false}
        onChange={event => { onSearch({ query: event.target.value, current: 0 }) }}
      />
      <span role="status" className="cap">{matches === null ? '' : total === 0 ? label('foundNone') : mailLabel(language, 'found', place)}</span>
      <button type="button" className="btn quiet small" aria-label={label('previous')} disabled={total === 0} onClick={step(-1)}><Icon name="chevron" size={16} className="up" /></button>
      <button type="submit" className="btn quiet small" aria-label={label('next')} disabled={total === 0}><Icon name="chevron" size={16} /></button>
    </form>
  )
}
