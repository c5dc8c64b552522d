/** A mail address: never cut, never translated, breakable after the "@". */
import { revealHidden } from './foreign-text.ts'

export function Address({ value }: { readonly value: string }) {
  const shown = revealHidden(value)
  const at = shown.lastIndexOf('@')
  return (
    <bdi className="addr" dir="ltr" translate="no">
      {at < 0 ? shown : <>{shown.slice(0, at + 1)}<wbr />{shown.slice(at + 1)}</>}
    </bdi>
  )
}
