/** A row that opens: button and region, tied together for screen readers. */
import { type ReactNode, useId } from 'react'
import { Icon, type IconName } from './icons.tsx'

interface DisclosureProps {
  readonly icon: IconName
  readonly title: ReactNode
  readonly aside?: ReactNode
  readonly isOpen: boolean
  readonly onToggle: () => void
  readonly children: ReactNode
}

export function Disclosure({ icon, title, aside, isOpen, onToggle, children }: DisclosureProps) {
  const id = useId()
  return (
    <li>
      <button type="button" className="r" aria-expanded={isOpen} aria-controls={isOpen ? id : undefined} onClick={onToggle}>
        <Icon name={icon} />
        <span>{title}</span>
        <span className="cap">{aside}</span>
        <Icon name="chevron" size={16} className={isOpen ? 'chev up' : 'chev'} />
      </button>
      {isOpen ? <div className="detail" id={id}>{children}</div> : null}
    </li>
  )
}
