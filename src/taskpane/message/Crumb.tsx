/** The way back from an attached message, in the place of the tabs. Esc does the same. */
import { useEffect } from 'react'
import { Icon } from '../icons.tsx'
import type { Level } from '../read/reading-controller.ts'
import { useSpeech } from '../speech.ts'
import { foreignText } from '../text/foreign-text.ts'

export function Crumb({ trail, onBack }: { readonly trail: readonly Level[]; readonly onBack: () => void }) {
  const { label } = useSpeech()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // A dialog has Esc for itself.
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('[role="dialog"], [role="alertdialog"]') !== null) return
      // QUIRK: office.js listens on the window and gives the focus to Outlook on every Esc.
      event.preventDefault()
      event.stopPropagation()
      onBack()
    }
    document.addEventListener('keydown', onKey)
    return () => { document.removeEventListener('keydown', onKey) }
  }, [onBack])
  const outer = trail.at(-2)
  const name = trail.at(-1)?.name ?? ''
  return (
    <nav className="crumb" aria-label={label('levels')} data-area="tabs" data-depth={trail.length}>
      <button type="button" className="btn quiet small" onClick={onBack}>
        <Icon name="back" size={16} />
        <bdi>{outer && outer.name !== '' ? foreignText(outer.name) : label(trail.length > 1 ? 'attachedMessage' : 'thisMessage')}</bdi>
      </button>
      <span className="cap" aria-hidden="true">/</span>
      <b aria-current="page"><bdi>{name === '' ? label('attachedMessage') : foreignText(name)}</bdi></b>
    </nav>
  )
}
