/** Sentences with their values. Values enter as text only, each isolated from the direction of what surrounds it. */
import { Fragment, type ReactNode } from 'react'
import { foreignText } from './foreign-text.ts'
import { Address } from './Address.tsx'

export type Values = Readonly<Record<string, string>>

/** Splits `template` at its placeholders. A placeholder without a value stays visible as its own name. */
function pieces(template: string, values: Values): { readonly text: string; readonly isValue: boolean }[] {
  return template.split(/(\{\w+\})/u).map(piece => {
    const name = /^\{(\w+)\}$/u.exec(piece)?.[1]
    const value = name === undefined ? undefined : values[name]
    return value === undefined ? { text: piece, isValue: false } : { text: foreignText(value), isValue: true }
  })
}

/** As nodes, for the screen. */
export function fillNodes(template: string, values: Values): ReactNode {
  return pieces(template, values).map(({ text, isValue }, index) => {
    if (!isValue) return <Fragment key={index}>{text}</Fragment>
    return text.includes('@') ? <Address key={index} value={text} /> : <bdi key={index}>{text}</bdi>
  })
}

/** As plain text, for announcements and accessible names. First-strong isolates stand in for `<bdi>`. */
export function fillText(template: string, values: Values): string {
  return pieces(template, values)
    .map(({ text, isValue }) => (isValue ? `\u2068${text}\u2069` : text))
    .join('')
}
