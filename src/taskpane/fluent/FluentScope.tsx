/** Fluent's own components, in the second chunk: the provider they need, in the theme that the pane shows. */
import { FluentProvider, webDarkTheme, webLightTheme } from '@fluentui/react-components'
import { type ReactNode, useEffect, useState } from 'react'

export function FluentScope({ children }: { readonly children: ReactNode }) {
  const [opener] = useState(() => document.activeElement)
  useEffect(() => () => { giveBackFocus(opener) }, [opener])
  const isDark = document.documentElement.dataset['theme'] === 'dark'
  return <FluentProvider theme={isDark ? webDarkTheme : webLightTheme} className="fluent">{children}</FluentProvider>
}

/**
 * To what opened the menu or dialog; to the selected tab when that is gone as well.
 *
 * QUIRK: Fluent hides the page behind a dialog from screen readers, and leaves it hidden when the dialog is taken away while it is open.
 */
function giveBackFocus(opener: Element | null): void {
  setTimeout(() => {
    if (document.querySelector('[role="dialog"], [role="alertdialog"]') === null) document.getElementById('pane')?.removeAttribute('aria-hidden')
    if (document.activeElement !== document.body && document.activeElement !== null) return
    const target = opener?.isConnected === true && opener !== document.body ? opener : document.querySelector('[role="tab"][aria-selected="true"], .crumb button')
    if (target instanceof HTMLElement) target.focus()
  }, 0)
}
