/** Fluent's own components, in the second chunk: the provider they need, in the theme that the pane shows. */
import { FluentProvider, webDarkTheme, webLightTheme } from '@fluentui/react-components'
import type { ReactNode } from 'react'

export function FluentScope({ children }: { readonly children: ReactNode }) {
  const isDark = document.documentElement.dataset['theme'] === 'dark'
  return <FluentProvider theme={isDark ? webDarkTheme : webLightTheme} className="fluent">{children}</FluentProvider>
}
