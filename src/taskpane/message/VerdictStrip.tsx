/** What stays of the verdict at the top while the card is scrolled out of view. */
import { type RefObject, useEffect, useState } from 'react'
import type { MessageVerdict } from '../../smime/verdict.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../speech.ts'
import { Address } from '../text/Address.tsx'
import { cardContent } from './card-content.ts'
import { SEALS } from './VerdictCard.tsx'

export function VerdictStrip({ card, verdict }: { readonly card: RefObject<HTMLElement | null>; readonly verdict: MessageVerdict }) {
  const speech = useSpeech()
  const [isAway, setAway] = useState(false)
  useEffect(() => {
    const { current } = card
    if (!current) return
    const observer = new IntersectionObserver(([entry]) => { setAway(entry !== undefined && !entry.isIntersecting) })
    observer.observe(current)
    return () => { observer.disconnect() }
  }, [card])
  if (!isAway) return null
  const { look, eyebrow, signer } = cardContent(verdict, speech.language)
  // Hidden from screen readers: it repeats the card, which they reach by its heading.
  return (
    <div className={`strip is-${look}`} aria-hidden="true">
      <div>
        <span className="seal"><Icon name={SEALS[look]} /></span>
        <b>{speech.wording(eyebrow).title}</b>
        {signer?.address ? <Address value={signer.address} /> : null}
        {verdict.encrypted && look !== 'locked' ? <Icon name="lock" size={16} /> : null}
      </div>
    </div>
  )
}
