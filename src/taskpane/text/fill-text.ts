/** Sentences with their values, as plain text. */
import { foreignText } from './foreign-text.ts'

export type Values = Readonly<Record<string, string>>

export interface Piece {
  readonly text: string
  readonly isValue: boolean
}

/** Splits `template` at its placeholders. A placeholder without a value stays visible as its own name. */
export function piecesOf(template: string, values: Values): readonly Piece[] {
  return template.split(/(\{\w+\})/u).map(piece => {
    const name = /^\{(\w+)\}$/u.exec(piece)?.[1]
    const value = name === undefined ? undefined : values[name]
    return value === undefined ? { text: piece, isValue: false } : { text: foreignText(value), isValue: true }
  })
}

/** For announcements and accessible names. First-strong isolates stand in for `<bdi>`. */
export function fillText(template: string, values: Values): string {
  return piecesOf(template, values)
    .map(({ text, isValue }) => (isValue ? `\u2068${text}\u2069` : text))
    .join('')
}

/** In an accessible name the marks that isolate a value would only be read out. */
export const plain = (text: string): string => text.replace(/[\u2068\u2069]/gu, '')
