/** The tabs and the ⋯ button. One stop for the keyboard; arrows move between the tabs. */
import { type KeyboardEvent, lazy, Suspense, useRef, useState } from 'react'
import type { LanguageChoice } from './language-choice.ts'
import type { Language } from './sentences/sentence.ts'
import { shellLabels } from './sentences/shell-labels.ts'

export const TAB_NAMES = ['message', 'keys', 'trust'] as const
export type TabName = (typeof TAB_NAMES)[number]

const MoreMenu = lazy(async () => ({ default: (await import(/* webpackChunkName: 'menu' */ './fluent/MoreMenu.tsx')).MoreMenu }))

interface TabsProps {
  readonly language: Language
  /** Whether its words are there; the shell's own labels always are. */
  readonly hasWords: boolean
  readonly selected: TabName
  readonly onSelect: (tab: TabName) => void
  readonly choice: LanguageChoice
  readonly onChoice: (choice: LanguageChoice) => void
}

export function Tabs({ language, hasWords, selected, onSelect, choice, onChoice }: TabsProps) {
  const list = useRef<HTMLDivElement>(null)
  const [more, setMore] = useState<HTMLButtonElement | null>(null)
  const [isMenuOpen, setMenuOpen] = useState(false)
  const move = (event: KeyboardEvent) => {
    const next = nextTab(selected, event.key)
    if (next === null) return
    event.preventDefault()
    onSelect(next)
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus()
  }
  return (
    <nav className="tabs" aria-label="Sealpane" data-area="tabs">
      <div role="tablist" aria-label="Sealpane" ref={list} onKeyDown={move}>
        {TAB_NAMES.map(tab => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`tab-${tab}`}
            aria-selected={tab === selected}
            aria-controls={tab === selected ? `panel-${tab}` : undefined}
            tabIndex={tab === selected ? 0 : -1}
            onClick={() => { onSelect(tab) }}
          >
            {shellLabels[language][tab]}
          </button>
        ))}
      </div>
      <button
        type="button"
        className="more"
        ref={setMore}
        aria-label={shellLabels[language].more}
        aria-haspopup="menu"
        aria-expanded={isMenuOpen}
        onClick={() => { setMenuOpen(!isMenuOpen) }}
      >
        <MoreIcon />
      </button>
      {isMenuOpen && more !== null && hasWords ? (
        <Suspense fallback={null}>
          <MoreMenu
            language={language}
            target={more}
            choice={choice}
            onChoice={onChoice}
            onClose={() => {
              setMenuOpen(false)
              // A dialog keeps the focus until it is gone.
              setTimeout(() => { more.focus() }, 0)
            }}
          />
        </Suspense>
      ) : null}
    </nav>
  )
}

function nextTab(selected: TabName, key: string): TabName | null {
  const index = TAB_NAMES.indexOf(selected)
  const last = TAB_NAMES.length - 1
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: index === last ? 0 : index + 1,
    ArrowLeft: index === 0 ? last : index - 1,
    Home: 0,
    End: last,
  }
  const next = moves[key]
  return next === undefined ? null : (TAB_NAMES[next] ?? null)
}

/** Drawn here, so that the shell does not wait for all the others. */
function MoreIcon() {
  return (
    <svg width={20} height={20} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d="M5 8.75a1.25 1.25 0 1 1 0 2.5 1.25 1.25 0 0 1 0-2.5Zm5 0a1.25 1.25 0 1 1 0 2.5 1.25 1.25 0 0 1 0-2.5Zm5 0a1.25 1.25 0 1 1 0 2.5 1.25 1.25 0 0 1 0-2.5Z" fill="currentColor" />
    </svg>
  )
}
